package store_test

import (
	"slices"
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/db"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
	"rastreo/internal/trace"
)

func TestBulk(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		d := newDesk(t, x)
		item := trace.BulkItem{ID: d.r.ID, Folio: d.r.Folio, Seen: trace.SeenOf(d.r)}
		b := trace.Bulk{By: d.tracer.ID, Key: "k", Hash: "h", BulkBody: trace.BulkBody{BulkWanted: trace.BulkWanted{Act: trace.BulkClaim}}}
		b.Plan.Add(d.r.Folio, "")
		b.Plan.Add("RM-1", trace.WhyTaken)
		x.Write(func(tx *store.Tx) error { return tx.AddBulk(ctx, &b, [][]trace.BulkItem{{item}, {item}}) })
		b.ByName = d.tracer.Name
		twice := b
		twice.ID = ""
		err := x.Store.Write(ctx, storetest.Setup, func(tx *store.Tx) error { return tx.AddBulk(ctx, &twice, nil) })
		refused(t, "the same key", err, fault.Conflict, "fault.idempotency_busy")
		x.Read(func(tx *store.Tx) error {
			got, err := tx.Bulk(ctx, b.ID)
			ok(t, err)
			same(t, "kept", got, b)
			got, err = tx.BulkByKey(ctx, d.tracer.ID, "k")
			ok(t, err)
			same(t, "by its key", got.ID, b.ID)
			_, err = tx.BulkByKey(ctx, d.tracer.ID, "")
			refused(t, "no key", err, fault.NotFound, "fault.not_found")
			items, err := tx.BulkStep(ctx, b.ID, 1)
			ok(t, err)
			same(t, "piece", items, []trace.BulkItem{item})
			_, err = tx.ActiveBulk(ctx, "")
			refused(t, "active", err, fault.NotFound, "fault.not_found")
			return nil
		})
		x.Write(func(tx *store.Tx) error {
			held, err := tx.HoldBulk(ctx, b.ID)
			ok(t, err)
			held.State, held.Step, held.BegunAt, held.TracerName = trace.BulkRunning, 1, tx.Now(), "Pat"
			held.Result.Add(d.r.Folio, trace.WhyMoved)
			ok(t, tx.SaveBulk(ctx, held))
			b = held
			item.Left = item.Seen
			ok(t, tx.SaveBulkStep(ctx, b.ID, 1, []trace.BulkItem{item}))
			for range 2 {
				ok(t, tx.TellBulk(ctx, b.ID, trace.NoticeBulkAssigned, []string{d.tracer.ID, d.other.ID}))
			}
			return tx.TellBulk(ctx, b.ID, trace.NoticeBulkUndone, []string{d.other.ID})
		})
		x.Read(func(tx *store.Tx) error {
			id, err := tx.ActiveBulk(ctx, "")
			ok(t, err)
			same(t, "active", id, b.ID)
			items, err := tx.BulkStep(ctx, b.ID, 1)
			ok(t, err)
			same(t, "piece", items, []trace.BulkItem{item})
			jobs, err := tx.Jobs(ctx)
			ok(t, err)
			same(t, "told", jobs, 3)
			for by, n := range map[string]int{"": 1, d.tracer.ID: 1, d.other.ID: 0} {
				list, _, err := tx.Bulks(ctx, by, "", 0)
				ok(t, err)
				same(t, "listed", len(list), n)
			}
			list, _, err := tx.Bulks(ctx, "", "", 0)
			same(t, "listed", list, []trace.Bulk{b})
			return err
		})
		sweep := func() (n int) {
			ok(t, x.Store.Chore(ctx, func(c *store.Chore) (err error) {
				n, err = c.SweepBulks(ctx, c.Now().Add(time.Second), 5)
				return err
			}))
			return n
		}
		same(t, "swept while it runs", sweep(), 0)
		b.State = trace.BulkDone
		x.Write(func(tx *store.Tx) error { return tx.SaveBulk(ctx, b) })
		same(t, "swept", sweep(), 1)
	})
}

// What is done beside an act is recorded with it, or not at all.
func TestAlso(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		count := func() (n int) {
			ok(t, x.DB.Read(t.Context(), db.Unfenced, func(tx *db.Tx) error {
				return tx.Row(t.Context(), `SELECT count(*) FROM audit WHERE via = 'v'`).Scan(&n)
			}))
			return n
		}
		acts := []audit.Act{{Verb: audit.RequestClaimed, On: "a", Via: "v"}, {Verb: audit.RequestClaimed, On: "b", Via: "v"}}
		act := audit.Act{Verb: audit.BulkCarried, Via: "v"}
		ok(t, x.Store.Write(t.Context(), act, func(tx *store.Tx) error { tx.Also(acts...); return nil }))
		same(t, "recorded", count(), 3)
		_ = x.Store.Write(t.Context(), act, func(tx *store.Tx) error { tx.Also(acts...); return fault.New(fault.Conflict, "x", nil) })
		same(t, "undone", count(), 3)
	})
}

// Several requests are taken at once, get another priority in their order, and
// get back what they had: then their lanes stand where they stood.
func TestPutBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		fgr, tam := x.Account(x.Agency("FGR", account.Federal), account.Submitter), x.Account(x.Agency("FGJ-TAM", account.State), account.Submitter)
		tracer := x.Account(x.Agency("NTC", account.Center), account.Tracer)
		var all []trace.Request
		for i := range 9 {
			all = append(all, x.File([]account.Account{fgr, tam}[i%2], 1+3*i).Requests...)
		}
		ids, names := []string{}, []string{"RM-2026-234679-A"}
		for _, r := range all {
			ids, names = append(ids, r.ID), append(names, r.Folio)
		}
		lanes := func() (list []string) {
			ok(t, x.DB.Read(ctx, db.Unfenced, dbRead(t, `SELECT agency_id || priority || fresh || turn_at FROM lane WHERE priority = 'routine' ORDER BY 1`, func(scan func(...any) error) error {
				var one string
				err := scan(&one)
				list = append(list, one)
				return err
			})))
			return list
		}
		x.Write(func(tx *store.Tx) error { // every lane there will be has somebody at its end
			held, err := tx.HoldRequests(ctx, append(ids, "nobody"))
			ok(t, err)
			same(t, "held", len(held), len(ids))
			n, err := tx.InHand(ctx, tracer.ID, 5)
			ok(t, err)
			same(t, "in hand", n, 0)
			ok(t, tx.HoldAccount(ctx, tracer.ID))
			found, err := tx.RequestsOf(ctx, names)
			ok(t, err)
			same(t, "found", len(found), len(ids))
			var list []*trace.Request
			for i := range all {
				if r := held[all[i].ID]; r.Priority == trace.Routine {
					list = append(list, &r)
				}
			}
			ok(t, tx.Prioritise(ctx, trace.Urgent, "why", list...))
			for i, r := range list {
				if i > 1 && trace.LaneOf(*r) == trace.LaneOf(*list[i-2]) && !r.TurnAt.After(list[i-2].TurnAt) {
					t.Errorf("%s has its turn before the one in front of it", r.Folio)
				}
			}
			return nil
		})
		before := lanes()
		var changed []*trace.Request
		was := map[string]trace.BulkWas{}
		x.Write(func(tx *store.Tx) error {
			held, err := tx.HoldRequests(ctx, ids)
			ok(t, err)
			for _, id := range ids {
				r := held[id]
				was[id] = trace.BulkWas{Priority: r.Priority, Justification: r.Justification, TurnAt: r.TurnAt}
				changed = append(changed, &r)
			}
			return tx.Prioritise(ctx, trace.Routine, "", changed...)
		})
		if slices.Equal(before, lanes()) {
			t.Fatal("no lane has moved")
		}
		x.Write(func(tx *store.Tx) error {
			var back []store.Back
			for _, r := range slices.Backward(changed) {
				back = append(back, store.Back{Request: r, Was: was[r.ID]})
			}
			return tx.PutBack(ctx, back...)
		})
		x.Read(func(tx *store.Tx) error {
			for _, r := range all {
				got, err := tx.Request(ctx, r.Folio)
				ok(t, err)
				w := was[r.ID]
				same(t, r.Folio, trace.BulkWas{Priority: got.Priority, Justification: got.Justification, TurnAt: got.TurnAt}, w)
			}
			return nil
		})
		same(t, "lanes", lanes(), before)
	})
}
