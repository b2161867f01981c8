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

func TestWording(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx, boss := t.Context(), x.Account(x.Agency("NTC", account.Center), account.Supervisor)
		words := trace.Texts{ES: "¿Dónde está\n{serial}?", EN: "Where is\n{serial}?"}
		var all []trace.Wording
		for range 5 {
			w := trace.Wording{Title: trace.Titles{ES: "Dónde", EN: "Where"}, Text: words, Fields: []string{"custody"}}
			x.Write(func(tx *store.Tx) error { return tx.AddWording(ctx, &w, boss.ID) })
			all = append(all, w)
			x.Clock.Advance(time.Minute)
		}
		x.Write(func(tx *store.Tx) error {
			old := all[1]
			all[1].Retired, all[1].Text.EN = true, "Where is it? {serial}"
			ok(t, tx.ChangeWording(ctx, &all[1], boss.ID))
			same(t, "version", all[1].Version, 2)
			refused(t, "an old version", tx.ChangeWording(ctx, &old, boss.ID), fault.Stale, "fault.stale")
			got, err := tx.Wording(ctx, all[1].ID)
			ok(t, err)
			same(t, "changed", got, all[1])
			_, err = tx.Wording(ctx, "none")
			refused(t, "none", err, fault.NotFound, "fault.not_found")
			return nil
		})
		x.Read(func(tx *store.Tx) error {
			for _, retired := range []bool{true, false} {
				var got []trace.Wording
				for cursor, more := "", true; more; {
					list, next, err := tx.Wordings(ctx, retired, cursor, 2)
					ok(t, err)
					got = append(got, list...)
					cursor, more = next, next != ""
				}
				want := all
				if !retired {
					want = append([]trace.Wording{all[0]}, all[2:]...)
				}
				same(t, "list", got, want)
			}
			return nil
		})
	})
}
