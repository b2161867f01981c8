package intake_test

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"

	"rastreo/internal/account"
	"rastreo/internal/fault"
	"rastreo/internal/intake"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
)

// restrict leaves the seizure of a request to some people.
func (h house) restrict(t *testing.T, seizure string, named ...account.Actor) {
	t.Helper()
	ctx := t.Context()
	h.x.Write(func(tx *store.Tx) error {
		z, err := tx.SeizureHead(ctx, seizure)
		if err != nil {
			return err
		}
		for _, a := range named {
			if err := tx.Name(ctx, z.ID, a.ID, a.ID); err != nil {
				return err
			}
		}
		return tx.Restrict(ctx, z.ID, true)
	})
}

// Whoever filed a seizure and may not know of it any more has no receipt of it
// either, and nothing is filed again.
func TestReceiptOfTheRestricted(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx, once := t.Context(), intake.Once{Key: "k", Hash: "a"}
		r, _, err := h.File(ctx, h.filer, storetest.Filing(1), once)
		want(t, err, "")
		d, err := h.Begin(ctx, h.filer)
		want(t, err, "")
		d.Filing = storetest.Filing(2)
		want(t, second(h.Save(ctx, h.filer, d)), "")
		fromDraft, err := h.FileDraft(ctx, h.filer, d.ID)
		want(t, err, "")
		h.restrict(t, r.Folio, h.colleague, h.coordinator)
		h.restrict(t, fromDraft.Folio, h.colleague, h.coordinator)
		got, _, err := h.File(ctx, h.filer, storetest.Filing(1), once)
		want(t, err, fault.NotFound)
		again, err := h.FileDraft(ctx, h.filer, d.ID)
		want(t, err, fault.NotFound)
		if got.Folio+again.Folio != "" {
			t.Errorf("receipts of %s and %s", got.Folio, again.Folio)
		}
	})
}

// A request that became restricted is not named by others either: not as the
// same firearm, not in the advice of long ago, on no page, list or receipt.
func TestTheRestrictedIsNotNamed(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx, once := t.Context(), intake.Once{Key: "k", Hash: "a"}
		secret, _, err := h.File(ctx, h.colleague, wasr("1-04521-2003"), intake.Once{})
		want(t, err, "")
		other, _, err := h.File(ctx, h.colleague, wasr("1-04521-2008"), intake.Once{})
		want(t, err, "")
		f := wasr("1-04521-2003")
		f.Firearms[0].SameAs = other.Requests[0].Folio
		mine, _, err := h.File(ctx, h.filer, f, once)
		want(t, err, "")
		named := func() (places []string) {
			page, err := h.Requests(ctx, h.filer, intake.List{})
			want(t, err, "")
			z, err := h.Seizure(ctx, h.filer, mine.Folio)
			want(t, err, "")
			d, err := h.Request(ctx, h.filer, mine.Requests[0].Folio)
			want(t, err, "")
			r, _, err := h.File(ctx, h.filer, f, once)
			want(t, err, "")
			for where, what := range map[string]any{"list": page, "seizure": z, "request": d, "receipt": r} {
				text, err := json.Marshal(what)
				want(t, err, "")
				for _, folio := range []string{secret.Requests[0].Folio, other.Requests[0].Folio} {
					if strings.Contains(string(text), folio) {
						places = append(places, where+" "+folio)
					}
				}
			}
			return places
		}
		if len(named()) < 5 {
			t.Errorf("before, only %v", named())
		}
		for _, folio := range []string{secret.Folio, other.Folio} {
			h.restrict(t, folio, h.colleague, h.coordinator)
		}
		if places := named(); len(places) > 0 {
			t.Errorf("named: %v", places)
		}
	})
}

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

// A notice that was under way when its seizure was restricted is not brought
// to whoever may not know of it any more.
func TestNoticeOfTheRestricted(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		r, _, err := h.File(ctx, h.filer, storetest.Filing(1), intake.Once{})
		want(t, err, "")
		open, _, err := h.File(ctx, h.filer, storetest.Filing(2), intake.Once{})
		want(t, err, "")
		h.restrict(t, r.Folio, h.colleague, h.coordinator)
		want(t, second(h.notify.Deliver(ctx)), "")
		page, err := h.notify.Notices(ctx, h.filer, "")
		want(t, err, "")
		if len(page.Notices) != 1 || page.Notices[0].Folio != open.Folio {
			t.Errorf("told %+v", page.Notices)
		}
	})
}
