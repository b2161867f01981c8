package intake_test

import (
	"sync"
	"testing"

	"rastreo/internal/intake"
	"rastreo/internal/store/storetest"
)

// A button pressed twice shows the same receipt twice, also while the first
// press is still under way, and also when two processes share the database.
func TestFileDraftAtOnce(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		d, err := h.Begin(ctx, h.filer)
		want(t, err, "")
		d.Filing = storetest.Filing(1)
		_, err = h.Save(ctx, h.filer, d)
		want(t, err, "")
		elsewhere := intake.New(h.x.Store, intake.Config{Now: h.x.Clock.Now})
		var all sync.WaitGroup
		var folios sync.Map
		for i := range 20 {
			all.Go(func() {
				in := h.Intake
				if i%4 == 0 {
					in = elsewhere
				}
				r, err := in.FileDraft(ctx, h.filer, d.ID)
				want(t, err, "")
				folios.Store(r.Folio, true)
			})
		}
		all.Wait()
		n := 0
		folios.Range(func(any, any) bool { n++; return true })
		if n != 1 {
			t.Errorf("%d filings of one draft", n)
		}
	})
}
