package api

import (
	"net/http"

	"rastreo/internal/gate"
	"rastreo/internal/trace"
)

// messageBody is what one side writes to the other.
type messageBody struct {
	Text string `json:"text"`
}

// message is a message as it is kept.
type message struct {
	Livemode bool `json:"livemode"`
	trace.Message
}

// messages is a page of the messages of a request, newest first.
type messages struct {
	Livemode bool            `json:"livemode"`
	Messages []trace.Message `json:"messages"`
	Next     string          `json:"next,omitempty"`
	Withheld bool            `json:"withheld,omitempty"`
}

// messages lists what both sides have written about a request.
func (a *API) messages(v *gate.Visit) error {
	if err := a.opened(v); err != nil {
		return err
	}
	read := a.Intake.Thread
	if v.Actor.Role.Staff() {
		read = a.Desk.Thread
	}
	t, err := read(v.Request.Context(), v.Actor, v.Param("folio"), v.Query("cursor"))
	if err != nil {
		return err
	}
	out := messages{a.Live, []trace.Message{}, t.Next, t.Private}
	for _, m := range t.Messages {
		out.Messages = append(out.Messages, messageOf(m))
	}
	a.next(v, t.Next)
	return reply(v, http.StatusOK, out)
}

// write sends a message to the other side of a request.
func (a *API) write(v *gate.Visit) error {
	b, err := bodyOf(v, func(b messageBody) error {
		_, err := trace.Message{Text: b.Text}.Check()
		return err
	})
	if err != nil {
		return err
	}
	var m trace.Message
	if v.Actor.Role.Staff() {
		m, err = a.Desk.Message(v.Request.Context(), v.Actor, hold(v), b.Text)
	} else {
		m, err = a.Intake.Message(v.Request.Context(), v.Actor, v.Param("folio"), b.Text)
	}
	if err != nil {
		return err
	}
	return a.created(v, "/requests/"+v.Param("folio")+"/messages", message{a.Live, messageOf(m)})
}

// messageOf writes the instant of a message in UTC.
func messageOf(m trace.Message) trace.Message {
	m.At = m.At.UTC()
	return m
}
