package mx

import (
	"strings"
	"testing"
)

func TestParseRFC(t *testing.T) {
	for _, tt := range []struct {
		in, code string
		generic  bool
	}{
		{"GODE561231GR8", "", false},
		{"gode-561231 gr8", "", false},
		{"MAB9307148T4", "", false},
		{"XAXX010101000", "", true},
		{"XEXX010101000", "", true},
		{"GODE561231GR9", "rfc_digit", false},
		{"LME060822IH5", "rfc_digit", false},
		{"VACE460910SX6", "rfc_digit", false},
		{"ÑUÑE040229AB0", "rfc_digit", false},
		{"N&N040229AB0", "rfc_digit", false},
		{"GODE030229GR8", "rfc_date", false},
		{"GODE561331GR8", "rfc_date", false},
		{"G0DE561231GR8", "rfc_shape", false},
		{"GODE561231GRB", "rfc_shape", false},
		{"GODE561231G", "rfc_length", false},
		{"GODE561231GR88", "rfc_length", false},
		{"", "rfc_length", false},
	} {
		r, code := ParseRFC(tt.in)
		if code != tt.code {
			t.Errorf("ParseRFC(%q) = %q, want %q", tt.in, code, tt.code)
		}
		if r.text != "" && r.Generic() != tt.generic {
			t.Errorf("ParseRFC(%q): generic %v", tt.in, r.Generic())
		}
	}
}

func TestIsClaveElector(t *testing.T) {
	for s, want := range map[string]bool{
		"HRGRJN82050602H900":   true,
		"hrgrjn 820506 02h900": true,
		"HRGRJN82050688M900":   true,
		"HRGRJN82050632X900":   true,
		"HRGRJN82050633H900":   false,
		"HRGRJN82050600H900":   false,
		"HRGRJ082050602H900":   false,
		"HRGRJN82050602H90":    false,
		"HRGRJN82050602F900":   false,
		"":                     false,
	} {
		if got := IsClaveElector(s); got != want {
			t.Errorf("IsClaveElector(%q) = %v", s, got)
		}
	}
}

func FuzzParseRFC(f *testing.F) {
	for _, s := range []string{"GODE561231GR8", "MAB9307148T4", "ÑUÑE040229AB0", "N&N040229AB0", "\xff", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r, code := ParseRFC(s)
		if again, code2 := ParseRFC(r.text); r.text != "" && (again != r || code2 != code) {
			t.Fatalf("ParseRFC(%q) reads %q %q and then %q %q", s, r, code, again, code2)
		}
		if (r == RFC{}) != (code != "" && code != "rfc_digit") {
			t.Fatalf("ParseRFC(%q) = %+v with %q", s, r, code)
		}
		IsClaveElector(s)
	})
}

func TestRFCConsistent(t *testing.T) {
	for _, tt := range []struct {
		why, rfc string
		name     Parts
		birth    string
		want     string
	}{
		{"all fits", "GODE561231GR8", Parts{Given: "Emma", Surname1: "Gómez", Surname2: "Díaz"}, "1956-12-31", ""},
		{"nothing typed", "GODE561231GR8", Parts{}, "", ""},
		{"only a surname", "GODE561231GR8", Parts{Surname1: "Gómez"}, "1956", ""},
		{"part of the date", "GODE561231GR8", Parts{}, "1956-12", ""},
		{"a date that is not known", "GODE561231GR8", Parts{}, "unknown", ""},
		{"another day", "GODE561231GR8", Parts{}, "1956-12-30", "rfc_birth"},
		{"another name", "GODE561231GR8", Parts{Given: "Rosa", Surname1: "Gómez", Surname2: "Díaz"}, "", "rfc_name"},
		{"swapped", "GODE561231GR8", Parts{Given: "Emma", Surname1: "Díaz", Surname2: "Gómez"}, "1957-01-01", "rfc_name rfc_birth"},
		{"María gives way", "PEHL900101AB1", Parts{Given: "María Luisa", Surname1: "Pérez", Surname2: "Hernández"}, "", ""},
		{"one surname", "GOEM900101AB1", Parts{Given: "Emma", Surname1: "Gómez", One: true}, "", ""},
		{"a short surname", "OLAN900101AB1", Parts{Given: "Ana", Surname1: "O", Surname2: "Loera"}, "", ""},
		{"particles", "CUNC900101AB1", Parts{Given: "Carmen", Surname1: "de la Cruz", Surname2: "Núñez"}, "", ""},
		{"an unseemly word", "PENX900101AB1", Parts{Given: "Ernesto", Surname1: "Peña", Surname2: "Núñez"}, "", ""},
		{"Ñ as itself", "ÑALI900101AB1", Parts{Given: "Iris", Surname1: "Ñañez", Surname2: "Lara"}, "", ""},
		{"Ñ as N", "NALI900101AB1", Parts{Given: "Iris", Surname1: "Ñañez", Surname2: "Lara"}, "", ""},
		{"generic", "XAXX010101000", Parts{Given: "Iris", Surname1: "Lara"}, "1990-01-01", ""},
		{"a company", "MAB9307148T4", Parts{Given: "Iris", Surname1: "Lara"}, "1990-01-01", ""},
	} {
		r, _ := ParseRFC(tt.rfc)
		if got := strings.Join(r.Consistent(tt.name, tt.birth), " "); got != tt.want || r.text == "" {
			t.Errorf("%s: %q, want %q", tt.why, got, tt.want)
		}
	}
	if (RFC{}).Consistent(Parts{Given: "Ana"}, "1990") != nil {
		t.Error("the zero RFC is compared")
	}
}
