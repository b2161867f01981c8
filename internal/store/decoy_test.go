package store_test

import (
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
	"rastreo/internal/trace"
)

// Openings of a decoy are noticed when they are sealed, and told once an hour
// of each account; a decoy that is one no longer raises nothing.
func TestDecoys(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx, key := t.Context(), logKey(t)
		fgr := x.Agency("FGR", account.Federal)
		chief, other := x.Account(fgr, account.Coordinator), x.Account(fgr, account.Coordinator)
		x.Account(fgr, account.Auditor)
		z := x.File(chief, 1)
		d := trace.Decoy{SeizureID: z.ID, Folio: z.Folio, AgencyID: fgr.ID, By: chief.ID}
		err := x.Store.Write(ctx, storetest.Setup, func(tx *store.Tx) error { return tx.AddDecoy(ctx, &d) })
		refused(t, "in process", err, fault.Conflict, "decoy.in_process")
		x.Write(func(tx *store.Tx) error {
			for _, r := range z.Requests {
				ok(t, tx.MoveRequest(ctx, &r, trace.Withdraw, chief.ID))
			}
			return tx.AddDecoy(ctx, &d)
		})
		again := trace.Decoy{SeizureID: z.ID, Folio: z.Folio, AgencyID: fgr.ID, By: chief.ID}
		err = x.Store.Write(ctx, storetest.Setup, func(tx *store.Tx) error { return tx.AddDecoy(ctx, &again) })
		refused(t, "twice", err, fault.Conflict, "decoy.marked")

		seal := func() (alarms int) {
			t.Helper()
			ok(t, x.Store.Chore(ctx, func(c *store.Chore) (err error) { _, alarms, err = c.Seal(ctx, key, 100); return err }))
			return alarms
		}
		open := func(by account.Account, verb audit.Verb, on string) {
			t.Helper()
			who := account.Actor{ID: by.ID, AgencyID: by.AgencyID, Role: by.Role, Session: "S"}
			ok(t, x.Store.ReadPersonal(ctx, audit.By(who, verb, on), func(*store.Tx) error { return nil }))
		}
		jobs := func() (n int) {
			t.Helper()
			x.Read(func(tx *store.Tx) (err error) { n, err = tx.Jobs(ctx); return err })
			return n
		}
		if n := seal(); n != 0 {
			t.Errorf("marking raises %d alarms", n)
		}
		open(chief, audit.SeizureRead, z.Folio)
		open(other, audit.PeopleSought, "")
		if n := seal(); n != 0 {
			t.Errorf("its maker raises %d alarms", n)
		}
		open(other, audit.SeizureRead, z.Folio)
		open(other, audit.RequestRead, z.Requests[0].Folio)
		if n := seal(); n != 1 || jobs() != 2 {
			t.Errorf("%d alarms, %d notices", n, jobs())
		}
		x.Clock.Advance(time.Hour)
		open(other, audit.Refused, z.Folio)
		if n := seal(); n != 1 || jobs() != 4 {
			t.Errorf("an hour later %d alarms, %d notices", n, jobs())
		}
		x.Read(func(tx *store.Tx) error {
			held, err := tx.HeldDecoy(ctx, d.SeizureID)
			ok(t, err)
			got, err := tx.Decoy(ctx, d.ID)
			ok(t, err)
			if same(t, "by id", got, held); held.Openings != 3 || !held.Held() || held.ByName == "" {
				t.Errorf("held %+v", held)
			}
			page, next, err := tx.Lured(ctx, d.ID, "", 2)
			ok(t, err)
			if len(page) != 2 || next == "" || page[0].Verb != audit.Refused || page[0].By != other.ID || page[0].Session != "S" || page[0].Name != other.Name {
				t.Errorf("opened %+v", page)
			}
			page, next, err = tx.Lured(ctx, d.ID, next, 2)
			ok(t, err)
			if len(page) != 1 || next != "" || page[0].Verb != audit.SeizureRead {
				t.Errorf("first opened %+v", page)
			}
			list, next, err := tx.Decoys(ctx, "", 1)
			if len(list) != 1 || next != "" || list[0].ID != d.ID {
				t.Errorf("decoys %+v", list)
			}
			return err
		})
		x.Write(func(tx *store.Tx) error { return tx.EndDecoy(ctx, z.ID) })
		err = x.Store.Write(ctx, storetest.Setup, func(tx *store.Tx) error { return tx.EndDecoy(ctx, z.ID) })
		refused(t, "ended twice", err, fault.NotFound, "fault.not_found")
		x.Clock.Advance(2 * time.Hour)
		open(other, audit.SeizureRead, z.Folio)
		if n := seal(); n != 0 {
			t.Errorf("no decoy any more: %d alarms", n)
		}
		x.Write(func(tx *store.Tx) error { return tx.AddDecoy(ctx, &again) })
	})
}
