package store_test

import (
	"errors"
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/db"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
)

// dbRead runs a query beneath the store.
func dbRead(t *testing.T, q string, each func(scan func(...any) error) error) func(*db.Tx) error {
	return func(tx *db.Tx) error {
		rows, err := tx.Rows(t.Context(), q)
		ok(t, err)
		defer rows.Close()
		for rows.Next() {
			ok(t, each(rows.Scan))
		}
		ok(t, rows.Err())
		return nil
	}
}

// count returns the number of rows of a table.
func count(t *testing.T, x *storetest.Fixture, table string) (n int) {
	t.Helper()
	ok(t, x.DB.Read(t.Context(), db.Unfenced, dbRead(t, `SELECT COUNT(*) FROM `+table, func(scan func(...any) error) error { return scan(&n) })))
	return n
}

// beneath runs a statement that the store has no method for.
func beneath(t *testing.T, x *storetest.Fixture, q string) {
	t.Helper()
	x.Beneath(q)
}

func TestActs(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		act := audit.Act{By: "somebody", Verb: audit.SeizureRead, On: "AS-1", Via: "r1"}
		add := func(code string) func(*store.Tx) error {
			return func(tx *store.Tx) error {
				return tx.AddAgency(ctx, &account.Agency{Code: code, Kind: account.Federal})
			}
		}
		ok(t, x.Store.Write(ctx, act, add("A")))
		same(t, "after a write", auditRows(t, x), []audit.Act{act})

		failed := errors.New("failed")
		err := x.Store.Write(ctx, act, func(tx *store.Tx) error {
			ok(t, add("B")(tx))
			return failed
		})
		if !errors.Is(err, failed) || count(t, x, "agency") != 1 || count(t, x, "audit") != 1 {
			t.Errorf("a failed act left something: %v", err)
		}
		if err := x.Store.Write(ctx, audit.Act{By: "somebody"}, add("C")); err == nil || count(t, x, "agency") != 1 {
			t.Errorf("an act without a verb: %v", err)
		}

		x.Clock.Advance(time.Second)
		x.Write(func(tx *store.Tx) error {
			tx.On("RM-2")
			return nil
		})
		named := storetest.Setup
		named.On = "RM-2"
		same(t, "named inside", auditRows(t, x)[1], named)

		x.Clock.Advance(time.Second)
		err = x.Store.ReadPersonal(ctx, act, func(tx *store.Tx) error {
			_, err := tx.Seizure(ctx, "AS-1")
			return err
		})
		refused(t, "nothing found", err, fault.NotFound, "fault.not_found")
		same(t, "the attempt", auditRows(t, x)[2], act)

		if err := x.Store.Read(ctx, store.House, add("D")); err == nil || count(t, x, "agency") != 1 {
			t.Errorf("a read wrote: %v", err)
		}
		before := x.Store.Version()
		ok(t, x.Store.Write(ctx, act, add("E")))
		if x.Store.Version() == before {
			t.Error("the version stayed")
		}
		before = x.Store.Version()
		ok(t, x.Store.ReadPersonal(ctx, act, func(*store.Tx) error { return nil }))
		ok(t, x.Store.Chore(ctx, func(c *store.Chore) error { return c.DropSession(ctx, "none") }))
		same(t, "the version after reading", x.Store.Version(), before)
		x.Clock.Advance(time.Second)
		same(t, "another process may have written", x.Store.Version() != before, x.DB.Shared())
	})
}

// An act that cannot be recorded is not done, and shows nothing.
func TestAuditBroken(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		filer := x.Account(x.Agency("FGR", account.Federal), account.Submitter)
		s := x.File(filer, 1)
		breakAudit(t, x)
		tables := []string{"agency", "seizure", "person", "request", "request_term", "event", "outbox", "counter"}
		before := map[string]int{}
		for _, table := range tables {
			before[table] = count(t, x, table)
		}
		err := x.Store.Write(ctx, storetest.Setup, func(tx *store.Tx) error {
			another := storetest.Seizure(filer, 2)
			ok(t, tx.AddSeizure(ctx, &another))
			ok(t, tx.AddJob(ctx, "mail", "x", tx.Now()))
			return tx.AddAgency(ctx, &account.Agency{Code: "B", Kind: account.Federal})
		})
		if err == nil {
			t.Error("a write without its record succeeded")
		}
		for _, table := range tables {
			same(t, table, count(t, x, table), before[table])
		}
		err = x.Store.ReadPersonal(ctx, audit.Act{By: filer.ID, Verb: audit.SeizureRead, On: s.Folio}, func(*store.Tx) error {
			t.Error("personal data was read")
			return nil
		})
		if err == nil {
			t.Error("a read without its record succeeded")
		}
	})
}

// breakAudit makes every insert into the log fail.
func breakAudit(t *testing.T, x *storetest.Fixture) {
	t.Helper()
	var skip string
	ok(t, x.DB.Write(t.Context(), db.Unfenced, func(tx *db.Tx) error {
		skip = tx.SkipLocked()
		return nil
	}))
	if skip == "" {
		beneath(t, x, `CREATE TRIGGER no_audit BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'disk gone'); END`)
		return
	}
	beneath(t, x, `CREATE FUNCTION no_audit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'disk gone'; END $$`)
	beneath(t, x, `CREATE TRIGGER no_audit BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION no_audit()`)
}

// auditRows reads the log, in the order of the clock.
func auditRows(t *testing.T, x *storetest.Fixture) (acts []audit.Act) {
	t.Helper()
	ok(t, x.DB.Read(t.Context(), db.Unfenced, dbRead(t, `SELECT by, verb, on_, via FROM audit ORDER BY at, id`, func(scan func(...any) error) error {
		var a audit.Act
		err := scan(&a.By, &a.Verb, &a.On, &a.Via)
		acts = append(acts, a)
		return err
	})))
	return acts
}
