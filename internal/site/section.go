package site

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/firearm"
	"rastreo/internal/gate"
	"rastreo/internal/trace"
)

// section is what a page of a draft shows beside its fields.
type section struct {
	ID       string // of the draft
	Part     string // one of the kinds
	Number   int    // of the firearm or person, from 1
	At       int    // the same from 0, as in HTML names
	Action   string // path the form is sent to
	Version  int
	Seen     string
	Back     string      // "review" when the reader came from there
	Add      string      // the list that gets one more empty row
	Conflict []Row       // what another window left there, when it changed meanwhile
	Over     string      // fingerprint of what another window left there, which a deliberate save replaces
	Filing   sectionRows // how many rows each list shows
	Places   Places
	Address  Places
	Types    []Option          // of a firearm
	Read     bool              // how the marks read was said
	Silent   []Silent          // what the page keeps and does not ask
	Lines    map[string]string // what the house makes of what was typed, by id
	Score    Score

	filing  trace.Filing     // the draft's
	reports []firearm.Report // of the check of what the page shows
}

// Silent is a value of a part that its page sends back as it is.
type Silent struct{ Name, Text string }

// sectionRows are the indexes that the lists of a page show.
type sectionRows struct {
	Reference, Markings, Aliases, Nicknames, Identifiers, Named []int
}

// sectionRoutes are the pages that edit one part of a draft.
func (s *Site) sectionRoutes() (routes []gate.Route) {
	for _, x := range []struct{ path, kind, title string }{
		{"/drafts/:id/case", caseKind, "draft.case"},
		{"/drafts/:id/place", placeKind, "draft.place"},
		{"/drafts/:id/firearms/:n", firearmsKind, "draft.firearm"},
		{"/drafts/:id/people/:n", peopleKind, "draft.person"},
	} {
		show := func(v *gate.Visit) error { return s.showSection(v, partIn(v, x.kind)) }
		save := func(v *gate.Visit) error { return s.saveSection(v, partIn(v, x.kind)) }
		routes = append(routes,
			gate.Route{Method: http.MethodGet, Path: x.path, Act: account.Draft, Title: x.title, Verb: audit.DraftRead, Do: show},
			gate.Route{Method: http.MethodPost, Path: x.path, Act: account.Draft, Title: x.title, Verb: audit.DraftSaved, Do: save},
		)
	}
	return routes
}

// partIn reads which part a path names. One that cannot be is out of range
// and so not found.
func partIn(v *gate.Visit, kind string) part {
	n, err := strconv.Atoi(v.Param("n"))
	if err != nil {
		n = 0
	}
	return part{kind, n - 1}
}

// sectionFiles are the templates of the parts.
var sectionFiles = map[string]string{
	caseKind: "draft/case", placeKind: "draft/place", firearmsKind: "draft/firearm", peopleKind: "draft/person",
}

// showSection shows a part as it was saved. Whoever comes from the review
// sees at once what is wrong with it.
func (s *Site) showSection(v *gate.Visit, p part) error {
	saved, err := s.Intake.Draft(v.Request.Context(), v.Actor, v.Param("id"))
	if err != nil {
		return err
	}
	value, ok := p.of(saved.Filing)
	if !ok {
		return fault.New(fault.NotFound, "fault.not_found", nil)
	}
	kept, err := s.kept(v)
	if err != nil {
		return err
	}
	if kept != nil {
		return s.resumeSection(v, p, saved, kept)
	}
	var problems fault.Problems
	if v.Query("back") == "review" && begun(value) {
		problems = s.problems(v, p, saved.Filing)
	}
	return s.drawSection(v, http.StatusOK, p, saved, problems)
}

// resumeSection shows a part as it was typed when the session had ended. What
// was seen then is what its form says again, so that a change of another
// window meanwhile is met.
func (s *Site) resumeSection(v *gate.Visit, p part, saved trace.Saved, kept url.Values) error {
	from, err := p.read(kept)
	if err != nil {
		return err
	}
	saved.Filing = merged(p, saved.Filing, from)
	d, err := s.sectionOf(v, p, saved, kept.Get("seen"))
	if err != nil {
		return err
	}
	v.Set(keptKey, nil) // it stands in the form already
	page, err := s.form(v, unbind(saved.Filing), d)
	page.Flash = &Flash{"info", v.Say.T("session.typed_back", nil)}
	advises(v, &page, p, d)
	return s.answer(v, http.StatusOK, sectionFiles[p.kind], page, err)
}

// problems lists what is wrong with a part.
func (s *Site) problems(v *gate.Visit, p part, f trace.Filing) fault.Problems {
	_, err := f.Check(s.here(v))
	if err == nil {
		return nil
	}
	return p.mine(fault.Of(err).Problems)
}

func (s *Site) drawSection(v *gate.Visit, status int, p part, saved trace.Saved, problems fault.Problems) error {
	value, _ := p.of(saved.Filing)
	d, err := s.sectionOf(v, p, saved, mark(value))
	if err != nil {
		return err
	}
	page, err := s.form(v, unbind(saved.Filing), d)
	page.Problems = wrong(v, problems)
	advises(v, &page, p, d)
	return s.answer(v, status, sectionFiles[p.kind], page, err)
}

// sectionOf says how a part is drawn.
func (s *Site) sectionOf(v *gate.Visit, p part, saved trace.Saved, seen string) (d section, err error) {
	d = section{
		ID: saved.ID, Part: p.kind, Number: p.n + 1, At: p.n, Action: p.path(saved.ID), Version: saved.Version, Seen: seen,
		Back: back(v), Add: v.Query("add"), filing: saved.Filing, reports: s.reports(v, p, saved.Filing),
	}
	d.Filing = rowsShown(p, saved.Filing, d.Add)
	if d.Lines, err = s.typedLines(v, p, saved.Filing); err != nil {
		return d, err
	}
	switch p.kind {
	case placeKind:
		d.Places, err = s.places(v, saved.Filing.Recovered.Place)
	case firearmsKind:
		d.firearm(v)
	case peopleKind:
		d.Address, err = s.places(v, saved.Filing.People[p.n].Address)
		d.Places.Countries = countries(v.Say, "unknown")
	}
	return d, err
}

// firearm adds what only the page of a firearm has.
func (d *section) firearm(v *gate.Visit) {
	g := d.filing.Firearms[d.At]
	d.Places.Countries = countries(v.Say, "unknown", "none", "illegible")
	d.Types = firearmTypes(v.Say)
	d.Read = g.Read != trace.Read{}
	kept := unbind(trace.Filing{Firearms: append(make([]trace.Firearm, d.At), trace.Firearm{SameAs: g.SameAs, Kept: g.Kept})})
	for _, name := range slices.Sorted(maps.Keys(kept)) {
		d.Silent = append(d.Silent, Silent{name, kept.Get(name)})
	}
	if begun(g) {
		d.Score = scored(v.Say, d.reports[d.At])
	}
}

// back tells whether the reader came from the review and returns there.
func back(v *gate.Visit) string {
	if v.Query("back") == "review" || typed(v).Get("back") == "review" {
		return "review"
	}
	return ""
}

// rowsShown counts the rows of the lists on a page: what there is, one at
// least where a row is expected, and one more where it was asked for.
func rowsShown(p part, f trace.Filing, add string) (r sectionRows) {
	count := func(n, least int, name string) []int {
		if add == name {
			n++
		}
		out := make([]int, max(n, least))
		for i := range out {
			out[i] = i
		}
		return out
	}
	switch p.kind {
	case caseKind:
		r.Reference = count(len(f.Reference), 1, "reference")
		r.Named = count(len(f.Named), 2, "named")
	case firearmsKind:
		r.Markings = count(len(f.Firearms[p.n].Markings), 0, "markings")
	case peopleKind:
		w := f.People[p.n]
		r.Aliases = count(len(w.Aliases), 0, "aliases")
		r.Nicknames = count(len(w.Nicknames), 1, "nicknames")
		r.Identifiers = count(len(w.Identifiers), 0, "identifiers")
	}
	return r
}
