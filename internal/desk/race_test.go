package desk_test

import (
	"sync"
	"testing"

	"rastreo/internal/account"
	"rastreo/internal/desk"
	"rastreo/internal/fault"
	"rastreo/internal/intake"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
	"rastreo/internal/trace"
)

// Whoever acts on one request at the same moment as others either does it or
// hears what stands in the way: nobody is cut off because two acts waited for
// each other in a circle.
func TestActsAtOnce(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		in := intake.New(h.Store, intake.Config{Now: h.Clock.Now, Lease: lease})
		filer := h.actor(t, h.filer)
		for i := range 8 {
			folio := h.one(i)
			_, err := h.Claim(ctx, h.tracer, folio)
			want(t, err, "")
			acts := []func() error{
				func() error {
					_, err := h.Contact(ctx, h.tracer, h.held(folio), trace.Contact{Kind: "dealer", Name: "Armería"}, trace.Moment{})
					return err
				},
				func() error { _, err := h.Release(ctx, h.boss, h.held(folio)); return err },
				func() error {
					_, err := h.Ask(ctx, h.tracer, h.held(folio), trace.Question{Text: "¿Qué dice?"})
					return err
				},
				func() error { _, err := h.Recall(ctx, h.tracer, h.held(folio)); return err },
				func() error {
					_, err := h.Conclude(ctx, h.tracer, h.held(folio), trace.Result{Outcome: "serial_invalid"})
					return err
				},
				func() error { _, err := in.Withdraw(ctx, filer, folio, "Se repitió."); return err },
				func() error { _, err := in.Answer(ctx, filer, folio, trace.Reply{Text: "Eso."}); return err },
			}
			var all sync.WaitGroup
			for _, act := range append(acts, acts...) {
				all.Go(func() {
					if err := act(); err != nil && !fault.Is(err, fault.Conflict) {
						t.Errorf("round %d: %v", i, err)
					}
				})
			}
			all.Wait()
		}
	})
}

func (h house) actor(t *testing.T, a account.Account) (who account.Actor) {
	t.Helper()
	h.Read(func(tx *store.Tx) (err error) { who, err = tx.Actor(t.Context(), a.ID); return err })
	return who
}

// Whoever answers several at once takes them in the order in which everybody
// else does, whatever their folios.
func TestSeveralInOneOrder(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		var a, b trace.Request
		for i := 1; a.Folio <= b.Folio || a.ID >= b.ID; i++ { // the first has the higher folio
			a, b = h.stands(t, h.one(i)), h.stands(t, h.one(i+100))
		}
		var all sync.WaitGroup
		for range 2 {
			all.Go(func() {
				for range 15 {
					result := trace.Result{Outcome: "serial_invalid", Also: []string{b.Folio}}
					if _, err := h.Conclude(ctx, h.tracer, desk.Hold{Folio: a.Folio}, result); err != nil && !fault.Is(err, fault.Conflict) {
						t.Errorf("concluding both: %v", err)
					}
				}
			})
			all.Go(func() {
				for range 15 {
					want(t, h.Store.Write(ctx, storetest.Setup, func(tx *store.Tx) error {
						if _, err := tx.HoldRequest(ctx, a.Folio); err != nil {
							return err
						}
						for range 20 { // long enough for another to be in between
							if _, err := tx.Request(ctx, a.Folio); err != nil {
								return err
							}
						}
						_, err := tx.HoldRequests(ctx, []string{a.ID, b.ID})
						return err
					}), "")
				}
			})
		}
		all.Wait()
	})
}
