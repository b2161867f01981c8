package api

import (
	"net/http"
	"time"

	"rastreo/internal/gate"
	"rastreo/internal/trace"
)

// link is what somebody of the reader's own side found of two requests that
// look alike.
type link struct {
	ID       string        `json:"id"`
	Other    string        `json:"other"`
	Verdict  trace.Verdict `json:"verdict"`
	Reason   string        `json:"reason,omitempty"`
	Why      string        `json:"why,omitempty"`
	Center   bool          `json:"center"`
	By       string        `json:"by,omitempty"`
	At       time.Time     `json:"at"`
	UndoneAt time.Time     `json:"undone_at,omitzero"`
}

func linkOf(l trace.Link) link {
	return link{l.ID, l.Other, l.Verdict, l.Reason, l.Why, l.Center, l.ByName, l.At.UTC(), l.UndoneAt.UTC()}
}

// linkBody says what was found of this request and another.
type linkBody struct {
	Other   string `json:"other"`
	Verdict string `json:"verdict"`
	Reason  string `json:"reason"`
	Why     string `json:"why"`
}

// link records that two requests are about the same firearm, or are not. What
// the tracing center finds no agency learns.
func (a *API) link(v *gate.Visit) error {
	b, err := bodyOf[linkBody](v, nil)
	if err != nil {
		return err
	}
	add := a.Intake.Link
	if v.Actor.Role.Staff() {
		add = a.Desk.Link
	}
	l, err := add(v.Request.Context(), v.Actor, v.Param("folio"),
		trace.Link{Other: b.Other, Verdict: trace.Verdict(b.Verdict), Reason: b.Reason, Why: b.Why})
	if err != nil {
		return err
	}
	return reply(v, http.StatusCreated, linkOf(l))
}

// unlink takes such a finding back. Both stay on record.
func (a *API) unlink(v *gate.Visit) error {
	undo := a.Intake.Unlink
	if v.Actor.Role.Staff() {
		undo = a.Desk.Unlink
	}
	if err := undo(v.Request.Context(), v.Actor, v.Param("folio"), v.Param("id")); err != nil {
		return err
	}
	v.Status(http.StatusNoContent)
	v.Writer.WriteHeaderNow()
	return nil
}
