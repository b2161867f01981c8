package mx_test

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"rastreo/internal/mx"
)

func TestTidy(t *testing.T) {
	for in, want := range map[string]string{
		"":                          "",
		"  ":                        "",
		"García":                    "García",
		" María  del\tCarmen \n":    "María del Carmen",
		"Nu\u0301n\u0303ez":         "Núñez",
		"DE LA O":                   "DE LA O",
		"de la o":                   "de la o",
		"Cd.\u00a0Juárez":           "Cd. Juárez",
		"abc\u202Edef\u2066":        "abcdef",
		"\ufeffReynosa\x00\x07":     "Reynosa",
		"n\u200b\u0303":             "ñ",
		"Mz. 4, Lt. 12 S/N":         "Mz. 4, Lt. 12 S/N",
		"bad\xffbyte":               "bad\uFFFDbyte",
		"O'Farrill":                 "O'Farrill",
		"línea uno\u2028línea dos":  "línea uno línea dos",
		"👩\u200d⚖️ se queda entera": "👩\u200d⚖️ se queda entera",
	} {
		if got := mx.Tidy(in); got != want {
			t.Errorf("Tidy(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"":                       "",
		"Núñez Güemes Ángel":     "NUNEZ GUEMES ANGEL",
		"D'Amico":                "DAMICO",
		"D’Amico":                "DAMICO",
		"Guzmán-Loera":           "GUZMAN LOERA",
		"Guzmán–Loera":           "GUZMAN LOERA",
		"Ma. Guadalupe":          "MA GUADALUPE",
		"M.ª Luisa":              "MA LUISA",
		"México, D.F.":           "MEXICO DF",
		"  de   la  O ":          "DE LA O",
		"n\u0303a\u0301":         "NA",
		"¿Ñañez?":                "NANEZ?",
		"AB?123-X":               "AB?123 X",
		"FED/TAMPS/0001234/2026": "FED/TAMPS/0001234/2026",
		"km 64+500":              "KM 64+500",
		"ＲＭ２０２６":                 "RM2026",
		"(a) \"El Chapo\"":       "A EL CHAPO",
		"Acuña\u00a0Ch.":         "ACUNA CH",
		"rm-2026-abc123-4":       "RM 2026 ABC123 4",
		"\xff":                   "\uFFFD",
	} {
		if got := mx.Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestWords(t *testing.T) {
	for in, want := range map[string]string{
		"María de la O":      "MARIA DELAO",
		"de la Cruz Núñez":   "DELACRUZ NUNEZ",
		"GARCIA MTZ":         "GARCIA MARTINEZ",
		"Ma. Luisa Hdez.":    "MARIA LUISA HERNANDEZ",
		"M.ª del Carmen":     "MARIA DELCARMEN",
		"J. Jesús":           "JOSE JESUS",
		"Gpe. Glez. y Glez.": "GUADALUPE GONZALEZ YGONZALEZ",
		"Ma.":                "MA",
		"San Martín":         "SANMARTIN",
		"Sta. Cruz":          "SANTACRUZ",
		"Mac Gregor":         "MACGREGOR",
		"de la":              "DELA",
		"":                   "",
	} {
		if got := strings.Join(mx.Words(in), " "); got != want {
			t.Errorf("Words(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestCaseKey(t *testing.T) {
	for in, want := range map[string]string{
		"FED/TAMPS/REY/0001234/2026":             "FED/TAMPS/REY/0001234/2026",
		" fed / tamps /rey/ 0001234 / 2026":      "FED/TAMPS/REY/0001234/2026",
		"CI-FIIZP/IZP-6/UI-1 C/D/01234/01-2026":  "CI-FIIZP/IZP-6/UI-1 C/D/01234/01-2026",
		"ci–fiizp/izp—6/ui−1  c/d/01234/01‑2026": "CI-FIIZP/IZP-6/UI-1 C/D/01234/01-2026",
		"0204 - 2026 - 01234":                    "0204-2026-01234",
		"C.I. 12345/2026":                        "C.I. 12345/2026",
		"":                                       "",
		"   ":                                    "",
		"-":                                      "-",
	} {
		if got := mx.CaseKey(in); got != want {
			t.Errorf("CaseKey(%q) = %q, want %q", in, got, want)
		}
	}
}

// However a text is composed, cased, accented or spaced, its key is one.
func TestOneKeyForEveryTyping(t *testing.T) {
	words := []string{"Núñez", "de la Cruz", "Güemes", "Ángel", "Peña", "O’Farrill", "Íñigo"}
	rapid.Check(t, func(t *rapid.T) {
		typed := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, 4).Draw(t, "words"), " ")
		other := rapid.SampledFrom([]func(string) string{
			strings.ToUpper, strings.ToLower, norm.NFD.String, mx.Tidy, mx.Fold,
			func(s string) string { return " " + strings.ReplaceAll(s, " ", " \t") },
			func(s string) string { return strings.ReplaceAll(s, "’", "'") },
		}).Draw(t, "other")
		if a, b := mx.Fold(typed), mx.Fold(other(typed)); a != b {
			t.Fatalf("%q and %q have keys %q and %q", typed, other(typed), a, b)
		}
	})
}

func BenchmarkFold(b *testing.B) {
	for name, s := range map[string]string{"ascii": "Hernandez Martinez Jose Luis", "accents": "Núñez Güemes María de los Ángeles"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				mx.Fold(s)
			}
		})
	}
}
