package store_test

import (
	"fmt"
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
	"rastreo/internal/trace"
)

func TestViews(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		center := x.Agency("NTC", account.Center)
		mine, theirs := x.Account(center, account.Tracer), x.Account(center, account.Supervisor)
		as := func(a account.Account, f func(tx *store.Tx) error) error {
			return x.Store.Write(ctx, audit.By(account.Actor{ID: a.ID, Role: a.Role}, audit.ViewKept, ""), f)
		}
		add := func(a account.Account, v trace.View) trace.View {
			v.AccountID = a.ID
			ok(t, as(a, func(tx *store.Tx) error { return tx.AddView(ctx, &v) }))
			return v
		}
		first := add(mine, trace.View{Name: "Hoy", Filter: "due=today", Main: true})
		second := add(mine, trace.View{Name: "Urgentes", Filter: "priority=urgent", Main: true})
		add(theirs, trace.View{Name: "Propia", Filter: "due=late"})
		shared := add(theirs, trace.View{Name: "De todos", Filter: "tracer=none", Shared: true})
		names := func(a account.Account) (list []string) {
			ok(t, x.Store.Read(ctx, account.Actor{ID: a.ID, Role: a.Role}, func(tx *store.Tx) error {
				all, err := tx.Views(ctx, a.ID)
				for _, v := range all {
					list = append(list, fmt.Sprint(v.Name, v.Main))
				}
				return err
			}))
			return list
		}
		same(t, "a tracer's", names(mine), []string{"Hoyfalse", "Urgentestrue", "De todosfalse"})
		same(t, "a supervisor's", names(theirs), []string{"Propiafalse", "De todosfalse"})
		ok(t, as(mine, func(tx *store.Tx) error { return tx.RaiseView(ctx, mine.ID, second.ID) }))
		ok(t, as(mine, func(tx *store.Tx) error { return tx.RaiseView(ctx, mine.ID, second.ID) }))
		first.Name, first.Main = "Vencen hoy", true
		ok(t, as(mine, func(tx *store.Tx) error { return tx.ChangeView(ctx, first) }))
		same(t, "in another order", names(mine), []string{"Urgentesfalse", "Vencen hoytrue", "De todosfalse"})
		ok(t, x.Store.Read(ctx, account.Actor{ID: mine.ID, Role: mine.Role}, func(tx *store.Tx) error {
			v, err := tx.MainView(ctx, mine.ID)
			ok(t, err)
			same(t, "opens with", v.Filter, "due=today")
			_, err = tx.MainView(ctx, theirs.ID)
			refused(t, "no main view", err, fault.NotFound, "fault.not_found")
			_, err = tx.View(ctx, mine.ID, shared.ID)
			refused(t, "another's", err, fault.NotFound, "fault.not_found")
			_, err = tx.View(ctx, mine.ID, first.ID)
			return err
		}))
		for what, f := range map[string]func(*store.Tx) error{
			"raise":  func(tx *store.Tx) error { return tx.RaiseView(ctx, mine.ID, shared.ID) },
			"change": func(tx *store.Tx) error { v := shared; v.AccountID = mine.ID; return tx.ChangeView(ctx, v) },
			"delete": func(tx *store.Tx) error { return tx.DeleteView(ctx, mine.ID, shared.ID) },
		} {
			refused(t, what, as(mine, f), fault.NotFound, "fault.not_found")
		}
		ok(t, as(mine, func(tx *store.Tx) error { return tx.DeleteView(ctx, mine.ID, second.ID) }))
		for i := range trace.MostViews - 1 {
			add(mine, trace.View{Name: fmt.Sprint(i), Filter: "due=late"})
		}
		refused(t, "too many", as(mine, func(tx *store.Tx) error { return tx.AddView(ctx, &trace.View{AccountID: mine.ID, Name: "una más"}) }), fault.Conflict, "view.most")

		ok(t, as(mine, func(tx *store.Tx) error { return tx.SetCompact(ctx, mine.ID, true) }))
		x.Read(func(tx *store.Tx) error {
			who, err := tx.Actor(ctx, mine.ID)
			same(t, "compact", who.Compact, true)
			return err
		})
	})
}

// Requests of some folios are narrowed as every search is.
func TestRequestsAmong(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		people, all := crowd(t, x, 4)
		some := append(folios(all[:3]), "RM-2026-222222-2")
		for _, f := range []store.RequestFilter{
			{},
			{Status: trace.Claimed},
			{AgencyID: people[0].AgencyID},
			{ClaimedBy: people[3].ID},
			{Unclaimed: true},
			{Due: trace.DueSpan{None: true}},
			{Priority: trace.Urgent, Due: trace.DueSpan{From: x.Clock.Now()}},
		} {
			want := 0
			for _, r := range all[:3] {
				if (f.Status == "" || r.Status == f.Status) && (f.AgencyID == "" || r.AgencyID == f.AgencyID) && (f.ClaimedBy == "" || r.ClaimedBy == f.ClaimedBy) &&
					(!f.Unclaimed || r.ClaimedBy == "") && (f.Priority == "" || r.Priority == f.Priority) && f.Due.Has(r.DueAt) {
					want++
				}
			}
			x.Read(func(tx *store.Tx) error {
				list, err := tx.RequestsAmong(t.Context(), some, f)
				same(t, fmt.Sprint("among ", f), len(list), want)
				return err
			})
		}
	})
}

// A count is that of the list, and never reads further than its bound.
func TestCountQueue(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		people, all := crowd(t, x, 20)
		middle := inQueueOrder(all)[len(all)/2].DueAt
		for _, f := range []store.QueueFilter{
			{},
			{Status: trace.Concluded},
			{AgencyID: people[2].AgencyID},
			{Priority: trace.Urgent},
			{ClaimedBy: people[3].ID},
			{Unclaimed: true, Status: trace.Claimed},
			{Due: trace.DueSpan{Until: middle}},
			{Due: trace.DueSpan{From: middle, Until: middle.Add(time.Hour)}, AgencyID: people[0].AgencyID},
			{Due: trace.DueSpan{None: true}},
			{Due: trace.DueSpan{From: middle}, ClaimedBy: people[3].ID, Overdue: true},
		} {
			want := len(queue(t, x, f))
			x.Read(func(tx *store.Tx) error {
				for _, most := range []int{1, 5, 1000} {
					n, err := tx.CountQueue(t.Context(), f, most)
					ok(t, err)
					same(t, fmt.Sprint("count up to ", most, " of ", f), n, min(want, most))
				}
				return nil
			})
		}
	})
}
