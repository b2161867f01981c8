package mx_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"rastreo/internal/mx"
)

func TestSortNames(t *testing.T) {
	for lang, want := range map[string]string{
		"es": "Álvarez|Chávez|Cruz|Dávila|de la Cruz|De la O|Delgado|Nava|Nunez|Nuñez|Núñez|Ñañez|Ochoa|Zárate",
		"en": "Álvarez|Chávez|Cruz|Dávila|de la Cruz|De la O|Delgado|Ñañez|Nava|Nunez|Nuñez|Núñez|Ochoa|Zárate",
	} {
		sorted := strings.Split(want, "|")
		list := slices.Clone(sorted)
		slices.Reverse(list)
		mx.SortNames(lang, list, func(s string) string { return s })
		if !slices.Equal(list, sorted) {
			t.Errorf("%s: %q", lang, list)
		}
	}
}

func TestSortNamesAtOnce(t *testing.T) {
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 50 {
				list := []mx.Parts{{Surname1: "Ochoa"}, {Surname1: "Ñañez"}, {Surname1: "Nava"}}
				mx.SortNames("es", list, mx.Parts.Listed)
				if list[0].Surname1 != "Nava" || list[2].Surname1 != "Ochoa" {
					t.Errorf("%v", list)
				}
			}
		})
	}
	all.Wait()
}
