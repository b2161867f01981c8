package site

import (
	"net/http"

	"rastreo/internal/fault"
	"rastreo/internal/gate"
)

// trouble is what the page of a fault says.
type trouble struct {
	Kind, Text string
	ID         string // of the request, when somebody may want to ask about it
}

// Fault answers a fault with a page in the reader's language, or with JSON to
// the scripts that save drafts and speak with authenticators. A page that fails too is answered bare.
func (s *Site) Fault(v *gate.Visit, f *fault.Error, status int) {
	if v.Writer.Written() {
		return
	}
	if autosaving(v) {
		v.JSON(status, map[string]string{"code": string(f.Kind)})
		return
	}
	if asking(v) {
		v.JSON(status, map[string]string{"code": string(f.Kind), "text": v.Say.T(f.Key, f.Args)})
		return
	}
	if f.Kind == fault.Unauthenticated {
		v.Redirect(http.StatusSeeOther, s.Base+"/login")
		return
	}
	t := trouble{Kind: string(f.Kind), Text: v.Say.T(f.Key, f.Args)}
	if f.Kind == fault.Internal || f.Kind == fault.Unavailable {
		t.ID = v.ID
	}
	p, err := s.page(v, t)
	if err != nil {
		p.User = nil // the page needs nothing that can fail
	}
	if v.Request.Method != http.MethodGet {
		p.Path = "/" // what was posted cannot be opened again
	}
	if s.answer(v, status, "fault", p, nil) != nil {
		v.Status(status)
	}
}
