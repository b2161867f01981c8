package api

import (
	"rastreo/internal/gate"
	"rastreo/internal/trace"
)

// questionBody is what a tracer asks the submitter, and about which fields.
type questionBody struct {
	Fields []string `json:"fields" validate:"max=20"`
	Text   string   `json:"text"`
}

func (q questionBody) typed() trace.Question { return trace.Question{Fields: q.Fields, Text: q.Text} }

// question is a question as it is kept.
type question struct {
	Livemode bool `json:"livemode"`
	trace.Question
}

// ask puts a question to the submitter: the request waits for the answer.
func (a *API) ask(v *gate.Visit) error {
	b, err := bodyOf(v, func(q questionBody) error {
		_, err := q.typed().Check()
		return err
	})
	if err != nil {
		return err
	}
	q, err := a.Desk.Ask(v.Request.Context(), v.Actor, hold(v), b.typed())
	if err != nil {
		return err
	}
	return a.created(v, "/requests/"+v.Param("folio"), question{a.Live, questionOf(q)})
}

// questionOf writes the instants of a question in UTC.
func questionOf(q trace.Question) trace.Question {
	q.AskedAt, q.RecalledAt = q.AskedAt.UTC(), q.RecalledAt.UTC()
	if q.Answer != nil {
		r := *q.Answer
		r.AnsweredAt = r.AnsweredAt.UTC()
		q.Answer = &r
	}
	return q
}
