package store_test

import (
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
	"rastreo/internal/trace"
)

// What the fixtures file is what Check lets through.
func TestFilingFixture(t *testing.T) {
	for i := range 60 {
		f := storetest.Filing(i)
		checked, err := f.Check(storetest.Start)
		if err != nil {
			t.Fatalf("filing %d: %v", i, err)
		}
		same(t, fmt.Sprintf("filing %d", i), checked, f)
	}
}

func TestSeizure(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		agency := x.Agency("FGR", account.Federal)
		filer := x.Account(agency, account.Submitter)
		s := x.File(filer, 2)
		x.Clock.Advance(time.Minute)
		last := x.File(filer, 3)

		want := s
		want.Agency, want.AgencyName, want.FilerName, want.FilerAgency = "FGR", agency.Name, filer.Name, agency.Name
		for i, g := range storetest.Filing(2).Firearms {
			r := &want.Requests[i]
			same(t, "firearm", r.Firearm, g)
			r.Agency = "FGR"
			if r.Ordinal != i+1 || r.Status != trace.Queued || r.FiledAt != storetest.Start || r.QueuedAt != storetest.Start {
				t.Errorf("request %d: %+v", i, r)
			}
			if folio, valid := trace.ParseFolio(r.Folio); !valid || !strings.HasPrefix(folio, "RM-2026-") {
				t.Errorf("folio %q", r.Folio)
			}
		}
		x.Read(func(tx *store.Tx) error {
			got, err := tx.Seizure(ctx, s.Folio)
			ok(t, err)
			same(t, "seizure", got, want)
			head, err := tx.SeizureHead(ctx, s.Folio)
			ok(t, err)
			bare := want
			bare.Requests, bare.People, bare.Custody, bare.Narrative = nil, nil, trace.Custody{}, ""
			bare.Recovered.Place = trace.Place{Entidad: "28", Municipio: "28032"}
			same(t, "head", head, bare)
			r, err := tx.Request(ctx, want.Requests[1].Folio)
			ok(t, err)
			same(t, "request", r, want.Requests[1])
			events, err := tx.Events(ctx, r.ID)
			ok(t, err)
			same(t, "events", events, []trace.Event{{
				RequestID: r.ID, Seq: 1, At: storetest.Start, By: filer.ID, ByName: filer.Name, ByRole: "submitter",
				Code: trace.EventFiled, Params: map[string]string{},
			}})
			counts, err := tx.Counts(ctx)
			ok(t, err)
			same(t, "counts", counts, map[trace.Status]int{
				trace.Queued: 4, trace.Claimed: 0, trace.Returned: 0, trace.Concluded: 0, trace.Withdrawn: 0,
			})
			d, err := tx.Dossier(ctx, r)
			ok(t, err)
			if d.Private || len(d.Seizure.People) != 1 || len(d.Events) != 1 {
				t.Errorf("dossier: %+v", d)
			}
			d, err = tx.Outline(ctx, r)
			ok(t, err)
			if !d.Private || d.Seizure.People != nil || d.Seizure.Narrative != "" {
				t.Errorf("outline: %+v", d)
			}
			_, err = tx.Seizure(ctx, "AS-2026-222222-2")
			refused(t, "unknown", err, fault.NotFound, "fault.not_found")
			_, err = tx.SeizureHead(ctx, "AS\x00")
			refused(t, "unreadable", err, fault.NotFound, "fault.not_found")
			_, err = tx.Request(ctx, "RM-2026-222222-2")
			refused(t, "unknown", err, fault.NotFound, "fault.not_found")
			return nil
		})
		acts := auditRows(t, x)
		same(t, "what the act is about", acts[len(acts)-1].On, last.Folio)
	})
}

// A time that is given stays, and the year of the folio is that of Mexico.
func TestSeizureGivenTime(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		filer := x.Account(x.Agency("FGR", account.Federal), account.Submitter)
		s := storetest.Seizure(filer, 1)
		s.FiledAt = time.Date(2026, 1, 1, 3, 0, 0, 7, time.UTC)
		x.Write(func(tx *store.Tx) error { return tx.AddSeizure(t.Context(), &s) })
		if want := s.FiledAt.Truncate(time.Microsecond); s.FiledAt != want || s.Requests[0].QueuedAt != want {
			t.Errorf("filed at %v, queued at %v", s.FiledAt, s.Requests[0].QueuedAt)
		}
		if !strings.HasPrefix(s.Folio, "AS-2025-") {
			t.Errorf("folio %q of an evening in 2025", s.Folio)
		}
	})
}

// coins is randomness of which only the last bit is left: it knows 64 folios.
type coins struct{ io.Reader }

func (c coins) Read(b []byte) (int, error) {
	n, err := c.Reader.Read(b)
	for i := range b[:n] {
		b[i] &= 1
	}
	return n, err
}

// A folio that is taken is drawn again, and nothing else is lost by it.
func TestFolioDrawnTwice(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		filer := x.Account(x.Agency("FGR", account.Federal), account.Submitter)
		few := store.New(x.DB, store.Config{Now: x.Clock.Now, Random: coins{rand.NewChaCha8([32]byte{1})}})
		seen := map[string]bool{}
		for i := range 14 {
			x.Clock.Advance(time.Millisecond)
			s := storetest.Seizure(filer, i)
			ok(t, few.Write(ctx, storetest.Setup, func(tx *store.Tx) error { return tx.AddSeizure(ctx, &s) }))
			x.Read(func(tx *store.Tx) error {
				got, err := tx.Seizure(ctx, s.Folio)
				ok(t, err)
				for n, r := range got.Requests {
					if seen[r.Folio] || r.Folio != s.Requests[n].Folio {
						t.Errorf("folio %s, told %s", r.Folio, s.Requests[n].Folio)
					}
					seen[r.Folio] = true
					same(t, "firearm", r.Firearm, storetest.Filing(i).Firearms[n])
					same(t, "found by its folio", find(t, x, store.RequestFilter{Term: trace.FolioKey(r.Folio)}), []string{r.Folio})
				}
				return nil
			})
		}
		if len(seen) != 27 {
			t.Errorf("%d requests", len(seen))
		}
	})
}

// When no folio is left the filing fails whole.
func TestFolioNone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		filer := x.Account(x.Agency("FGR", account.Federal), account.Submitter)
		one := store.New(x.DB, store.Config{Now: x.Clock.Now, Random: zeros{}})
		file := func() error {
			x.Clock.Advance(time.Millisecond)
			s := storetest.Seizure(filer, 0)
			return one.Write(ctx, storetest.Setup, func(tx *store.Tx) error { return tx.AddSeizure(ctx, &s) })
		}
		ok(t, file())
		if err := file(); err == nil || count(t, x, "seizure") != 1 || count(t, x, "request") != 1 {
			t.Errorf("the second of one folio: %v", err)
		}
	})
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) {
	clear(b)
	return len(b), nil
}

func TestFilingKey(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		filer := x.Account(x.Agency("FGR", account.Federal), account.Submitter)
		s := x.File(filer, 2)
		k := store.FilingKey{AccountID: filer.ID, Key: "k1", Hash: "h", Receipt: s.Receipt()}
		x.Write(func(tx *store.Tx) error { return tx.AddFilingKey(ctx, k) })
		k.At = x.Clock.Now()
		find := func(key string) (got store.FilingKey, found bool) {
			x.Read(func(tx *store.Tx) (err error) {
				got, found, err = tx.FilingKey(ctx, filer.ID, key)
				return err
			})
			return got, found
		}
		got, found := find("k1")
		same(t, "key", got, k)
		if _, other := find("k2"); other || !found {
			t.Errorf("k1 %v, k2 %v", found, other)
		}
		before := count(t, x, "seizure")
		err := x.Store.Write(ctx, storetest.Setup, func(tx *store.Tx) error {
			twin := storetest.Seizure(filer, 2)
			ok(t, tx.AddSeizure(ctx, &twin))
			return tx.AddFilingKey(ctx, store.FilingKey{AccountID: filer.ID, Key: "k1", Hash: "h", Receipt: twin.Receipt()})
		})
		refused(t, "same key", err, fault.Conflict, "fault.idempotency_busy")
		same(t, "seizures", count(t, x, "seizure"), before)
		end := x.Clock.Advance(time.Hour)
		for _, want := range []int{1, 0} {
			ok(t, x.Store.Chore(ctx, func(c *store.Chore) error {
				n, err := c.SweepFilingKeys(ctx, end, 5)
				same(t, "swept", n, want)
				return err
			}))
		}
	})
}

func TestDraft(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		agency := x.Agency("FGR", account.Federal)
		a, b := x.Account(agency, account.Submitter), x.Account(agency, account.Submitter)
		d := trace.Saved{AccountID: a.ID, Filing: trace.Filing{Offence: "?", Narrative: "  <b>\"ñ\" & "}}
		x.Write(func(tx *store.Tx) error { return tx.AddDraft(ctx, &d) })
		x.Clock.Advance(time.Second)
		second := trace.Saved{AccountID: a.ID, Filing: storetest.Filing(1)}
		x.Write(func(tx *store.Tx) error { return tx.AddDraft(ctx, &second) })
		x.Read(func(tx *store.Tx) error {
			got, err := tx.Draft(ctx, d.ID, a.ID)
			ok(t, err)
			same(t, "draft", got, d)
			_, err = tx.Draft(ctx, d.ID, b.ID)
			refused(t, "somebody else's", err, fault.NotFound, "fault.not_found")
			list, next, err := tx.Drafts(ctx, a.ID, "", 10)
			ok(t, err)
			same(t, "drafts", list, []trace.Saved{second, d})
			same(t, "after all of them", next, "")
			list, next, err = tx.Drafts(ctx, a.ID, "", 1)
			ok(t, err)
			same(t, "first page", list, []trace.Saved{second})
			list, next, err = tx.Drafts(ctx, a.ID, next, 1)
			ok(t, err)
			same(t, "second page", list, []trace.Saved{d})
			same(t, "after the second page", next, "")
			_, _, err = tx.Drafts(ctx, a.ID, "forged", 1)
			refused(t, "a forged cursor", err, fault.Invalid, "fault.cursor")
			return nil
		})
		x.Clock.Advance(time.Second)
		quick, slow := d, d
		quick.Filing.Narrative, slow.Filing.Narrative = "quick", "slow"
		x.Write(func(tx *store.Tx) error { return tx.SaveDraft(ctx, &quick) })
		if quick.Version != 2 || quick.UpdatedAt != x.Clock.Now() {
			t.Errorf("saved as version %d at %v", quick.Version, quick.UpdatedAt)
		}
		err := x.Store.Write(ctx, storetest.Setup, func(tx *store.Tx) error { return tx.SaveDraft(ctx, &slow) })
		refused(t, "over a newer version", err, fault.Stale, "fault.stale")
		stolen := quick
		stolen.AccountID = b.ID
		err = x.Store.Write(ctx, storetest.Setup, func(tx *store.Tx) error { return tx.SaveDraft(ctx, &stolen) })
		refused(t, "somebody else's", err, fault.NotFound, "fault.not_found")
		x.Write(func(tx *store.Tx) error {
			got, err := tx.Draft(ctx, d.ID, a.ID)
			ok(t, err)
			same(t, "after all", got, quick)
			list, _, err := tx.Drafts(ctx, a.ID, "", 1)
			ok(t, err)
			same(t, "last saved", list, []trace.Saved{quick})
			refused(t, "drop somebody else's", tx.DropDraft(ctx, d.ID, b.ID), fault.NotFound, "fault.not_found")
			ok(t, tx.DropDraft(ctx, d.ID, a.ID))
			_, err = tx.Draft(ctx, d.ID, a.ID)
			refused(t, "dropped", err, fault.NotFound, "fault.not_found")
			return nil
		})
	})
}
