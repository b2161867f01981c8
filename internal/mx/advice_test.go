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
		{"passport", "cualquiera", ""},
		{"", "", ""},
	} {
		if got := mx.IdentifierAdvice(tt.kind, tt.number); got != tt.want {
			t.Errorf("IdentifierAdvice(%q, %q) = %q, want %q", tt.kind, tt.number, got, tt.want)
		}
	}
	for _, kind := range []string{"rfc", "ine"} {
		if !catalog.IdentifierKind.Has(kind) {
			t.Errorf("%s is no kind of the catalogue", kind)
		}
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
