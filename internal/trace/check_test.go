package trace_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rastreo/internal/fault"
	"rastreo/internal/trace"
)

var now = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// good is a filing as an investigator in Reynosa would type it.
func good() trace.Filing {
	return trace.Filing{
		Reference: []trace.Reference{{Kind: "carpeta_investigacion", Number: "FED/TAMP/REY/0001234/2026"}},
		Offence:   "portacion",
		Recovered: trace.Recovery{
			Date: "2026-11-18", Time: "23:55",
			Place: trace.Place{Entidad: "28", Municipio: "28032", Road: "Carretera Federal 2, km 64+500"},
		},
		Custody: trace.Custody{Holder: "sedena", Name: "8/a Zona Militar"},
		Firearms: []trace.Firearm{{
			Type: "RI", Manufacturer: "Cugir", Importer: "Century Arms", Model: "WASR-10", Caliber: "7.62x39", Country: "RO",
			Serial: trace.Serial{Text: "1-0O123-2009", Reading: "legible", Location: "receiver"},
		}},
		People: []trace.Person{{
			Role: "possessor",
			Name: trace.Name{Given: "María del Carmen", Surname1: "de la O", Surname2: "Núñez"},
		}},
		Narrative: "Revisión en filtro.\r\n\r\nSin más datos.",
	}
}

// problems runs Check and returns "pointer code" lines.
func problems(t *testing.T, f trace.Filing) (got []string) {
	t.Helper()
	_, err := f.Check(now)
	if err == nil {
		return nil
	}
	for _, p := range fault.Of(err).Problems {
		got = append(got, p.Pointer+" "+p.Code)
	}
	return got
}

func TestGoodFiling(t *testing.T) {
	f, err := good().Check(now)
	if err != nil {
		t.Fatal(err)
	}
	if f.Recovered.Precision != trace.Day || f.Recovered.Place.Country != "MX" || f.Firearms[0].Priority != trace.Routine {
		t.Errorf("defaults: %+v %+v", f.Recovered, f.Firearms[0])
	}
	if f.People[0].Name.Surname2State != "given" || f.Narrative != "Revisión en filtro.\n\nSin más datos." {
		t.Errorf("tidied: %+v %q", f.People[0].Name, f.Narrative)
	}
	if f.Firearms[0].Serial.Text != "1-0O123-2009" {
		t.Errorf("serial was altered: %q", f.Firearms[0].Serial.Text)
	}
}

func TestEmptyFiling(t *testing.T) {
	want := []string{
		"/reference min", "/offence required", "/recovered/date required",
		"/recovered/place/entidad required", "/recovered/place/municipio required", "/firearms min",
	}
	if diff := cmp.Diff(want, problems(t, trace.Filing{})); diff != "" {
		t.Error(diff)
	}
}

// Every rule, by a change that breaks it and one that does not.
func TestRules(t *testing.T) {
	long := strings.Repeat("ñ", 129)
	for _, c := range []struct {
		name   string
		change func(f *trace.Filing)
		want   []string
	}{
		{"128 characters are not too many", func(f *trace.Filing) { f.People[0].Name.Given = long[2:] }, nil},
		{"129 are", func(f *trace.Filing) { f.People[0].Name.Given = long }, []string{"/people/0/name/given max"}},
		{"one character is a name", func(f *trace.Filing) { f.People[0].Name.Surname1 = "O" }, nil},
		{
			"unknown codes", func(f *trace.Filing) { f.Offence, f.Firearms[0].Type = "traición", "ZZ" },
			[]string{"/offence code", "/firearms/0/type code"},
		},
		{"country in words", func(f *trace.Filing) { f.Firearms[0].Country = "Rumania" }, nil},
		{"no country", func(f *trace.Filing) { f.Firearms[0].Country = "Rumanola" }, []string{"/firearms/0/country country"}},
		{
			"a firearm's details", func(f *trace.Filing) {
				g := &f.Firearms[0]
				g.Serial.Missing, g.Year, g.SameAs, g.Altered = "65", "94", "RM-2026-NOPE", []string{"shortened"}
				g.Kept = []trace.Kept{{Advice: "no_such", Reason: "because"}}
			},
			[]string{
				"/firearms/0/year year", "/firearms/0/altered/0 code", "/firearms/0/serial/missing count",
				"/firearms/0/same_as folio", "/firearms/0/kept/0/advice advice", "/firearms/0/kept/0/reason code",
			},
		},
		{"a point nobody can read", func(f *trace.Filing) { f.Recovered.Place.Point = "frente al OXXO" }, []string{"/recovered/place/point point"}},
		{"country unknown", func(f *trace.Filing) { f.Firearms[0].Country = "Se desconoce" }, nil},
		{"no date", func(f *trace.Filing) { f.Recovered.Date = "" }, []string{"/recovered/date required"}},
		{"date unknown", func(f *trace.Filing) { f.Recovered.Date, f.Recovered.Precision = "", "unknown" }, nil},
		{"date unknown yet given", func(f *trace.Filing) { f.Recovered.Precision = "unknown" }, []string{"/recovered/date date_precision"}},
		{"month only", func(f *trace.Filing) { f.Recovered.Date = "2026-11" }, nil},
		{
			"month said to be a day", func(f *trace.Filing) { f.Recovered.Date, f.Recovered.Precision = "2026-11", "day" },
			[]string{"/recovered/date date_precision"},
		},
		{"in 2031", func(f *trace.Filing) { f.Recovered.Date = "2031-01-01" }, []string{"/recovered/date date_future"}},
		{"today", func(f *trace.Filing) { f.Recovered.Date = "2026-11-20" }, nil},
		{"30 February", func(f *trace.Filing) { f.Recovered.Date = "2026-02-30" }, []string{"/recovered/date date_calendar"}},
		{"a date in words", func(f *trace.Filing) { f.Recovered.Date = "ayer" }, []string{"/recovered/date date_shape"}},
		{"before firearms had numbers", func(f *trace.Filing) { f.Recovered.Date = "1026-11-20" }, []string{"/recovered/date date_old"}},
		{"25 o'clock", func(f *trace.Filing) { f.Recovered.Time = "25:00" }, []string{"/recovered/time time_shape"}},
		{"no such entidad", func(f *trace.Filing) { f.Recovered.Place.Entidad = "33" }, []string{"/recovered/place/entidad entidad"}},
		{
			"municipio elsewhere", func(f *trace.Filing) { f.Recovered.Place.Municipio = "08037" },
			[]string{"/recovered/place/municipio municipio_entidad"},
		},
		{"municipio unknown", func(f *trace.Filing) { f.Recovered.Place.Municipio = "unknown" }, nil},
		{"nothing but a foreign country", func(f *trace.Filing) { f.Recovered.Place = trace.Place{Country: "GT"} }, nil},
		{"a Texan county", func(f *trace.Filing) {
			f.People[0].Address = trace.Place{Country: "US", Entidad: "TX", Municipio: "Hidalgo", PostalCode: "78501"}
		}, nil},
		{
			"a Texan in Mexico", func(f *trace.Filing) { f.People[0].Address = trace.Place{Country: "US", Entidad: "28"} },
			[]string{"/people/0/address/entidad us_state"},
		},
		{
			"half a pair", func(f *trace.Filing) { f.Recovered.Place.Latitude = "26.09" },
			[]string{"/recovered/place/longitude coordinate_pair"},
		},
		{
			"off the globe", func(f *trace.Filing) { f.Recovered.Place.Latitude, f.Recovered.Place.Longitude = "126.09", "-98.2" },
			[]string{"/recovered/place/latitude coordinate"},
		},
		{
			"not a number", func(f *trace.Filing) { f.Recovered.Place.Latitude, f.Recovered.Place.Longitude = "NaN", "x" },
			[]string{"/recovered/place/latitude coordinate", "/recovered/place/longitude coordinate"},
		},
		{"legible yet missing", func(f *trace.Filing) { f.Firearms[0].Serial.Text = "" }, []string{"/firearms/0/serial/text required"}},
		{"obliterated", func(f *trace.Filing) { f.Firearms[0].Serial = trace.Serial{Reading: "obliterated"} }, nil},
		{"none yet typed", func(f *trace.Filing) { f.Firearms[0].Serial.Reading = "none" }, []string{"/firearms/0/serial/text serial_none"}},
		{"reading not said", func(f *trace.Filing) { f.Firearms[0].Serial.Reading = "" }, []string{"/firearms/0/serial/reading required"}},
		{"urgent without a reason", func(f *trace.Filing) { f.Firearms[0].Priority = "urgent" }, []string{"/firearms/0/justification required"}},
		{"second surname and none", func(f *trace.Filing) { f.People[0].Name.Surname2State = "none" }, []string{"/people/0/name/surname2 surname2_state"}},
		{"no second surname", func(f *trace.Filing) { f.People[0].Name.Surname2, f.People[0].Name.Surname2State = "", "none" }, nil},
		{"another encoding", func(f *trace.Filing) { f.People[0].Name.Surname2 = "N\xfa\xf1ez" }, []string{"/people/0/name/surname2 utf8"}},
		{
			"an empty mark before another", func(f *trace.Filing) { f.Firearms[0].Markings = []trace.Marking{{}, {Text: "CAI"}} },
			[]string{"/firearms/0/markings/0/text required"},
		},
		{"an empty mark at the end", func(f *trace.Filing) { f.Firearms[0].Markings = []trace.Marking{{Text: "CAI"}, {}} }, nil},
		{"born in the future", func(f *trace.Filing) { f.People[0].Birth.Date = "2027" }, []string{"/people/0/birth/date date_future"}},
	} {
		f := good()
		c.change(&f)
		if diff := cmp.Diff(c.want, problems(t, f)); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

// Problems come in the order of the form, not in the order they were found.
func TestOrder(t *testing.T) {
	f := good()
	f.People[0].Role, f.Firearms[0].Serial.Text, f.Recovered.Time, f.Offence = "x", "", "x", ""
	want := []string{"/offence required", "/recovered/time time_shape", "/firearms/0/serial/text required", "/people/0/role code"}
	if got := problems(t, f); !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
}

func TestCheckLeavesTheTypedFilingAlone(t *testing.T) {
	f := good()
	f.Firearms[0].Manufacturer = "  se   desconoce "
	f.Recovered.Place.Between = []string{" Allende ", " "}
	checked, err := f.Check(now)
	if err != nil {
		t.Fatal(err)
	}
	if f.Firearms[0].Manufacturer != "  se   desconoce " || f.Recovered.Place.Between[0] != " Allende " {
		t.Error("the typed filing was altered")
	}
	if checked.Firearms[0].Manufacturer != "unknown" || !slices.Equal(checked.Recovered.Place.Between, []string{"Allende"}) {
		t.Errorf("checked: %q %q", checked.Firearms[0].Manufacturer, checked.Recovered.Place.Between)
	}
}

// A checked filing passes again, unchanged, also by way of JSON.
func TestCheckIsStable(t *testing.T) {
	f, err := good().Check(now)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	var again trace.Filing
	if err := json.Unmarshal(text, &again); err != nil {
		t.Fatal(err)
	}
	again, err = again.Check(now)
	if diff := cmp.Diff(f, again); err != nil || diff != "" {
		t.Error(err, diff)
	}
}

func TestDoubts(t *testing.T) {
	f := good()
	f.People[0].CURP = "HEGG560427MVZRRL05"
	f.Recovered.Place.PostalCode = "31000"
	f.Recovered.Place.Latitude, f.Recovered.Place.Longitude = "48.85", "2.35"
	f, err := f.Check(now)
	if err != nil {
		t.Fatal("a doubt is no reason to refuse: ", err)
	}
	var got []string
	for _, p := range f.Doubts() {
		got = append(got, p.Pointer)
	}
	want := []string{"/recovered/place/postal_code", "/recovered/place/latitude", "/people/0/curp"}
	if !slices.Equal(got, want) {
		t.Errorf("doubts %v, want %v", got, want)
	}
}

func FuzzCheck(f *testing.F) {
	text, _ := json.Marshal(good())
	f.Add(text)
	f.Add([]byte(`{"recovered":{"place":{"latitude":1e400}},"firearms":[{"markings":["x"]}]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		var typed trace.Filing
		if json.Unmarshal(b, &typed) != nil {
			return
		}
		checked, err := typed.Check(now)
		if err != nil {
			if p := fault.Of(err).Problems; len(p) == 0 {
				t.Errorf("refused without a reason: %v", err)
			}
			return
		}
		if _, err := checked.Check(now); err != nil {
			t.Errorf("passed once, not twice: %v", err)
		}
	})
}

// An identifier may be unknown, absent or illegible: these are answers, and
// nothing to look at twice.
func TestAnswersForIdentifiers(t *testing.T) {
	for typed, answer := range map[string]string{"No tiene": "none", "ilegible": "illegible", "SE DESCONOCE": "unknown"} {
		f := good()
		f.People[0].CURP = typed
		f.People[0].Identifiers = []trace.Identifier{{Kind: "ine", Number: typed}, {Kind: "rfc", Number: typed}}
		f, err := f.Check(now)
		if err != nil {
			t.Fatal(err)
		}
		if w := f.People[0]; w.CURP != answer || w.Identifiers[0].Number != answer || w.Identifiers[1].Number != answer {
			t.Errorf("%q is kept as %q and %v", typed, w.CURP, w.Identifiers)
		}
		if doubts := f.Doubts(); len(doubts) > 0 {
			t.Errorf("%q is doubted: %v", typed, doubts)
		}
	}
}

// A text takes what its rule allows; a code has no length.
func TestLongest(t *testing.T) {
	for field, want := range map[string]int{
		"manufacturer": 128, "importer": 128, "model": 128, "caliber": 64, "serial.text": 64,
		"type": 0, "country": 0, "serial.reading": 0, "serial.location": 0,
	} {
		if got := trace.Longest(field); got != want || !slices.Contains(trace.Amendable, field) {
			t.Errorf("Longest(%q) = %d, want %d", field, got, want)
		}
	}
}
