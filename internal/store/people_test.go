package store_test

import (
	"fmt"
	"testing"

	"rastreo/internal/account"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
	"rastreo/internal/trace"
)

// named files people and returns the seizure.
func named(x *storetest.Fixture, t *testing.T, filer account.Account, people ...trace.Person) trace.Seizure {
	t.Helper()
	x.Clock.Advance(1e6)
	s := storetest.Seizure(filer, 3)
	s.People = people
	x.Write(func(tx *store.Tx) error { return tx.AddSeizure(t.Context(), &s) })
	return s
}

func person(given, surname1, surname2 string) trace.Person {
	return trace.Person{Role: "possessor", Name: trace.Name{Given: given, Surname1: surname1, Surname2: surname2, Surname2State: "given"}}
}

func TestPeople(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		ours, theirs := x.Agency("FGJ-TAM", account.State), x.Agency("FGR", account.Federal)
		filer, colleague, foreign := x.Account(ours, account.Submitter), x.Account(ours, account.Submitter), x.Account(theirs, account.Submitter)
		tracer := x.Account(x.Agency("NTC", account.Center), account.Tracer)
		withAlias := person("Pedro", "Ruiz", "Soto")
		withAlias.Aliases = []trace.Name{{Full: "Ramón Núñez"}}
		withAlias.Nicknames = []string{"El Chapulín"}
		one := named(x, t, filer, person("Ana", "García", "Martínez"), person("José", "de la O", "Núñez"))
		two := named(x, t, colleague, withAlias)
		three := named(x, t, foreign, person("Iker", "Jiménez", "Núñez"))
		find := func(f store.PeopleFilter) (seizures []string) {
			t.Helper()
			x.Read(func(tx *store.Tx) error {
				list, next, err := tx.People(ctx, f)
				for _, p := range list {
					seizures = append(seizures, p.Seizure)
					if p.Score <= 0 || len(p.Reasons) == 0 || p.Agency == "" || len(p.Requests) == 0 || p.FiledAt.IsZero() {
						t.Errorf("%+v", p)
					}
				}
				same(t, "got", next, "")
				return err
			})
			return seizures
		}
		same(t, "got", len(find(store.PeopleFilter{Query: "nunez"})), 3)
		same(t, "got", find(store.PeopleFilter{Query: "nunez", AgencyID: ours.ID, FiledBy: filer.ID}), []string{one.Folio})
		same(t, "got", find(store.PeopleFilter{Query: "nunez", AgencyID: theirs.ID}), []string{three.Folio})
		same(t, "got", find(store.PeopleFilter{Query: "Ximenez"}), []string{three.Folio})
		same(t, "got", find(store.PeopleFilter{Query: "delao"}), []string{one.Folio})
		same(t, "got", find(store.PeopleFilter{Query: "GARCIA MTZ"}), []string{one.Folio})
		same(t, "got", find(store.PeopleFilter{Query: "Martínez García"}), []string{one.Folio})
		same(t, "got", find(store.PeopleFilter{Query: "ramon nunez"}), []string{two.Folio})
		same(t, "got", find(store.PeopleFilter{Query: "chapulin"}), []string{two.Folio})
		same(t, "got", find(store.PeopleFilter{Query: "Ana Núñez"}), nil) // of two people
		for _, nobody := range []string{"", "  ", "Zzyzx", "Zzyzx Núñez"} {
			same(t, "got", find(store.PeopleFilter{Query: nobody}), nil)
		}
		same(t, "got", find(store.PeopleFilter{Query: "nunez", ClaimedBy: tracer.ID}), nil)
		x.Write(func(tx *store.Tx) error {
			_, err := tx.ClaimRequest(ctx, three.Requests[0].Folio, tracer.ID, tx.Now().Add(1e12))
			return err
		})
		same(t, "got", find(store.PeopleFilter{Query: "nunez", ClaimedBy: tracer.ID}), []string{three.Folio})
		for _, cursor := range []string{"x", "cHxBfEI"} { // p|A|B
			x.Read(func(tx *store.Tx) error {
				_, _, err := tx.People(ctx, store.PeopleFilter{Query: "nunez", After: cursor})
				refused(t, "it", err, fault.Invalid, "fault.cursor")
				return nil
			})
		}
	})
}

// Page after page every one of very many comes once, whether the newest fit or
// only the oldest.
func TestPeoplePages(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		filers := []account.Account{x.Account(x.Agency("A", account.State), account.Submitter), x.Account(x.Agency("B", account.State), account.Submitter)}
		const many = 1300
		x.Write(func(tx *store.Tx) error {
			for i := range many / 10 {
				s := storetest.Seizure(filers[i%2], 3)
				s.Firearms, s.People = s.Firearms[:1], nil
				for range 10 {
					p := person("Juan", "Pérez", "Gómez")
					if i == 0 {
						p.Name.Given = "Wenceslao"
					}
					s.People = append(s.People, p)
				}
				if err := tx.AddSeizure(ctx, &s); err != nil {
					return err
				}
			}
			return nil
		})
		for _, c := range []struct {
			f    store.PeopleFilter
			want int
		}{
			{store.PeopleFilter{Query: "Perez"}, many},
			{store.PeopleFilter{Query: "Perez", AgencyID: filers[1].AgencyID}, many / 2},
			{store.PeopleFilter{Query: "wenceslao perez"}, 10},
			{store.PeopleFilter{Query: "perez", AgencyID: filers[0].AgencyID, FiledBy: filers[1].ID}, 0},
		} {
			seen := map[string]bool{}
			for pages := 0; ; pages++ {
				x.Read(func(tx *store.Tx) (err error) {
					var list []trace.Found
					list, c.f.After, err = tx.People(ctx, c.f)
					for _, p := range list {
						seen[fmt.Sprint(p.Seizure, p.Ordinal)] = true
					}
					return err
				})
				if c.f.After == "" || pages > many {
					break
				}
			}
			if len(seen) != c.want {
				t.Errorf("%+v: %d of %d", c.f, len(seen), c.want)
			}
		}
	})
}

// Rows of before get what they are found by in bounded steps.
func TestFill(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx, filer := t.Context(), x.Account(x.Agency("FGR", account.Federal), account.Submitter)
		r := file(x, t, filer, "BER123456")
		named(x, t, filer, person("Ana", "García", "Martínez"), person("Eva", "García", "Soto"))
		before := count(t, x, "person_term")
		for _, q := range []string{`UPDATE request SET serial_core = NULL`, `UPDATE person SET indexed = 0`, `DELETE FROM person_term`} {
			beneath(t, x, q)
		}
		lacks := func() (lacks bool) {
			x.Read(func(tx *store.Tx) (err error) { lacks, err = tx.Unfilled(ctx); return err })
			return lacks
		}
		if !lacks() {
			t.Error("nothing to fill")
		}
		for rounds := 0; lacks() && rounds < 100; rounds++ {
			ok(t, x.Store.Chore(ctx, func(c *store.Chore) error {
				cores, err := c.FillCores(ctx, 1)
				ok(t, err)
				people, err := c.FillPeople(ctx, 2)
				if cores > 1 || people > 2 || cores+people == 0 {
					t.Errorf("filled %d and %d", cores, people)
				}
				return err
			}))
		}
		same(t, "got", count(t, x, "person_term"), before)
		x.Read(func(tx *store.Tx) error {
			twins, err := tx.Twins(ctx, store.TwinFilter{Firearm: r.Twin()})
			same(t, "got", len(twins), 1)
			return err
		})
	})
}

func TestColonias(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		centro := trace.Colonia{
			PostalCode: "88500", Municipio: "28032", ID: "0001", Name: "Reynosa Centro", Type: "Colonia",
			SettlementType: "colonia", City: "Reynosa",
		}
		retama := trace.Colonia{PostalCode: "88900", Municipio: "28033", ID: "0007", Name: "La Retama", Type: "Ranchería", Rural: true}
		load := func(list ...trace.Colonia) (dropped, added int) {
			x.Write(func(tx *store.Tx) (err error) {
				if dropped, err = tx.DropColonias(ctx); err == nil {
					added, err = tx.AddColonias(ctx, list)
				}
				return err
			})
			return dropped, added
		}
		of := func(code string) (list []trace.Colonia) {
			x.Read(func(tx *store.Tx) (err error) { list, err = tx.Colonias(ctx, code); return err })
			return list
		}
		same(t, "got", of("88500"), nil)
		if dropped, added := load(centro, retama, centro); dropped != 0 || added != 2 {
			t.Errorf("dropped %d, added %d", dropped, added)
		}
		same(t, "got", of("88500"), []trace.Colonia{centro})
		same(t, "got", of("88900"), []trace.Colonia{retama})
		if dropped, added := load(retama); dropped != 2 || added != 1 {
			t.Errorf("dropped %d, added %d", dropped, added)
		}
		same(t, "got", of("88500"), nil)
	})
}
