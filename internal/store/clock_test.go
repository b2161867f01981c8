package store_test

import (
	"slices"
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
	"rastreo/internal/trace"
)

// A request is due by its own clock, which stands still while its submitter is
// asked. storetest.Start is a Thursday afternoon at the center.
func TestDue(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		d := newDesk(t, x)
		day := 24 * time.Hour
		due := func(want time.Time) {
			t.Helper()
			same(t, "due", d.r.DueAt, want)
		}
		// event is what the rooms do after a move.
		event := func(code trace.Code) {
			x.Write(func(tx *store.Tx) error {
				return tx.AddEvent(t.Context(), &trace.Event{RequestID: d.r.ID, Code: code})
			})
		}
		due(storetest.Start.Add(day)) // it is urgent
		d.r.LeaseUntil = x.Clock.Now().Add(time.Hour)
		d.moves(trace.Claim, d.tracer.ID)
		x.Clock.Advance(time.Hour)
		d.moves(trace.Ask, d.tracer.ID)
		event(trace.EventAsked)
		due(time.Time{})
		x.Clock.Advance(10 * day)
		d.moves(trace.Answered, d.filer.ID)
		event(trace.EventAnswered)
		due(storetest.Start.Add(11*day + time.Minute)) // ten days, and the minute of the move
		x.Clock.Advance(3 * day)
		late := d.r.DueAt
		d.moves(trace.Ask, d.tracer.ID)
		event(trace.EventAsked)
		due(late) // it was late before it was asked
		d.moves(trace.Recall, d.tracer.ID)
		due(late)
	})
}

// Requests that were filed before there were clocks get theirs of their events.
func TestFillDues(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		people, all := crowd(t, x, 8)
		_ = people
		x.Beneath(`UPDATE request SET due_at = NULL`)
		filled := 0
		for range 100 {
			n := 0
			ok(t, x.Store.Chore(ctx, func(c *store.Chore) (err error) {
				n, err = c.FillDues(ctx, 3)
				return err
			}))
			if filled += n; n == 0 {
				break
			}
		}
		open := 0
		for _, r := range all {
			if r.Status != trace.Queued && r.Status != trace.Claimed {
				continue
			}
			open++
			x.Read(func(tx *store.Tx) error {
				got, err := tx.Request(ctx, r.Folio)
				ok(t, err)
				same(t, r.Folio, got.DueAt, r.DueAt)
				return nil
			})
		}
		if filled != open || open == 0 {
			t.Errorf("%d filled, %d open", filled, open)
		}
		x.Read(func(tx *store.Tx) error {
			lacks, err := tx.Unfilled(ctx)
			same(t, "lacks", lacks, false)
			return err
		})
	})
}

// What many file at once of a vault lets pass what is filed after it.
func TestLane(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		one := x.Account(x.Agency("FGR", account.Federal), account.Submitter)
		other := x.Account(x.Agency("FGJ-TAM", account.State), account.Submitter)
		file := func(by account.Account, i int, recovered string) trace.Seizure {
			s := storetest.Seizure(by, i)
			s.Recovered.Date = recovered
			x.Clock.Advance(time.Second)
			x.Write(func(tx *store.Tx) error { return tx.AddSeizure(t.Context(), &s) })
			return s
		}
		vault := slices.Concat(file(one, 2, "2011-03").Requests, file(one, 8, "2011-03").Requests) // three firearms each
		fresh, theirs := file(one, 3, "2026-03-01").Requests, file(other, 6, "2009").Requests
		want := folios([]trace.Request{vault[0], fresh[0], theirs[0]})
		same(t, "queue", queue(t, x, store.QueueFilter{}), append(want, folios(vault[1:])...))
		for i, r := range vault[1:] {
			if apart := r.TurnAt.Sub(vault[i].TurnAt); apart != 25*time.Minute {
				t.Errorf("%d stands %v behind the one before", i+1, apart)
			}
		}
	})
}

// Another priority has a request due by its own measure and gives it a place
// of its own, but not against what somebody did meanwhile.
func TestPriority(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		d := newDesk(t, x)
		seen := d.r
		set := func(r *trace.Request, priority string) error {
			return x.Store.Write(ctx, storetest.Setup, func(tx *store.Tx) error { return tx.Prioritise(ctx, priority, "why", r) })
		}
		ok(t, set(&d.r, trace.Routine))
		x.Read(func(tx *store.Tx) error {
			kept, err := tx.Request(ctx, d.r.Folio)
			same(t, "kept", kept, d.r)
			urgent, routine, derr := tx.QueueDepth(ctx)
			ok(t, derr)
			same(t, "waiting", [2]int{urgent, routine}, [2]int{0, 1})
			return err
		})
		same(t, "due", d.r.DueAt, trace.Clock{Start: d.r.FiledAt}.Due(trace.Routine))
		refused(t, "what was changed meanwhile", set(&seen, trace.Routine), fault.Stale, "fault.stale")
		ok(t, set(&d.r, trace.Urgent))
		same(t, "and back", []any{d.r.DueAt, d.r.Justification}, []any{seen.DueAt, "why"})
	})
}

// While the submitter is asked nothing is due; another priority gives a request
// a place all the same, in a lane that nobody has been in too.
func TestPriorityWhileAsked(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		d := newDesk(t, x)
		d.r.LeaseUntil = x.Clock.Now().Add(time.Hour)
		d.moves(trace.Claim, d.tracer.ID)
		d.moves(trace.Ask, d.tracer.ID)
		x.Write(func(tx *store.Tx) error {
			ok(t, tx.AddEvent(t.Context(), &trace.Event{RequestID: d.r.ID, Code: trace.EventAsked}))
			return tx.Prioritise(t.Context(), trace.Routine, "", &d.r)
		})
		same(t, "due", d.r.DueAt, time.Time{})
		same(t, "turn", d.r.TurnAt, x.Clock.Now())
	})
}

func TestLoads(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		d := newDesk(t, x)
		d.r.LeaseUntil = x.Clock.Now().Add(time.Hour)
		d.moves(trace.Claim, d.tracer.ID)
		d.moves(trace.Ask, d.tracer.ID)
		x.Read(func(tx *store.Tx) error {
			list, err := tx.Loads(t.Context(), d.tracer.AgencyID)
			ok(t, err)
			got := map[string][2]int{}
			for _, l := range list {
				got[l.Username] = [2]int{l.Claimed, l.Returned}
			}
			same(t, "loads", got, map[string][2]int{d.tracer.Username: {0, 1}, d.other.Username: {0, 0}})
			people, err := tx.Tracers(t.Context(), d.tracer.AgencyID)
			ok(t, err)
			for i, p := range people {
				same(t, "tracer", []string{p.ID, p.Username, p.Name}, []string{list[i].ID, list[i].Username, list[i].Name})
			}
			same(t, "tracers", len(people), len(list))
			return nil
		})
	})
}
