package login_test

import (
	"context"
	"maps"
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/fault"
)

// unrecorded tries one act where nothing can be recorded: it says so, and has
// changed nothing.
func (h house) unrecorded(t *testing.T, what string, act func() error) {
	t.Helper()
	before := h.State()
	if err := act(); !fault.Is(err, fault.Unavailable) {
		t.Errorf("%s: %v", what, err)
	}
	if after := h.State(); !maps.Equal(before, after) {
		t.Errorf("%s changed something", what)
	}
}

// Where nothing can be recorded the right code lets nobody in, proves nothing
// and is added by nobody.
func TestCodesUnrecorded(t *testing.T) {
	strict(t, func(t *testing.T, h house) {
		w := h.window()
		w.signIn(t)
		seed := w.enrol(t)
		var codes []string
		w.do(func(ctx context.Context) {
			var err error
			codes, err = h.NewCodes(ctx, w.actor(t))
			want(t, err, "")
		})
		half, who := h.window(), w.actor(t)
		half.signIn(t)
		h.Clock.Advance(time.Minute)
		now := code(t, seed, h.Clock.Now())
		var more string
		w.do(func(ctx context.Context) {
			s, err := h.NewTOTP(ctx, who, "Rastreo")
			want(t, err, "")
			more = s.Text
		})
		h.BreakAudit()
		nobody := account.Actor{}
		for what, act := range map[string]func(ctx context.Context) error{
			"a code of an app":   func(ctx context.Context) error { return err1(h.SignInByTOTP(ctx, nobody, now)) },
			"a recovery code":    func(ctx context.Context) error { return err1(h.SignInByCode(ctx, nobody, 3, codes[2])) },
			"a wrong code":       func(ctx context.Context) error { return err1(h.SignInByTOTP(ctx, nobody, "000000")) },
			"a proof":            func(ctx context.Context) error { return h.ProveByPassword(ctx, who, password, now) },
			"an app to be added": func(ctx context.Context) error { return h.AddTOTP(ctx, who, "otra", code(t, more, h.Clock.Now())) },
			"recovery codes":     func(ctx context.Context) error { return err1(h.NewCodes(ctx, who)) },
		} {
			of := w
			if what == "a code of an app" || what == "a recovery code" || what == "a wrong code" {
				of = half
			}
			of.do(func(ctx context.Context) { h.unrecorded(t, what, func() error { return act(ctx) }) })
		}
	})
}

// Where nothing can be recorded no passkey lets in, proves or is added.
func TestPasskeyUnrecorded(t *testing.T) {
	hold(t, func(t *testing.T, h *holding) {
		sign, more := h.begin(), newDevice()
		added, err := h.BeginRegister(t.Context(), h.tracer, "x")
		must(t, err)
		proof, err := h.BeginProof(t.Context(), h.tracer)
		must(t, err)
		h.BreakAudit()
		h.unrecorded(t, "signing in", func() error { return err1(h.enter(sign.ID, h.assert(t, sign))) })
		h.unrecorded(t, "adding one", func() error { return h.answer(h.tracer, added.ID, more.attest(t, added), "Otra") })
		h.unrecorded(t, "a proof", func() (err error) {
			h.visit(func(ctx context.Context) { err = h.FinishProof(ctx, h.tracer, proof.ID, h.assert(t, proof)) }, h.cookie)
			return err
		})
	})
}
