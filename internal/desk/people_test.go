package desk_test

import (
	"testing"

	"rastreo/internal/account"
	"rastreo/internal/desk"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
	"rastreo/internal/trace"
)

// A surname typed into the search of the queue, with or without its accent, finds
// the requests of the filings that name somebody so: a tracer's own, a supervisor
// those of all. Each search is on record, and narrowed as the list is.
func TestNamed(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		var folios []string
		for i := range 2 {
			s := storetest.Seizure(h.filer, 3+i)
			s.People = []trace.Person{{Role: "possessor", Name: trace.Name{Given: "Iker", Surname1: "Ñáñez", Surname2State: "none"}}}
			h.Write(func(tx *store.Tx) error { return tx.AddSeizure(ctx, &s) })
			folios = append(folios, s.Requests[0].Folio)
		}
		_, err := h.Claim(ctx, h.tracer, folios[0])
		want(t, err, "")
		for _, typed := range []string{"Ñáñez", "nanez", "NAÑEZ iker"} {
			for _, x := range []struct {
				who  account.Actor
				list desk.List
				want int
			}{
				{h.tracer, desk.List{}, 1},
				{h.tracer, desk.List{Status: string(trace.Claimed)}, 1},
				{h.tracer, desk.List{Due: trace.DueLate}, 0},
				{h.tracer, desk.List{Agency: "NOBODY"}, 0},
				{h.second, desk.List{}, 0},
				{h.boss, desk.List{}, 3},
				{h.boss, desk.List{Tracer: h.tracer.Username}, 1},
			} {
				x.list.Query = typed
				if !x.list.Names() {
					t.Errorf("%q is no name", typed)
				}
				list, more, err := h.Named(ctx, x.who, x.list)
				want(t, err, "")
				if len(list) != x.want || more {
					t.Errorf("%q by %s, %+v: %d, want %d (%v)", typed, x.who.Role, x.list, len(list), x.want, more)
				}
			}
		}
		_, _, err = h.Named(ctx, account.Actor{ID: h.filer.ID, Role: account.Submitter}, desk.List{Query: "nanez"})
		want(t, err, fault.Forbidden)
		h.BreakAudit()
		if list, _, err := h.Named(ctx, h.boss, desk.List{Query: "nanez"}); err == nil || list != nil {
			t.Errorf("what cannot be recorded is shown: %d", len(list))
		}
		if (desk.List{Query: "A1-00127"}).Names() || (desk.List{}).Names() {
			t.Error("a number is taken for a name")
		}
	})
}
