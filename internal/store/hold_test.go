package store_test

import (
	"sync"
	"testing"

	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
	"rastreo/internal/trace"
)

// Acts that hold their request first never deadlock over its events, whatever
// they write in which order.
func TestHoldRequest(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		d, ctx := newDesk(t, x), t.Context()
		ok(t, d.move(trace.Claim, d.tracer.ID))
		act := func(eventFirst bool) error {
			return x.Store.Write(ctx, storetest.Setup, func(tx *store.Tx) error {
				r, err := tx.HoldRequest(ctx, d.r.Folio)
				if err != nil {
					return err
				}
				event := func() error { return tx.AddEvent(ctx, &trace.Event{RequestID: r.ID, Code: trace.EventContacted}) }
				if eventFirst {
					if err := event(); err != nil {
						return err
					}
				}
				if err := tx.MoveRequest(ctx, &r, trace.Chase, d.tracer.ID); err != nil || eventFirst {
					return err
				}
				return event()
			})
		}
		var all sync.WaitGroup
		for i := range 20 {
			all.Go(func() { ok(t, act(i%2 == 0)) })
		}
		all.Wait()
		x.Read(func(tx *store.Tx) error {
			_, err := tx.HoldRequest(ctx, "RM-2026-222222-2")
			if !fault.Is(err, fault.NotFound) {
				t.Errorf("a folio nobody has: %v", err)
			}
			return nil
		})
	})
}
