package site

import (
	"slices"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/catalog"
	"rastreo/internal/gate"
	"rastreo/internal/i18n"
	"rastreo/internal/trace"
)

// Happening is an event in a reader's words.
type Happening struct {
	At               time.Time
	Text, By         string
	Quote, QuoteLang string
	Strong           bool
}

// turning are the events that change where a request stands for whoever
// waits for it.
var turning = []trace.Code{trace.EventFiled, trace.EventAsked, trace.EventAnswered, trace.EventConcluded, trace.EventCorrected, trace.EventWithdrawn}

// events tells what happened to a request. Staff read names; whoever asked
// reads the name of their own side and "tracing center" for the other.
func events(v *gate.Visit, d trace.Dossier) (out []Happening) {
	for _, e := range d.Events {
		h := Happening{At: e.At, Text: happened(v.Say, e), By: doer(v, e), Strong: slices.Contains(turning, e.Code)}
		if e.Code == trace.EventWithdrawn {
			h.Quote, h.QuoteLang = e.Params["reason"], foreign(v.Say)
		}
		out = append(out, h)
	}
	return out
}

func doer(v *gate.Visit, e trace.Event) string {
	switch {
	case e.By == "":
		return ""
	case account.Role(e.ByRole).Staff() && !v.Actor.Role.Staff():
		return v.Say.T("request.center", nil)
	}
	return e.ByName
}

// happened is an event in words. A parameter the event does not have is said
// to be unknown.
func happened(say *i18n.Printer, e trace.Event) string {
	param := func(name string) string {
		if e.Params[name] == "" {
			return say.T("answer.unknown", nil)
		}
		return e.Params[name]
	}
	return say.T("event."+string(e.Code), map[string]any{
		"kind":     word(say, catalog.ContactKind, param("kind")),
		"outcome":  word(say, catalog.Outcome, param("outcome")),
		"folio":    param("folio"),
		"tracer":   param("tracer"),
		"priority": word(say, catalog.Priority, param("priority")),
		"field":    fieldIn(say, param("field")),
		"agency":   param("to_agency"),
		"before":   param("from_agency"),
		"from":     valueIn(say, param("field"), e.Params["from"]),
		"to":       valueIn(say, param("field"), e.Params["to"]),
	})
}

func fieldIn(say *i18n.Printer, field string) string {
	if amendable(field) {
		return say.T("field.firearms."+field, nil)
	}
	return field
}

// valueIn is a firearm's value in words: of a code its text, of nothing that
// it was blank.
func valueIn(say *i18n.Printer, field, value string) string {
	if value == "" {
		return say.T("form.not_given", nil)
	}
	for _, o := range choices(say, field) {
		if o.Value == value {
			return o.Text
		}
	}
	return answered(say, value)
}
