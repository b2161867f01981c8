package desk_test

import (
	"testing"

	"rastreo/internal/desk"
	"rastreo/internal/fault"
	"rastreo/internal/trace"
)

// plain is what stands in a request, as it stands there.
func plain(_, value string) string { return "«" + value + "»" }

// A prepared question is filled in, and what was sent stays when its wording is
// changed or retired. Only supervisors keep them.
func TestWording(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx, folio := t.Context(), h.one(1)
		typed := trace.Wording{
			Title: trace.Titles{ES: "Cachas", EN: "Grips"}, Fields: []string{"serial.text"},
			Text: trace.Texts{ES: "Quite las cachas de {folio}: ¿dice {serial}?", EN: "Take the grips of {folio} off: does it say {serial}?"},
		}
		_, err := h.AddWording(ctx, h.tracer, typed)
		want(t, err, fault.Forbidden)
		wrong := typed
		wrong.Text.EN = "{number}"
		_, err = h.AddWording(ctx, h.boss, wrong)
		want(t, err, fault.Invalid)
		w, err := h.AddWording(ctx, h.boss, typed)
		want(t, err, "")
		_, err = h.Claim(ctx, h.tracer, folio)
		want(t, err, "")
		parts, fields, err := h.Prepare(ctx, h.tracer, folio, []string{w.ID, "country"}, plain)
		want(t, err, "")
		if len(parts) != 2 || parts[0].Text.ES == typed.Text.ES || len(fields) != 3 {
			t.Fatalf("%+v about %v", parts, fields)
		}
		parts[0].Text.EN += " Please." // a tracer may change it
		sent, err := h.Ask(ctx, h.tracer, h.held(folio), trace.Question{Parts: parts, Fields: fields})
		want(t, err, "")
		w.Text = trace.Texts{ES: "Otra cosa.", EN: "Something else."}
		if w, err = h.ChangeWording(ctx, h.boss, w); err != nil || w.Version != 2 {
			t.Fatalf("version %d, %v", w.Version, err)
		}
		old := w
		old.Version = 1
		_, err = h.ChangeWording(ctx, h.boss, old)
		want(t, err, fault.Stale)
		want(t, h.RetireWording(ctx, h.tracer, w.ID, true), fault.Forbidden)
		want(t, h.RetireWording(ctx, h.boss, w.ID, true), "")
		h.open(t, h.tracer, folio)
		d, err := h.Request(ctx, h.tracer, folio)
		want(t, err, "")
		got := d.Questions[0].Parts[0]
		if got.Text != parts[0].Text || got.Version != 1 || got.Params["folio"] != folio || got.ID != sent.Parts[0].ID {
			t.Errorf("it was sent as %+v and has become %+v", parts[0], got)
		}
		_, _, err = h.Prepare(ctx, h.tracer, folio, []string{w.ID}, plain)
		want(t, err, fault.Invalid)
		if list, err := h.Ready(ctx, h.tracer); err != nil || len(list) != len(trace.Stock()) {
			t.Errorf("%d are offered, %v", len(list), err)
		}
		if list, _, err := h.Wordings(ctx, h.tracer, ""); err != nil || len(list) != 1 || !list[0].Retired {
			t.Errorf("%+v, %v", list, err)
		}
	})
}

// What is of no wording, or still to be filled in, is not asked.
func TestWrongParts(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx, folio := t.Context(), h.one(1)
		_, err := h.Claim(ctx, h.tracer, folio)
		want(t, err, "")
		words := trace.Texts{ES: "a", EN: "b"}
		for _, part := range []trace.Part{{}, {ID: "none", Text: words}, {ID: "country"}, {ID: "country", Text: trace.Texts{ES: "a", EN: "{serial}"}}} {
			_, err := h.Ask(ctx, h.tracer, desk.Hold{Folio: folio, Claim: 1}, trace.Question{Parts: []trace.Part{part}})
			want(t, err, fault.Invalid)
		}
	})
}
