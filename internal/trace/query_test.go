package trace_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"rastreo/internal/trace"
)

func TestParseQuery(t *testing.T) {
	for typed, want := range map[string]trace.Query{
		"":                                      {},
		"BER 123":                               {Words: "BER 123"},
		"estatus:devuelta":                      {Status: "returned"},
		"status:returned":                       {Status: "returned"},
		"ESTATUS:Devueltas":                     {Status: "returned"},
		"estatus:en-espera 0-27":                {Status: "queued", Words: "0-27"},
		`estatus:"en espera" 0-27`:              {Status: "queued", Words: "0-27"},
		"institución:FGR prioridad:urgente BER": {Agency: "FGR", Priority: "urgent", Words: "BER"},
		"agency:FGJ-TAM priority:routine":       {Agency: "FGJ-TAM", Priority: "routine"},
		"estatus:perdida BER":                   {Words: "BER", Wrong: []trace.WrongWord{{Typed: "estatus:perdida", Key: "status"}}},
		"prioridad:alta estatus:nada":           {Wrong: []trace.WrongWord{{Typed: "prioridad:alta", Key: "priority"}, {Typed: "estatus:nada", Key: "status"}}},
		"vence:hoy BER":                         {Due: "today", Words: "BER"},
		"due:today":                             {Due: "today"},
		`plazo:"por vencer" due:late`:           {Due: "late"},
		"vence:mañana":                          {Wrong: []trace.WrongWord{{Typed: "vence:mañana", Key: "due"}}},
		"responsable:yo":                        {Tracer: "me"},
		"tracer:nobody":                         {Tracer: "none"},
		"rastreador:NTC.Olson 0-27":             {Tracer: "ntc.olson", Words: "0-27"},
		"NUC:123":                               {Words: "NUC:123"},
		"estatus:":                              {Words: "estatus:"},
		":":                                     {Words: ":"},
		`"`:                                     {},
	} {
		if d := cmp.Diff(want, trace.ParseQuery(typed, trace.Filters...)); d != "" {
			t.Errorf("%q: %s", typed, d)
		}
	}
}

// A list is narrowed by what it has: of another filter nothing is dropped
// silently.
func TestParseQueryElsewhere(t *testing.T) {
	want := trace.Query{Status: "returned", Words: "BER", Wrong: []trace.WrongWord{{Typed: "vence:hoy"}}}
	if d := cmp.Diff(want, trace.ParseQuery("estatus:devuelta vence:hoy BER", "status")); d != "" {
		t.Error(d)
	}
}

// What is looked for is never lost, whatever stands around it.
func TestParseQueryLosesNothing(t *testing.T) {
	word := rapid.StringMatching(`[A-Z0-9/-]{1,12}`)
	rapid.Check(t, func(t *rapid.T) {
		a, b := word.Draw(t, "a"), word.Draw(t, "b")
		filter := rapid.SampledFrom([]string{"estatus:devuelta", "status:returned", "ESTATUS:respuesta-no", "prioridad:urgente", "agency:FGR"}).Draw(t, "filter")
		if got := trace.ParseQuery(a+" "+filter+"  "+b, "status", "priority", "agency"); got.Words != a+" "+b || !got.Narrows() {
			t.Fatalf("%+v", got)
		}
	})
}
