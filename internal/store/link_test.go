package store_test

import (
	"testing"

	"rastreo/internal/account"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
	"rastreo/internal/trace"
)

func TestLinks(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx, agency := t.Context(), x.Agency("FGJ-TAM", account.State)
		filer, tracer := x.Account(agency, account.Submitter), x.Account(x.Agency("NTC", account.Center), account.Tracer)
		a, b, c := file(x, t, filer, "A1234567"), file(x, t, filer, "A1234567"), file(x, t, x.Account(agency, account.Submitter), "A1234567")
		ours := trace.Link{Verdict: trace.SameFirearm, Why: "Cambió la custodia.", By: filer.ID}
		theirs := trace.Link{Verdict: trace.DifferentFirearm, Reason: "maker", Center: true, By: tracer.ID}
		third := trace.Link{Verdict: trace.SameFirearm, By: filer.ID}
		x.Write(func(tx *store.Tx) error { return tx.AddLink(ctx, &ours, a, b) })
		x.Clock.Advance(1e9)
		x.Write(func(tx *store.Tx) error {
			ok(t, tx.AddLink(ctx, &theirs, b, a))
			return tx.AddLink(ctx, &third, c, a)
		})
		for _, way := range [][2]trace.Request{{a, b}, {b, a}} {
			l := trace.Link{Verdict: trace.DifferentFirearm, By: filer.ID}
			refused(t, "it", x.Store.Write(ctx, storetest.Setup, func(tx *store.Tx) error { return tx.AddLink(ctx, &l, way[0], way[1]) }), fault.Conflict, "link.judged")
		}
		seen := func(f store.LinkFilter) (ids []string) {
			x.Read(func(tx *store.Tx) error {
				list, err := tx.Links(ctx, f)
				for _, l := range list {
					ids = append(ids, l.ID)
					if l.Folio != b.Folio && f.RequestID == b.ID || l.Folio == l.Other || l.ByName == "" || !l.Holds() {
						t.Errorf("%+v", l)
					}
				}
				return err
			})
			return ids
		}
		same(t, "got", len(seen(store.LinkFilter{RequestID: a.ID, Center: true})), 3)
		same(t, "got", seen(store.LinkFilter{RequestID: b.ID, Center: true}), []string{theirs.ID, ours.ID})
		same(t, "got", seen(store.LinkFilter{RequestID: b.ID}), []string{ours.ID})
		same(t, "got", seen(store.LinkFilter{RequestID: "nobody"}), nil)

		x.Write(func(tx *store.Tx) error { return tx.UndoLink(ctx, &ours, filer.ID) })
		refused(t, "it", x.Store.Write(ctx, storetest.Setup, func(tx *store.Tx) error { return tx.UndoLink(ctx, &ours, filer.ID) }), fault.Stale, "fault.stale")
		x.Read(func(tx *store.Tx) error {
			list, err := tx.Links(ctx, store.LinkFilter{RequestID: b.ID})
			ok(t, err)
			if len(list) != 1 || list[0].Holds() || list[0].UndoneBy != filer.ID || list[0].Why != ours.Why {
				t.Errorf("undone: %+v", list)
			}
			return nil
		})
		again := trace.Link{Verdict: trace.DifferentFirearm, Reason: "other", By: filer.ID}
		x.Write(func(tx *store.Tx) error { return tx.AddLink(ctx, &again, b, a) })
		same(t, "got", len(ids(t, x, b)), 2)
	})
}

func ids(t *testing.T, x *storetest.Fixture, r trace.Request) (list []trace.Link) {
	x.Read(func(tx *store.Tx) (err error) {
		list, err = tx.Links(t.Context(), store.LinkFilter{RequestID: r.ID})
		return err
	})
	return list
}
