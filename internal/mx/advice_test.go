package mx_test

import (
	"encoding/json"
	"os"
	"testing"

	"rastreo/internal/catalog"
	"rastreo/internal/mx"
)

func TestIdentifierAdvice(t *testing.T) {
	for _, tt := range []struct{ kind, number, want string }{
		{"rfc", "GODE561231GR8", ""},
		{"rfc", "GODE561231GR9", "rfc_digit"},
		{"ine", "HRGRJN82050602H900", ""},
		{"ine", "123", "ine_shape"},
		{"ine", "HRGRJN82130602H900", "ine_date"},
		{"nss", "92919084431", ""},
		{"nss", "9291 9084 43-1", ""},
		{"nss", "92919084432", "nss_digit"},
		{"nss", "92919048431", "nss_digit"},
		{"nss", "9291908443", "nss_length"},
		{"nss", "9291908443A", "nss_length"},
		{"passport", "G12345678", ""},
		{"passport", "123456", ""},
		{"passport", "AB1234567890", ""},
		{"passport", "12345", "passport_shape"},
		{"passport", "G12345678901234", "passport_shape"},
		{"passport", "G123/45678", "passport_shape"},
		{"matricula_consular", "12345678", ""},
		{"matricula_consular", "12345A", "matricula_consular_shape"},
		{"cartilla", "D-1234567", ""},
		{"cartilla", "1234567", ""},
		{"cartilla", "DD-12", "cartilla_shape"},
		{"cedula_profesional", "1234567", ""},
		{"cedula_profesional", "12345678", ""},
		{"cedula_profesional", "123456", "cedula_profesional_shape"},
		{"cuip", "GALM800101H281234567", ""},
		{"cuip", "12345", "cuip_shape"},
		{"us_licence", "12345", ""},
		{"other", "?", ""},
		{"", "", ""},
	} {
		if got := mx.IdentifierAdvice(tt.kind, tt.number); got != tt.want {
			t.Errorf("IdentifierAdvice(%q, %q) = %q, want %q", tt.kind, tt.number, got, tt.want)
		}
	}
	for _, kind := range []string{"rfc", "ine", "nss", "passport", "matricula_consular", "cartilla", "cedula_profesional", "cuip"} {
		if !catalog.IdentifierKind.Has(kind) {
			t.Errorf("%s is no kind of the catalogue", kind)
		}
	}
}

func TestIdentifierConsistent(t *testing.T) {
	name := mx.Parts{Given: "Emma", Surname1: "Gómez", Surname2: "Díaz"}
	if odd := mx.IdentifierConsistent("rfc", "GODE561231GR8", name, "1956-12-30"); len(odd) != 1 || odd[0] != "rfc_birth" {
		t.Errorf("%q", odd)
	}
	if odd := mx.IdentifierConsistent("passport", "GODE561231GR8", name, "1956-12-30"); odd != nil {
		t.Errorf("%q", odd)
	}
}

func TestEveryAdviceHasItsWords(t *testing.T) {
	for _, lang := range []string{"es", "en"} {
		raw, err := os.ReadFile("../../locales/" + lang + ".json")
		if err != nil {
			t.Fatal(err)
		}
		var texts map[string]json.RawMessage
		if err := json.Unmarshal(raw, &texts); err != nil {
			t.Fatal(err)
		}
		for _, code := range mx.Advice {
			if _, ok := texts["v."+code]; !ok {
				t.Errorf("%s.json has no v.%s", lang, code)
			}
		}
		for _, code := range mx.MatchReasons {
			if _, ok := texts["match."+code]; !ok {
				t.Errorf("%s.json has no match.%s", lang, code)
			}
		}
	}
}
