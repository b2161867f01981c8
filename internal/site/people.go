package site

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/catalog"
	"rastreo/internal/gate"
	"rastreo/internal/i18n"
	"rastreo/internal/trace"
)

// peopleRoutes are where people are searched for. Whom somebody may find is
// for the rooms to say, who note every search.
func (s *Site) peopleRoutes() []gate.Route {
	return []gate.Route{{Method: http.MethodGet, Path: "/people", Act: account.FindPeople, Title: "page.people", Verb: audit.PeopleSought, Do: s.people}}
}

// FoundPerson is somebody who was found, in a reader's words.
type FoundPerson struct {
	Name, Role string
	Other      string   // the other identity or the nickname that was found
	Reasons    []string // why the name fits
	Requests   []string // folios
	Agency     string
	FiledAt    time.Time
}

func (s *Site) people(v *gate.Visit) error {
	q := strings.TrimSpace(v.Query("q"))
	page, err := s.findPeople(v, q)
	if err != nil {
		return err
	}
	p, err := s.page(v, map[string]any{
		"Query": q, "Found": foundPeople(v.Say, page.Found), "Staff": v.Actor.Role.Staff(),
		"Older": older("/people", v.Request.URL.Query(), page.Next), "Newer": newest("/people", v.Request.URL.Query()),
	})
	p.Form = url.Values{"q": {v.Query("q")}}
	return s.show(v, "people/list", p, err)
}

// findPeople asks the room of the reader. Nothing typed finds nobody.
func (s *Site) findPeople(v *gate.Visit, q string) (page trace.FoundPage, err error) {
	if q == "" {
		return page, nil
	}
	find := s.Intake.People
	if v.Actor.Role.Staff() {
		find = s.Desk.People
	}
	return find(v.Request.Context(), v.Actor, q, v.Query("cursor"))
}

func foundPeople(say *i18n.Printer, found []trace.Found) (out []FoundPerson) {
	for _, x := range found {
		p := FoundPerson{Name: who(say, x.Person, x.Ordinal-1), Requests: x.Requests, Agency: x.Agency, FiledAt: x.FiledAt}
		if x.Person.Role != "" {
			p.Role = word(say, catalog.PersonRole, x.Person.Role)
		}
		if other := x.Name.Display(); other != x.Person.Name.Display() {
			p.Other = other
		}
		for _, r := range x.Reasons {
			p.Reasons = append(p.Reasons, say.T(r.Key(), map[string]any{"typed": r.Typed, "found": r.Found}))
		}
		out = append(out, p)
	}
	return out
}
