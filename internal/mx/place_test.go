package mx_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"rastreo/internal/mx"
)

func TestIsPostalCode(t *testing.T) {
	for s, want := range map[string]bool{"01000": true, "88500": true, "8850": false, "885000": false, "8850a": false, "": false, "８８５": false, " 8850": false} {
		if mx.IsPostalCode(s) != want {
			t.Errorf("IsPostalCode(%q)", s)
		}
	}
}

func TestPostalAdvice(t *testing.T) {
	for _, tt := range []struct{ cp, entidad, want string }{
		{"88500", "28", ""},
		{"88500", "19", "postal_entidad"},
		{"01000", "09", ""},
		{"17500", "09", "postal_entidad"},
		{"50000", "15", ""},
		{"885", "28", "postal_code"},
		{"885OO", "", "postal_code"},
		{"88500", "", ""},
		{"88500", "unknown", ""},
		{"", "28", ""},
	} {
		if got := mx.PostalAdvice(tt.cp, tt.entidad); got != tt.want {
			t.Errorf("PostalAdvice(%q, %q) = %q, want %q", tt.cp, tt.entidad, got, tt.want)
		}
	}
}

// sign is a mark as road signs write it: 64+500.
func sign(m mx.RoadMark) string { return fmt.Sprintf("%d+%03d", m.Km, m.M) }

func TestParseRoadMark(t *testing.T) {
	for road, want := range map[string]string{
		"km 64+500":    "64+500",
		"KM. 64 + 500": "64+500",
		"Carretera Federal 2, tramo Reynosa–Río Bravo, km 64+500, margen derecho": "64+500",
		"carretera 45D kilómetro 64 + 500 sentido norte":                          "64+500",
		"kilometro 020+050":             "20+050",
		"K.M. 12 más 300":               "12+300",
		"KM64+500":                      "64+500",
		"km: 7":                         "7+000",
		"km 64.5":                       "64+500",
		"km 64,25 de la libre":          "64+250",
		"km 64.":                        "64+000",
		"km 64, frente a la gasolinera": "64+000",
		"del km 10+000 al km 20+500":    "10+000",
		"km 0+000":                      "0+000",
		"Km 1500":                       "1500+000",
		"km\u00a064+500":                "64+500",
		"km 64+5":                       "",
		"km 64+5000":                    "",
		"km 64+50":                      "",
		"km 64.5000":                    "",
		"a 64 km de Reynosa":            "",
		"a 5 km 300 m de la caseta":     "",
		"km 12345":                      "",
		"Carretera 57 km 100":           "100+000",
		"km 64+5, o km 64+500":          "64+500",
		"a 2 km 300 m del km 7+100":     "7+100",
		"km 8 margen derecho":           "8+000",
		"autopista Skm 5":               "",
		"carretera 45D":                 "",
		"":                              "",
	} {
		mark, ok := mx.ParseRoadMark(road)
		got := ""
		if ok {
			got = sign(mark)
		}
		if got != want {
			t.Errorf("ParseRoadMark(%q) = %q, want %q", road, got, want)
		}
	}
}

func TestEveryRoadMarkReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		mark := mx.RoadMark{Km: rapid.IntRange(0, 9999).Draw(t, "km"), M: rapid.IntRange(0, 999).Draw(t, "m")}
		before := rapid.SampledFrom([]string{"", "Carretera 2, ", "carr. fed. 57 "}).Draw(t, "before")
		after := rapid.SampledFrom([]string{"", ".", ", margen izquierdo", " (caseta)"}).Draw(t, "after")
		if got, ok := mx.ParseRoadMark(before + "km " + sign(mark) + after); !ok || got != mark {
			t.Fatalf("%v reads %v", mark, got)
		}
	})
}

func TestParseDegrees(t *testing.T) {
	for s, want := range map[string]string{
		"25.6866":       "25.6866",
		"25,6866":       "25.6866",
		" -100.3161 ":   "-100.3161",
		"−100.3161":     "-100.3161",
		"+25":           "25",
		"100.3161° W":   "-100.3161",
		"100.3161 O":    "-100.3161",
		"100,3161o":     "-100.3161",
		"25.6866 N":     "25.6866",
		"33.5 S":        "-33.5",
		"0":             "0",
		"-100.3161 W":   "",
		"25.6866, -100": "",
		"25.68.66":      "",
		"1e2":           "",
		"0x19":          "",
		"NaN":           "",
		"Inf":           "",
		"N":             "",
		"25°41'12\"":    "",
		"1000":          "",
		"":              "",
	} {
		got := ""
		if v, ok := mx.ParseDegrees(s); ok {
			got = fmt.Sprint(v)
		}
		if got != want {
			t.Errorf("ParseDegrees(%q) = %q, want %q", s, got, want)
		}
	}
}

func TestCoordinateAdvice(t *testing.T) {
	for _, tt := range []struct {
		where    string
		lat, lon float64
		want     string
	}{
		{"Reynosa", 26.0922, -98.2779, ""},
		{"Tijuana", 32.5149, -117.0382, ""},
		{"Tapachula", 14.9039, -92.2575, ""},
		{"Cancún", 21.1619, -86.8515, ""},
		{"Isla Guadalupe", 29.03, -118.28, ""},
		{"Reynosa without the minus", 26.0922, 98.2779, "coordinate_sign"},
		{"Reynosa swapped", -98.2779, 26.0922, "coordinate_swapped"},
		{"Reynosa swapped, without the minus", 98.2779, 26.0922, "coordinate_swapped"},
		{"Houston's north", 40.0, -95.4, "coordinate_outside"},
		{"Bogotá", 4.711, -74.0721, "coordinate_outside"},
		{"nowhere", 0, 0, "coordinate_outside"},
	} {
		if got := mx.CoordinateAdvice(tt.lat, tt.lon); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.where, got, tt.want)
		}
	}
}

func FuzzPlace(f *testing.F) {
	for _, s := range []string{"km 64+500", "kilómetro 64 más 500", "25,6866", "100.3161° W", "88500", "\xff", "D.F."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if mark, ok := mx.ParseRoadMark(s); ok {
			if again, ok := mx.ParseRoadMark("km " + sign(mark)); !ok || again != mark || mark.M > 999 || mark.Km > 9999 {
				t.Fatalf("ParseRoadMark(%q) = %v, and again %v", s, mark, again)
			}
		}
		if v, ok := mx.ParseDegrees(s); ok && (v < -1000 || v > 1000 || v != v) {
			t.Fatalf("ParseDegrees(%q) = %v", s, v)
		}
		mx.PostalAdvice(s, "28")
	})
}
