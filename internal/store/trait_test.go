package store_test

import (
	"fmt"
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
	"rastreo/internal/trace"
)

// met files one firearm that was found with people at a place.
func met(x *storetest.Fixture, t *testing.T, filer account.Account, place trace.Place, people ...trace.Person) trace.Seizure {
	t.Helper()
	x.Clock.Advance(time.Second)
	s := storetest.Seizure(filer, 1)
	s.Firearms, s.People, s.Recovered.Place = s.Firearms[:1], people, place
	x.Write(func(tx *store.Tx) error { return tx.AddSeizure(t.Context(), &s) })
	return s
}

// counted looks for what a request has, in others, by code.
func counted(x *storetest.Fixture, t *testing.T, r trace.Request, f store.SeenFilter) map[string]int {
	t.Helper()
	counts := map[string]int{}
	f.SeizureID, f.RequestID = r.SeizureID, r.ID
	x.Read(func(tx *store.Tx) error {
		d, err := tx.Dossier(t.Context(), r)
		ok(t, err)
		seen, err := tx.Seen(t.Context(), d.Sought(), f)
		for _, s := range seen {
			counts[s.Code] = s.N
			list, next, err := tx.SeenIn(t.Context(), s, f, "")
			ok(t, err)
			if len(list) != min(s.N, 50) || (next != "") != (s.N > 50) {
				t.Errorf("%s: %d counted, %d listed, next %q", s.Code, s.N, len(list), next)
			}
		}
		return err
	})
	return counts
}

var (
	workshop = trace.Place{Country: "MX", Entidad: "28", Municipio: "28032", Settlement: "Centro", Street: "Calle Hidalgo", Exterior: "120", Latitude: "26.09231", Longitude: "-98.27771"}
	written  = trace.Place{Country: "MX", Entidad: "28", Municipio: "28032", Settlement: "CENTRO", Street: "calle hidalgo", Exterior: "120"}
	nearby   = trace.Place{Country: "MX", Entidad: "28", Municipio: "28032", Road: "Carretera Federal 2", RoadMark: "64+500", Latitude: "26.0919", Longitude: "-98.2779"}
)

// The same person, place, dealer and purchaser are found in other requests of
// every agency, however they are written; those of the name who were born on
// another day apart. What is struck or corrected is not.
func TestSeen(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		filer, foreign := x.Account(x.Agency("FGR", account.Federal), account.Submitter), x.Account(x.Agency("FGJ-TAM", account.State), account.Submitter)
		tracer := x.Account(x.Agency("NTC", account.Center), account.Tracer)
		born := func(date string) trace.Person {
			p := person("José", "de la O", "Núñez")
			p.Birth.Date = date
			return p
		}
		alias := person("Ana", "García", "Soto")
		alias.Aliases = []trace.Name{{Full: "NUNEZ DE LA O JOSE"}}
		heard := born("1990-05-01")
		heard.Role = "witness"
		one := met(x, t, filer, workshop, born("1990-05-01"), person("Luz", "Ríos", "Gil"))
		same(t, "alone", counted(x, t, one.Requests[0], store.SeenFilter{}), map[string]int{"person-1": 0, "namesake-1": 0, "person-2": 0, "address": 0, "point": 0})
		two := met(x, t, foreign, written, born("1990-05-01"))
		three := met(x, t, foreign, nearby, alias)
		four := met(x, t, foreign, trace.Place{Country: "MX", Entidad: "28", Municipio: "28032", Road: "Carretera Federal 2"}, born("1971-01-31"), heard)
		met(x, t, filer, trace.Place{}, heard)
		same(t, "seen", counted(x, t, one.Requests[0], store.SeenFilter{}), map[string]int{"person-1": 2, "namesake-1": 1, "person-2": 0, "address": 1, "point": 1})
		same(t, "of an unknown day", counted(x, t, three.Requests[0], store.SeenFilter{}), map[string]int{"person-1": 0, "address": 0, "point": 1})

		// What only those named know of is neither counted nor listed.
		x.Write(func(tx *store.Tx) error {
			ok(t, tx.Name(ctx, two.ID, filer.ID, foreign.ID))
			return tx.Restrict(ctx, two.ID, true)
		})
		same(t, "of a stranger", counted(x, t, one.Requests[0], store.SeenFilter{For: tracer.ID})["person-1"], 1)
		same(t, "of somebody named", counted(x, t, one.Requests[0], store.SeenFilter{For: foreign.ID})["person-1"], 2)

		// Of people and places only what was worked, where that is asked; of dealers all.
		trade := func(r trace.Request, ffl, buyer string) (c trace.Contact) {
			c = trace.Contact{RequestID: r.ID, Kind: "dealer", Name: "Example Guns", FFL: ffl, AskedBy: tracer.ID}
			x.Write(func(tx *store.Tx) error {
				ok(t, tx.AddContact(ctx, &c))
				return tx.AddResult(ctx, &trace.Result{
					RequestID: r.ID, Outcome: "purchaser", By: tracer.ID, Dealer: trace.Dealer{Name: "Example Guns", FFL: ffl},
					Purchaser: trace.Purchaser{Name: trace.Name{Full: buyer}},
				})
			})
			return c
		}
		c := trade(one.Requests[0], "5-74-123-01-7F-12345", "John Q. Smith")
		trade(three.Requests[0], "5-74-123-02-9A-12345", "SMITH, JOHN Q")
		trade(four.Requests[0], "5-74-123-01-7F-54321", "Jane Doe")
		all := counted(x, t, one.Requests[0], store.SeenFilter{})
		same(t, "dealer and purchaser", []int{all["dealer-1"], all["purchaser-2"]}, []int{1, 1})
		x.Write(func(tx *store.Tx) error {
			_, err := tx.ClaimRequest(ctx, four.Requests[0].Folio, tracer.ID, tx.Now().Add(time.Hour))
			return err
		})
		same(t, "of a tracer", counted(x, t, one.Requests[0], store.SeenFilter{ClaimedBy: tracer.ID}),
			map[string]int{"person-1": 0, "namesake-1": 1, "person-2": 0, "address": 0, "point": 0, "dealer-1": 1, "purchaser-2": 0})

		// A correction takes away what is no longer said.
		c.FFL = "5-74-123-01-7F-54321"
		x.Write(func(tx *store.Tx) error {
			ok(t, tx.CorrectContact(ctx, c, tracer.ID))
			return tx.AddResult(ctx, &trace.Result{RequestID: one.Requests[0].ID, Outcome: "purchaser", Reason: "x", By: tracer.ID, Purchaser: trace.Purchaser{Name: trace.Name{Full: "Jane Doe"}}})
		})
		all = counted(x, t, one.Requests[0], store.SeenFilter{})
		same(t, "corrected", []int{all["dealer-1"], all["purchaser-2"]}, []int{1, 1})
		same(t, "no more", counted(x, t, three.Requests[0], store.SeenFilter{})["dealer-1"], 0)
		x.Write(func(tx *store.Tx) error { return tx.StrikeContact(ctx, &c, tracer.ID) })
		same(t, "struck", counted(x, t, four.Requests[0], store.SeenFilter{})["dealer-1"], 0)

		before := count(t, x, "trait")
		for _, q := range []string{`UPDATE seizure SET keyed = 0`, `DELETE FROM trait`} {
			beneath(t, x, q)
		}
		for lacks := true; lacks; {
			ok(t, x.Store.Chore(ctx, func(c *store.Chore) error {
				n, err := c.FillTraits(ctx, 2)
				if n > 2 || n == 0 {
					t.Errorf("filled %d", n)
				}
				return err
			}))
			x.Read(func(tx *store.Tx) (err error) { lacks, err = tx.Unfilled(ctx); return err })
		}
		same(t, "filled", count(t, x, "trait"), before)
	})
}

// Page after page every one of many comes once, those of one seizure in their
// order; counting stops where a page says that there are more.
func TestSeenPages(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		filer := x.Account(x.Agency("FGR", account.Federal), account.Submitter)
		one := met(x, t, filer, workshop)
		x.Read(func(tx *store.Tx) error {
			none, err := tx.Seen(t.Context(), nil, store.SeenFilter{})
			same(t, "nothing sought", len(none), 0)
			return err
		})
		for i := range 45 {
			s := storetest.Seizure(filer, 3*i)
			s.Recovered.Place, s.People = written, nil
			s.Firearms = append(s.Firearms, s.Firearms...)
			s.Firearms = append(s.Firearms, s.Firearms...)[:3]
			x.Write(func(tx *store.Tx) error { return tx.AddSeizure(t.Context(), &s) })
		}
		r := one.Requests[0]
		same(t, "counted", counted(x, t, r, store.SeenFilter{})["address"], trace.SeenMost+1)
		sought := trace.Seen{Trait: one.Traits()[0]}
		f, seen, last := store.SeenFilter{SeizureID: r.SeizureID, RequestID: r.ID}, map[string]bool{}, ""
		for cursor, first := "", true; first || cursor != ""; first = false {
			x.Read(func(tx *store.Tx) (err error) {
				var list []trace.Request
				list, cursor, err = tx.SeenIn(t.Context(), sought, f, cursor)
				for _, r := range list {
					at := fmt.Sprint(r.SeizureID, 9-r.Ordinal)
					if seen[r.ID] = true; last != "" && at >= last {
						t.Errorf("%s after %s", at, last)
					}
					last = at
				}
				return err
			})
		}
		same(t, "listed", len(seen), 135)
		x.Read(func(tx *store.Tx) error {
			_, _, err := tx.SeenIn(t.Context(), sought, f, "x")
			refused(t, "it", err, fault.Invalid, "fault.cursor")
			return nil
		})
	})
}
