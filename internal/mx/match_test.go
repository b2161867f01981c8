package mx_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"rastreo/internal/mx"
)

// The pairs that are one by ear, and neighbours that are not.
func TestPhonetic(t *testing.T) {
	for _, same := range []string{
		"González Gonsales GONZALES", "Hernández Ernandes", "Velázquez Velasquez Belaskez",
		"Jiménez Gimenez Ximénez Jimenes", "Ceballos Zevallos", "Yáñez Llanes Yanez", "Ibarra Ybarra",
		"Quiñones Kinones", "Cervantes Servantes", "Huerta Uerta Werta", "Chávez Chaves", "Carrillo Cariyo",
		"Vázquez Basques", "Cázares Casarez", "Núñez Nunez NUÑEZ", "Muñoz Munoz", "Sofía Sophia", "Psicólogo Sicologo",
		"Garay Garai", "Xavier Javier", "Ascencio Asensio", "Valdez Baldes", "Guillermo Guiyermo",
	} {
		words := strings.Fields(same)
		for _, w := range words[1:] {
			if a, b := mx.Phonetic(words[0]), mx.Phonetic(w); a != b {
				t.Errorf("%s %s: %s and %s", words[0], w, a, b)
			}
		}
	}
	for _, other := range []string{
		"Guillermo Giyermo", "Guerra Gerra", "Loera Luera", "Gómez Gámez", "Juan Juana", "Mora Moran", "Soto Sota", "Peña Pina",
		"Ruiz Reyes", "Cano Cana", "Lara Vara", "Chapa Capa", "Huerta Puerta", "Leal Real", "Sierra Cerro",
	} {
		a, b, _ := strings.Cut(other, " ")
		if mx.Phonetic(a) == mx.Phonetic(b) {
			t.Errorf("%s: both %s", other, mx.Phonetic(a))
		}
	}
	if got := mx.Phonetic(""); got != "" {
		t.Errorf("nothing sounds like %q", got)
	}
}

func TestTerms(t *testing.T) {
	for _, tt := range []struct {
		name mx.Parts
		want string
	}{
		{mx.Parts{Given: "Ana", Surname1: "de la O", Surname2: "Núñez"}, "DELAO NUNES O ANA DELAONUNES ONUNES"},
		{mx.Parts{Given: "Ma.", Surname1: "Mtz."}, "MARTINES MARIA MA"},
		{mx.Parts{Given: "John", Middle: "Robert", Surname1: "Smith", Suffix: "Jr.", Style: "us"}, "SMIT JON ROBERT"},
		{mx.Parts{Full: "El Chapo"}, "ELXAPO XAPO"},
		{mx.Parts{Surname1: "Soto", Married: "Huerta"}, "SOTO GUERTA"},
		{mx.Parts{}, ""},
	} {
		if got := strings.Join(mx.Terms(tt.name), " "); got != tt.want {
			t.Errorf("%+v: %s, want %s", tt.name, got, tt.want)
		}
	}
	long := strings.Repeat("Uno Dos Tres Cuatro Cinco Seis Siete Ocho Nueve Diez Once Doce Trece ", 3)
	if got := mx.Terms(mx.Parts{Full: long}); len(got) != 12 {
		t.Errorf("%d terms", len(got))
	}
	if got := mx.QueryTerms(long); len(got) != 12 {
		t.Errorf("%d terms of a query", len(got))
	}
}

func TestQueryTerms(t *testing.T) {
	for q, want := range map[string]string{
		"nunez":            "NUNES",
		"de la O":          "O",
		"delao":            "DELAO",
		"GARCIA MTZ":       "GARSIA MARTINES",
		"J. Loera":         "LOERA",
		"J.":               "J",
		"garcía loera":     "LOERA GARSIA",
		"smith jr":         "SMIT",
		"Ma. Guadalupe":    "GUADALUPE",
		"Ximenez, Ximenez": "JIMENES",
		"":                 "",
		" - ":              "",
	} {
		if got := strings.Join(mx.QueryTerms(q), " "); got != want {
			t.Errorf("%q: %s, want %s", q, got, want)
		}
	}
}

func TestMatchReasons(t *testing.T) {
	for _, tt := range []struct {
		q    string
		name mx.Parts
		want string
	}{
		{"NÚÑEZ", mx.Parts{Given: "José", Surname1: "Núñez"}, "exact NÚÑEZ=Núñez"},
		{"nunez", mx.Parts{Given: "José", Surname1: "Núñez"}, "accents nunez=Núñez"},
		{"delao", mx.Parts{Given: "Ana", Surname1: "de la O"}, "particle delao=de la O"},
		{"GARCIA MTZ", mx.Parts{Given: "Luis", Surname1: "García", Surname2: "Martínez"}, "accents GARCIA=García; abbreviation MTZ=Martínez"},
		{"garcía martínez", mx.Parts{Given: "Luis", Surname1: "García", Surname2: "Mtz."}, "exact garcía=García; abbreviation martínez=Mtz."},
		{"Ximenez", mx.Parts{Given: "Rosa", Surname1: "Jiménez"}, "phonetic Ximenez=Jiménez"},
		{"Peña Núñez", mx.Parts{Given: "José", Surname1: "Núñez", Surname2: "Peña"}, "exact Peña Núñez=Núñez Peña; swapped Peña Núñez=Núñez Peña"},
		{"José Núñez Peña", mx.Parts{Given: "José", Surname1: "Núñez", Surname2: "Peña"}, "exact José Núñez Peña=José Núñez Peña"},
		{"MARTINEZCRUZ", mx.Parts{Given: "Luz", Surname1: "Martínez", Surname2: "Cruz"}, "joined MARTINEZCRUZ=Martínez Cruz"},
		{"villa lobos", mx.Parts{Given: "Luz", Surname1: "Villalobos"}, "joined villa lobos=Villalobos"},
		{"Rodrigez", mx.Parts{Surname1: "Rodríguez"}, "similar Rodrigez=Rodríguez"},
		{"Rodri", mx.Parts{Surname1: "Rodríguez"}, "partial Rodri=Rodríguez"},
		{"Méndez", mx.Parts{Given: "Ana", Surname1: "García", Married: "Méndez"}, "exact Méndez=Méndez; married Méndez=Méndez"},
		{"Pedro Núñez", mx.Parts{Given: "José", Surname1: "Núñez"}, "exact Núñez=Núñez; absent Pedro="},
		{"nuno", mx.Parts{Given: "José", Surname1: "Núñez"}, ""},
		{"", mx.Parts{Given: "José"}, ""},
		{"José", mx.Parts{}, ""},
	} {
		score, reasons := mx.Match(tt.q, tt.name)
		var got []string
		for _, r := range reasons {
			got = append(got, fmt.Sprintf("%s %s=%s", r.Code, r.Typed, r.Found))
			if !slices.Contains(mx.MatchReasons, r.Code) || r.Key() != "match."+r.Code {
				t.Errorf("%q is no reason", r.Code)
			}
		}
		if strings.Join(got, "; ") != tt.want || (score > 0) != (tt.want != "") || score > 1 {
			t.Errorf("%q in %+v: %.3f %q, want %q", tt.q, tt.name, score, got, tt.want)
		}
	}
}

// better says that the first name of each pair fits what was typed better.
func TestMatchOrders(t *testing.T) {
	whole := mx.Parts{Given: "José Luis", Surname1: "Núñez", Surname2: "García"}
	for _, tt := range []struct {
		why, q        string
		better, worse mx.Parts
	}{
		{"a whole name beats a part", "José Luis Núñez García", whole, mx.Parts{Given: "José", Surname1: "Núñez", Surname2: "García"}},
		{"order counts a little", "Núñez García", whole, mx.Parts{Given: "José Luis", Surname1: "García", Surname2: "Núñez"}},
		{"a rare surname tells more than a frequent one", "Núñez García", mx.Parts{Surname1: "Núñez", Surname2: "Soto"}, mx.Parts{Surname1: "García", Surname2: "Soto"}},
		{"the first surname weighs more", "Núñez Loera", mx.Parts{Surname1: "Núñez", Surname2: "Soto"}, mx.Parts{Surname1: "Soto", Surname2: "Loera"}},
		{"the same beats what sounds alike", "Núñez", whole, mx.Parts{Given: "José Luis", Surname1: "Nunes", Surname2: "García"}},
		{"no second surname is no fault", "José Núñez", mx.Parts{Given: "José", Surname1: "Núñez"}, mx.Parts{Given: "Juan", Surname1: "Núñez"}},
	} {
		a, _ := mx.Match(tt.q, tt.better)
		b, _ := mx.Match(tt.q, tt.worse)
		if a <= b {
			t.Errorf("%s: %.3f and %.3f", tt.why, a, b)
		}
	}
	if score, _ := mx.Match("José Luis Núñez García", whole); score != 1 {
		t.Errorf("the same name scores %v", score)
	}
}
