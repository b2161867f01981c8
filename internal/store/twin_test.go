package store_test

import (
	"slices"
	"strconv"
	"testing"

	"rastreo/internal/account"
	"rastreo/internal/firearm"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
	"rastreo/internal/trace"
)

// file files one firearm with a serial number and returns its request.
func file(x *storetest.Fixture, t *testing.T, filer account.Account, serial string) trace.Request {
	t.Helper()
	x.Clock.Advance(1e6)
	s := storetest.Seizure(filer, 3)
	s.Firearms = s.Firearms[:1]
	s.Firearms[0].Serial.Text = serial
	s.Firearms[0].Manufacturer, s.Firearms[0].Importer, s.Firearms[0].Caliber = "Beretta", "none", "9x19"
	x.Write(func(tx *store.Tx) error { return tx.AddSeizure(t.Context(), &s) })
	return s.Requests[0]
}

func TestTwins(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ours, theirs := x.Agency("FGJ-TAM", account.State), x.Agency("FGR", account.Federal)
		filer, colleague, foreign := x.Account(ours, account.Submitter), x.Account(ours, account.Submitter), x.Account(theirs, account.Submitter)
		first := file(x, t, filer, "BER123456Z")
		near := file(x, t, colleague, "BER123457Z")
		affix := file(x, t, foreign, "123456")
		lookAlike := file(x, t, foreign, "8ER1Z34S6Z")
		partial := file(x, t, filer, "BER12?456Z")
		file(x, t, filer, "BER999999Z")
		file(x, t, filer, "")
		again := file(x, t, filer, "ber 123456 z")
		seek := func(f store.TwinFilter) (folios []string, likes []firearm.Likeness) {
			x.Read(func(tx *store.Tx) error {
				list, err := tx.Twins(t.Context(), f)
				for _, w := range list {
					folios, likes = append(folios, w.Request.Folio), append(likes, w.Likeness)
				}
				return err
			})
			return folios, likes
		}
		sought := again.Twin()
		folios, likes := seek(store.TwinFilter{Firearm: sought, Except: again.ID})
		same(t, "got", folios, []string{first.Folio, lookAlike.Folio, partial.Folio, affix.Folio, near.Folio})
		same(t, "got", likes, []firearm.Likeness{firearm.Same, firearm.Confusable, firearm.Illegible, firearm.Affix, firearm.Near})
		folios, _ = seek(store.TwinFilter{Firearm: sought, Except: again.ID, AgencyID: ours.ID})
		same(t, "got", folios, []string{first.Folio, partial.Folio, near.Folio})
		folios, _ = seek(store.TwinFilter{Firearm: sought, Limit: 2})
		same(t, "got", folios, []string{again.Folio, first.Folio})
		for _, nothing := range []firearm.Twin{{}, {Serial: "??"}, {Serial: "BER55555"}, {Serial: "BER123456Z\x00"}} {
			if folios, _ := seek(store.TwinFilter{Firearm: nothing, Except: again.ID}); len(folios) > 0 && nothing.Serial != "BER123456Z\x00" {
				t.Errorf("%q has twins %v", nothing.Serial, folios)
			}
		}
		x.Write(func(tx *store.Tx) error {
			r, err := tx.Request(t.Context(), near.Folio)
			ok(t, err)
			g := r.Firearm
			g.Serial.Text = "XYZ777777"
			return tx.Amend(t.Context(), &r, g)
		})
		folios, _ = seek(store.TwinFilter{Firearm: sought})
		same(t, "got", slices.Contains(folios, near.Folio), false)
		folios, _ = seek(store.TwinFilter{Firearm: firearm.Twin{Serial: "XYZ77777"}})
		same(t, "got", folios, []string{near.Folio})
	})
}

// A number that very many firearms share is found with what is most alike
// first, and the look-up stays bounded.
func TestTwinsOfAll(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		filer := x.Account(x.Agency("FGR", account.Federal), account.Submitter)
		x.Write(func(tx *store.Tx) error {
			for i := range 30 {
				s := storetest.Seizure(filer, 3)
				s.Firearms = nil
				for n := range 10 {
					g := storetest.Filing(3).Firearms[0]
					g.Serial.Text = "AB" + strconv.Itoa(10+i%10) + strconv.Itoa(n) + "12345"
					if n == 0 {
						g.Serial.Text = "12345"
					}
					s.Firearms = append(s.Firearms, g)
				}
				if err := tx.AddSeizure(t.Context(), &s); err != nil {
					return err
				}
			}
			return nil
		})
		x.Read(func(tx *store.Tx) error {
			list, err := tx.Twins(t.Context(), store.TwinFilter{Firearm: firearm.Twin{Serial: "12345"}})
			if len(list) != 20 || list[19].Likeness != firearm.Same {
				t.Errorf("%d found", len(list))
			}
			return err
		})
	})
}

// What an agency has is found however much of the like others have.
func TestTwinsBeside(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ours, theirs := x.Agency("FGJ-TAM", account.State), x.Agency("FGR", account.Federal)
		filer := x.Account(ours, account.Submitter)
		near(t, x, x.Account(theirs, account.Submitter), 2500)
		near(t, x, filer, 1)
		x.Read(func(tx *store.Tx) error {
			list, err := tx.Twins(t.Context(), store.TwinFilter{Firearm: firearm.Twin{Serial: "BER123456Z"}, AgencyID: ours.ID})
			if len(list) != 1 || list[0].Request.FiledBy != filer.ID {
				t.Errorf("%d found", len(list))
			}
			return err
		})
	})
}

// With the sieve the same is found as without, whatever was written before it
// was made, while and after.
func TestSift(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx, filer := t.Context(), x.Account(x.Agency("FGR", account.Federal), account.Submitter)
		file(x, t, filer, "BER123456Z")
		amended := file(x, t, filer, "XYZ777777")
		ok(t, x.Store.Sift(ctx))
		ok(t, x.Store.Sift(ctx))
		file(x, t, filer, "BER123457Z")
		beneath(t, x, `UPDATE request SET serial_core = NULL WHERE serial_key = 'BER123457Z'`)
		ok(t, x.Store.Chore(ctx, func(c *store.Chore) error { _, err := c.FillCores(ctx, 10); return err }))
		x.Write(func(tx *store.Tx) error {
			g := amended.Firearm
			g.Serial.Text = "8ER123456Z"
			return tx.Amend(ctx, &amended, g)
		})
		for serial, want := range map[string]int{"BER123456Z": 3, "BER12345?Z": 3, "XYZ777777": 0, "QQQ100000": 0} {
			x.Read(func(tx *store.Tx) error {
				for agency, want := range map[string]int{"": want, filer.AgencyID: want, "another": 0} {
					list, err := tx.Twins(ctx, store.TwinFilter{Firearm: firearm.Twin{Serial: serial}, AgencyID: agency})
					ok(t, err)
					if len(list) != want {
						t.Errorf("%s in %q: %d found, not %d", serial, agency, len(list), want)
					}
				}
				return nil
			})
		}
	})
}

func TestReportIsKept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx, filer := t.Context(), x.Account(x.Agency("FGR", account.Federal), account.Submitter)
		s := storetest.Seizure(filer, 4)
		g := &s.Firearms[0]
		g.Year, g.Altered, g.SameAs = "1978", []string{"sawn_off"}, "RM-2026-234679-A"
		g.Serial.Missing, g.Serial.Restoration = "2", "failed"
		g.Read.Importer = trace.Sighting{Reading: "partial", Location: "barrel"}
		g.Markings[0].Reading = "legible"
		g.Kept = []trace.Kept{{Advice: "x", Reason: "as_marked"}}
		want := *g
		report := firearm.Report{
			Advice: []firearm.Advice{{Code: "x", Severity: firearm.LookAgain, Field: "importer", Params: map[string]string{"a": "ñ"}}},
			Score:  73, Reasons: []firearm.Reason{{Code: "x", Points: 27}}, Listed: firearm.Listed{Version: "abc", Caliber: "9x19"},
		}
		s.Reports = []firearm.Report{report}
		x.Write(func(tx *store.Tx) error { return tx.AddSeizure(ctx, &s) })
		if s.Reports != nil {
			t.Error("the reports are still in the filing")
		}
		x.Write(func(tx *store.Tx) error {
			r, err := tx.HoldRequest(ctx, s.Requests[0].Folio)
			ok(t, err)
			same(t, "got", r.Firearm, want)
			same(t, "got", r.Report, report)
			whole, err := tx.Seizure(ctx, s.Folio)
			ok(t, err)
			same(t, "got", []firearm.Report{whole.Requests[0].Report, whole.Requests[1].Report}, []firearm.Report{report, {}})
			list, _, err := tx.Requests(ctx, store.RequestFilter{})
			ok(t, err)
			same(t, "got", list[1].Report, firearm.Report{Score: 73})
			g := r.Firearm
			g.Serial.Missing, g.Year, g.Kept = "1", "1979", nil
			ok(t, tx.Amend(ctx, &r, g))
			r, err = tx.Request(ctx, r.Folio)
			ok(t, err)
			same(t, "got", r.Report, report)
			same(t, "got", []string{r.Serial.Missing, r.Year, r.Kept[0].Reason, r.SameAs}, []string{"1", "1979", "as_marked", want.SameAs})
			return nil
		})
	})
}
