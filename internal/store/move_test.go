package store_test

import (
	"sync"
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
	"rastreo/internal/trace"
)

// desk is a request and the people around it.
type desk struct {
	*storetest.Fixture
	t                    *testing.T
	filer, tracer, other account.Account
	r                    trace.Request
}

func newDesk(t *testing.T, x *storetest.Fixture) *desk {
	center := x.Agency("NTC", account.Center)
	d := &desk{Fixture: x, t: t}
	d.filer = x.Account(x.Agency("FGR", account.Federal), account.Submitter)
	d.tracer, d.other = x.Account(center, account.Tracer), x.Account(center, account.Tracer)
	d.r = x.File(d.filer, 0).Requests[0]
	d.r.Agency = "FGR"
	return d
}

// move makes a move as somebody and checks that r is what is kept.
func (d *desk) move(m trace.Move, by string) error {
	d.t.Helper()
	d.Clock.Advance(time.Minute)
	ctx := d.t.Context()
	err := d.Store.Write(ctx, storetest.Setup, func(tx *store.Tx) error { return tx.MoveRequest(ctx, &d.r, m, by) })
	d.Read(func(tx *store.Tx) error {
		kept, err := tx.Request(ctx, d.r.Folio)
		ok(d.t, err)
		d.r.Claimer = kept.Claimer
		same(d.t, "kept after "+string(m), kept, d.r)
		counts, err := tx.Counts(ctx)
		ok(d.t, err)
		for s, n := range counts {
			if want := map[bool]int{true: 1}[s == d.r.Status]; n != want {
				d.t.Errorf("after %s %d are %s", m, n, s)
			}
		}
		urgent, routine, err := tx.QueueDepth(ctx)
		ok(d.t, err)
		if want := counts[trace.Queued]; urgent != want || routine != 0 {
			d.t.Errorf("after %s %d urgent, %d routine wait", m, urgent, routine)
		}
		return nil
	})
	return err
}

func (d *desk) moves(m trace.Move, by string) {
	d.t.Helper()
	if err := d.move(m, by); err != nil {
		d.t.Errorf("%s: %v", m, err)
	}
}

func TestMoveRequest(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		d := newDesk(t, x)
		queued := d.r.QueuedAt
		lease := x.Clock.Now().Add(24 * time.Hour)
		d.r.LeaseUntil = lease
		d.moves(trace.Claim, d.tracer.ID)
		if d.r.ClaimedBy != d.tracer.ID || d.r.ClaimedAt != x.Clock.Now() || d.r.LeaseUntil != lease || d.r.Claimer != d.tracer.Name {
			t.Errorf("claimed: %+v", d.r)
		}
		for _, m := range []trace.Move{trace.Release, trace.Chase, trace.Ask, trace.Conclude} {
			refused(t, "in other hands: "+string(m), d.move(m, d.other.ID), fault.Conflict, "fault.move.claimed")
		}
		refused(t, "too early", d.move(trace.Expire, ""), fault.Stale, "fault.stale")
		d.r.LeaseUntil = lease.Add(time.Hour)
		d.moves(trace.Chase, d.tracer.ID)
		d.moves(trace.Ask, d.tracer.ID)
		if !d.r.LeaseUntil.IsZero() || d.r.ClaimedBy != d.tracer.ID {
			t.Errorf("asked: %+v", d.r)
		}
		refused(t, "while the submitter has it", d.move(trace.Conclude, d.tracer.ID), fault.Conflict, "fault.move.returned")
		d.r.LeaseUntil = lease
		d.moves(trace.Answered, d.filer.ID)
		d.moves(trace.Ask, d.tracer.ID)
		d.r.LeaseUntil = lease
		d.moves(trace.Recall, d.tracer.ID)
		d.moves(trace.Release, d.tracer.ID)
		if d.r.ClaimedBy != "" || !d.r.ClaimedAt.IsZero() || !d.r.LeaseUntil.IsZero() || d.r.QueuedAt != queued {
			t.Errorf("released: %+v", d.r)
		}
		d.r.LeaseUntil = lease
		d.moves(trace.Claim, d.other.ID)
		d.r.Outcome = "dealer_identified"
		d.moves(trace.Conclude, d.other.ID)
		ended := x.Clock.Now()
		d.r.Outcome = "purchaser_identified"
		d.moves(trace.Correct, d.other.ID)
		if d.r.EndedAt != ended || d.r.ClaimedBy != d.other.ID || d.r.Outcome != "purchaser_identified" || !d.r.LeaseUntil.IsZero() {
			t.Errorf("corrected: %+v", d.r)
		}
		refused(t, "concluded", d.move(trace.Withdraw, d.filer.ID), fault.Conflict, "fault.move.concluded")
	})
}

// Whoever acts on what they saw before somebody else acted changes nothing.
func TestMoveStale(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		d := newDesk(t, x)
		seen := d.r
		d.r.LeaseUntil = x.Clock.Now().Add(time.Hour)
		d.moves(trace.Claim, d.tracer.ID)
		mine := d.r
		old := func(r trace.Request, m trace.Move, by string) error {
			now := d.r
			d.r = r
			err := x.Store.Write(t.Context(), storetest.Setup, func(tx *store.Tx) error {
				return tx.MoveRequest(t.Context(), &r, m, by)
			})
			d.r = now
			x.Read(func(tx *store.Tx) error {
				kept, e := tx.Request(t.Context(), r.Folio)
				ok(t, e)
				same(t, "kept", kept, now)
				return nil
			})
			return err
		}
		refused(t, "claim what is taken", old(seen, trace.Claim, d.other.ID), fault.Conflict, "fault.move.claimed")
		refused(t, "withdraw what was taken meanwhile", old(seen, trace.Withdraw, d.filer.ID), fault.Stale, "fault.stale")
		d.moves(trace.Release, d.tracer.ID)
		refused(t, "conclude what went back", old(mine, trace.Conclude, d.tracer.ID), fault.Conflict, "fault.move.queued")
		d.r.LeaseUntil = x.Clock.Now().Add(time.Hour)
		d.moves(trace.Claim, d.other.ID)
		refused(t, "conclude what is in other hands", old(mine, trace.Conclude, d.tracer.ID), fault.Conflict, "fault.move.claimed")
		d.moves(trace.Withdraw, d.filer.ID)
		if d.r.ClaimedBy != "" || d.r.EndedAt != x.Clock.Now() {
			t.Errorf("withdrawn: %+v", d.r)
		}
		refused(t, "ask about what is withdrawn", old(mine, trace.Ask, d.tracer.ID), fault.Conflict, "fault.move.withdrawn")
		gone := mine
		gone.ID, gone.Folio = "none", "RM-2026-222222-2"
		err := x.Store.Write(t.Context(), storetest.Setup, func(tx *store.Tx) error {
			return tx.MoveRequest(t.Context(), &gone, trace.Release, d.tracer.ID)
		})
		refused(t, "unknown", err, fault.NotFound, "fault.not_found")
	})
}

// Of many who move the same request at once one succeeds, and the counts hold.
func TestMoveTogether(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		d := newDesk(t, x)
		d.r.LeaseUntil = x.Clock.Now().Add(time.Hour)
		d.moves(trace.Claim, d.tracer.ID)
		var mu sync.Mutex
		var all sync.WaitGroup
		won := 0
		for i := range 20 {
			m := []trace.Move{trace.Release, trace.Conclude, trace.Withdraw, trace.Ask}[i%4]
			r := d.r
			all.Go(func() {
				err := x.Store.Write(t.Context(), storetest.Setup, func(tx *store.Tx) error {
					return tx.MoveRequest(t.Context(), &r, m, d.tracer.ID)
				})
				mu.Lock()
				defer mu.Unlock()
				switch kindOf(err) {
				case "":
					won++
					d.r = r
				case fault.Conflict, fault.Stale:
				default:
					t.Error(err)
				}
			})
		}
		all.Wait()
		if won != 1 {
			t.Errorf("%d moves succeeded", won)
		}
		x.Read(func(tx *store.Tx) error {
			kept, err := tx.Request(t.Context(), d.r.Folio)
			ok(t, err)
			same(t, "status", kept.Status, d.r.Status)
			counts, err := tx.Counts(t.Context())
			ok(t, err)
			if counts[d.r.Status] != 1 || counts[trace.Claimed] != 0 {
				t.Errorf("counts %v", counts)
			}
			return nil
		})
	})
}

func TestLease(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		d := newDesk(t, x)
		second := x.File(d.filer, 1)
		end := x.Clock.Now().Add(time.Hour)
		x.Write(func(tx *store.Tx) (err error) {
			d.r, err = tx.ClaimNext(ctx, d.tracer.ID, end)
			ok(t, err)
			_, err = tx.ClaimRequest(ctx, second.Requests[0].Folio, d.other.ID, end)
			return err
		})
		x.Clock.Advance(30 * time.Minute)
		later := end.Add(time.Hour)
		x.Write(func(tx *store.Tx) error {
			refused(t, "somebody else's", tx.RenewLease(ctx, &d.r, d.other.ID, later), fault.Conflict, "fault.move.claimed")
			return tx.RenewLease(ctx, &d.r, d.tracer.ID, later)
		})
		same(t, "renewed until", d.r.LeaseUntil, later)
		expire := func(limit int) (list []trace.Request) {
			x.Write(func(tx *store.Tx) (err error) {
				list, err = tx.ExpireLeases(ctx, limit)
				return err
			})
			return list
		}
		due := func() (n int) {
			x.Read(func(tx *store.Tx) (err error) {
				n, err = tx.LeasesDue(ctx)
				return err
			})
			return n
		}
		same(t, "due", due(), 0)
		same(t, "too early", expire(10), nil)
		x.Clock.Advance(30 * time.Minute)
		same(t, "due", due(), 1)
		list := expire(10)
		if len(list) != 1 || list[0].ClaimedBy != d.other.ID || list[0].Claimer != d.other.Name || list[0].ID != second.Requests[0].ID {
			t.Errorf("expired: %+v", list)
		}
		x.Clock.Advance(time.Hour)
		x.Write(func(tx *store.Tx) error {
			_, err := tx.ClaimRequest(ctx, second.Requests[1].Folio, d.other.ID, x.Clock.Now())
			return err
		})
		same(t, "one by one", len(expire(1)), 1)
		same(t, "one by one", len(expire(1)), 1)
		same(t, "no more", expire(1), nil)
		x.Read(func(tx *store.Tx) error {
			counts, err := tx.Counts(ctx)
			ok(t, err)
			if counts[trace.Queued] != 3 || counts[trace.Claimed] != 0 {
				t.Errorf("counts %v", counts)
			}
			return nil
		})
	})
}

// kindOf is the kind of a fault, "" without one.
func kindOf(err error) fault.Kind {
	if err == nil {
		return ""
	}
	return fault.Of(err).Kind
}
