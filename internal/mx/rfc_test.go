package mx

import "testing"

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
