package store_test

import (
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
	"rastreo/internal/trace"
)

func TestBreaks(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		fgr := x.Agency("FGR", account.Federal)
		chief, admin, auditor := x.Account(fgr, account.Coordinator), x.Account(fgr, account.Admin), x.Account(fgr, account.Auditor)
		first := trace.Break{AgencyID: fgr.ID, Folio: "AS-2026-7KXH4P-3", AccountID: chief.ID, Reason: "danger", Words: "Urge.", By: chief.ID}
		x.Write(func(tx *store.Tx) error { return tx.AddBreak(ctx, &first) })
		x.Clock.Advance(time.Minute)
		second := first
		second.ID, second.By = "", admin.ID
		x.Write(func(tx *store.Tx) error {
			ok(t, tx.AddBreak(ctx, &second))
			held, err := tx.HoldBreak(ctx, second.ID)
			ok(t, err)
			if held.ByName != admin.Name || held.Name != chief.Name || held.Agency != "FGR" || held.Folio != first.Folio || !held.DecidedAt.IsZero() {
				t.Errorf("held %+v", held)
			}
			ok(t, tx.DecideBreak(ctx, second.ID, auditor.ID, trace.BreakRefused))
			if err := tx.DecideBreak(ctx, second.ID, auditor.ID, trace.BreakApproved); !fault.Is(err, fault.Stale) {
				t.Errorf("decided twice: %v", err)
			}
			if _, err := tx.HoldBreak(ctx, "nothing"); !fault.Is(err, fault.NotFound) {
				t.Errorf("one that is not: %v", err)
			}
			return nil
		})
		x.Write(func(tx *store.Tx) error {
			held, err := tx.HoldBreaks(ctx, chief.ID, first.At.Add(-time.Second))
			ok(t, err)
			later, err := tx.HoldBreaks(ctx, chief.ID, first.At)
			if len(held) != 1 || held[0].ID != first.ID || len(later) != 0 {
				t.Errorf("asked since %+v, later %+v", held, later)
			}
			return err
		})
		x.Read(func(tx *store.Tx) error {
			page, next, err := tx.Breaks(ctx, "", "", 1)
			ok(t, err)
			if len(page) != 1 || page[0].ID != second.ID || page[0].Verdict != trace.BreakRefused || next == "" {
				t.Errorf("newest %+v, next %q", page, next)
			}
			page, next, err = tx.Breaks(ctx, "", next, 1)
			ok(t, err)
			if len(page) != 1 || page[0].ID != first.ID || next != "" {
				t.Errorf("then %+v, next %q", page, next)
			}
			page, _, err = tx.Breaks(ctx, chief.ID, "", 0)
			ok(t, err)
			if len(page) != 1 || page[0].ID != first.ID {
				t.Errorf("of the coordinator %+v", page)
			}
			_, err = tx.WaitedBreak(ctx)
			if !fault.Is(err, fault.NotFound) {
				t.Errorf("nothing has waited too long: %v", err)
			}
			return nil
		})
		x.Clock.Advance(trace.BreakWaits)
		x.Write(func(tx *store.Tx) error {
			if id, err := tx.WaitedBreak(ctx); err != nil || id != first.ID {
				t.Errorf("%q has waited too long, %v", id, err)
			}
			if err := tx.DecideBreak(ctx, first.ID, auditor.ID, trace.BreakApproved); !fault.Is(err, fault.Stale) {
				t.Errorf("decided too late: %v", err)
			}
			ok(t, tx.ExpireBreak(ctx, first.ID))
			if err := tx.ExpireBreak(ctx, first.ID); !fault.Is(err, fault.Stale) {
				t.Errorf("noted twice: %v", err)
			}
			return nil
		})
	})
}

// Whoever is on a list until a moment is on it up to then, wherever it is
// asked, and for good once two have said so.
func TestNameUntil(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		fgr := x.Agency("FGR", account.Federal)
		ana, eva, chief := x.Account(fgr, account.Submitter), x.Account(fgr, account.Submitter), x.Account(fgr, account.Coordinator)
		z := x.File(ana, 1)
		x.Write(func(tx *store.Tx) error {
			ok(t, tx.Restrict(ctx, z.ID, true))
			ok(t, tx.Name(ctx, z.ID, ana.ID, ana.ID, eva.ID))
			ok(t, tx.NameUntil(ctx, z.ID, ana.ID, eva.ID, tx.Now())) // for good already
			ok(t, tx.NameUntil(ctx, z.ID, ana.ID, chief.ID, tx.Now().Add(time.Hour)))
			return tx.NameUntil(ctx, z.ID, ana.ID, chief.ID, tx.Now().Add(24*time.Hour))
		})
		seen := func(step string, want bool) {
			t.Helper()
			n := 0
			if want {
				n = 1
			}
			x.Read(func(tx *store.Tx) error {
				st, err := tx.Standing(ctx, who(chief), z.Folio)
				ok(t, err)
				of, err := tx.Standing(ctx, who(chief), z.Requests[0].Folio)
				ok(t, err)
				named, err := tx.Named(ctx, z.ID)
				ok(t, err)
				folios, err := tx.NamedFor(ctx, chief.ID)
				ok(t, err)
				list, _, err := tx.Requests(ctx, store.RequestFilter{AgencyID: fgr.ID, For: chief.ID})
				ok(t, err)
				term, _ := store.SearchTerm(z.Requests[0].Serial.Text)
				found, _, err := tx.Requests(ctx, store.RequestFilter{AgencyID: fgr.ID, For: chief.ID, Term: term})
				ok(t, err)
				twins, err := tx.Twins(ctx, store.TwinFilter{Firearm: z.Requests[0].Twin(), AgencyID: fgr.ID, For: chief.ID})
				ok(t, err)
				people, _, err := tx.People(ctx, store.PeopleFilter{Query: "trevino", AgencyID: fgr.ID, For: chief.ID})
				ok(t, err)
				known, err := tx.Known(ctx, chief.ID, []string{z.Requests[0].Folio})
				ok(t, err)
				knowing, err := tx.Knowing(ctx, z.ID, account.Coordinator)
				ok(t, err)
				hushed, err := tx.Hushed(ctx, chief.ID, z.Folio)
				ok(t, err)
				if hushed == want || st.Named != want || of.Named != want || len(named) != 2+n || len(folios) != n || len(list) != 2*n || len(found) != n ||
					len(twins) != n || len(people) != n || len(known) != n || len(knowing) != n {
					t.Errorf("%s: %+v %+v %d %v %d %d %d %d %v %v", step, st.Named, of.Named, len(named), folios, len(list), len(found), len(twins), len(people), known, knowing)
				}
				return nil
			})
		}
		seen("let in", true)
		err := x.Store.Write(ctx, storetest.Setup, func(tx *store.Tx) error { return tx.Unname(ctx, z.ID, eva.ID) })
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("one would be left for good: %v", err)
		}
		x.Clock.Advance(24*time.Hour - time.Microsecond)
		seen("the last moment", true)
		x.Clock.Advance(time.Microsecond)
		seen("a day later", false)
		x.Write(func(tx *store.Tx) error { return tx.Name(ctx, z.ID, ana.ID, chief.ID) })
		seen("for good", true)
	})
}
