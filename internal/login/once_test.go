package login_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rastreo/internal/fault"
	"rastreo/internal/login"
)

// uses is how often one code is used at the same moment.
const uses = 100

// Of many uses of one code one is accepted, wherever it is used and however
// often may be tried: all of them have found the code unused before the first
// uses it up.
func TestTOTPOnce(t *testing.T) { everywhere(t, totpOnce) }

func TestCodeOnce(t *testing.T) { everywhere(t, codeOnce) }

// everywhere runs f on each database, and with two instances on one.
func everywhere(t *testing.T, f func(t *testing.T, houses ...house)) {
	each(t, func(t *testing.T, h house) { f(t, h) })
	t.Run("two instances", func(t *testing.T) {
		one, two := twoHouses(t)
		f(t, one, two)
	})
}

func totpOnce(t *testing.T, houses ...house) {
	t.Helper()
	h := houses[0]
	w := h.window()
	w.signIn(t)
	seed := w.enrol(t)
	h.Clock.Advance(time.Minute)
	shown := code(t, seed, h.Clock.Now())
	var all sync.WaitGroup // who asks what time it is has found the code
	all.Add(uses)
	for i, x := range houses {
		x.Login = x.like(t, x.Store, func(c *login.Config) {
			c.Now = func() time.Time { all.Done(); all.Wait(); return h.Clock.Now() }
		})
		houses[i] = x
	}
	once(t, houses, func(ctx context.Context, h house) (bool, error) { return h.UseTOTP(ctx, h.who.ID, shown) })
}

func codeOnce(t *testing.T, houses ...house) {
	t.Helper()
	h := houses[0]
	w := h.window()
	w.signIn(t)
	var codes []string
	w.do(func(ctx context.Context) {
		var err error
		codes, err = h.NewCodes(ctx, w.actor(t))
		want(t, err, "")
	})
	once(t, houses, func(ctx context.Context, h house) (won bool, err error) {
		for {
			if won, err = h.UseCode(ctx, h.who, 3, codes[2]); !fault.Is(err, fault.Unavailable) {
				return won, err // else many wait already
			}
		}
	})
}

// once fails unless one of many uses is accepted.
func once(t *testing.T, houses []house, use func(ctx context.Context, h house) (bool, error)) {
	t.Helper()
	var won atomic.Int32
	var wg sync.WaitGroup
	for i := range uses {
		wg.Go(func() {
			ok, err := use(t.Context(), houses[i%len(houses)])
			if want(t, err, ""); ok {
				won.Add(1)
			}
		})
	}
	wg.Wait()
	if won.Load() != 1 {
		t.Errorf("one code was accepted %d times", won.Load())
	}
}
