package login_test

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base32"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/fault"
	"rastreo/internal/login"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
	"rastreo/internal/trace"
)

// notice returns the code of a job's notice if it is to this account.
func notice(t *testing.T, j store.Job, to string) []string {
	t.Helper()
	var n trace.Notice
	want(t, json.Unmarshal(j.Body, &n), "")
	if n.AccountID != to {
		return nil
	}
	return []string{string(n.Code)}
}

// strict is a house where a password is not enough.
func strict(t *testing.T, f func(t *testing.T, h house)) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		h := newHouse(t, x)
		c := h.Config
		c.OneFactor, c.MostSessions = false, 0
		l, err := login.New(x.Store, c)
		want(t, err, "")
		h.Login = l
		f(t, h)
	})
}

// code is what an authenticator shows, computed here once more (RFC 4226).
func code(t *testing.T, seed string, at time.Time) string {
	t.Helper()
	key, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(strings.ReplaceAll(seed, " ", ""))
	want(t, err, "")
	h := hmac.New(sha1.New, key)
	want(t, binary.Write(h, binary.BigEndian, at.Unix()/30), "")
	sum := h.Sum(nil)
	n := binary.BigEndian.Uint32(sum[sum[19]&15:]) & (1<<31 - 1)
	return fmt.Sprintf("%06d", n%1e6)
}

// window is a browser that keeps its cookies.
type window struct {
	h       house
	cookies map[string]*http.Cookie
}

func (h house) window() *window { return &window{h, map[string]*http.Cookie{}} }

func (w *window) do(f func(ctx context.Context)) {
	var list []*http.Cookie
	for _, c := range w.cookies {
		list = append(list, c)
	}
	for _, c := range w.h.visitAll(f, list).Cookies() {
		w.cookies[c.Name] = c
	}
}

func (w *window) signIn(t *testing.T) (who account.Actor) {
	t.Helper()
	w.do(func(ctx context.Context) {
		var err error
		who, err = w.h.SignIn(ctx, account.Actor{}, "fuentes", password)
		want(t, err, "")
	})
	return who
}

func (w *window) actor(t *testing.T) (who account.Actor) {
	t.Helper()
	w.do(func(ctx context.Context) {
		var err error
		who, err = w.h.Actor(ctx)
		want(t, err, "")
	})
	return who
}

// enrol gives the account a TOTP and returns its seed.
func (w *window) enrol(t *testing.T) (seed string) {
	t.Helper()
	who := w.actor(t)
	w.do(func(ctx context.Context) {
		s, err := w.h.NewTOTP(ctx, who, "Rastreo")
		want(t, err, "")
		seed = s.Text
	})
	w.do(func(ctx context.Context) {
		want(t, w.h.AddTOTP(ctx, who, "app", "000 000"), fault.Invalid)
		s, err := w.h.NewTOTP(ctx, who, "Rastreo")
		want(t, err, "")
		if s.Text != seed {
			t.Error("the seed changed while it was being added")
		}
		want(t, w.h.AddTOTP(ctx, who, "app", code(t, seed, w.h.Clock.Now())), "")
	})
	return seed
}

// Whoever has no second factor may only add one; then both are asked for.
func TestTOTP(t *testing.T) {
	strict(t, func(t *testing.T, h house) {
		w := h.window()
		if who := w.signIn(t); !who.Half || account.Can(who, account.Draft, nil) || !account.Can(who, account.OwnFactors, nil) {
			t.Errorf("without a second factor: %+v", who)
		}
		seed := w.enrol(t)
		if who := w.actor(t); who.Half || !who.Proven {
			t.Errorf("with a second factor: %+v", who)
		}
		other := h.window()
		if who := other.signIn(t); who.ID != "" || other.actor(t).ID != "" {
			t.Error("a password alone lets in")
		}
		h.Clock.Advance(30 * time.Second)
		now := code(t, seed, h.Clock.Now())
		var in atomic.Int32
		var wg sync.WaitGroup
		for range 100 {
			wg.Go(func() {
				x := h.window()
				x.cookies = other.cookies
				h.visitAll(func(ctx context.Context) {
					if who, err := h.SignInByTOTP(ctx, account.Actor{}, now); err == nil && who.ID != "" {
						in.Add(1)
					}
				}, list(other.cookies))
			})
		}
		wg.Wait()
		if in.Load() != 1 {
			t.Errorf("one code let in %d times", in.Load())
		}
	})
}

func list(m map[string]*http.Cookie) (all []*http.Cookie) {
	for _, c := range m {
		all = append(all, c)
	}
	return all
}

// Codes of the step before and after are taken, those further away are not,
// and none twice. They count into the same limit as passwords.
func TestTOTPSteps(t *testing.T) {
	strict(t, func(t *testing.T, h house) {
		w := h.window()
		w.signIn(t)
		seed := w.enrol(t)
		h.Clock.Advance(5 * time.Minute)
		try := func(off time.Duration) (err error) {
			x := h.window()
			x.signIn(t)
			x.do(func(ctx context.Context) {
				_, err = h.SignInByTOTP(ctx, account.Actor{}, code(t, seed, h.Clock.Now().Add(off)))
			})
			return err
		}
		want(t, try(-time.Minute), fault.Unauthenticated)
		want(t, try(-30*time.Second), "")
		want(t, try(-30*time.Second), fault.Unauthenticated)
		want(t, try(time.Minute), fault.Unauthenticated)
		want(t, try(30*time.Second), "")
		want(t, try(0), fault.Unauthenticated)
		h.Clock.Advance(20 * time.Minute)
		for range 5 {
			want(t, try(time.Hour), fault.Unauthenticated)
		}
		want(t, err1(h.enter("fuentes", password)), fault.TooMany)
	})
}

// A recovery code opens once, asks for another password and is told.
func TestCodes(t *testing.T) {
	strict(t, func(t *testing.T, h house) {
		w := h.window()
		w.signIn(t)
		w.enrol(t)
		var codes []string
		w.do(func(ctx context.Context) {
			var err error
			codes, err = h.NewCodes(ctx, w.actor(t))
			want(t, err, "")
		})
		if len(codes) != 10 {
			t.Fatalf("%d codes", len(codes))
		}
		boss := house{h.Fixture, h.Login, h.Account(account.Agency{ID: h.who.AgencyID, Code: "FGJ-TAM"}, account.Admin)}
		lost := h.window()
		lost.signIn(t)
		lost.do(func(ctx context.Context) {
			want(t, err1(h.SignInByCode(ctx, account.Actor{}, 2, codes[2])), fault.Unauthenticated)
			want(t, err1(h.SignInByCode(ctx, account.Actor{}, 0, codes[2])), fault.Unauthenticated)
		})
		var in atomic.Int32
		var wg sync.WaitGroup
		for range 100 {
			wg.Go(func() {
				h.visitAll(func(ctx context.Context) {
					if who, err := h.SignInByCode(ctx, account.Actor{}, 3, strings.ToLower(codes[2])); err == nil && who.ID != "" {
						in.Add(1)
					}
				}, list(lost.cookies))
			})
		}
		wg.Wait()
		if in.Load() != 1 {
			t.Errorf("one code let in %d times", in.Load())
		}
		h.Write(func(tx *store.Tx) error { return err1(tx.Unlock(t.Context(), h.who.ID)) })
		lost = h.window()
		lost.signIn(t)
		lost.do(func(ctx context.Context) {
			want(t, err1(h.SignInByCode(ctx, account.Actor{}, 3, codes[2])), fault.Unauthenticated)
			want(t, err1(h.SignInByCode(ctx, account.Actor{}, 4, codes[3])), "")
		})
		who := lost.actor(t)
		if !who.Renew || account.Can(who, account.Draft, nil) || account.Can(who, account.OwnFactors, nil) {
			t.Errorf("with a recovery code: %+v", who)
		}
		lost.do(func(ctx context.Context) {
			want(t, h.ChangePassword(ctx, who, "", "corta"), fault.Invalid)
			want(t, h.ChangePassword(ctx, who, "", "caballo grapa batería correcta"), "")
		})
		if who := lost.actor(t); who.Renew || who.ID == "" {
			t.Errorf("with another password: %+v", who)
		}
		if codes := h.told(t); !slices.Contains(codes, "code_used") || !slices.Contains(codes, "password_changed") {
			t.Errorf("the owner was told %v", codes)
		}
		if codes := boss.heard(t); !slices.Contains(codes, "someones_code") {
			t.Errorf("their administrator was told %v", codes)
		}
	})
}

// What is left must be enough to sign in.
func TestRemoveFactor(t *testing.T) {
	strict(t, func(t *testing.T, h house) {
		w := h.window()
		w.signIn(t)
		w.enrol(t)
		who := w.actor(t)
		factors, _, err := h.Factors(t.Context(), who)
		want(t, err, "")
		want(t, h.RemoveFactor(t.Context(), who, factors[0].ID), fault.Conflict)
		w.enrol(t)
		want(t, h.RemoveFactor(t.Context(), who, factors[0].ID), "")
		want(t, h.RemoveFactor(t.Context(), who, factors[0].ID), fault.NotFound)
	})
}

// A proof is fresh for five minutes, and may be given again.
func TestProve(t *testing.T) {
	strict(t, func(t *testing.T, h house) {
		w := h.window()
		w.signIn(t)
		seed := w.enrol(t)
		h.Clock.Advance(5*time.Minute + time.Second)
		who := w.actor(t)
		if who.Proven {
			t.Error("an old proof is fresh")
		}
		w.do(func(ctx context.Context) {
			want(t, h.ProveByPassword(ctx, who, password, "000000"), fault.Unauthenticated)
			want(t, h.ProveByPassword(ctx, who, "wrong", code(t, seed, h.Clock.Now())), fault.Unauthenticated)
			want(t, h.ProveByPassword(ctx, who, password, code(t, seed, h.Clock.Now())), "")
		})
		if !w.actor(t).Proven {
			t.Error("a new proof is not fresh")
		}
	})
}

// The oldest of too many sessions ends; sessions are listed and ended.
func TestVisits(t *testing.T) {
	strict(t, func(t *testing.T, h house) {
		var all []*window
		for range 3 {
			w := h.window()
			w.signIn(t)
			all = append(all, w)
			h.Clock.Advance(time.Minute)
		}
		if all[0].actor(t).ID != "" || all[1].actor(t).ID == "" || all[2].actor(t).ID == "" {
			t.Error("not the oldest session ended")
		}
		visits, err := h.Visits(t.Context(), all[2].actor(t))
		want(t, err, "")
		if len(visits) != 2 || !visits[0].This || visits[0].Browser != "browser" || visits[1].This {
			t.Errorf("%+v", visits)
		}
		want(t, h.EndVisit(t.Context(), all[2].actor(t), visits[1].ID), "")
		if all[1].actor(t).ID != "" {
			t.Error("an ended session goes on")
		}
		all[1].do(func(ctx context.Context) {
			_, err := h.Actor(ctx)
			want(t, err, "")
			if h.Left(ctx) != h.who.ID {
				t.Error("nobody knows whose the ended session was")
			}
		})
		all[1].signIn(t)
		want(t, h.EndOthers(t.Context(), all[2].actor(t)), "")
		if all[1].actor(t).ID != "" || all[2].actor(t).ID == "" {
			t.Error("the wrong session ended")
		}
	})
}

// The owner hears of every change of what opens their account.
func TestChangesAreTold(t *testing.T) {
	strict(t, func(t *testing.T, h house) {
		told := func(what, code string, n int) {
			t.Helper()
			got := len(slices.DeleteFunc(h.heard(t), func(c string) bool { return c != code }))
			if got != n {
				t.Errorf("after %s the owner was told %d times %s, want %d", what, got, code, n)
			}
		}
		w := h.window()
		w.signIn(t)
		w.enrol(t)
		told("an authenticator app", "factor_added", 1)
		who := w.actor(t)
		_, err := h.NewCodes(t.Context(), who)
		must(t, err)
		told("recovery codes", "factor_added", 2)
		w.enrol(t)
		factors, _, err := h.Factors(t.Context(), who)
		must(t, err)
		must(t, h.RemoveFactor(t.Context(), who, factors[0].ID))
		told("one less", "factor_removed", 1)
		w.do(func(ctx context.Context) {
			must(t, h.ChangePassword(ctx, who, password, "caballo grapa batería correcta"))
		})
		told("another password", "password_changed", 1)
	})
	hold(t, func(t *testing.T, h *holding) {
		if codes := h.heard(t); !slices.Contains(codes, "factor_added") {
			t.Errorf("after a passkey the owner was told %v", codes)
		}
	})
}

// A seed is kept sealed, and for its own row: who reads the table, or moves a
// row of it, has no code.
func TestSeedIsSealed(t *testing.T) {
	strict(t, func(t *testing.T, h house) {
		w := h.window()
		w.signIn(t)
		seed := w.enrol(t)
		raw, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(strings.ReplaceAll(seed, " ", ""))
		must(t, err)
		h.Clock.Advance(time.Minute)
		var kept []account.Factor
		h.Read(func(tx *store.Tx) error { kept, err = tx.Factors(t.Context(), h.who.ID); return err })
		if len(kept) != 1 || len(raw) != 20 || bytes.Contains(kept[0].Secret, raw) || bytes.Contains(kept[0].Secret, []byte(seed)) {
			t.Errorf("%d factors, a seed of %d bytes, kept in clear", len(kept), len(raw))
		}
		moved := kept[0]
		moved.ID = strings.Repeat("0", 32)
		h.Write(func(tx *store.Tx) error {
			return errors.Join(tx.DropFactor(t.Context(), h.who.ID, kept[0].ID), tx.AddFactor(t.Context(), &moved))
		})
		if won, err := h.UseTOTP(t.Context(), h.who.ID, code(t, seed, h.Clock.Now())); won || err == nil {
			t.Error("a seed opens in another row")
		}
	})
}
