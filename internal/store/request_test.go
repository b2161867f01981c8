package store_test

import (
	"slices"
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
	"rastreo/internal/trace"
)

// find lists the folios of all pages of a list, checking each page's length.
func find(t *testing.T, x *storetest.Fixture, f store.RequestFilter) (folios []string) {
	t.Helper()
	for range 1000 {
		var next string
		x.Read(func(tx *store.Tx) error {
			list, after, err := tx.Requests(t.Context(), f)
			ok(t, err)
			if after != "" && f.Limit > 0 && len(list) != f.Limit {
				t.Errorf("a page of %d has %d", f.Limit, len(list))
			}
			for _, r := range list {
				folios = append(folios, r.Folio)
			}
			next = after
			return nil
		})
		if f.After = next; next == "" {
			return folios
		}
	}
	t.Fatal("the list does not end")
	return nil
}

func folios(list []trace.Request) (folios []string) {
	for _, r := range list {
		folios = append(folios, r.Folio)
	}
	return folios
}

// crowd files n seizures by three people of two agencies in turn, with two
// at each moment, and claims every fourth request.
func crowd(t *testing.T, x *storetest.Fixture, n int) (people []account.Account, all []trace.Request) {
	t.Helper()
	fgr, fgj := x.Agency("FGR", account.Federal), x.Agency("FGJ-TAM", account.State)
	people = []account.Account{
		x.Account(fgr, account.Submitter), x.Account(fgr, account.Submitter), x.Account(fgj, account.Submitter),
		x.Account(x.Agency("NTC", account.Center), account.Tracer),
	}
	for i := range n {
		all = append(all, x.File(people[i%3], i).Requests...)
		x.Clock.Advance(time.Duration(i%2) * time.Second)
	}
	for i := range all {
		if i%4 == 0 {
			x.Write(func(tx *store.Tx) (err error) {
				all[i], err = tx.ClaimRequest(t.Context(), all[i].Folio, people[3].ID, x.Clock.Now().Add(time.Hour))
				return err
			})
		}
	}
	return people, all
}

func TestRequests(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		people, all := crowd(t, x, 20)
		slices.SortFunc(all, func(a, b trace.Request) int {
			if c := b.FiledAt.Compare(a.FiledAt); c != 0 {
				return c
			}
			return -compare(a.ID, b.ID)
		})
		for _, status := range append([]trace.Status{""}, trace.Filed...) {
			for _, who := range []string{"", people[0].ID, people[2].ID, "nobody"} {
				for _, agency := range []string{"", people[0].AgencyID, people[2].AgencyID} {
					var want []string
					for _, r := range all {
						if (status == "" || r.Status == status) && (who == "" || r.FiledBy == who) && (agency == "" || r.AgencyID == agency) {
							want = append(want, r.Folio)
						}
					}
					for _, limit := range []int{0, 1, 7} {
						f := store.RequestFilter{FiledBy: who, AgencyID: agency, Status: status, Limit: limit}
						same(t, "list", find(t, x, f), want)
					}
				}
			}
		}
		x.Read(func(tx *store.Tx) error {
			_, next, err := tx.Requests(t.Context(), store.RequestFilter{Limit: 3})
			ok(t, err)
			for _, bad := range []string{"x", next + "A", next[:len(next)-2], "Zg", "ZnxhfGI", "ZnwxfAA"} {
				if _, _, err := tx.Requests(t.Context(), store.RequestFilter{After: bad}); !fault.Is(err, fault.Invalid) && bad != next+"A" && bad != next[:len(next)-2] {
					t.Errorf("cursor %q: %v", bad, err)
				}
			}
			_, _, err = tx.Queue(t.Context(), store.QueueFilter{After: next})
			refused(t, "another list's cursor", err, fault.Invalid, "fault.cursor")
			_, _, err = tx.Requests(t.Context(), store.RequestFilter{After: next, Term: "AB"})
			refused(t, "another list's cursor", err, fault.Invalid, "fault.cursor")
			_, _, err = tx.Notices(t.Context(), people[0].ID, next, 1)
			refused(t, "another list's cursor", err, fault.Invalid, "fault.cursor")
			return nil
		})
	})
}

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func TestSearchTerm(t *testing.T) {
	for _, c := range []struct {
		typed, term string
		ok          bool
	}{
		{"RM-2026-7KXH4P-2", "7KXH4P2", true}, // its check character is wrong
		{"AB 123-o", "AB1230", true},
		{"fed/tam/rey/0001", "FEDTAMREY0001", true},
		{"rm-2026-7kx", "7KX", true},
		{"PRUEBA-AS-2026-7KXH4P", "7KXH4P", true},
		{" ñ1 ", "N1", true},
		{"7", "7", false},
		{"--", "", false},
		{"", "", false},
		{"%_", "", false},
	} {
		if term, ok := store.SearchTerm(c.typed); term != c.term || ok != c.ok {
			t.Errorf("%q is %q, %v", c.typed, term, ok)
		}
	}
	folio, err := trace.NewFolio(zeros{}, "PRUEBA-", trace.RequestFolio, 2026)
	ok(t, err)
	for _, typed := range []string{folio, " " + folio + " ", "prueba rm 2026 " + folio[15:], folio[7:]} {
		if term, valid := store.SearchTerm(typed); term != trace.FolioKey(folio) || !valid {
			t.Errorf("%q is %q, %v", typed, term, valid)
		}
	}
}

func FuzzSearchTerm(f *testing.F) {
	f.Add("RM-2026-7KXH4P-C")
	f.Fuzz(func(t *testing.T, q string) {
		term, ok := store.SearchTerm(q)
		for _, r := range term {
			if r >= '~' || r == '|' {
				t.Errorf("%q gives %q", q, term)
			}
		}
		if again, _ := store.SearchTerm(term); ok && again != term {
			t.Errorf("%q gives %q, again %q", q, term, again)
		}
	})
}

func TestSearch(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		people, all := crowd(t, x, 12)
		term := func(typed string) string {
			s, valid := store.SearchTerm(typed)
			if !valid {
				t.Errorf("%q is no term", typed)
			}
			return s
		}
		for _, r := range all {
			same(t, "by folio", find(t, x, store.RequestFilter{Term: term(r.Folio)}), []string{r.Folio})
			same(t, "by serial", find(t, x, store.RequestFilter{Term: term(r.Serial.Text)}), []string{r.Folio})
			same(t, "by serial, not one's own",
				find(t, x, store.RequestFilter{Term: term(r.Serial.Text), FiledBy: "nobody"}), nil)
			same(t, "by the beginning of a folio", find(t, x, store.RequestFilter{Term: term(r.Folio[:len(r.Folio)-3])}), []string{r.Folio})
			bySeizure := find(t, x, store.RequestFilter{Term: term(r.SeizureFolio), AgencyID: r.AgencyID})
			var siblings []string
			for _, s := range all {
				if s.SeizureID == r.SeizureID {
					siblings = append(siblings, s.Folio)
				}
			}
			same(t, "by seizure", bySeizure, siblings)
		}
		// Both case numbers of every filing begin so: each request comes once.
		for _, limit := range []int{0, 1, 5} {
			for _, status := range []trace.Status{"", trace.Claimed} {
				got := find(t, x, store.RequestFilter{Term: term("fed tam rey"), FiledBy: people[1].ID, Status: status, Limit: limit})
				var want []string
				for _, r := range all {
					if r.FiledBy == people[1].ID && (status == "" || r.Status == status) {
						want = append(want, r.Folio)
					}
				}
				slices.Sort(got)
				slices.Sort(want)
				same(t, "by the beginning of a case number", got, want)
			}
		}
		// However far away the next that fits is, a page looks at few, and the
		// next goes on there.
		seldom := store.RequestFilter{Term: term("fed tam rey"), Priority: trace.Urgent, ClaimedBy: people[3].ID}.Windowed(2)
		var urgent []string
		for _, r := range all {
			if r.Priority == trace.Urgent && r.ClaimedBy == people[3].ID {
				urgent = append(urgent, r.Folio)
			}
		}
		rare, pages := []string{}, 0
		for more := true; more; pages++ {
			x.Read(func(tx *store.Tx) error {
				list, next, err := tx.Requests(t.Context(), seldom)
				ok(t, err)
				for _, r := range list {
					rare = append(rare, r.Folio)
				}
				seldom.After, more = next, next != ""
				return nil
			})
		}
		slices.Sort(rare)
		slices.Sort(urgent)
		same(t, "few of many", rare, urgent)
		if len(urgent) == 0 || pages < 5 {
			t.Errorf("%d of %d pages", len(urgent), pages)
		}
		same(t, "a case number in another typing", len(find(t, x, store.RequestFilter{Term: term("FED—TAM—REY—0000005")})), 3)
		x.Read(func(tx *store.Tx) error {
			_, _, err := tx.Requests(t.Context(), store.RequestFilter{Term: "AB", After: "xx"})
			refused(t, "cursor", err, fault.Invalid, "fault.cursor")
			return nil
		})
	})
}

func TestAmend(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		_, all := crowd(t, x, 4)
		r := all[1]
		old := r.Serial.Text
		g := r.Firearm
		g.Serial.Text, g.Caliber, g.Type = "ÑEW 0-77", "illegible", "RC"
		g.Priority, g.Markings = trace.Urgent, nil
		stale := r
		stale.Status = trace.Returned
		x.Write(func(tx *store.Tx) error { return tx.Amend(ctx, &r, g) })
		g.Priority, g.Markings = r.Priority, r.Markings
		x.Read(func(tx *store.Tx) error {
			got, err := tx.Request(ctx, r.Folio)
			ok(t, err)
			r.Agency = got.Agency
			same(t, "amended", got, r)
			same(t, "firearm", got.Firearm, g)
			return nil
		})
		same(t, "by the new serial", find(t, x, store.RequestFilter{Term: "NEW077"}), []string{r.Folio})
		gone, _ := store.SearchTerm(old)
		same(t, "by the old serial", find(t, x, store.RequestFilter{Term: gone}), nil)
		same(t, "by folio", find(t, x, store.RequestFilter{Term: trace.FolioKey(r.Folio)}), []string{r.Folio})
		err := x.Store.Write(ctx, storetest.Setup, func(tx *store.Tx) error { return tx.Amend(ctx, &stale, g) })
		refused(t, "as it no longer is", err, fault.Stale, "fault.stale")
	})
}

// A request whose serial looks like a folio stands beside the one whose folio
// it is, each once, however short the pages are.
func TestSearchFolioAndSerial(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		people, all := crowd(t, x, 3)
		key := trace.FolioKey(all[0].Folio)
		want := []string{all[0].Folio}
		for i := range 3 {
			s := storetest.Seizure(people[0], 10+3*i)
			s.Firearms[0].Serial.Text = key[:5] + "-" + key[5:] + string(rune('A'+i))
			s.Reference[0].Number = key + " " + string(rune('P'+i))
			x.Write(func(tx *store.Tx) error { return tx.AddSeizure(ctx, &s) })
			for _, r := range s.Requests {
				want = append(want, r.Folio)
			}
		}
		slices.Sort(want[1:])
		for _, limit := range []int{0, 1, 2, 3} {
			var got []string
			f := store.RequestFilter{Term: key[:5], Limit: limit}
			for {
				var next string
				x.Read(func(tx *store.Tx) error {
					list, after, err := tx.Requests(ctx, f)
					ok(t, err)
					got, next = append(got, folios(list)...), after
					return nil
				})
				if f.After = next; next == "" {
					break
				}
			}
			slices.Sort(got[1:])
			same(t, "found", got, want)
		}
	})
}
