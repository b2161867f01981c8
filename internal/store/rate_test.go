package store_test

import (
	"testing"
	"time"

	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
)

func TestRate(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		take := func(name string, cost time.Duration) (taken bool, full time.Time) {
			t.Helper()
			ok(t, x.Store.Chore(ctx, func(c *store.Chore) (err error) {
				full, taken, err = c.TakeRate(ctx, name, cost, 3*time.Second)
				return err
			}))
			return taken, full
		}
		now := x.Clock.Now()
		for i, want := range []bool{true, true, true, false} {
			taken, full := take("a", time.Second)
			same(t, "taken", taken, want)
			same(t, "full at", full, now.Add(time.Duration(min(i+1, 3))*time.Second))
		}
		taken, _ := take("b", 3*time.Second)
		same(t, "another's", taken, true)
		x.Clock.Advance(time.Second)
		taken, _ = take("a", 2*time.Second)
		same(t, "more than has come back", taken, false)
		taken, _ = take("a", time.Second)
		same(t, "what has come back", taken, true)
		x.Clock.Advance(time.Minute)
		ok(t, x.Store.Chore(ctx, func(c *store.Chore) error {
			n, err := c.SweepRates(ctx, 10)
			same(t, "swept", n, 2)
			return err
		}))
	})
}

// A limit that holds for any span is used up by as many as it allows, and free
// again when the oldest is over. A member uses it once, as long as it comes back.
func TestWindow(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		begin := x.Clock.Now()
		take := func(member string, wait time.Duration) {
			t.Helper()
			ok(t, x.Store.Chore(t.Context(), func(c *store.Chore) error {
				free, taken, err := c.TakeWindow(t.Context(), "w", member, store.Window{Most: 3, Per: time.Minute})
				if taken != (wait == 0) || wait > 0 && !free.Equal(begin.Add(wait)) {
					t.Errorf("after %s: taken %v, free %s", x.Clock.Now().Sub(begin), taken, free)
				}
				return err
			}))
		}
		take("", 0)
		x.Clock.Advance(10 * time.Second)
		take("a", 0)
		x.Clock.Advance(10 * time.Second)
		take("a", 0)
		take("b", 0)
		take("", time.Minute)
		take("c", time.Minute)
		take("a", 0)
		x.Clock.Advance(40 * time.Second) // the first is over
		take("c", 0)
		take("", 80*time.Second)
		x.Clock.Advance(20 * time.Second) // a and b are
		take("", 0)
		take("", 0)
		take("", 2*time.Minute)
	})
}
