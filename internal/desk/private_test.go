package desk_test

import (
	"encoding/json"
	"strings"
	"testing"

	"rastreo/internal/intake"
	"rastreo/internal/trace"
)

// Why a request was withdrawn is in free words, which may name people: only
// whoever may know the people reads it.
func TestReasonIsPrivate(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx, folio := t.Context(), h.one(1)
		in := intake.New(h.Store, intake.Config{Now: h.Clock.Now})
		_, err := in.Withdraw(ctx, h.actor(t, h.filer), folio, "La portaba Juan Pérez.")
		want(t, err, "")
		reason := func(d trace.Dossier, err error) string {
			want(t, err, "")
			return d.Events[len(d.Events)-1].Params["reason"]
		}
		if got := reason(h.Request(ctx, h.tracer, folio)); got != "" {
			t.Errorf("a tracer who never had it reads %q", got)
		}
		h.open(t, h.boss, folio)
		if got := reason(h.Request(ctx, h.boss, folio)); got == "" {
			t.Error("a supervisor reads no reason")
		}
	})
}

// What a dealer said and what was asked and answered is in free words too: also
// whoever has claimed the request reads it once they said what for.
func TestWordsAreOpened(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx, folio := t.Context(), h.one(1)
		in := intake.New(h.Store, intake.Config{Now: h.Clock.Now, Lease: lease})
		_, err := h.Claim(ctx, h.tracer, folio)
		want(t, err, "")
		c := trace.Contact{Kind: "dealer", Name: "Example Guns", FFL: "5-74-123-01-7F-12345", Note: "Asked for kanari."}
		c, err = h.Contact(ctx, h.tracer, folio, c, trace.Moment{})
		want(t, err, "")
		_, err = h.ContactAnswered(ctx, h.tracer, folio, c.ID, "Sold to kanari.", trace.Moment{})
		want(t, err, "")
		_, err = h.Ask(ctx, h.tracer, folio, trace.Question{Fields: []string{"people"}, Text: "Is it kanari?"})
		want(t, err, "")
		_, err = in.Answer(ctx, h.actor(t, h.filer), folio, trace.Reply{Text: "It is kanari."})
		want(t, err, "")
		_, err = h.Release(ctx, h.tracer, folio)
		want(t, err, "")
		_, err = h.Claim(ctx, h.second, folio)
		want(t, err, "")
		words := func() int {
			d, err := h.Request(ctx, h.second, folio)
			want(t, err, "")
			if len(d.Contacts) != 1 || len(d.Questions) != 1 || d.Contacts[0].Name != "Example Guns" || d.Questions[0].Answer == nil {
				t.Errorf("how far it is: %+v, %+v", d.Contacts, d.Questions)
			}
			text, err := json.Marshal(d)
			want(t, err, "")
			return strings.Count(string(text), "kanari")
		}
		if n := words(); n != 0 {
			t.Errorf("%d words before it was said what for", n)
		}
		h.open(t, h.second, folio)
		if n := words(); n != 4 {
			t.Errorf("%d words afterwards, want 4", n)
		}
	})
}
