package desk_test

import (
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
