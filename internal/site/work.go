package site

import (
	"net/http"
	"net/url"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/catalog"
	"rastreo/internal/desk"
	"rastreo/internal/gate"
	"rastreo/internal/i18n"
	"rastreo/internal/trace"
)

func (s *Site) workRoutes() []gate.Route {
	const at = "/requests/:folio"
	return []gate.Route{
		{Method: http.MethodGet, Path: at + "/contacts", Act: account.Work, Title: "contact.title", Verb: audit.RequestRead, Do: s.askContact},
		{Method: http.MethodPost, Path: at + "/contacts", Act: account.Work, Title: "contact.title", Verb: audit.Contacted, Do: s.contact},
		{Method: http.MethodGet, Path: at + "/questions", Act: account.Work, Title: "question.title", Verb: audit.RequestRead, Do: s.askQuestion},
		{Method: http.MethodPost, Path: at + "/questions", Act: account.Work, Title: "question.title", Verb: audit.Asked, Do: s.question},
		{Method: http.MethodPost, Path: at + "/recall", Act: account.Work, Verb: audit.Recalled, Do: s.recall},
	}
}

// unlike is a language that is not the page's, else "".
func unlike(say *i18n.Printer, lang string) string {
	if lang == say.Lang {
		return ""
	}
	return lang
}

// work is a request as tracing staff see it. Opening it claims nothing.
func (s *Site) work(v *gate.Visit) error {
	d, err := s.Desk.Request(v.Request.Context(), v.Actor, v.Param("folio"))
	if err != nil {
		return err
	}
	r := d.Request
	mine := r.ClaimedBy == v.Actor.ID && v.Actor.ID != ""
	data := map[string]any{
		"Request": r, "Late": r.Late(s.Now()), "Called": called(v.Say, r.Firearm), "Private": d.Private, "Mine": mine,
		"Firearm": requestRows(v.Say, r), "Siblings": lines(v.Say, others(d)),
		"Ordinal": ordinal(v.Say, r, len(d.Seizure.Requests)), "Filer": d.Seizure.FilerName, "Agency": d.Seizure.AgencyName,
		"Talk": talk(v, d, d.Thread), "Events": events(v, d), "Results": results(v, d),
		"CanClaim":   r.Status.Can(trace.Claim),
		"CanWork":    desk.May(v.Actor, r, trace.Chase) == nil,
		"CanRelease": desk.May(v.Actor, r, trace.Release) == nil,
		"CanRecall":  desk.May(v.Actor, r, trace.Recall) == nil,
		"CanCorrect": desk.May(v.Actor, r, trace.Correct) == nil,
		"CanAssign":  desk.MayAssign(v.Actor, r) == nil, "CanPrioritise": desk.MayPrioritise(v.Actor, r) == nil,
		"CanConclude": desk.May(v.Actor, r, trace.Conclude) == nil,
	}
	data["CanRetract"] = r.Waits() && desk.May(v.Actor, r, trace.SendBack) == nil
	if data["Proposed"], err = s.proposalsOf(v, d); err != nil {
		return err
	}
	data["CanOpen"], data["Opening"] = d.Private && desk.MayOpen(v.Actor, r), openingOf(v, "/requests/"+r.Folio+"/open", "/requests/"+r.Folio)
	others, err := s.Desk.Present(v.Request.Context(), v.Actor, r.Folio, false)
	if err != nil {
		return err
	}
	data["Present"] = beside(v.Say, others)
	known, err := s.Desk.Known(v.Request.Context(), v.Actor, d.Contacts)
	if err != nil {
		return err
	}
	data["Chain"], data["Next"] = s.chain(v, d, known)
	data["Seen"] = seenRows(v.Say, d.Seen)
	data["Groups"], data["Check"], data["Pairs"] = outline(v.Say, d), s.liveCheck(v, d), pairs(v, d)
	p, err := s.page(v, data)
	return s.show(v, "request/work", p, err)
}

// others are the further firearms of the same seizure.
func others(d trace.Dossier) (out []trace.Request) {
	for _, r := range d.Seizure.Requests {
		if r.Folio != d.Request.Folio {
			out = append(out, r)
		}
	}
	return out
}

// outline describes the seizure behind a request as far as this reader may
// know it.
func outline(say *i18n.Printer, d trace.Dossier) []Group {
	if d.Private {
		rows := filed(say)
		rows.add("recovered.date", say.Date(d.Request.Recovered))
		rows.add("place.entidad", entidad(say, trace.Place{Entidad: d.Request.Entidad}))
		return []Group{{say.T("draft.place", nil), "", rows.rows}}
	}
	groups := seizureGroups(say, d.Seizure, taken)
	groups[0].Rows = append(groups[0].Rows, Row{Label: say.T("request.ncic", nil), Value: catalog.NCIC(d.Seizure.Offence), Mark: true})
	return groups
}

// tracing opens a request for a form of work upon it. The move says which
// work: what cannot be done now is refused before anything is typed.
func (s *Site) tracing(v *gate.Visit, m trace.Move) (d trace.Dossier, err error) {
	d, err = s.Desk.Request(v.Request.Context(), v.Actor, v.Param("folio"))
	if err == nil {
		err = desk.May(v.Actor, d.Request, m)
	}
	return d, err
}

func (s *Site) askContact(v *gate.Visit) error {
	d, err := s.tracing(v, trace.Chase)
	if err != nil {
		return err
	}
	p, err := s.form(v, proposed(v), line(v.Say, d.Request))
	return s.show(v, "request/contact", p, err)
}

func (s *Site) contact(v *gate.Visit) error {
	d, err := s.tracing(v, trace.Chase)
	if err != nil {
		return s.lost(v, err)
	}
	data := line(v.Say, d.Request)
	if v.Switching() {
		return s.again(v, "request/contact", data)
	}
	var c trace.Contact
	if err := bind(&c, only(typed(v), "kind", "name", "ffl", "channel", "note", "said")); err != nil {
		return err
	}
	if _, err := s.Desk.Contact(v.Request.Context(), v.Actor, hold(v), c, moment(typed(v), "asked")); err != nil {
		return s.worked(v, "request/contact", data, err)
	}
	return s.done(v, "contacted", "/requests/"+d.Request.Folio+"#contacts")
}

// only keeps the named fields.
func only(posted url.Values, names ...string) url.Values {
	own := url.Values{}
	for _, name := range names {
		if texts, ok := posted[name]; ok {
			own[name] = texts
		}
	}
	return own
}

// moment reads a typed date and time of day.
func moment(posted url.Values, name string) trace.Moment {
	d := Date{Day: posted.Get(name + ".date.day"), Month: posted.Get(name + ".date.month"), Year: posted.Get(name + ".date.year")}
	return trace.Moment{Date: d.Whole(), Time: posted.Get(name + ".time")}
}

// questionPage is what the form of a question shows.
type questionPage struct {
	Line    Line
	Fields  []Option
	Ready   []Option // prepared questions
	Parts   []Prepared
	Preview []Previewed
	Rows    []Row
	ready   []trace.Wording
}

func (s *Site) questionPage(v *gate.Visit, form url.Values) (data questionPage, err error) {
	d, err := s.tracing(v, trace.Ask)
	if err != nil {
		return data, err
	}
	data.Line, data.Rows, data.Fields = line(v.Say, d.Request), firearmRows(v.Say, d.Request.Firearm), askable(v.Say)
	data.ready, err = s.Desk.Ready(v.Request.Context(), v.Actor)
	for _, w := range data.ready {
		data.Ready = append(data.Ready, Option{Value: w.ID, Text: w.Title.In(v.Say.Lang)})
	}
	data.Parts = s.preparedIn(v, form, data.ready)
	return data, err
}

// askQuestion shows the form of a question: empty, or with what was kept of it
// when a claim was lost.
func (s *Site) askQuestion(v *gate.Visit) error {
	form, err := s.kept(v)
	if err != nil {
		return err
	}
	data, err := s.questionPage(v, form)
	if err != nil {
		return err
	}
	p, err := s.form(v, url.Values{}, data)
	return s.show(v, "request/question", p, err)
}

func (s *Site) question(v *gate.Visit) error {
	data, err := s.questionPage(v, typed(v))
	if err != nil {
		return s.lost(v, err)
	}
	if v.Switching() {
		return s.again(v, "request/question", data)
	}
	if done, err := s.compose(v, data); done || err != nil {
		return err
	}
	q := trace.Question{Fields: typed(v)["fields"], Parts: partsOf(typed(v)), Text: typed(v).Get("text")}
	folio := data.Line.Request.Folio
	if _, err := s.Desk.Ask(v.Request.Context(), v.Actor, hold(v), q); err != nil {
		return s.worked(v, "request/question", data, err)
	}
	return s.done(v, "asked", "/requests/"+folio)
}

func (s *Site) recall(v *gate.Visit) error {
	r, err := s.Desk.Recall(v.Request.Context(), v.Actor, hold(v))
	if err != nil {
		return err
	}
	return s.done(v, "recalled", "/requests/"+r.Folio)
}
