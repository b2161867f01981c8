package firearm_test

import (
	"slices"
	"testing"

	"rastreo/internal/catalog"
	"rastreo/internal/firearm"
)

func TestSuggest(t *testing.T) {
	for _, c := range []struct {
		list, typed string
		with        firearm.With
		lang, want  string // want is the first value
	}{
		{"manufacturer", "beretta", firearm.With{}, "es", "Fabbrica d'Armi Pietro Beretta"},
		{"manufacturer", "cug", firearm.With{}, "es", "Cugir"},
		{"manufacturer", "romarm", firearm.With{}, "es", "Cugir"},
		{"manufacturer", "Bushmastter", firearm.With{}, "en", "Bushmaster Firearms"},
		{"importer", "century", firearm.With{}, "es", "Century Arms"},
		{"importer", "CAI", firearm.With{}, "es", "Century Arms"},
		{"model", "was", firearm.With{Manufacturer: "Cugir"}, "es", "WASR-10"},
		{"model", "19", firearm.With{Manufacturer: "Glock"}, "es", "19"},
		{"model", "PT9", firearm.With{Manufacturer: "Taurus"}, "es", "PT92"},
		{"model", "", firearm.With{Manufacturer: "Barrett", Type: "RB"}, "es", "M95"},
		{"caliber", "", firearm.With{Manufacturer: "Glock", Model: "19"}, "es", "9 mm Luger"},
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
	if slices.ContainsFunc(importers, func(s firearm.Suggestion) bool { return s.Value == "Cugir" }) {
		t.Error("a maker is offered as importer")
	}
}

func BenchmarkSuggest(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		firearm.Suggest("model", "pt", firearm.With{}, "es")
	}
}

// What people really type: want are the first values, in their order; none
// where nothing should be offered.
func TestSuggestWhatPeopleType(t *testing.T) {
	for _, c := range []struct {
		list, typed, maker string
		want               []string
	}{
		{"manufacturer", "berreta", "", []string{"Fabbrica d'Armi Pietro Beretta"}},
		{"manufacturer", "smit", "", []string{"Smith & Wesson"}},
		{"manufacturer", "smith y weson", "", []string{"Smith & Wesson"}},
		{"manufacturer", "s&w", "", []string{"Smith & Wesson"}},
		{"manufacturer", "colt", "", []string{"Colt's Manufacturing", "Colt Canada"}},
		{"manufacturer", "kolt", "", []string{"Colt's Manufacturing"}},
		{"manufacturer", "barret", "", []string{"Barrett Firearms"}},
		{"manufacturer", "barret 50", "", []string{"Barrett Firearms"}},
		{"manufacturer", "taurus", "", []string{"Forjas Taurus", "Taurus International Manufacturing"}},
		{"manufacturer", "taurus pt", "", []string{"Forjas Taurus", "Taurus International Manufacturing"}},
		{"manufacturer", "glok", "", []string{"Glock"}},
		{"manufacturer", "glock", "", []string{"Glock", "Glock Inc."}},
		{"manufacturer", "czeca", "", []string{"Česká zbrojovka"}},
		{"manufacturer", "cz", "", []string{"Česká zbrojovka", "CZ-USA"}},
		{"manufacturer", "ruguer", "", []string{"Sturm, Ruger & Co."}},
		{"manufacturer", "ruger mini 14", "", []string{"Sturm, Ruger & Co."}},
		{"manufacturer", "bush master", "", []string{"Bushmaster Firearms"}},
		{"manufacturer", "panter", "", []string{"DPMS Panther Arms"}},
		{"manufacturer", "rock island", "", []string{"Armscor"}},
		{"manufacturer", "sig", "", []string{"SIG Sauer"}},
		{"manufacturer", "hk", "", []string{"Heckler & Koch", "Heckler & Koch Inc."}},
		{"manufacturer", "springfield", "", []string{"Springfield Armory, Inc."}},
		{"manufacturer", "estar", "", []string{"Star"}},
		{"manufacturer", "remigton", "", []string{"Remington Arms"}},
		{"manufacturer", "zastaba", "", []string{"Zastava Arms"}},
		{"manufacturer", "izmash", "", []string{"Izhmash"}},
		{"manufacturer", "fn", "", []string{"FN Herstal"}},
		{"manufacturer", "cuerno", "", nil},
		{"manufacturer", "ar15", "", nil},
		{"importer", "centuri", "", []string{"Century Arms"}},
		{"importer", "century georgia vt", "", []string{"Century Arms"}},
		{"importer", "taurus miami", "", []string{"Taurus International Manufacturing"}},
		{"importer", "glock smyrna", "", []string{"Glock Inc."}},
		{"importer", "hk", "", []string{"Heckler & Koch Inc."}},
		{"importer", "raac", "", []string{"Russian American Armory"}},
		{"model", "cuerno", "", nil},
		{"model", "r15", "Colt", []string{"AR-15"}},
		{"model", "ar 15", "", []string{"AR-15"}},
		{"model", "colt super", "", []string{"Super 38"}},
		{"model", "colt 38 super", "Colt", []string{"Super 38"}},
		{"model", "goverment", "Colt", []string{"Government"}},
		{"model", "ruger mini 14", "", []string{"Mini-14"}},
		{"model", "taurus pt", "", []string{"PT92"}},
		{"model", "remington 870", "", []string{"870"}},
		{"model", "barret 50", "", []string{"M82A1"}},
		{"model", "g19", "", []string{"19"}},
		{"model", "m82", "Barrett", []string{"M82A1"}},
		{"model", "five seven", "", []string{"Five-seveN"}},
		{"model", "gp wasr", "Cugir", []string{"WASR-10"}},
		{"model", "mak 90", "norinco", []string{"MAK-90"}},
		{"caliber", "9mil", "", []string{"9 mm Luger"}},
		{"caliber", "9", "", []string{"9 mm Luger"}},
		{"caliber", "nueve", "", []string{"9 mm Luger"}},
		{"caliber", "9 corto", "", []string{".380 ACP"}},
		{"caliber", "38 super", "", []string{".38 Súper"}},
		{"caliber", "22", "", []string{".22 LR"}},
		{"caliber", "12", "", []string{"Calibre 12"}},
		{"caliber", "50 barret", "", []string{".50 BMG"}},
		{"caliber", "cal .50", "", []string{".50 Action Express", ".50 BMG"}},
		{"caliber", "3006", "", []string{".30-06 Springfield"}},
		{"caliber", "multi", "", []string{"MULTI"}},
	} {
		var got []string
		for _, s := range firearm.Suggest(c.list, c.typed, firearm.With{Manufacturer: c.maker}, "es") {
			got = append(got, s.Value)
		}
		if len(got) < len(c.want) || !slices.Equal(got[:len(c.want)], c.want) || c.want == nil && got != nil {
			t.Errorf("Suggest(%s, %q) with %q = %q, want %q first", c.list, c.typed, c.maker, got, c.want)
		}
	}
}

// What is put into a field is found again as the row it came from, or as its
// kin where they go by one name.
func TestSuggestedValuesAreFound(t *testing.T) {
	for _, c := range catalog.Companies() {
		list := "manufacturer"
		if !c.Maker {
			list = "importer"
		}
		value := offered(t, list, c.Name)
		found, near := firearm.FindCompany(value)
		if near || !slices.ContainsFunc(found, func(f catalog.Company) bool { return f.Code == c.Code || slices.Contains(c.Kin, f.Code) }) {
			t.Errorf("%s is offered as %q, found %v", c.Code, value, found)
		}
	}
	for _, c := range catalog.Calibers() {
		for _, lang := range []string{"es", "en"} {
			value := offered(t, "caliber", c.Name(lang))
			if found, ok := firearm.FindCaliber(value); !ok || found.Code != c.Code {
				t.Errorf("%s is offered as %q, found %v", c.Code, value, found.Code)
			}
		}
	}
}

// offered is the value of the suggestion whose text is that name.
func offered(t *testing.T, list, name string) string {
	t.Helper()
	for _, lang := range []string{"es", "en"} {
		for _, s := range firearm.Suggest(list, name, firearm.With{}, lang) {
			if s.Text == name {
				return s.Value
			}
		}
	}
	t.Errorf("%s: %q is not offered", list, name)
	return name
}
