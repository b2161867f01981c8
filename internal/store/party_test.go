package store_test

import (
	"strings"
	"sync"
	"testing"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
	"rastreo/internal/trace"
)

// Whoever bears the whole name of a party is kept out, whichever of the two
// comes first, however it is written; who is let back as a namesake stays so.
func TestParties(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		fgr, tam := x.Agency("FGR", account.Federal), x.Agency("FGJ-TAM", account.State)
		n := 0
		add := func(home account.Agency, role account.Role, name string) account.Account {
			t.Helper()
			n++
			a := account.Account{AgencyID: home.ID, Username: "u" + string(rune('a'+n)), Name: name, Role: role, Lang: "es", Zone: "America/Tijuana"}
			x.Write(func(tx *store.Tx) error { return tx.AddAccount(ctx, &a) })
			return a
		}
		filer, chief := add(fgr, account.Submitter, "Eva Soto Luna"), add(fgr, account.Coordinator, "Ana Prado Gil")
		same, short := add(fgr, account.Submitter, "MA. NUNEZ DE LA CRUZ"), add(fgr, account.Submitter, "María Núñez")
		foreign := add(tam, account.Submitter, "María Núñez Cruz")
		file := func(role, given, first, second string) trace.Seizure {
			t.Helper()
			z := storetest.Seizure(filer, 1)
			z.People = []trace.Person{{Role: role, Name: trace.Name{Given: given, Surname1: first, Surname2: second}}}
			x.Write(func(tx *store.Tx) error {
				ok(t, tx.AddSeizure(ctx, &z))
				return tx.KeepPartiesOut(ctx, &z)
			})
			return z
		}
		out := func(z trace.Seizure) (ids []string) {
			t.Helper()
			x.Read(func(tx *store.Tx) error {
				list, err := tx.Barred(ctx, z.ID)
				for _, b := range list {
					if !b.House {
						t.Errorf("not by the house: %+v", b)
					}
					ids = append(ids, b.ID)
				}
				return err
			})
			return ids
		}
		z := file("possessor", "María", "núñez", "Cruz")
		if got := out(z); len(got) != 1 || got[0] != same.ID {
			t.Errorf("kept out %v, want %s and neither %s nor %s", got, same.ID, short.ID, foreign.ID)
		}
		for name, z := range map[string]trace.Seizure{
			"a witness": file("witness", "María", "Núñez", "Cruz"), "one surname": file("possessor", "María", "Núñez", ""),
			"who filed": file("possessor", "Eva", "Soto", "Luna"), "another name": file("possessor", "María Luisa", "Núñez", "Cruz"),
		} {
			if got := out(z); len(got) != 0 {
				t.Errorf("%s: kept out %v", name, got)
			}
		}
		later := add(fgr, account.Coordinator, "María Núñez-Cruz")
		if got := out(z); len(got) != 2 {
			t.Errorf("with one who came later: %v", got)
		}
		x.Write(func(tx *store.Tx) error {
			ok(t, tx.AddNamesake(ctx, z.ID, same.ID, chief.ID, "Se comparó la CURP."))
			ok(t, tx.Unbar(ctx, z.ID, same.ID))
			return tx.KeepPartiesOut(ctx, &z)
		})
		if got := out(z); len(got) != 1 || got[0] != later.ID {
			t.Errorf("after one was let back: %v", got)
		}
		x.Read(func(tx *store.Tx) error {
			list, err := tx.Namesakes(ctx, z.ID)
			if len(list) != 1 || list[0].Username != same.Username || list[0].Reason == "" || list[0].ByName != chief.Name {
				t.Errorf("namesakes %+v", list)
			}
			return err
		})
		told(t, x, 3) // of z twice, and of who filed
	})
}

// told wants so many notices of coordinators to be under way.
func told(t *testing.T, x *storetest.Fixture, want int) {
	t.Helper()
	x.Read(func(tx *store.Tx) error {
		n, err := tx.Jobs(t.Context())
		if n != want {
			t.Errorf("%d are told, want %d", n, want)
		}
		return err
	})
}

// Where no coordinator may know of a seizure the auditors are told.
func TestPartyStuck(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx, fgr := t.Context(), x.Agency("FGR", account.Federal)
		filer := x.Account(fgr, account.Submitter)
		x.Account(fgr, account.Auditor)
		only := account.Account{AgencyID: fgr.ID, Username: "sola", Name: "Luz Ríos Gil", Role: account.Coordinator, Lang: "es", Zone: "America/Tijuana"}
		z := storetest.Seizure(filer, 1)
		z.People = []trace.Person{{Role: "possessor", Name: trace.Name{Full: "Ríos Gil, Luz"}}}
		x.Write(func(tx *store.Tx) error {
			ok(t, tx.AddAccount(ctx, &only))
			ok(t, tx.AddSeizure(ctx, &z))
			return tx.KeepPartiesOut(ctx, &z)
		})
		told(t, x, 1)
		ok(t, x.Store.Chore(ctx, func(c *store.Chore) error {
			jobs, err := c.TakeJobs(ctx, store.NoticeJob, c.Now(), 10)
			if len(jobs) != 1 || !strings.Contains(string(jobs[0].Body), string(trace.NoticePartyStuck)) {
				t.Errorf("told %s", jobs[0].Body)
			}
			return err
		}))
	})
}

// What was there before the house looked at names is held against each other
// afterwards, and so is a name that changes.
func TestFillParties(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx, fgr := t.Context(), x.Agency("FGR", account.Federal)
		filer := x.Account(fgr, account.Submitter)
		one, two := account.Account{AgencyID: fgr.ID, Username: "una", Name: "José Ángel de la O Muñoz", Role: account.Submitter, Lang: "es", Zone: "America/Tijuana"}, x.Account(fgr, account.Submitter)
		z := storetest.Seizure(filer, 0)
		x.Write(func(tx *store.Tx) error {
			ok(t, tx.AddAccount(ctx, &one))
			return tx.AddSeizure(ctx, &z)
		})
		for _, q := range []string{`UPDATE account SET name_key = NULL`, `UPDATE person SET keyed = 0`, `DELETE FROM party`} {
			beneath(t, x, q)
		}
		fill := func() (left bool) {
			t.Helper()
			ok(t, x.Store.Chore(ctx, func(c *store.Chore) error {
				people, err := c.FillParties(ctx, 1)
				ok(t, err)
				names, err := c.FillNames(ctx, 2)
				if people > 1 || names > 2 {
					t.Errorf("filled %d and %d", people, names)
				}
				return err
			}))
			x.Read(func(tx *store.Tx) (err error) { left, err = tx.Unfilled(ctx); return err })
			return left
		}
		out := func() (n int) {
			x.Read(func(tx *store.Tx) error {
				list, err := tx.Barred(ctx, z.ID)
				n = len(list)
				return err
			})
			return n
		}
		for range 5 {
			if !fill() {
				break
			}
		}
		if n := out(); n != 1 {
			t.Errorf("%d are kept out", n)
		}
		two.Name = one.Name
		x.Write(func(tx *store.Tx) error { return tx.SaveSettings(ctx, two) })
		if fill() || out() != 2 {
			t.Errorf("with another name %d are kept out", out())
		}
	})
}

// An account that is added while somebody files is kept out all the same.
func TestPartiesAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx, fgr := t.Context(), x.Agency("FGR", account.Federal)
		filer := x.Account(fgr, account.Submitter)
		for i := range 8 {
			a := account.Account{AgencyID: fgr.ID, Username: "a" + string(rune('a'+i)), Name: "Luz Ríos Gil", Role: account.Submitter, Lang: "es", Zone: "America/Tijuana"}
			z := storetest.Seizure(filer, 10+i)
			z.People = []trace.Person{{Role: "possessor", Name: trace.Name{Full: "Luz Ríos Gil"}}}
			var all sync.WaitGroup
			all.Go(func() {
				ok(t, x.Store.Write(ctx, storetest.Setup, func(tx *store.Tx) error { return tx.AddAccount(ctx, &a) }))
			})
			all.Go(func() {
				ok(t, x.Store.Write(ctx, audit.Act{Verb: audit.SeizureFiled}, func(tx *store.Tx) error {
					if err := tx.AddSeizure(ctx, &z); err != nil {
						return err
					}
					return tx.KeepPartiesOut(ctx, &z)
				}))
			})
			all.Wait()
			x.Read(func(tx *store.Tx) error {
				list, err := tx.Barred(ctx, z.ID)
				if len(list) != i+1 {
					t.Errorf("%d of %d are kept out", len(list), i+1)
				}
				return err
			})
		}
	})
}
