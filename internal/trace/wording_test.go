package trace_test

import (
	"strings"
	"testing"

	"rastreo/internal/fault"
	"rastreo/internal/trace"
)

// Each prepared question of the house's own is one that could be typed, marks
// fields, and can be filled in.
func TestStock(t *testing.T) {
	if len(trace.Stock()) < 12 {
		t.Fatalf("only %d", len(trace.Stock()))
	}
	ids := map[string]bool{}
	r := trace.Request{Folio: "RM-2026-7KXH4P-T", Firearm: trace.Firearm{Manufacturer: "unknown", Model: "{model}"}}
	for _, w := range trace.Stock() {
		if _, err := w.Check(); err != nil {
			t.Errorf("%s: %v", w.ID, fault.Of(err).Problems)
		}
		if ids[w.ID] || len(w.Fields) == 0 || strings.ContainsAny(w.Text.EN+w.Title.EN, "áéíóúñ¿") {
			t.Errorf("%s comes twice, marks nothing or has Spanish in its English", w.ID)
		}
		ids[w.ID] = true
		part := w.Part(r, func(lang, value string) string { return "«" + lang + value + "»" })
		if strings.Contains(part.Text.ES, "{s") || strings.Contains(part.Text.EN, "{s") || part.Params["manufacturer"] != "" && part.Params["manufacturer"] != "unknown" {
			t.Errorf("%s is filled in as %+v", w.ID, part)
		}
		if got, ok := trace.Stocked(w.ID); !ok || got.Title != w.Title {
			t.Errorf("%s is not found", w.ID)
		}
	}
}

func TestWordingCheck(t *testing.T) {
	good := trace.Wording{Title: trace.Titles{ES: "a", EN: "b"}, Text: trace.Texts{ES: "{serial} a", EN: "b {serial}"}, Fields: []string{"model", "model", ""}}
	if w, err := good.Check(); err != nil || len(w.Fields) != 1 {
		t.Errorf("%+v, %v", w, err)
	}
	for name, x := range map[string]struct {
		change func(*trace.Wording)
		want   string
	}{
		"nothing":       {func(w *trace.Wording) { *w = trace.Wording{} }, "/title/es required /title/en required /words/es required /words/en required"},
		"an other slot": {func(w *trace.Wording) { w.Text.EN = "{serial} {seriel}" }, "/words/en slot"},
		"one language":  {func(w *trace.Wording) { w.Text.EN = "b" }, "/words/en slot_missing"},
		"an empty slot": {func(w *trace.Wording) { w.Text.ES += " {}" }, "/words/es slot"},
		"a field":       {func(w *trace.Wording) { w.Fields = []string{"color"} }, "/fields/0 code"},
		"a brace":       {func(w *trace.Wording) { w.Text.ES += " }{" }, ""},
	} {
		w := good
		x.change(&w)
		_, err := w.Check()
		var got []string
		if f := fault.Of(err); f != nil {
			for _, p := range f.Problems {
				got = append(got, p.Pointer, p.Code)
			}
		}
		if strings.Join(got, " ") != x.want {
			t.Errorf("%s: %v, want %s", name, got, x.want)
		}
	}
}

// What was prepared needs no words of one's own; what is left to fill in is said
// at once.
func TestQuestionParts(t *testing.T) {
	part := trace.Part{ID: "model", Version: 1, Text: trace.Texts{ES: "¿Modelo?", EN: "Model?"}}
	if _, err := (trace.Question{Parts: []trace.Part{part}}).Check(); err != nil {
		t.Errorf("%v", err)
	}
	if _, err := (trace.Question{}).Check(); err == nil {
		t.Error("nothing is asked")
	}
	part.Text.EN = "Is it {serial}?"
	_, err := (trace.Question{Text: "x", Parts: []trace.Part{part}}).Check()
	if f := fault.Of(err); f == nil || f.Problems[0].Pointer != "/parts/0/words/en" {
		t.Errorf("%v", err)
	}
}
