package mx

import (
	"strings"
	"sync"

	"rastreo/internal/catalog"
)

// FindEntidad finds the entidad that a text names: by its official, everyday,
// older or short name, whatever its accents and case ("Distrito Federal",
// "Edo. de Sonora", "N.L."). "México" alone is none, since it is a country, a
// city and an entidad.
func FindEntidad(text string) (catalog.Entidad, bool) {
	names := entidadIndex()
	key := placeKey(text)
	clave, ok := names[key]
	if !ok {
		clave, ok = names[placeKey(without(text, catalog.EntidadWords()))]
	}
	if !ok || key == "MEXICO" || key == "MEX" {
		return catalog.Entidad{}, false
	}
	return catalog.EntidadOf(clave)
}

var entidadIndex = sync.OnceValue(func() map[string]string {
	index := map[string]string{}
	for _, clave := range catalog.EntidadNames.Codes() {
		for _, name := range append(namesOf(catalog.EntidadNames, clave), catalog.EntidadAlso(clave)...) {
			index[placeKey(name)] = clave
		}
	}
	return index
})

func namesOf(list *catalog.NameList, code string) []string {
	return []string{list.Name(code, "es"), list.Name(code, "en")}
}

// FindCountry finds the country that a text names, in Spanish or English, by
// an older or everyday name or by its code; the answer is its two letters.
func FindCountry(text string) (string, bool) {
	iso, ok := countryIndex()[placeKey(text)]
	return iso, ok
}

var countryIndex = sync.OnceValue(func() map[string]string {
	index := map[string]string{}
	for _, iso := range catalog.Country.Codes() {
		for _, name := range catalog.CountryAlso(iso) {
			index[placeKey(name)] = iso
		}
	}
	for _, iso := range catalog.Country.Codes() {
		for _, name := range append(namesOf(catalog.Country, iso), iso) {
			index[placeKey(name)] = iso // a name of today is stronger than one of before
		}
	}
	return index
})

// placeKey is a place name without accents, case, signs and spaces, so that
// S.L.P. and S. L. P. are one.
func placeKey(text string) string { return strings.ReplaceAll(Fold(text), " ", "") }

// without takes the words off that people write before a name ("Mpio. de …"):
// one of them, with de, del, de la behind it or not.
func without(text string, kinds []string) string {
	folded := Fold(text)
	for _, kind := range kinds {
		if rest, ok := strings.CutPrefix(folded, Fold(kind)+" "); ok && len(rest) < len(folded) {
			folded = rest
			break
		}
	}
	if rest, ok := strings.CutPrefix(folded, "DE "); ok {
		return rest
	}
	return strings.TrimPrefix(folded, "DEL ")
}
