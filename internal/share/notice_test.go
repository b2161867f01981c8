package share_test

import (
	"testing"

	"rastreo/internal/db"
	"rastreo/internal/notify"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// A notice that is being made while the seizure it is about becomes secret is
// not made for whoever may not know of it any more, whichever is first.
func TestNoticeMeanwhile(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx, made := t.Context(), make(chan error, 1)
		no := notify.New(h.x.Store, h.x.Clock.Now)
		h.x.Write(func(tx *store.Tx) error {
			for _, folio := range []string{h.z.Folio, h.z.Requests[0].Folio} {
				if err := tx.TellAll(ctx, trace.NoticeNamed, folio, []string{h.leo.ID, h.eva.ID}); err != nil {
					return err
				}
			}
			return nil
		})
		deliver := func() {
			_, err := no.Deliver(ctx)
			made <- err
		}
		h.x.Write(func(tx *store.Tx) error {
			want(t, tx.HoldSeizure(ctx, h.z.ID), "")
			want(t, tx.Restrict(ctx, h.z.ID, true), "")
			want(t, tx.Name(ctx, h.z.ID, h.ana.ID, h.ana.ID, h.eva.ID), "")
			want(t, tx.HushNotices(ctx, h.z.ID), "")
			go deliver()
			h.waits(t, made)
			return nil
		})
		want(t, <-made, "")
		h.x.Read(func(tx *store.Tx) error {
			for id, want := range map[string]int{h.leo.ID: 0, h.eva.ID: 2} {
				if n, err := tx.Unread(ctx, id); n != want || err != nil {
					t.Errorf("%s has %d notices, want %d; %v", h.names[id], n, want, err)
				}
			}
			return nil
		})
	})
}

// waits until what goes on beside a transaction waits for it, or is done. Where
// acts are done one by one it waits anyhow.
func (h house) waits(t *testing.T, done <-chan error) {
	t.Helper()
	for h.x.DB.Shared() && len(done) == 0 {
		n := 0
		want(t, h.x.DB.Read(t.Context(), db.Unfenced, func(tx *db.Tx) error {
			return tx.Row(t.Context(), `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`).Scan(&n)
		}), "")
		if n > 0 {
			return
		}
	}
}
