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
		mark := func() (fresh bool) {
			t.Helper()
			ok(t, x.Store.Chore(ctx, func(c *store.Chore) (err error) {
				fresh, err = c.MarkRate(ctx, "mark", time.Minute)
				return err
			}))
			return fresh
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
		same(t, "noted", mark(), true)
		same(t, "noted again", mark(), false)
		x.Clock.Advance(time.Minute)
		same(t, "noted after its time", mark(), true)
		ok(t, x.Store.Chore(ctx, func(c *store.Chore) error {
			n, err := c.SweepRates(ctx, 10)
			same(t, "swept", n, 2)
			return err
		}))
	})
}
