package login_test

import (
	"context"
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/fault"
	"rastreo/internal/login"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
)

// slow is a house whose clock moves with every look at it, so that a try takes
// longer the more is done for it. It notes how long answers are held back.
type slow struct {
	house
	began time.Time
	held  []time.Duration
}

func newSlow(t *testing.T, x *storetest.Fixture) *slow {
	t.Helper()
	s := &slow{house: newHouse(t, x)}
	s.Login = s.like(t, x.Store, func(c *login.Config) {
		c.OneFactor = false
		c.Now = func() time.Time { return x.Clock.Advance(7 * time.Millisecond) }
		c.Wait = func(_ context.Context, d time.Duration) { s.held = append(s.held, d) }
	})
	return s
}

// even fails unless a try is answered a whole number of steps after it began,
// if it failed, and at once if it did not.
func (s *slow) even(t *testing.T, what string, kind fault.Kind, try func(ctx context.Context) error) {
	t.Helper()
	const step = 50 * time.Millisecond
	s.visit(func(ctx context.Context) {
		s.held, s.began = nil, s.Clock.Now().Add(7*time.Millisecond)
		want(t, try(ctx), kind)
		took := s.Clock.Now().Sub(s.began)
		switch {
		case kind == "" && len(s.held) > 0:
			t.Errorf("%s: held back", what)
		case kind != "" && (len(s.held) != 1 || s.held[0] <= 0 || s.held[0] >= step || (took+s.held[0])%step != 0):
			t.Errorf("%s: held back %v after %v", what, s.held, took)
		}
	}, nil)
}

// Whatever fails where somebody names an account, or has yet to show that one is
// theirs, is answered at moments that say nothing of what was done for it.
func TestEvenly(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		s := newSlow(t, x)
		nobody := account.Actor{}
		for _, name := range []string{"fuentes", "nobody"} {
			for i := range 7 {
				kind := fault.Unauthenticated
				if i >= 5 {
					kind = fault.TooMany
				}
				s.even(t, name, kind, func(ctx context.Context) error { return err1(s.SignIn(ctx, nobody, name, "wrong")) })
			}
			s.Write(func(tx *store.Tx) error { return err1(tx.Unlock(t.Context(), s.who.ID)) })
			s.even(t, "another try of "+name, "", func(ctx context.Context) error {
				return s.Attempt(ctx, nobody, name+".", func() error { return nil })
			})
			s.even(t, "a code of "+name, fault.Unauthenticated, func(ctx context.Context) error {
				return s.Attempt(ctx, nobody, name+".", func() error { return fault.New(fault.Unauthenticated, "activate.wrong", nil) })
			})
		}
		s.even(t, "the right password", "", func(ctx context.Context) error { return err1(s.SignIn(ctx, nobody, "fuentes", password)) })
		s.even(t, "a second step of nobody", fault.Unauthenticated, func(ctx context.Context) error { return err1(s.SignInByTOTP(ctx, nobody, "1")) })
		s.even(t, "a recovery code of nobody", fault.Unauthenticated, func(ctx context.Context) error { return err1(s.SignInByCode(ctx, nobody, 1, "x")) })
		me := account.Actor{ID: s.who.ID, Role: account.Submitter}
		s.even(t, "a proof", fault.Unauthenticated, func(ctx context.Context) error { return s.ProveByPassword(ctx, me, "wrong", "") })
	})
}

// A passkey that nobody has is refused as evenly.
func TestEvenlyByPasskey(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		s := newSlow(t, x)
		s.Login = s.like(t, x.Store, func(c *login.Config) { c.Origin = origin })
		c, err := s.BeginSignIn(t.Context())
		must(t, err)
		d := newDevice()
		s.even(t, "a passkey", fault.Unauthenticated, func(ctx context.Context) error {
			return err1(s.FinishSignIn(ctx, account.Actor{}, c.ID, d.assert(t, c)))
		})
	})
}
