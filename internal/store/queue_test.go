package store_test

import (
	"cmp"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
	"rastreo/internal/trace"
)

// queue lists the folios of all pages of the queue.
func queue(t *testing.T, x *storetest.Fixture, f store.QueueFilter) (list []string) {
	t.Helper()
	for range 1000 {
		var next string
		x.Read(func(tx *store.Tx) error {
			page, after, err := tx.Queue(t.Context(), f)
			ok(t, err)
			list, next = append(list, folios(page)...), after
			return nil
		})
		if f.After = next; next == "" {
			return list
		}
	}
	t.Fatal("the queue does not end")
	return nil
}

func inQueueOrder(all []trace.Request) []trace.Request {
	all = slices.Clone(all)
	slices.SortFunc(all, func(a, b trace.Request) int {
		if a.Priority != b.Priority {
			return -compare(a.Priority, b.Priority) // urgent, routine
		}
		if c := a.TurnAt.Compare(b.TurnAt); c != 0 {
			return c
		}
		return compare(a.ID, b.ID)
	})
	return all
}

// The firearms of one filing wait in the order in which they were typed.
func TestQueueWithinAFiling(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		f := storetest.Filing(1)
		for len(f.Firearms) < 12 {
			f.Firearms = append(f.Firearms, f.Firearms[0])
		}
		for i := range f.Firearms {
			f.Firearms[i].Priority = trace.Routine
		}
		filer := x.Account(x.Agency("FGR", account.Federal), account.Submitter)
		s := trace.Seizure{AgencyID: filer.AgencyID, FiledBy: filer.ID, Filing: f}
		x.Write(func(tx *store.Tx) error { return tx.AddSeizure(t.Context(), &s) })
		same(t, "queue", queue(t, x, store.QueueFilter{}), folios(s.Requests))
	})
}

func TestQueue(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		people, all := crowd(t, x, 20)
		all = inQueueOrder(all)
		middle := all[len(all)/2].DueAt
		for _, f := range []store.QueueFilter{
			{},
			{Status: trace.Claimed},
			{Status: trace.Returned},
			{AgencyID: people[2].AgencyID},
			{Priority: trace.Urgent},
			{Priority: trace.Routine, AgencyID: people[0].AgencyID},
			{ClaimedBy: people[3].ID},
			{ClaimedBy: people[3].ID, Priority: trace.Routine},
			{ClaimedBy: people[3].ID, Status: trace.Concluded},
			{ClaimedBy: people[0].ID},
			{Due: trace.DueSpan{Until: middle}},
			{Due: trace.DueSpan{From: middle}, Status: trace.Claimed},
			{Due: trace.DueSpan{From: middle, Until: middle.Add(48 * time.Hour)}, AgencyID: people[0].AgencyID},
			{Due: trace.DueSpan{From: middle}, Priority: trace.Routine},
			{Due: trace.DueSpan{From: middle}, ClaimedBy: people[3].ID},
			{Due: trace.DueSpan{None: true}, Status: trace.Returned},
			{Due: trace.DueSpan{None: true}},
			{Due: trace.DueSpan{Until: middle}, Status: trace.Concluded},
			{Unclaimed: true},
			{Unclaimed: true, Status: trace.Claimed},
			{Unclaimed: true, ClaimedBy: people[3].ID},
		} {
			var want []string
			if !f.Due.All() && f.ClaimedBy == "" {
				slices.SortStableFunc(all, func(a, b trace.Request) int {
					return cmp.Or(-compare(a.Priority, b.Priority), a.DueAt.Compare(b.DueAt), compare(a.ID, b.ID))
				})
			} else {
				all = inQueueOrder(all)
			}
			for _, r := range all {
				status := f.Status
				if status == "" {
					status = trace.Queued
					if f.ClaimedBy != "" {
						status = trace.Claimed
					}
				}
				if (!f.Due.All() && !status.Open()) || !f.Due.Has(r.DueAt) || f.Unclaimed && r.ClaimedBy != "" {
					continue
				}
				if r.Status == status && (f.AgencyID == "" || f.AgencyID == r.AgencyID) &&
					(f.Priority == "" || f.Priority == r.Priority) && (f.ClaimedBy == "" || f.ClaimedBy == r.ClaimedBy) {
					want = append(want, r.Folio)
				}
			}
			for _, limit := range []int{0, 1, 6} {
				f.Limit = limit
				same(t, fmt.Sprint("queue ", f), queue(t, x, f), want)
			}
		}
		for _, bad := range []string{"x", "cXwxfDJ8", "cXxhfGJ8Yw"} {
			x.Read(func(tx *store.Tx) error {
				_, _, err := tx.Queue(t.Context(), store.QueueFilter{After: bad})
				if bad != "cXwxfDJ8" {
					refused(t, bad, err, fault.Invalid, "fault.cursor")
				}
				return nil
			})
		}
	})
}

func TestClaim(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		people, all := crowd(t, x, 6)
		tracer := people[3]
		var free []trace.Request
		for _, r := range inQueueOrder(all) {
			if r.Status == trace.Queued {
				free = append(free, r)
			}
		}
		x.Read(func(tx *store.Tx) error {
			urgent, routine, err := tx.QueueDepth(ctx)
			ok(t, err)
			if urgent+routine != len(free) || urgent == 0 || free[urgent-1].Priority != trace.Urgent || free[urgent].Priority != trace.Routine {
				t.Errorf("%d urgent, %d routine of %d", urgent, routine, len(free))
			}
			return nil
		})
		lease := x.Clock.Now().Add(24 * time.Hour)
		for _, want := range free {
			x.Clock.Advance(time.Second)
			x.Write(func(tx *store.Tx) error {
				got, err := tx.ClaimNext(ctx, tracer.ID, lease)
				ok(t, err)
				want.Status, want.ClaimedBy, want.Claimer, want.Agency = trace.Claimed, tracer.ID, tracer.Name, got.Agency
				want.ClaimedAt, want.LeaseUntil, want.Claim = tx.Now(), lease, want.Claim+1
				same(t, "claimed", got, want)
				return nil
			})
			acts := auditRows(t, x)
			same(t, "what the act is about", acts[len(acts)-1].On, want.Folio)
		}
		err := x.Store.Write(ctx, storetest.Setup, func(tx *store.Tx) error {
			_, err := tx.ClaimNext(ctx, tracer.ID, lease)
			return err
		})
		refused(t, "nothing left", err, fault.NotFound, "queue.empty")
		claim := func(folio string) error {
			return x.Store.Write(ctx, storetest.Setup, func(tx *store.Tx) error {
				_, err := tx.ClaimRequest(ctx, folio, people[0].ID, lease)
				return err
			})
		}
		refused(t, "taken", claim(free[0].Folio), fault.Conflict, "fault.move.claimed")
		refused(t, "unknown", claim("RM-2026-222222-2"), fault.NotFound, "fault.not_found")
		x.Read(func(tx *store.Tx) error {
			counts, err := tx.Counts(ctx)
			ok(t, err)
			if counts[trace.Queued] != 0 || counts[trace.Claimed] != len(all) {
				t.Errorf("counts %v", counts)
			}
			return nil
		})
	})
}

// Fifty tracers who ask at once get fifty different requests.
func TestClaimTogether(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		const tracers = 50
		ctx := t.Context()
		filer := x.Account(x.Agency("FGR", account.Federal), account.Submitter)
		tracer := x.Account(x.Agency("NTC", account.Center), account.Tracer)
		for i := range tracers / 2 {
			x.File(filer, 1+3*i) // two firearms each
		}
		var mu sync.Mutex
		var all sync.WaitGroup
		got := map[string]bool{}
		for range tracers {
			all.Go(func() {
				err := x.Store.Write(ctx, storetest.Setup, func(tx *store.Tx) error {
					r, err := tx.ClaimNext(ctx, tracer.ID, tx.Now().Add(time.Hour))
					mu.Lock()
					defer mu.Unlock()
					got[r.Folio] = true
					return err
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if len(got) != tracers {
			t.Errorf("%d claims gave %d requests", tracers, len(got))
		}
		x.Read(func(tx *store.Tx) error {
			counts, err := tx.Counts(ctx)
			ok(t, err)
			if counts[trace.Queued] != 0 || counts[trace.Claimed] != tracers {
				t.Errorf("counts %v", counts)
			}
			return nil
		})
	})
}
