package store_test

import (
	"testing"
	"time"

	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
	"rastreo/internal/trace"
)

func TestPresence(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		d := newDesk(t, x)
		second := x.File(d.filer, 1).Requests[0]
		present := func(request, account string, typing bool) {
			ok(t, x.Store.Chore(ctx, func(c *store.Chore) error { return c.Present(ctx, request, account, typing) }))
		}
		seen := func(but string, ids ...string) (list []trace.Presence) {
			x.Read(func(tx *store.Tx) (err error) { list, err = tx.Presences(ctx, but, ids); return err })
			return list
		}
		present(d.r.ID, d.tracer.ID, true)
		present(d.r.ID, d.other.ID, false)
		present(second.ID, d.other.ID, false)
		mine := trace.Presence{RequestID: d.r.ID, AccountID: d.tracer.ID, Name: d.tracer.Name, Typing: true}
		same(t, "beside the other", seen(d.other.ID, d.r.ID, second.ID), []trace.Presence{mine})
		same(t, "all", len(seen("", d.r.ID, second.ID)), 3)
		same(t, "of nothing", len(seen("")), 0)
		x.Clock.Advance(trace.PresentFor / 2)
		present(d.r.ID, d.tracer.ID, false)
		mine.Typing = false
		x.Clock.Advance(trace.PresentFor / 2)
		same(t, "who stayed", seen("", d.r.ID, second.ID), []trace.Presence{mine})
		swept := func(limit int) (n int) {
			ok(t, x.Store.Chore(ctx, func(c *store.Chore) (err error) {
				n, err = c.SweepPresences(ctx, c.Now().Add(-trace.PresentFor+time.Second), limit)
				return err
			}))
			return n
		}
		same(t, "swept one by one", []int{swept(1), swept(1), swept(1)}, []int{1, 1, 0})
		same(t, "who stayed", seen("", d.r.ID, second.ID), []trace.Presence{mine})
	})
}
