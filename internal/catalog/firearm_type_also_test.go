package catalog_test

import (
	"slices"
	"strings"
	"testing"

	"rastreo/internal/catalog"
)

func TestEveryFirearmTypeIsFoundByItsWords(t *testing.T) {
	for _, code := range catalog.FirearmType.Codes() {
		words := catalog.FirearmTypeAlso(code)
		if len(words) < 3 {
			t.Errorf("%s: %v", code, words)
		}
		for i, word := range words {
			if typed(word) == "" || word != strings.TrimSpace(word) || slices.Contains(words[:i], word) {
				t.Errorf("%s: bad or repeated word %q", code, word)
			}
		}
	}
	for _, tt := range []struct{ word, code string }{
		{"escuadra", "PI"},
		{"fusca", "PI"},
		{"revolver", "PR"},
		{"erre quince", "RI"},
		{"R15", "RI"},
		{"cuerno de chivo", "RI"},
		{"cuerno de chivo", "RA"},
		{"AK-47", "RA"},
		{"Barret", "RI"},
		{"Barret", "RB"},
		{"carabina", "RC"},
		{"escopeta recortada", "SP"},
		{"cuata", "SE"},
		{"metralleta", "BA"},
		{"ametralladora", "MA"},
		{"hechiza", "Z_homemade"},
		{"ghost gun", "Z_homemade"},
		{"lower", "Z_frame"},
		{"lanzapapas", "GN"},
		{"piña", "G"},
		{"supresor", "V"},
		{"diábolos", "RG"},
		{"fogueo", "PK"},
	} {
		if !slices.ContainsFunc(catalog.FirearmTypeAlso(tt.code), func(w string) bool { return typed(w) == typed(tt.word) }) {
			t.Errorf("%q does not find %s", tt.word, tt.code)
		}
	}
	if catalog.FirearmTypeAlso("XX") != nil {
		t.Error("a code outside the list has words")
	}
}
