package api

import (
	"net/http"

	"rastreo/internal/gate"
	"rastreo/internal/trace"
)

// assignBody is to whom a request is given, by user name.
type assignBody struct {
	Tracer string `json:"tracer"`
}

// assign gives a request to a tracer, whoever has it.
func (a *API) assign(v *gate.Visit) error {
	b, err := bodyOf[assignBody](v, nil)
	if err != nil {
		return err
	}
	r, err := a.Desk.Assign(v.Request.Context(), v.Actor, hold(v), b.Tracer)
	if err != nil {
		return err
	}
	return reply(v, http.StatusOK, a.requestOf(v, r))
}

// prioritise gives a request another priority.
func (a *API) prioritise(v *gate.Visit) error {
	b, err := bodyOf(v, func(u trace.Urgency) error {
		_, err := u.Check()
		return err
	})
	if err != nil {
		return err
	}
	r, err := a.Desk.Prioritise(v.Request.Context(), v.Actor, hold(v), b)
	if err != nil {
		return err
	}
	return reply(v, http.StatusOK, a.requestOf(v, r))
}
