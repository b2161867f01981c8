package site

import (
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"rastreo/internal/catalog"
	"rastreo/internal/desk"
	"rastreo/internal/gate"
	"rastreo/internal/trace"
)

// Proposal is the next step of a trace in a reader's words, and where to take
// it; To is "" where nobody is to be asked.
type Proposal struct{ Text, To string }

// next proposes how a trace goes on. Nothing is proposed of one that nobody
// works on.
func (s *Site) next(v *gate.Visit, d trace.Dossier, known map[string]trace.Licensee) *Proposal {
	if d.Request.Status != trace.Claimed {
		return nil
	}
	closed := func(c trace.Contact) bool { return known[c.ID].Closed != "" }
	step := trace.NextStep(d.Request.Firearm, d.Contacts, closed, s.Now())
	p := &Proposal{Text: v.Say.T("next.step."+string(step.Code), nil)}
	if step.Name != "" {
		p.Text += " (" + step.Name + ")"
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
