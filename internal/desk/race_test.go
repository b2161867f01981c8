package desk_test

import (
	"sync"
	"testing"

	"rastreo/internal/account"
	"rastreo/internal/fault"
	"rastreo/internal/intake"
	"rastreo/internal/store"
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
