package intake_test

import (
	"crypto/rand"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/db"
	"rastreo/internal/fault"
	"rastreo/internal/firearm"
	"rastreo/internal/intake"
	"rastreo/internal/store/storetest"
	"rastreo/internal/trace"
)

// wasr is a filing of one rifle with this serial number.
func wasr(serial string) trace.Filing {
	f := storetest.Filing(3)
	f.Firearms = f.Firearms[:1]
	f.Firearms[0] = trace.Firearm{
		Type: "RI", Manufacturer: "Cugir", Importer: "Century Arms", Model: "WASR-10", Caliber: "7.62x39", Country: "RO",
		Serial: trace.Serial{Text: serial, Reading: "legible", Location: "receiver"},
	}
	return f
}

// file files a rifle and returns its folio.
func (h house) file(t *testing.T, who account.Actor, f trace.Filing) trace.ReceiptRequest {
	t.Helper()
	h.x.Clock.Advance(1e6)
	r, _, err := h.File(t.Context(), who, f, intake.Once{})
	want(t, err, "")
	return r.Requests[0]
}

// duplicates are the folios that a report advises of.
func duplicates(r firearm.Report) (folios []string) {
	for _, a := range r.Advice {
		if a.Code == "duplicate" {
			folios = append(folios, a.Params["folio"])
		}
	}
	slices.Sort(folios)
	return folios
}

func equal[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func TestCheck(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		mine, others := h.file(t, h.filer, wasr("1-04521-2003")).Folio, h.file(t, h.colleague, wasr("1-04521-2008")).Folio
		h.file(t, h.foreign, wasr("1-04521-2003"))
		gaps := trace.Filing{Firearms: append(wasr(" 1-04521-2003 ").Firearms, trace.Firearm{Type: "??"})}
		gaps.Firearms[0].Manufacturer = "Century"
		for _, c := range []struct {
			who  account.Actor
			want []string
		}{
			{h.filer, sorted(mine, others)},
			{h.colleague, sorted(mine, others)},
			{h.coordinator, sorted(mine, others)},
		} {
			reports, twins, err := h.Check(ctx, c.who, gaps)
			want(t, err, "")
			if len(reports) != 2 || len(twins) != 2 || len(twins[1]) != 0 {
				t.Fatalf("%d reports, %d twins", len(reports), len(twins))
			}
			equal(t, "advised of", duplicates(reports[0]), c.want)
			if len(twins[0]) != len(c.want) {
				t.Errorf("%d twins", len(twins[0]))
			}
		}
		equal(t, "verbatim", gaps.Firearms[0].Serial.Text, " 1-04521-2003 ")
		_, _, err := h.Check(ctx, h.tracer, gaps)
		want(t, err, fault.Forbidden)
		_, _, err = h.Check(ctx, account.Actor{}, gaps)
		want(t, err, fault.Unauthenticated)

		d, err := h.Begin(ctx, h.filer)
		want(t, err, "")
		d.Filing = gaps
		_, err = h.Save(ctx, h.filer, d)
		want(t, err, "")
		saved, reports, _, err := h.CheckDraft(ctx, h.filer, d.ID)
		want(t, err, "")
		equal(t, "advised of", duplicates(reports[0]), sorted(mine, others))
		equal(t, "draft", saved.ID, d.ID)
		_, _, _, err = h.CheckDraft(ctx, h.colleague, d.ID)
		want(t, err, fault.NotFound)
	})
}

func sorted(list ...string) []string {
	slices.Sort(list)
	return list
}

// The check stands with the request as it was when it was filed.
func TestReportIsFiled(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		first := h.file(t, h.filer, wasr("1-04521-2003"))
		second := h.file(t, h.filer, wasr("1-04521-2003"))
		equal(t, "of the first", duplicates(first.Report), nil)
		equal(t, "of the second", duplicates(second.Report), []string{first.Folio})
		d, err := h.Request(ctx, h.filer, second.Folio)
		want(t, err, "")
		equal(t, "kept", d.Request.Report, second.Report)
		if d.Request.Report.Listed.Version == "" || len(d.Twins) != 1 || d.Twins[0].Request.Folio != first.Folio {
			t.Errorf("%+v, %d twins", d.Request.Report.Listed, len(d.Twins))
		}
	})
}

// What another agency has seized shows nowhere: not in a check, a receipt, a
// dossier, a link or an event.
func TestOtherAgenciesDoNotShow(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		theirs := h.file(t, h.foreign, wasr("1-04521-2003"))
		ours := h.file(t, h.filer, wasr("1-04521-2003"))
		equal(t, "of ours", duplicates(ours.Report), nil)
		l, err := h.desk.Link(ctx, h.tracer, ours.Folio, trace.Link{Other: theirs.Folio, Verdict: trace.SameFirearm})
		want(t, err, "")
		for who, folio := range map[string]string{h.coordinator.ID: ours.Folio, h.foreign.ID: theirs.Folio} {
			actor := h.coordinator
			if who == h.foreign.ID {
				actor = h.foreign
			}
			d, err := h.Request(ctx, actor, folio)
			want(t, err, "")
			if len(d.Twins)+len(d.Links) != 0 || len(d.Events) != 1 {
				t.Errorf("%s sees %d twins, %d links, %d events", folio, len(d.Twins), len(d.Links), len(d.Events))
			}
			want(t, h.Unlink(ctx, actor, folio, l.ID), fault.NotFound)
		}
		for other, kind := range map[string]fault.Kind{theirs.Folio: fault.Invalid, "RM-2026-234679-A": fault.Invalid, "nothing": fault.Invalid, ours.Folio: fault.Invalid} {
			_, err := h.Link(ctx, h.coordinator, ours.Folio, trace.Link{Other: other, Verdict: trace.SameFirearm})
			want(t, err, kind)
		}
		_, err = h.Link(ctx, h.coordinator, theirs.Folio, trace.Link{Other: ours.Folio, Verdict: trace.SameFirearm})
		want(t, err, fault.NotFound)
		same := wasr("X")
		same.Firearms[0].SameAs = theirs.Folio
		_, _, err = h.File(ctx, h.filer, same, intake.Once{})
		missing := wasr("X")
		missing.Firearms[0].SameAs, _ = trace.NewFolio(rand.Reader, "", trace.RequestFolio, 2026)
		_, _, none := h.File(ctx, h.filer, missing, intake.Once{})
		equal(t, "told apart", fault.Of(err), fault.Of(none))
		equal(t, "problems", fault.Of(err).Problems, fault.Problems{{Pointer: "/firearms/0/same_as", Code: "not_found"}})
	})
}

// "It is the same firearm, custody changed" links both and is no warning.
func TestSameAs(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		first := h.file(t, h.filer, wasr("1-04521-2003"))
		again := wasr("1-04521-2003")
		again.Firearms[0].SameAs = first.Folio
		second := h.file(t, h.filer, again)
		equal(t, "advised of", duplicates(second.Report), nil)
		for folio, other := range map[string]string{first.Folio: second.Folio, second.Folio: first.Folio} {
			d, err := h.Request(ctx, h.filer, folio)
			want(t, err, "")
			if len(d.Links) != 1 || d.Links[0].Other != other || len(d.Twins) != 1 || d.Twins[0].Link == nil {
				t.Fatalf("links %+v, twins %d", d.Links, len(d.Twins))
			}
			last := d.Events[len(d.Events)-1]
			equal(t, "event", []string{string(last.Code), last.Params["folio"]}, []string{"linked", other})
		}
		d, _ := h.Request(ctx, h.filer, first.Folio)
		id := d.Links[0].ID
		want(t, h.Unlink(ctx, h.colleague, first.Folio, id), fault.NotFound)
		want(t, h.Unlink(ctx, h.coordinator, second.Folio, id), "")
		want(t, h.Unlink(ctx, h.coordinator, second.Folio, id), fault.Stale)
		d, err := h.Request(ctx, h.filer, first.Folio)
		want(t, err, "")
		if d.Links[0].Holds() || d.Twins[0].Link != nil || d.Events[len(d.Events)-1].Code != trace.EventUnlinked {
			t.Errorf("undone: %+v", d.Links)
		}
		l, err := h.Link(ctx, h.filer, first.Folio, trace.Link{Other: second.Folio, Verdict: trace.DifferentFirearm, Reason: "other", Why: "Otro lote."})
		want(t, err, "")
		_, err = h.Link(ctx, h.filer, second.Folio, trace.Link{Other: first.Folio, Verdict: trace.SameFirearm})
		want(t, err, fault.Conflict)
		d, err = h.Request(ctx, h.filer, second.Folio)
		want(t, err, "")
		if len(d.Twins) != 1 || d.Twins[0].Link == nil || d.Twins[0].Link.ID != l.ID || len(d.Events) != 3 {
			t.Errorf("judged: %+v, %d events", d.Twins, len(d.Events))
		}
	})
}

// Two colleagues sent the same firearm: each is shown the other's outline and
// may link the two, but neither may read or change the other's request.
func TestColleagues(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		mine, other := h.file(t, h.filer, wasr("1-04521-2003")), h.file(t, h.colleague, wasr("1-04521-2003"))
		outline, err := h.Kindred(ctx, h.filer, other.Folio)
		want(t, err, "")
		equal(t, "outline", outline.Serial.Text, "1-04521-2003")
		_, err = h.Kindred(ctx, h.foreign, other.Folio)
		want(t, err, fault.NotFound)
		_, err = h.Link(ctx, h.filer, other.Folio, trace.Link{Other: mine.Folio, Verdict: trace.SameFirearm})
		want(t, err, fault.NotFound)
		_, err = h.Link(ctx, h.filer, mine.Folio, trace.Link{Other: other.Folio, Verdict: trace.SameFirearm})
		want(t, err, "")
		_, err = h.Request(ctx, h.filer, other.Folio)
		want(t, err, fault.NotFound)
		for _, x := range []struct {
			who   account.Actor
			folio string
		}{{h.filer, mine.Folio}, {h.colleague, other.Folio}, {h.coordinator, mine.Folio}} {
			d, err := h.Request(ctx, x.who, x.folio)
			want(t, err, "")
			if len(d.Links) != 1 || len(d.Twins) != 1 || len(d.Events) != 2 {
				t.Errorf("%d links, %d twins, %d events", len(d.Links), len(d.Twins), len(d.Events))
			}
		}
	})
}

// Of a colleague's request no more is shown than the firearm: neither where it
// was found nor what was written in words. A coordinator may read it whole.
func TestOutline(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		f := wasr("1-04521-2003")
		f.Firearms[0].Priority, f.Firearms[0].Justification, f.Firearms[0].Instructions = "urgent", "La portaba Juan Pérez.", "Llamar a Juana."
		mine, other := h.file(t, h.filer, wasr("1-04521-2003")), h.file(t, h.colleague, f)
		for _, c := range []struct {
			who   account.Actor
			whole bool
		}{{h.filer, false}, {h.coordinator, true}} {
			alone, err := h.Kindred(ctx, c.who, other.Folio)
			want(t, err, "")
			d, err := h.Request(ctx, c.who, mine.Folio)
			want(t, err, "")
			_, checked, err := h.Check(ctx, c.who, wasr("1-04521-2003"))
			want(t, err, "")
			shown := []trace.Request{alone}
			for _, x := range append(d.Twins, checked[0]...) {
				if x.Request.Folio == other.Folio {
					shown = append(shown, x.Request)
				}
			}
			if len(shown) != 3 {
				t.Fatalf("%s is shown it %d times", c.who.Name, len(shown))
			}
			for i, r := range shown {
				words := r.Justification + r.Instructions + r.Recovered + r.Entidad + r.SeizureFolio
				if (words != "") != c.whole || r.Manufacturer != "Cugir" || r.Serial.Text != "1-04521-2003" || r.Status != trace.Queued {
					t.Errorf("%s, %d: %+v", c.who.Name, i, r)
				}
			}
		}
	})
}

func TestPeople(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		for _, who := range []account.Actor{h.filer, h.colleague, h.foreign} {
			h.file(t, who, wasr("1-04521-2003")) // of José Ángel Hernández Güemes, or so
		}
		surname := storetest.Filing(3).People[0].Name.Surname1
		for _, c := range []struct {
			who  account.Actor
			want int
		}{{h.filer, 1}, {h.coordinator, 2}, {h.foreign, 1}} {
			page, err := h.People(ctx, c.who, surname, "")
			want(t, err, "")
			if len(page.Found) != c.want || page.Next != "" {
				t.Errorf("%s finds %d", c.who.Name, len(page.Found))
			}
			for _, f := range page.Found { // what others filed is opened, and counted, before more of them is shown
				if own := c.who.ID == h.filer.ID; own != (len(f.Person.Identifiers) > 0) || f.Person.Name.Surname1 == "" {
					t.Errorf("%s is shown %+v", c.who.Name, f.Person)
				}
			}
		}
		_, err := h.People(ctx, h.tracer, surname, "")
		want(t, err, fault.Forbidden)
		list, err := h.Postal(ctx, "88500")
		want(t, err, "")
		equal(t, "colonias", len(list), 0)
		n, err := h.Fill(ctx)
		want(t, err, "")
		equal(t, "filled", n, 0)
		logged := 0
		err = h.x.DB.Read(ctx, db.Unfenced, func(tx *db.Tx) error {
			return tx.Row(ctx, `SELECT count(*) FROM audit WHERE verb = $1`, string(audit.PeopleSought)).Scan(&logged)
		})
		want(t, err, "")
		equal(t, "searches on record", logged, 3)
	})
}
