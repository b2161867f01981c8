package site

import (
	"net/http"
	"net/url"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/catalog"
	"rastreo/internal/fault"
	"rastreo/internal/gate"
	"rastreo/internal/i18n"
	"rastreo/internal/trace"
)

// linkRoutes are where somebody says of two requests whether they are for one
// firearm. Both sides have them; what they see of the other is for the rooms.
func (s *Site) linkRoutes() []gate.Route {
	const path = "/requests/:folio/links"
	return []gate.Route{
		{Method: http.MethodGet, Path: path, Act: account.Link, Title: "link.title", Verb: audit.RequestRead, Do: s.askLink},
		{Method: http.MethodPost, Path: path, Act: account.Link, Title: "link.title", Verb: audit.Linked, Do: s.link},
		{Method: http.MethodPost, Path: path + "/:id/undo", Act: account.Link, Verb: audit.Unlinked, Do: s.unlink},
	}
}

// Pair is a request beside another that looks like the same firearm.
type Pair struct {
	Request  trace.Request // the other
	Agency   string        // of the other, where it may be another agency
	Called   string
	Likeness string
	Rows     []TwinRow
	To       string // where to decide, "" once it is decided
	Verdicts []Verdict
}

// Verdict is what somebody found of a pair, in words.
type Verdict struct {
	Text, Reason, Why, Lang string
	By                      string
	At, UndoneAt            time.Time
	Undo                    string // path, "" when it may not be undone
}

// pairs are the twins of a request, and whatever else it was linked with: what
// was decided once stays in sight when a correction makes the two unlike.
func pairs(v *gate.Visit, d trace.Dossier) (out []Pair) {
	told := map[string]bool{}
	for _, t := range d.Twins {
		told[t.Request.Folio] = true
		out = append(out, pair(v, d, t))
	}
	for _, l := range d.Links {
		if !told[l.Other] {
			told[l.Other] = true
			out = append(out, pair(v, d, trace.Twin{Request: trace.Request{Folio: l.Other}}))
		}
	}
	return out
}

func pair(v *gate.Visit, d trace.Dossier, t trace.Twin) Pair {
	p := Pair{Request: t.Request, To: "/requests/" + d.Request.Folio + "/links?other=" + url.QueryEscape(t.Request.Folio)}
	if t.Likeness != "" {
		p.Called, p.Likeness = called(v.Say, t.Request.Firearm), v.Say.T("likeness."+string(t.Likeness), nil)
		p.Rows = twinRows(v.Say, d.Request.Firearm, t.Request.Firearm)
	}
	if v.Actor.Role.Staff() {
		p.Agency = t.Request.Agency
	}
	for _, l := range d.Links {
		if l.Other != t.Request.Folio {
			continue
		}
		x := verdict(v, d.Request.Folio, l)
		if p.Verdicts = append(p.Verdicts, x); x.Undo != "" {
			p.To = ""
		}
	}
	return p
}

// verdict says what was found. The center undoes what it has found itself, an
// agency what it has.
func verdict(v *gate.Visit, folio string, l trace.Link) Verdict {
	x := Verdict{
		Text: v.Say.T("link.verdict."+string(l.Verdict), nil), Why: l.Why, Lang: linkLang(v.Say, l), By: l.ByName, At: l.At,
		UndoneAt: l.UndoneAt,
	}
	if l.Reason != "" {
		x.Reason = word(v.Say, catalog.LinkReason, l.Reason)
	}
	if l.Holds() && l.Center == v.Actor.Role.Staff() {
		x.Undo = "/requests/" + folio + "/links/" + l.ID + "/undo"
	}
	return x
}

// linkLang is the language of what was written: an agency writes Spanish, the
// center English.
func linkLang(say *i18n.Printer, l trace.Link) string {
	if l.Center {
		return unlike(say, "en")
	}
	return foreign(say)
}

// dossier opens a request in the room of the reader.
func (s *Site) dossier(v *gate.Visit) (trace.Dossier, error) {
	if v.Actor.Role.Staff() {
		return s.Desk.Request(v.Request.Context(), v.Actor, v.Param("folio"))
	}
	return s.Intake.Request(v.Request.Context(), v.Actor, v.Param("folio"))
}

// linkPage is what the form of a decision shows.
type linkPage struct {
	Line  Line
	Pair  Pair
	Staff bool
}

// linkPage finds the two requests. One that does not look like the other is
// not to be found by guessing its folio.
func (s *Site) linkPage(v *gate.Visit, other string) (data linkPage, err error) {
	d, err := s.dossier(v)
	if err != nil {
		return data, err
	}
	data = linkPage{Line: line(v.Say, d.Request), Staff: v.Actor.Role.Staff()}
	folio, _ := trace.ParseFolio(other)
	for _, t := range d.Twins {
		if t.Request.Folio == folio {
			data.Pair = pair(v, d, t)
			return data, nil
		}
	}
	return data, fault.New(fault.NotFound, "fault.not_found", nil)
}

func (s *Site) askLink(v *gate.Visit) error {
	data, err := s.linkPage(v, v.Query("other"))
	if err != nil {
		return err
	}
	p, err := s.form(v, url.Values{}, data)
	return s.show(v, "request/link", p, err)
}

func (s *Site) link(v *gate.Visit) error {
	posted := typed(v)
	data, err := s.linkPage(v, posted.Get("other"))
	if err != nil {
		return err
	}
	if v.Switching() {
		return s.again(v, "request/link", data)
	}
	act := s.Intake.Link
	if data.Staff {
		act = s.Desk.Link
	}
	l := trace.Link{
		Folio: data.Line.Request.Folio, Other: posted.Get("other"), Verdict: trace.Verdict(posted.Get("verdict")),
		Reason: posted.Get("reason"), Why: posted.Get("why"),
	}
	if _, err := act(v.Request.Context(), v.Actor, l.Folio, l); err != nil {
		return s.attempt(v, "request/link", data, err)
	}
	return s.done(v, "linked", "/requests/"+l.Folio+"#twins")
}

func (s *Site) unlink(v *gate.Visit) error {
	undo := s.Intake.Unlink
	if v.Actor.Role.Staff() {
		undo = s.Desk.Unlink
	}
	if err := undo(v.Request.Context(), v.Actor, v.Param("folio"), v.Param("id")); err != nil {
		return err
	}
	return s.done(v, "unlinked", "/requests/"+v.Param("folio")+"#twins")
}
