package desk_test

import (
	"encoding/json"
	"strings"
	"testing"

	"rastreo/internal/desk"
	"rastreo/internal/intake"
	"rastreo/internal/store/storetest"
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
		c, err = h.Contact(ctx, h.tracer, h.held(folio), c, trace.Moment{})
		want(t, err, "")
		_, err = h.ContactAnswered(ctx, h.tracer, h.held(folio), c.ID, "Sold to kanari.", trace.Moment{})
		want(t, err, "")
		_, err = h.Ask(ctx, h.tracer, h.held(folio), trace.Question{Fields: []string{"people"}, Text: "Is it kanari?"})
		want(t, err, "")
		_, err = in.Answer(ctx, h.actor(t, h.filer), folio, trace.Reply{Text: "It is kanari."})
		want(t, err, "")
		_, err = in.Message(ctx, h.actor(t, h.filer), folio, "It was kanari.")
		want(t, err, "")
		_, err = h.Release(ctx, h.tracer, h.held(folio))
		want(t, err, "")
		_, err = h.Claim(ctx, h.second, folio)
		want(t, err, "")
		words := func() int {
			d, err := h.Request(ctx, h.second, folio)
			want(t, err, "")
			if len(d.Contacts) != 1 || len(d.Questions) != 1 || len(d.Thread.Messages) != 1 || d.Contacts[0].Name != "Example Guns" || d.Questions[0].Answer == nil {
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
		if n := words(); n != 5 {
			t.Errorf("%d words afterwards, want 5", n)
		}
	})
}

// Why a request is urgent, and what else was written of it in words, is shown
// with the people and not before: in no list, to no neighbour, at no claim.
func TestReasonsAreOpened(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		in := intake.New(h.Store, intake.Config{Now: h.Clock.Now, Lease: lease})
		f := storetest.Filing(3)
		for i := range f.Firearms {
			f.Firearms[i].Priority, f.Firearms[i].Justification, f.Firearms[i].Instructions = trace.Urgent, "Juan kanari.", "Call kanari."
		}
		var folios []string
		for range 2 {
			r, _, err := in.File(ctx, h.actor(t, h.filer), f, intake.Once{})
			want(t, err, "")
			folios = append(folios, r.Requests[0].Folio)
		}
		quiet := func(what string, shown any, err error) {
			t.Helper()
			want(t, err, "")
			text, err := json.Marshal(shown)
			want(t, err, "")
			if strings.Contains(string(text), "kanari") {
				t.Errorf("%s: %s", what, text)
			}
		}
		page, err := h.Queue(ctx, h.tracer, desk.List{})
		quiet("the queue", page, err)
		page, err = h.Queue(ctx, h.tracer, desk.List{Query: folios[0]})
		quiet("a search", page, err)
		d, err := h.Request(ctx, h.tracer, folios[0])
		quiet("an outline", d, err)
		if len(d.Twins) == 0 {
			t.Error("no twin to look at")
		}
		r, err := h.Claim(ctx, h.tracer, folios[0])
		quiet("a claim", r, err)
		r, err = h.ClaimNext(ctx, h.tracer)
		quiet("the next", r, err)
		d, err = h.Request(ctx, h.tracer, folios[0])
		quiet("a request of one's own", d, err)
		h.open(t, h.tracer, folios[0])
		if d, err = h.Request(ctx, h.tracer, folios[0]); err != nil || d.Request.Justification == "" {
			t.Errorf("opened: %+v, %v", d.Request, err)
		}
	})
}
