package api

import (
	"net/http"

	"rastreo/internal/gate"
	"rastreo/internal/trace"
)

// contactBody is a step of the chain as a tracer types it. Without asked it
// is now; what was said at once can be said along.
type contactBody struct {
	Kind    string       `json:"kind"`
	Name    string       `json:"name"`
	FFL     string       `json:"ffl"`
	Channel string       `json:"channel"`
	Note    string       `json:"note"`
	Said    string       `json:"said"`
	Asked   trace.Moment `json:"asked"`
}

func (c contactBody) typed() trace.Contact {
	return trace.Contact{Kind: c.Kind, Name: c.Name, FFL: c.FFL, Channel: c.Channel, Note: c.Note, Said: c.Said}
}

// contact is a step of the chain as it is kept.
type contact struct {
	Livemode bool `json:"livemode"`
	trace.Contact
}

func contactOf(c trace.Contact) trace.Contact {
	c.AskedAt, c.DueAt, c.AnsweredAt, c.StruckAt = c.AskedAt.UTC(), c.DueAt.UTC(), c.AnsweredAt.UTC(), c.StruckAt.UTC()
	for i := range c.Reminders {
		c.Reminders[i].At = c.Reminders[i].At.UTC()
	}
	for i := range c.Documents {
		c.Documents[i] = documentOf(c.Documents[i])
	}
	for i := range c.Earlier {
		e := &c.Earlier[i]
		e.AskedAt, e.Until = e.AskedAt.UTC(), e.Until.UTC()
	}
	return c
}

// contact notes that somebody of the chain was asked.
func (a *API) contact(v *gate.Visit) error {
	b, err := bodyOf(v, func(c contactBody) error {
		_, err := c.typed().CheckAsked(c.Asked, a.today(v.Actor))
		return err
	})
	if err != nil {
		return err
	}
	c, err := a.Desk.Contact(v.Request.Context(), v.Actor, hold(v), b.typed(), b.Asked)
	if err != nil {
		return err
	}
	return a.created(v, "/requests/"+v.Param("folio"), contact{a.Live, contactOf(c)})
}

// saidBody is what somebody of the chain answered, and when.
type saidBody struct {
	Said     string       `json:"said"`
	Answered trace.Moment `json:"answered"`
}

// contactAnswered notes the answer of somebody who was asked.
func (a *API) contactAnswered(v *gate.Visit) error {
	b, err := bodyOf[saidBody](v, nil)
	if err != nil {
		return err
	}
	c, err := a.Desk.ContactAnswered(v.Request.Context(), v.Actor, hold(v), v.Param("id"), b.Said, b.Answered)
	if err != nil {
		return err
	}
	return reply(v, http.StatusOK, contact{a.Live, contactOf(c)})
}

// reminderBody is that somebody of the chain was reminded, how and when.
type reminderBody struct {
	Channel  string       `json:"channel"`
	Note     string       `json:"note"`
	Reminded trace.Moment `json:"reminded"`
}

// remind notes that somebody who was asked was reminded to answer.
func (a *API) remind(v *gate.Visit) error {
	b, err := bodyOf[reminderBody](v, nil)
	if err != nil {
		return err
	}
	r := trace.Reminder{Channel: b.Channel, Note: b.Note}
	c, err := a.Desk.Remind(v.Request.Context(), v.Actor, hold(v), v.Param("id"), r, b.Reminded)
	if err != nil {
		return err
	}
	return reply(v, http.StatusOK, contact{a.Live, contactOf(c)})
}

// correctContact puts right what is noted of somebody who was asked.
func (a *API) correctContact(v *gate.Visit) error {
	b, err := bodyOf[contactBody](v, nil)
	if err != nil {
		return err
	}
	typed := b.typed()
	typed.ID = v.Param("id")
	c, err := a.Desk.CorrectContact(v.Request.Context(), v.Actor, hold(v), typed, b.Asked)
	if err != nil {
		return err
	}
	return reply(v, http.StatusOK, contact{a.Live, contactOf(c)})
}

// struckBody is why something does not count that was noted.
type struckBody struct {
	Struck string `json:"struck"`
}

// strikeContact strikes what was noted by mistake.
func (a *API) strikeContact(v *gate.Visit) error {
	b, err := bodyOf[struckBody](v, nil)
	if err != nil {
		return err
	}
	c, err := a.Desk.StrikeContact(v.Request.Context(), v.Actor, hold(v), v.Param("id"), b.Struck)
	if err != nil {
		return err
	}
	return reply(v, http.StatusOK, contact{a.Live, contactOf(c)})
}
