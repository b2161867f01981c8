package firearm_test

import (
	"slices"
	"testing"

	"rastreo/internal/firearm"
)

// More advice takes its place among the rest, changes the score, and leaves
// the report it is added to as it was.
func TestWith(t *testing.T) {
	var d firearm.Description
	for _, e := range examples(t) {
		if e.name == "Importer not in the list" {
			d = e.Description
		}
	}
	before := firearm.Check(d, today)
	after := before.With(firearm.Duplicate("SR-26-0000-01", firearm.Confusable), firearm.Repeated("A-1", 2))
	if len(before.Advice) != 1 || len(after.Advice) != 3 || after.Score >= before.Score {
		t.Fatalf("%v, then %v", before, after)
	}
	if got := spoken(after); !slices.Equal(got, []string{"not_listed_importer", "repeated", "duplicate"}) {
		t.Errorf("order %v", got)
	}
	if after.Listed != before.Listed || after.Advice[2].Params["folio"] != "SR-26-0000-01" || after.Advice[2].Params["likeness"] != "confusable" {
		t.Errorf("%v", after)
	}
	if again := after.With(firearm.Repeated("A-1", 2)); len(again.Advice) != 3 || again.Score != after.Score {
		t.Errorf("said twice: %v", again)
	}
	sound(t, after)
}

// The score is 100 for what lacks nothing, falls with every advice, and is low
// for what will fail; its reasons add up for every example.
func TestScore(t *testing.T) {
	for _, e := range examples(t) {
		r := firearm.Check(e.Description, today)
		sound(t, r)
		if (r.Score == 100) != (len(r.Advice) == 0) {
			t.Errorf("%s: %d with %v", e.name, r.Score, spoken(r))
		}
	}
	empty := firearm.Check(firearm.Description{}, today)
	if sound(t, empty); empty.Score != 0 {
		t.Errorf("nothing at all scores %d", empty.Score)
	}
}

// The worst comes first, and then the order of the form.
func TestOrder(t *testing.T) {
	for _, e := range examples(t) {
		r := firearm.Check(e.Description, today)
		for i := 1; i < len(r.Advice); i++ {
			a, b := r.Advice[i-1], r.Advice[i]
			if slices.Index(firearm.Severities, a.Severity) > slices.Index(firearm.Severities, b.Severity) {
				t.Errorf("%s: %s before %s", e.name, a.Code, b.Code)
			}
		}
	}
}
