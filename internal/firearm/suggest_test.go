package firearm_test

import (
	"slices"
	"testing"

	"rastreo/internal/firearm"
)

func TestSuggest(t *testing.T) {
	for _, c := range []struct {
		list, typed string
		with        firearm.With
		lang, want  string // want is the first value
	}{
		{"manufacturer", "beretta", firearm.With{}, "es", "Beretta USA"},
		{"manufacturer", "cug", firearm.With{}, "es", "Cugir (Romarm)"},
		{"manufacturer", "romarm", firearm.With{}, "es", "Cugir (Romarm)"},
		{"manufacturer", "Bushmastter", firearm.With{}, "en", "Bushmaster Firearms"},
		{"importer", "century", firearm.With{}, "es", "Century Arms"},
		{"importer", "CAI", firearm.With{}, "es", "Century Arms"},
		{"model", "was", firearm.With{Manufacturer: "Cugir"}, "es", "WASR-10"},
		{"model", "19", firearm.With{Manufacturer: "Glock"}, "es", "19"},
		{"model", "PT9", firearm.With{Manufacturer: "Taurus"}, "es", "PT92"},
		{"model", "", firearm.With{Manufacturer: "Barrett", Type: "RB"}, "es", "M95"},
		{"caliber", "", firearm.With{Manufacturer: "Glock", Model: "19"}, "es", "9 mm Luger (9x19)"},
		{"caliber", ".38 su", firearm.With{}, "es", ".38 Súper"},
		{"caliber", ".38 su", firearm.With{}, "en", ".38 Super"},
		{"caliber", "7,62 x 39", firearm.With{}, "en", "7.62x39 mm"},
	} {
		got := firearm.Suggest(c.list, c.typed, c.with, c.lang)
		if len(got) == 0 || got[0].Value != c.want || len(got) > 8 {
			t.Errorf("Suggest(%s, %q, %v) = %v, want %s first", c.list, c.typed, c.with, got, c.want)
		}
	}
}

// A model of another maker is not offered; what nobody knows offers nothing.
func TestSuggestNarrowly(t *testing.T) {
	for _, s := range firearm.Suggest("model", "", firearm.With{Manufacturer: "Barrett"}, "es") {
		if s.Note != "Barrett Firearms" {
			t.Errorf("offered %v", s)
		}
	}
	for _, list := range []string{"manufacturer", "importer", "model", "caliber", "country"} {
		if got := firearm.Suggest(list, "zzqqxx", firearm.With{}, "es"); len(got) > 0 {
			t.Errorf("%s: offered %v", list, got)
		}
	}
	if got := firearm.Suggest("manufacturer", "norinko", firearm.With{}, "es"); len(got) == 0 || got[0].Note != "Norinko" {
		t.Errorf("the spelling that matched is not told: %v", got)
	}
	importers := firearm.Suggest("importer", "cugir", firearm.With{}, "es")
	if slices.ContainsFunc(importers, func(s firearm.Suggestion) bool { return s.Value == "Cugir (Romarm)" }) {
		t.Error("a maker is offered as importer")
	}
}

func BenchmarkSuggest(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		firearm.Suggest("model", "pt", firearm.With{}, "es")
	}
}
