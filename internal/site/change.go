package site

import (
	"context"
	"net/http"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/gate"
)

func (s *Site) changeRoutes() []gate.Route {
	return []gate.Route{
		{Method: http.MethodGet, Path: "/office/changes", Act: account.ReadChanges, Title: "page.changes", Verb: audit.PeopleRead, Do: s.changes},
		{Method: http.MethodPost, Path: "/office/changes/:id/approve", Act: account.ApproveChange, Verb: audit.ChangeApproved, Do: s.approve},
		{Method: http.MethodPost, Path: "/office/changes/:id/refuse", Act: account.ApproveChange, Verb: audit.ChangeRefused, Do: s.refuse},
	}
}

// Decision is a change in a reader's words.
type Decision struct {
	account.Change
	Open, Mine bool   // it waits; and it is for the reader to decide
	Person     string // path of the person's page, "" where the reader has none
}

func (s *Site) changes(v *gate.Visit) error {
	found, err := s.Office.Changes(v.Request.Context(), v.Actor, v.Query("cursor"))
	if err != nil {
		return err
	}
	var list []Decision
	proven := v.Actor
	proven.Proven = true // the page offers what a fresh proof will open
	for _, c := range found.Changes {
		d := Decision{Change: c, Open: c.Verdict == "" && s.Now().Before(c.ExpiresAt), Mine: s.Office.CanDecide(proven, c)}
		if account.Can(v.Actor, account.ReadPeople, nil) {
			d.Person = personPath(c.AccountID)
		}
		list = append(list, d)
	}
	p, err := s.page(v, map[string]any{
		"Changes": list, "Older": older("/office/changes", v.Request.URL.Query(), found.Next), "Newer": newest("/office/changes", v.Request.URL.Query()),
	})
	return s.show(v, "office/changes", p, err)
}

func (s *Site) approve(v *gate.Visit) error { return s.decide(v, s.Office.Approve, "approved") }

func (s *Site) refuse(v *gate.Visit) error { return s.decide(v, s.Office.Refuse, "refused") }

func (s *Site) decide(v *gate.Visit, act func(context.Context, account.Actor, string) error, code string) error {
	if err := act(v.Request.Context(), v.Actor, v.Param("id")); err != nil {
		return err
	}
	return s.done(v, code, "/office/changes")
}

// ofPerson does something to the account of one of the people somebody looks
// after.
func (s *Site) ofPerson(act func(context.Context, account.Actor, string) error, code string) gate.Handler {
	return func(v *gate.Visit) error {
		if err := act(v.Request.Context(), v.Actor, v.Param("id")); err != nil {
			return err
		}
		return s.done(v, code, personPath(v.Param("id")))
	}
}
