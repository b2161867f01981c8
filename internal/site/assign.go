package site

import (
	"net/http"
	"net/url"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/desk"
	"rastreo/internal/gate"
	"rastreo/internal/trace"
)

func (s *Site) assignRoutes() []gate.Route {
	const give, soon = "/requests/:folio/assignment", "/requests/:folio/priority"
	return []gate.Route{
		{Method: http.MethodGet, Path: give, Act: account.Assign, Title: "assign.title", Verb: audit.RequestRead, Do: s.askAssign},
		{Method: http.MethodPost, Path: give, Act: account.Assign, Title: "assign.title", Verb: audit.RequestAssigned, Do: s.assign},
		{Method: http.MethodGet, Path: soon, Act: account.Prioritise, Title: "priority.title", Verb: audit.RequestRead, Do: s.askPriority},
		{Method: http.MethodPost, Path: soon, Act: account.Prioritise, Title: "priority.title", Verb: audit.Prioritised, Do: s.prioritise},
	}
}

// assignPage is what the form of an assignment shows beside its fields.
type assignPage struct {
	Line    Line
	Tracers []Option
}

func (s *Site) assignPage(v *gate.Visit) (data assignPage, err error) {
	d, err := s.Desk.Request(v.Request.Context(), v.Actor, v.Param("folio"))
	if err != nil {
		return data, err
	}
	if err := desk.MayAssign(v.Actor, d.Request); err != nil {
		return data, err
	}
	data.Line = line(v.Say, d.Request)
	list, err := s.Desk.Tracers(v.Request.Context(), v.Actor)
	for _, l := range list {
		if l.ID != d.Request.ClaimedBy {
			hint := v.Say.T("assign.load", map[string]any{"claimed": l.Claimed, "returned": l.Returned})
			data.Tracers = append(data.Tracers, Option{Value: l.Username, Text: l.Name, Hint: hint})
		}
	}
	return data, err
}

func (s *Site) askAssign(v *gate.Visit) error {
	data, err := s.assignPage(v)
	if err != nil {
		return err
	}
	p, err := s.form(v, url.Values{}, data)
	return s.show(v, "request/assign", p, err)
}

func (s *Site) assign(v *gate.Visit) error {
	data, err := s.assignPage(v)
	if err != nil {
		return err
	}
	if v.Switching() {
		return s.again(v, "request/assign", data)
	}
	if _, err := s.Desk.Assign(v.Request.Context(), v.Actor, hold(v), typed(v).Get("tracer")); err != nil {
		return s.attempt(v, "request/assign", data, err)
	}
	return s.done(v, "assigned", "/requests/"+v.Param("folio"))
}

func (s *Site) priorityPage(v *gate.Visit) (Line, error) {
	d, err := s.Desk.Request(v.Request.Context(), v.Actor, v.Param("folio"))
	if err != nil {
		return Line{}, err
	}
	return line(v.Say, d.Request), desk.MayPrioritise(v.Actor, d.Request)
}

func (s *Site) askPriority(v *gate.Visit) error {
	data, err := s.priorityPage(v)
	if err != nil {
		return err
	}
	p, err := s.form(v, url.Values{"priority": {data.Request.Priority}}, data)
	return s.show(v, "request/priority", p, err)
}

func (s *Site) prioritise(v *gate.Visit) error {
	data, err := s.priorityPage(v)
	if err != nil {
		return s.lost(v, err)
	}
	if v.Switching() {
		return s.again(v, "request/priority", data)
	}
	u := trace.Urgency{Priority: typed(v).Get("priority"), Justification: typed(v).Get("justification")}
	if _, err := s.Desk.Prioritise(v.Request.Context(), v.Actor, hold(v), u); err != nil {
		return s.worked(v, "request/priority", data, err)
	}
	return s.done(v, "prioritised", "/requests/"+v.Param("folio"))
}
