package api

import (
	"net/http"
	"slices"

	"rastreo/internal/gate"
	"rastreo/internal/trace"
)

// questionBody is what a tracer asks the submitter, and about which fields.
type questionBody struct {
	Fields []string   `json:"fields" validate:"max=20"`
	Parts  []partBody `json:"parts" validate:"max=5"`
	Text   string     `json:"text"`
}

// partBody names a prepared question, which is filled in from the request.
type partBody struct {
	ID string `json:"id"`
}

func (q questionBody) ids() (ids []string) {
	for _, p := range q.Parts {
		ids = append(ids, p.ID)
	}
	return ids
}

func (q questionBody) typed() trace.Question {
	out := trace.Question{Fields: q.Fields, Text: q.Text}
	for _, p := range q.Parts {
		out.Parts = append(out.Parts, trace.Part{ID: p.ID, Text: trace.Texts{ES: "-", EN: "-"}}) // the words come with the request
	}
	return out
}

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
	asked, err := a.prepared(v, b)
	if err != nil {
		return err
	}
	q, err := a.Desk.Ask(v.Request.Context(), v.Actor, hold(v), asked)
	if err != nil {
		return err
	}
	return a.created(v, "/requests/"+v.Param("folio"), question{a.Live, questionOf(q)})
}

// prepared fills in what is named of the prepared questions. What they are about
// is asked about too.
func (a *API) prepared(v *gate.Visit, b questionBody) (trace.Question, error) {
	q := b.typed()
	if len(q.Parts) == 0 {
		return q, nil
	}
	parts, fields, err := a.Desk.Prepare(v.Request.Context(), v.Actor, v.Param("folio"), b.ids(), a.filled)
	q.Parts = parts
	for _, f := range fields {
		if !slices.Contains(q.Fields, f) {
			q.Fields = append(q.Fields, f)
		}
	}
	return q, err
}

// filled is what stands in a request, in the words of a language.
func (a *API) filled(lang, value string) string {
	say := a.Bundle.Printer(lang, nil)
	if value == "" {
		return say.T("form.not_given", nil)
	}
	if code := trace.Answer(value); trace.IsAnswer(code) {
		return say.T("answer."+code, nil)
	}
	return value
}

// wordings are the prepared questions that can be asked.
type wordings struct {
	Livemode bool            `json:"livemode"`
	Wordings []trace.Wording `json:"wordings"`
}

// wordings lists the prepared questions: the center's own, then the house's.
func (a *API) wordings(v *gate.Visit) error {
	list, err := a.Desk.Ready(v.Request.Context(), v.Actor)
	if err != nil {
		return err
	}
	for i := range list {
		list[i].ChangedAt = list[i].ChangedAt.UTC()
	}
	return reply(v, http.StatusOK, wordings{a.Live, list})
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
