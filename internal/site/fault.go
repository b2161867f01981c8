package site

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"rastreo/internal/fault"
	"rastreo/internal/gate"
)

// trouble is what the page of a fault says.
type trouble struct {
	Kind, Text string
	ID         string // of the request, when somebody may want to ask about it
	Record     string // the request it was about, "" where it cannot be shown
	To         string // where what was typed can be sent again, "" for nowhere
	Typed      []Typed
}

// Typed is a field that is sent again as it was.
type Typed struct{ Name, Value string }

// Fault answers a fault with a page in the reader's language, or with JSON to
// the scripts that save drafts and speak with authenticators. A page that fails too is answered bare.
func (s *Site) Fault(v *gate.Visit, f *fault.Error, status int) {
	if v.Writer.Written() {
		return
	}
	if autosaving(v) {
		said := map[string]string{"code": string(f.Kind)}
		if f.Key == gate.FormOld { // its reader has signed in again in another window
			said["form_token"] = v.FormToken()
		}
		v.JSON(status, said)
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
	if f.Kind == fault.Conflict || f.Kind == fault.Stale {
		t.Record = record(v, s.Base)
	}
	if f.Key == gate.FormOld {
		t.Kind = "form_old"
	}
	if f.Key == gate.FormOld || f.Kind == fault.TooMany || f.Kind == fault.Unavailable {
		t.keep(v, s.Base)
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

// record is the page of the request or seizure that a form was about.
func record(v *gate.Visit, base string) string {
	parts := strings.Split(strings.TrimPrefix(v.Request.URL.Path, base), "/")
	if v.Param("folio") == "" || len(parts) < 4 {
		return ""
	}
	return strings.Join(parts[:3], "/")
}

// keep offers to send again what was typed, for whoever it was not taken from
// through no fault of theirs. What proves who somebody is is typed anew.
func (t *trouble) keep(v *gate.Visit, base string) {
	form := typed(v)
	if v.Request.Method != http.MethodPost || v.Actor.ID == "" {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(form)) {
		if strings.Contains(name, "password") || name == "code" {
			return
		}
		for _, value := range form[name] {
			t.Typed = append(t.Typed, Typed{name, value})
		}
	}
	t.To = strings.TrimPrefix(v.Request.URL.Path, base)
}
