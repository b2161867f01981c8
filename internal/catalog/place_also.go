package catalog

import (
	_ "embed"
	"slices"
	"sync"
)

//go:embed place_also.txt
var alsoTable string

// EntidadAlso is what else an entidad (INEGI key of two digits) is called: its
// official and its short name, its abbreviation, its ISO 3166-2 code, and the
// everyday and older names, such as "Distrito Federal" or "Edomex". The name
// that EntidadNames shows in Spanish and in English is not among them.
func EntidadAlso(clave string) []string {
	e, ok := EntidadOf(clave)
	if !ok {
		return nil
	}
	var all []string
	for _, name := range append([]string{e.Official, e.Short, e.Abbr, e.ISO}, also()["entidad|"+clave]...) {
		if name != EntidadNames.es[clave] && name != e.English && !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	return all
}

// MunicipioAlso is what else a municipio (INEGI key of five digits) is called:
// the city that people name instead, such as "Cancún", or an older name. It
// holds the best known only. The names are told apart within an entidad.
func MunicipioAlso(clave string) []string { return slices.Clone(also()["municipio|"+clave]) }

// CountryAlso is what else a country (ISO 3166-1, two letters) is called in
// Spanish and in English: everyday names, names as stamped on firearms, and
// those of countries that are no more, with the one whose makers were most of
// theirs: Czechoslovakia is CZ, Yugoslavia RS, the Soviet Union RU.
func CountryAlso(iso string) []string { return slices.Clone(also()["country|"+iso]) }

// EntidadWords are the words that people write before the name of an entidad,
// with or without "de" behind them: "Estado de Sonora". Estado de México is a
// name of its own.
func EntidadWords() []string { return slices.Clone(also()["word|entidad"]) }

// MunicipioWords are the words that people write before the name of a
// municipio, with or without "de" behind them. In Mexico City the delegaciones
// became alcaldías in 2018, and the law calls them demarcaciones.
func MunicipioWords() []string { return slices.Clone(also()["word|municipio"]) }

// also reads the table at first use, by list and code.
var also = sync.OnceValue(func() map[string][]string {
	all := map[string][]string{}
	for _, row := range rows(alsoTable, 3) {
		all[row[0]+"|"+row[1]] = cells(row[2])
	}
	return all
})
