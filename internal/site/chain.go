package site

import (
	"net/http"
	"net/url"
	"time"

	"github.com/gin-gonic/gin"

	"rastreo/internal/catalog"
	"rastreo/internal/desk"
	"rastreo/internal/gate"
	"rastreo/internal/i18n"
	"rastreo/internal/trace"
)

// Proposal is the next step of a trace in a reader's words, and where to take
// it; To is "" where nobody is to be asked.
type Proposal struct {
	Text, To string
	Remind   *Call // who is to be reminded
	Conclude bool
}

// Stage is a step of the chain in a reader's words.
type Stage struct {
	Code, Title string
	Now         bool
	Calls       []Call
	Add         string // where somebody else is asked at this step, "" where nobody is
}

// Call is a contact in a reader's words.
type Call struct {
	Contact       trace.Contact
	Kind, Channel string
	Late, Open    bool
	Reminders     []Called
	Earlier       []Called
	Known         *Listed // of the directory
}

// Called is that somebody was reminded, or how a contact was noted before, in a
// reader's words.
type Called struct {
	At         time.Time
	Text, Lang string
	Rows       []Row
}

// chain lays out whom was asked at which step, and proposes how the trace goes
// on. Nothing is proposed of one that nobody works on.
func (s *Site) chain(v *gate.Visit, d trace.Dossier, known map[string]trace.Licensee) (chain []Stage, next *Proposal) {
	closed := func(c trace.Contact) bool { return known[c.ID].Closed != "" }
	step := trace.NextStep(d.Request.Firearm, d.Contacts, closed, s.Now())
	if d.Request.Status == trace.Claimed {
		next = s.next(v, d, step)
	}
	at := "/requests/" + d.Request.Folio + "/contacts"
	for _, stage := range trace.Chain(d.Contacts, step) {
		x := Stage{
			Code: string(stage.Code), Title: v.Say.T("chain."+string(stage.Code), nil), Now: stage.Now && next != nil,
			Calls: s.known(v, s.calls(v, stage.Contacts), known),
		}
		if kind := askedAt[stage.Code]; kind != "" {
			x.Add = withQuery(at, url.Values{"kind": {kind}})
		}
		chain = append(chain, x)
	}
	return chain, next
}

// askedAt is the kind of whoever is usually asked at each step.
var askedAt = map[trace.StageCode]string{
	trace.StageMaker: "manufacturer", trace.StageWholesaler: "wholesaler", trace.StageDealer: "dealer", trace.StageRecords: "other",
}

// next is a step in a reader's words.
func (s *Site) next(v *gate.Visit, d trace.Dossier, step trace.Step) *Proposal {
	p := &Proposal{Text: v.Say.T("next.step."+string(step.Code), nil), Conclude: step.Code == trace.StepConclude}
	if step.Name != "" {
		p.Text += " (" + step.Name + ")"
	}
	if step.Code == trace.StepRemind {
		for _, c := range s.calls(v, d.Contacts) {
			if c.Contact.ID == step.Of {
				p.Remind = &c
			}
		}
	}
	if step.Kind != "" {
		q := url.Values{"kind": {step.Kind}}
		if step.Code != trace.StepClosed && step.Name != "" {
			q.Set("name", step.Name)
		}
		p.To = withQuery("/requests/"+d.Request.Folio+"/contacts", q)
	}
	return p
}

func (s *Site) calls(v *gate.Visit, contacts []trace.Contact) (out []Call) {
	for _, c := range contacts {
		call := Call{
			Contact: c, Kind: word(v.Say, catalog.ContactKind, c.Kind), Channel: word(v.Say, catalog.ContactChannel, c.Channel),
			Late: c.Late(s.Now()), Open: c.Open(),
		}
		for _, r := range c.Reminders {
			call.Reminders = append(call.Reminders, Called{At: r.At, Text: r.Note, Lang: unlike(v.Say, r.Lang), Rows: channelRows(v.Say, r.Channel)})
		}
		for _, e := range c.Earlier {
			call.Earlier = append(call.Earlier, Called{At: e.Until, Rows: earlierRows(v.Say, e)})
		}
		out = append(out, call)
	}
	return out
}

func channelRows(say *i18n.Printer, channel string) []Row {
	r := rower{say: say}
	r.code(catalog.ContactChannel, "channel", channel)
	return r.rows
}

// earlierRows is a contact as it was noted before it was corrected.
func earlierRows(say *i18n.Printer, e trace.ContactDraft) []Row {
	r := rower{say: say, lang: unlike(say, e.Lang)}
	r.code(catalog.ContactKind, "kind", e.Kind)
	r.add("name", e.Name)
	if e.FFL != "" {
		r.add("ffl", e.FFL).Mark = true
	}
	r.code(catalog.ContactChannel, "channel", e.Channel)
	r.add("asked.date", say.Instant(e.AskedAt))
	r.long("note", e.Note)
	r.long("said", e.Said)
	return r.rows
}

// proposed is what of a contact stands in the address that led to its form.
func proposed(v *gate.Visit) url.Values {
	values := url.Values{"name": {v.Query("name")}}
	if kind := v.Query("kind"); catalog.ContactKind.Has(kind) {
		values.Set("kind", kind)
	}
	return values
}

// known puts beside each who was asked what the directory knows of them.
func (s *Site) known(v *gate.Visit, calls []Call, known map[string]trace.Licensee) []Call {
	for i, c := range calls {
		if l, ok := known[c.Contact.ID]; ok {
			of := s.listed(v, l)
			calls[i].Known = &of
		}
	}
	return calls
}

// suggestLicensees lists whoever of the directory a text that is being typed
// may become. The directory changes, so that the browser keeps it for a moment
// only.
func (s *Site) suggestLicensees(v *gate.Visit) error {
	found, _, err := s.Desk.Licensees(v.Request.Context(), v.Actor, desk.Seek{Query: v.Query("q"), Limit: 8})
	if err != nil {
		return err
	}
	rows := []gin.H{}
	for _, l := range found {
		rows = append(rows, gin.H{"value": l.Called(), "text": l.Called(), "note": join(" · ", where(v.Say, l), l.FFL)})
	}
	v.Header("Cache-Control", "private, max-age=20")
	v.JSON(http.StatusOK, rows)
	return nil
}
