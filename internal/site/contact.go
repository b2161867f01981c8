package site

import (
	"net/http"
	"net/url"
	"strings"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/gate"
	"rastreo/internal/i18n"
	"rastreo/internal/trace"
)

// contactRoutes are what is done with somebody of the chain who was asked.
func (s *Site) contactRoutes() []gate.Route {
	const at = "/requests/:folio/contacts/:id"
	return []gate.Route{
		{Method: http.MethodGet, Path: at + "/answer", Act: account.Work, Title: "contact.answer", Verb: audit.RequestRead, Do: s.askContactAnswer},
		{Method: http.MethodPost, Path: at + "/answer", Act: account.Work, Title: "contact.answer", Verb: audit.ContactAnswered, Do: s.contactAnswer},
		{Method: http.MethodGet, Path: at + "/reminders", Act: account.Work, Title: "contact.remind", Verb: audit.RequestRead, Do: s.askRemind},
		{Method: http.MethodPost, Path: at + "/reminders", Act: account.Work, Title: "contact.remind", Verb: audit.ContactReminded, Do: s.remind},
		{Method: http.MethodGet, Path: at + "/correction", Act: account.Work, Title: "contact.correct", Verb: audit.RequestRead, Do: s.askCorrectContact},
		{Method: http.MethodPost, Path: at + "/correction", Act: account.Work, Title: "contact.correct", Verb: audit.ContactCorrected, Do: s.correctContact},
		{Method: http.MethodGet, Path: at + "/strike", Act: account.Work, Title: "contact.strike", Verb: audit.RequestRead, Do: s.askStrikeContact},
		{Method: http.MethodPost, Path: at + "/strike", Act: account.Work, Title: "contact.strike", Verb: audit.ContactStruck, Do: s.strikeContact},
		{Method: http.MethodGet, Path: at + "/documents", Act: account.Work, Title: "document.add", Verb: audit.RequestRead, Do: s.askDocuments},
		{Method: http.MethodPost, Path: at + "/documents", Act: account.Work, Title: "document.add", Files: trace.MostSent, Verb: audit.DocumentAdded, Do: s.addDocuments},
		{Method: http.MethodGet, Path: "/requests/:folio/documents/:id", Act: account.OpenRequest, Title: "document.title", Verb: audit.DocumentRead, Do: s.document},
		{Method: http.MethodGet, Path: "/requests/:folio/documents/:id/strike", Act: account.Work, Title: "document.strike", Verb: audit.RequestRead, Do: s.askStrikeDocument},
		{Method: http.MethodPost, Path: "/requests/:folio/documents/:id/strike", Act: account.Work, Title: "document.strike", Verb: audit.DocumentStruck, Do: s.strikeDocument},
	}
}

// contactPage is what the forms about a contact show.
type contactPage struct {
	Line   Line
	Call   Call
	Letter *Letter
}

// contactPage finds the contact of the path; it must be one that counts and,
// where open is asked for, one that no answer has come from.
func (s *Site) contactPage(v *gate.Visit, open bool) (data contactPage, d trace.Dossier, err error) {
	d, err = s.tracing(v, trace.Chase)
	if err != nil {
		return data, d, err
	}
	for _, c := range s.calls(v, d.Contacts) {
		if c.Contact.ID == v.Param("id") && c.Contact.Counts() && (c.Open || !open) {
			return contactPage{Line: line(v.Say, d.Request), Call: c}, d, nil
		}
	}
	return data, d, fault.New(fault.NotFound, "fault.not_found", nil)
}

func (s *Site) askContactAnswer(v *gate.Visit) error {
	data, _, err := s.contactPage(v, true)
	if err != nil {
		return err
	}
	p, err := s.form(v, url.Values{}, data)
	return s.show(v, "request/contacted", p, err)
}

func (s *Site) contactAnswer(v *gate.Visit) error {
	data, d, err := s.contactPage(v, true)
	if err != nil {
		return s.lost(v, err)
	}
	if v.Switching() {
		return s.again(v, "request/contacted", data)
	}
	folio, said := d.Request.Folio, typed(v).Get("said")
	if _, err := s.Desk.ContactAnswered(v.Request.Context(), v.Actor, hold(v), v.Param("id"), said, moment(typed(v), "answered")); err != nil {
		return s.worked(v, "request/contacted", data, err)
	}
	return s.done(v, "contact_answered", "/requests/"+folio+"#contacts")
}

// remindPage is the form of a reminder, with the letter that can go out.
func (s *Site) remindPage(v *gate.Visit) (contactPage, error) {
	data, d, err := s.contactPage(v, true)
	if err == nil {
		data.Letter = s.letter(v, d.Request, data.Call.Contact)
	}
	return data, err
}

func (s *Site) askRemind(v *gate.Visit) error {
	data, err := s.remindPage(v)
	if err != nil {
		return err
	}
	p, err := s.form(v, url.Values{"channel": {data.Call.Contact.Channel}}, data)
	return s.show(v, "request/remind", p, err)
}

func (s *Site) remind(v *gate.Visit) error {
	data, err := s.remindPage(v)
	if err != nil {
		return s.lost(v, err)
	}
	if v.Switching() {
		return s.again(v, "request/remind", data)
	}
	r := trace.Reminder{Channel: typed(v).Get("channel"), Note: typed(v).Get("note")}
	if _, err := s.Desk.Remind(v.Request.Context(), v.Actor, hold(v), v.Param("id"), r, moment(typed(v), "reminded")); err != nil {
		return s.worked(v, "request/remind", data, err)
	}
	return s.done(v, "contact_reminded", "/requests/"+data.Line.Request.Folio+"#contacts")
}

func (s *Site) askCorrectContact(v *gate.Visit) error {
	data, d, err := s.contactPage(v, false)
	if err != nil {
		return err
	}
	if d.Private { // to say first what the words are shown for
		return s.see(v, "/requests/"+d.Request.Folio)
	}
	c := data.Call.Contact
	p, err := s.form(v, url.Values{"kind": {c.Kind}, "name": {c.Name}, "ffl": {c.FFL}, "channel": {c.Channel}, "note": {c.Note}, "said": {c.Said}}, data)
	return s.show(v, "request/correction", p, err)
}

func (s *Site) correctContact(v *gate.Visit) error {
	data, _, err := s.contactPage(v, false)
	if err != nil {
		return s.lost(v, err)
	}
	if v.Switching() {
		return s.again(v, "request/correction", data)
	}
	var c trace.Contact
	if err := bind(&c, only(typed(v), "kind", "name", "ffl", "channel", "note", "said")); err != nil {
		return err
	}
	c.ID = v.Param("id")
	if _, err := s.Desk.CorrectContact(v.Request.Context(), v.Actor, hold(v), c, moment(typed(v), "asked")); err != nil {
		return s.worked(v, "request/correction", data, err)
	}
	return s.done(v, "contact_corrected", "/requests/"+data.Line.Request.Folio+"#contacts")
}

func (s *Site) askStrikeContact(v *gate.Visit) error {
	data, _, err := s.contactPage(v, false)
	if err != nil {
		return err
	}
	p, err := s.form(v, url.Values{}, data)
	return s.show(v, "request/strike", p, err)
}

func (s *Site) strikeContact(v *gate.Visit) error {
	data, _, err := s.contactPage(v, false)
	if err != nil {
		return s.lost(v, err)
	}
	if v.Switching() {
		return s.again(v, "request/strike", data)
	}
	if _, err := s.Desk.StrikeContact(v.Request.Context(), v.Actor, hold(v), v.Param("id"), typed(v).Get("struck")); err != nil {
		return s.worked(v, "request/strike", data, err)
	}
	return s.done(v, "contact_struck", "/requests/"+data.Line.Request.Folio+"#contacts")
}

// Letter is a standing text that reminds somebody of the trade to answer, with
// the firearm as it is stamped. It names nobody the request is about.
type Letter struct {
	English Wording
	Reader  *Wording // the same in the reader's language, to be understood; nil where that is English
}

// Wording is a letter in one language.
type Wording struct {
	Subject, To string
	Paragraphs  []string
	Rows        []Row
	Closing     []string
}

// letter writes the reminder to a contact. Whoever is asked reads English.
func (s *Site) letter(v *gate.Visit, r trace.Request, c trace.Contact) *Letter {
	english := s.Bundle.Printer("en", s.Bundle.Zone(v.Actor.Zone))
	l := &Letter{English: wording(english, v.Actor, r, c)}
	if v.Say.Lang != "en" {
		mine := wording(v.Say, v.Actor, r, c)
		l.Reader = &mine
	}
	return l
}

func wording(say *i18n.Printer, who account.Actor, r trace.Request, c trace.Contact) Wording {
	law := "letter.law"
	if c.Kind == "other" {
		law = "letter.please"
	}
	args := map[string]any{"folio": r.Folio, "at": c.AskedAt, "due": c.DueAt}
	return Wording{
		Subject: say.T("letter.subject", args), To: join(", ", c.Name, c.FFL),
		Paragraphs: []string{say.T("letter.asked", args), say.T(law, args), say.T("letter.what", args)},
		Rows:       stampedRows(say, r.Firearm), Closing: []string{say.T("letter.thanks", nil), who.Name, who.Agency},
	}
}

// stampedRows is the firearm as it is stamped, and nothing else of a request.
func stampedRows(say *i18n.Printer, g trace.Firearm) []Row {
	g.Priority, g.Justification, g.Instructions, g.SameAs = "", "", "", ""
	return describedRows(say, g, nil)
}

// Plain is the letter as it is copied into a message.
func (w Wording) Plain() string {
	parts := []string{w.To, w.Subject}
	parts = append(parts, w.Paragraphs...)
	var rows []string
	for _, r := range w.Rows {
		if r.Value != "" {
			rows = append(rows, r.Label+": "+join(" · ", r.Value, r.Note))
		}
	}
	return strings.Join(append(parts, strings.Join(rows, "\n"), strings.Join(w.Closing, "\n")), "\n\n")
}
