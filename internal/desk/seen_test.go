package desk_test

import (
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/db"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
	"rastreo/internal/trace"
)

// Who has opened a request sees in how many others there is the same person,
// place or dealer, and which: a tracer of people and places those of the
// seizures they have worked on. Before it was said what for nothing is counted
// and nothing listed, and each list is on record.
func TestSeen(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		var folios []string
		var seizures []trace.Seizure
		for i := range 4 {
			s := storetest.Seizure(h.filer, 3+i)
			s.People = []trace.Person{{Role: "possessor", Name: trace.Name{Given: "Iker", Surname1: "Ñáñez", Surname2: "Soto"}}}
			s.Firearms, s.Recovered.Place = s.Firearms[:1], trace.Place{Country: "MX", Entidad: "28", Municipio: "28032", Street: "Calle Hidalgo", Exterior: "120"}
			h.Write(func(tx *store.Tx) error { return tx.AddSeizure(ctx, &s) })
			folios, seizures = append(folios, s.Requests[0].Folio), append(seizures, s)
		}
		h.Write(func(tx *store.Tx) error {
			ok := tx.Name(ctx, seizures[3].ID, h.filer.ID)
			if ok != nil {
				return ok
			}
			return tx.Restrict(ctx, seizures[3].ID, true)
		})
		dealer := func(who account.Actor, folio string) {
			_, err := h.Claim(ctx, who, folio)
			want(t, err, "")
			_, err = h.Contact(ctx, who, h.held(folio), trace.Contact{Kind: "dealer", Name: "Example Guns", FFL: "5-74-123-01-7F-12345"}, trace.Moment{})
			want(t, err, "")
		}
		dealer(h.tracer, folios[0])
		dealer(h.second, folios[1])
		dealer(h.second, folios[3])

		counts := func(who account.Actor) map[string]int {
			d, err := h.Request(ctx, who, folios[0])
			want(t, err, "")
			out := map[string]int{}
			for _, x := range d.Seen {
				out[x.Code] = x.N
				r, seen, page, err := h.SeenIn(ctx, who, folios[0], x.Code, "")
				want(t, err, "")
				if r.Folio != folios[0] || seen.Code != x.Code || len(page.Requests) != x.N {
					t.Errorf("%s of %s: %d listed, %d counted", x.Code, who.Role, len(page.Requests), x.N)
				}
				for _, other := range page.Requests {
					if other.Restricted || other.Justification != "" {
						t.Errorf("%s is shown: %+v", x.Code, other)
					}
				}
			}
			return out
		}
		for name, who := range map[string]account.Actor{"not opened": h.tracer, "never had": h.second, "nor the supervisor": h.boss} {
			if got := counts(who); len(got) != 0 {
				t.Errorf("%s: %v", name, got)
			}
		}
		_, _, _, err := h.SeenIn(ctx, h.tracer, folios[0], "person-1", "")
		want(t, err, fault.Invalid)
		_, _, _, err = h.SeenIn(ctx, h.second, folios[0], "person-1", "")
		want(t, err, fault.Forbidden)
		_, _, _, err = h.SeenIn(ctx, account.Actor{ID: h.filer.ID, Role: account.Submitter}, folios[0], "person-1", "")
		want(t, err, fault.Forbidden)

		h.open(t, h.tracer, folios[0])
		h.open(t, h.boss, folios[0])
		is := func(who account.Actor, person, address, trade int) {
			t.Helper()
			got := counts(who)
			if len(got) != 3 || got["person-1"] != person || got["address"] != address || got["dealer-1"] != trade {
				t.Errorf("%s: %v", who.Role, got)
			}
		}
		is(h.tracer, 0, 0, 1)
		is(h.boss, 2, 2, 1)
		_, err = h.Claim(ctx, h.tracer, folios[2])
		want(t, err, "")
		is(h.tracer, 1, 1, 1)
		for _, code := range []string{"person-2", "nothing", ""} {
			_, _, _, err = h.SeenIn(ctx, h.tracer, folios[0], code, "")
			want(t, err, fault.NotFound)
		}
		read := func() (n int) {
			err := h.DB.Read(ctx, db.Unfenced, func(tx *db.Tx) error {
				return tx.Row(ctx, `SELECT COUNT(*) FROM audit WHERE by = $1 AND on_ = $2 AND verb = 'request.read' AND fields = 'address' AND purpose <> ''`, h.boss.ID, folios[0]).Scan(&n)
			})
			want(t, err, "")
			return n
		}
		before := read()
		is(h.boss, 2, 2, 1)
		if n := read(); n != before+1 {
			t.Errorf("%d lists are on record", n-before)
		}
		h.Clock.Advance(2 * time.Hour)
		_, _, _, err = h.SeenIn(ctx, h.boss, folios[0], "address", "")
		want(t, err, fault.Invalid)
		h.open(t, h.boss, folios[0])
		h.BreakAudit()
		if _, _, page, err := h.SeenIn(ctx, h.boss, folios[0], "address", ""); err == nil || page.Requests != nil {
			t.Errorf("what cannot be recorded is shown: %+v", page)
		}
	})
}
