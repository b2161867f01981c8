package store_test

import (
	"fmt"
	"testing"
	"time"

	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
	"rastreo/internal/trace"
)

// Messages come newest first, a page at a time; every instant belongs to exactly
// one page.
func TestThread(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		d := newDesk(t, x)
		var sent []trace.Message
		from := x.Clock.Now()
		for i := range 7 {
			by, role, name := d.filer.ID, "submitter", d.filer.Name
			if i%2 == 1 {
				by, role, name = d.tracer.ID, "tracer", d.tracer.Name
			}
			m := trace.Message{RequestID: d.r.ID, Text: fmt.Sprintf("Apareció\n«%d»", i), Lang: "es", By: by}
			x.Write(func(tx *store.Tx) error { return tx.AddMessage(ctx, &m) })
			m.ByName, m.ByRole = name, role
			sent = append([]trace.Message{m}, sent...)
			x.Clock.Advance(time.Minute)
		}
		x.Read(func(tx *store.Tx) error {
			var got []trace.Message
			covered := map[int]int{}
			for cursor, more := "", true; more; {
				page, err := tx.Thread(ctx, d.r.ID, cursor, 3)
				ok(t, err)
				got = append(got, page.Messages...)
				for i := -1; i < 9; i++ {
					if page.Covers(from.Add(time.Duration(i) * time.Minute)) {
						covered[i]++
					}
				}
				cursor, more = page.Next, page.Next != ""
			}
			same(t, "messages", got, sent)
			for i := -1; i < 9; i++ {
				same(t, fmt.Sprint("pages of minute ", i), covered[i], 1)
			}
			none, err := tx.Thread(ctx, "none", "", 0)
			ok(t, err)
			same(t, "of nothing", len(none.Messages), 0)
			_, err = tx.Thread(ctx, d.r.ID, "x", 0)
			refused(t, "a wrong cursor", err, fault.Invalid, fault.Of(err).Key)
			return nil
		})
	})
}
