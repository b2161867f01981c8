package site

import (
	"net/http"
	"net/url"
	"strings"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/catalog"
	"rastreo/internal/fault"
	"rastreo/internal/firearm"
	"rastreo/internal/gate"
	"rastreo/internal/i18n"
	"rastreo/internal/mx"
	"rastreo/internal/trace"
)

// twinRoutes are the page on which a draft's firearm becomes one that the
// agency has already asked about.
func (s *Site) twinRoutes() []gate.Route {
	const path = "/drafts/:id/firearms/:n/same"
	return []gate.Route{
		{Method: http.MethodGet, Path: path, Act: account.Draft, Title: "twin.title", Verb: audit.DraftRead, Do: s.askSame},
		{Method: http.MethodPost, Path: path, Act: account.Draft, Title: "twin.title", Verb: audit.DraftSaved, Do: s.same},
	}
}

// TwinRow is one identifier on both sides.
type TwinRow struct {
	Label       string
	Mark        bool
	Mine, Other []firearm.Piece
}

// TwinView is an earlier request beside the firearm that is being typed.
type TwinView struct {
	Request  trace.Request
	Likeness string
	Rows     []TwinRow
	Custody  string // who held it then; told where there is one twin alone
}

// twinRows lays two descriptions side by side. Serial numbers are compared
// character by character, words as wholes.
func twinRows(say *i18n.Printer, mine, other trace.Firearm) (rows []TwinRow) {
	add := func(field, a, b string) {
		same := mx.Fold(a) == mx.Fold(b)
		row := TwinRow{Label: say.T("field.firearms."+field, nil), Mine: []firearm.Piece{{Text: a, Same: same}}, Other: []firearm.Piece{{Text: b, Same: same}}}
		if field == "serial.text" {
			row.Mark = true
			row.Mine, row.Other = firearm.Differ(a, b)
		}
		rows = append(rows, row)
	}
	add("serial.text", mine.Serial.Text, other.Serial.Text)
	add("type", word(say, catalog.FirearmType, mine.Type), word(say, catalog.FirearmType, other.Type))
	add("manufacturer", answered(say, mine.Manufacturer), answered(say, other.Manufacturer))
	add("importer", answered(say, mine.Importer), answered(say, other.Importer))
	add("model", answered(say, mine.Model), answered(say, other.Model))
	add("caliber", answered(say, mine.Caliber), answered(say, other.Caliber))
	return rows
}

// mostTwins is how many twins of a firearm are shown; the likeliest are first.
const mostTwins = 3

// twinViews lays a draft's firearm beside its twins.
func twinViews(say *i18n.Printer, g trace.Firearm, twins []trace.Twin) (views []TwinView) {
	for _, t := range twins[:min(len(twins), mostTwins)] {
		views = append(views, TwinView{
			Request: t.Request, Rows: twinRows(say, g, t.Request.Firearm), Likeness: say.T("likeness."+string(t.Likeness), nil),
		})
	}
	return views
}

// custodyOf is who held the firearm of an earlier request, for whoever may read
// that one.
func (s *Site) custodyOf(v *gate.Visit, r trace.Request) (string, error) {
	on := r.Resource()
	on.Named = on.Restricted // whoever is shown it may know of it
	if !account.Can(v.Actor, account.ReadRequest, &on) {
		return "", nil
	}
	d, err := s.Intake.Request(v.Request.Context(), v.Actor, r.Folio)
	return custody(v.Say, d.Seizure.Custody), err
}

func custody(say *i18n.Printer, c trace.Custody) string {
	holder := ""
	if c.Holder != "" {
		holder = word(say, catalog.CustodyHolder, c.Holder)
	}
	return join(", ", holder, c.Name, c.Place, c.Reference)
}

// same is what the page of a twin shows.
type same struct {
	ID        string
	Number    int
	Twin      TwinView
	Reference []int
}

func (s *Site) askSame(v *gate.Visit) error {
	saved, n, err := s.draftFirearm(v)
	if err != nil {
		return err
	}
	return s.drawSame(v, saved, n, v.Query("folio"), unbind(saved.Filing))
}

// draftFirearm is the draft of a path, and the index of its firearm.
func (s *Site) draftFirearm(v *gate.Visit) (saved trace.Saved, n int, err error) {
	p := partIn(v, firearmsKind)
	saved, err = s.Intake.Draft(v.Request.Context(), v.Actor, v.Param("id"))
	if err != nil {
		return saved, 0, err
	}
	if _, ok := p.of(saved.Filing); !ok {
		return saved, 0, fault.New(fault.NotFound, "fault.not_found", nil)
	}
	return saved, p.n, nil
}

func (s *Site) drawSame(v *gate.Visit, saved trace.Saved, n int, folio string, form url.Values) error {
	r, err := s.Intake.Kindred(v.Request.Context(), v.Actor, folio)
	if err != nil {
		return err
	}
	twin := TwinView{Request: r, Rows: twinRows(v.Say, saved.Filing.Firearms[n], r.Firearm)}
	if twin.Custody, err = s.custodyOf(v, r); err != nil {
		return err
	}
	page, err := s.form(v, form, same{saved.ID, n + 1, twin, rowsShown(part{kind: caseKind}, saved.Filing, "").Reference})
	return s.show(v, "draft/same", page, err)
}

// same makes a draft's firearm the one of an earlier request: described as it
// was described then, with the custody and the case number of now. With undo
// it is a firearm of its own again.
func (s *Site) same(v *gate.Visit) error {
	saved, n, err := s.draftFirearm(v)
	if err != nil {
		return err
	}
	folio := typed(v).Get("folio")
	if v.Switching() {
		return s.drawSame(v, saved, n, folio, typed(v))
	}
	at := "/drafts/" + saved.ID
	if typed(v).Get("undo") != "" {
		saved.Filing.Firearms[n].SameAs = ""
		if _, err := s.Intake.Save(v.Request.Context(), v.Actor, saved); err != nil {
			return err
		}
		return s.done(v, "same_undone", part{firearmsKind, n}.path(saved.ID)+"?back=review")
	}
	r, err := s.Intake.Kindred(v.Request.Context(), v.Actor, folio)
	if err != nil {
		return err
	}
	if err := moved(&saved.Filing, n, r, v); err != nil {
		return err
	}
	if _, err := s.Intake.Save(v.Request.Context(), v.Actor, saved); err != nil {
		return err
	}
	return s.done(v, "same_said", at+"/review")
}

// moved writes into a filing what is known of its firearm n by the earlier
// request, and the custody and case numbers that were typed.
func moved(f *trace.Filing, n int, r trace.Request, v *gate.Visit) error {
	own := url.Values{}
	for name, texts := range typed(v) {
		if strings.HasPrefix(name, "custody.") || strings.HasPrefix(name, "reference[") {
			own[name] = texts
		}
	}
	from, err := part{kind: caseKind}.read(own)
	if err != nil {
		return err
	}
	f.Custody, f.Reference = from.Custody, from.Reference
	old := f.Firearms[n]
	f.Firearms[n] = r.Firearm
	g := &f.Firearms[n]
	g.Priority, g.Justification, g.Instructions = old.Priority, old.Justification, old.Instructions
	g.SameAs, g.Kept = r.Folio, old.Kept
	return nil
}
