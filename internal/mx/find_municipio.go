package mx

import (
	"strings"
	"sync"

	"rastreo/internal/catalog"
)

// FindMunicipio finds the municipio or alcaldía that a text names within an
// entidad (INEGI key of two digits; "" searches all of them, and then the name
// must be unique). It understands what else the place is called, the words
// before a name ("Mpio. de …", "delegación …"), written abbreviations, and a
// name cut short where it can be one place alone: Ecatepec, Tlaquepaque.
func FindMunicipio(entidad, text string) (catalog.Municipio, bool) {
	bare := without(text, catalog.MunicipioWords())
	for _, name := range []string{Fold(text), bare, spelt(bare), strings.TrimPrefix(spelt(bare), "CIUDAD ")} {
		if clave := municipioIndex().exact[entidad+"|"+strings.ReplaceAll(name, " ", "")]; clave != "" {
			return catalog.MunicipioOf(clave)
		}
	}
	return cutShort(entidad, spelt(bare))
}

// spelt spells out what is written short in the names of places.
func spelt(folded string) string {
	list := strings.Fields(folded)
	for i, w := range list {
		if whole, ok := shortPlace[w]; ok {
			list[i] = whole
		}
	}
	return strings.Join(list, " ")
}

var shortPlace = map[string]string{
	"CD": "CIUDAD", "GRAL": "GENERAL", "GOB": "GOBERNADOR", "DR": "DOCTOR", "STA": "SANTA", "STO": "SANTO", "SN": "SAN",
	"GPE": "GUADALUPE", "FCO": "FRANCISCO", "NVO": "NUEVO", "NVA": "NUEVA", "PTO": "PUERTO", "MPIO": "MUNICIPIO", "GTZ": "GUTIERREZ",
}

// municipioNames holds every name by entidad and key; a key that two places
// share has no answer.
type municipioNames struct {
	exact map[string]string   // "28|RIOBRAVO" → clave; "|RIOBRAVO" where unique
	list  map[string][]string // entidad → clave and folded name in turn
}

var municipioIndex = sync.OnceValue(func() municipioNames {
	index := municipioNames{map[string]string{}, map[string][]string{}}
	for _, entidad := range catalog.EntidadNames.Codes() {
		for _, m := range catalog.Municipios(entidad) {
			index.put(m, m.Name, m.Label())
			index.list[entidad] = append(index.list[entidad], m.Clave, Fold(m.Name))
		}
	}
	for _, entidad := range catalog.EntidadNames.Codes() {
		for _, m := range catalog.Municipios(entidad) {
			index.also(m)
		}
	}
	return index
})

func (x municipioNames) put(m catalog.Municipio, names ...string) {
	seen := ""
	for _, name := range names {
		key := placeKey(name)
		if key == seen {
			continue
		}
		seen = key
		for _, at := range []string{m.Entidad + "|" + key, "|" + key} {
			if _, taken := x.exact[at]; taken {
				x.exact[at] = ""
			} else {
				x.exact[at] = m.Clave
			}
		}
	}
}

// also adds other names, which never hide a place of that very name.
func (x municipioNames) also(m catalog.Municipio) {
	for _, name := range catalog.MunicipioAlso(m.Clave) {
		if at := m.Entidad + "|" + placeKey(name); x.exact[at] == "" {
			x.exact[at] = m.Clave
		}
	}
}

// cutShort finds the one place whose name the words cut short.
func cutShort(entidad, words string) (catalog.Municipio, bool) {
	if len(words) < 5 || vague(words) {
		return catalog.Municipio{}, false
	}
	found, list := "", municipioIndex().list[entidad]
	for i := 0; i+1 < len(list); i += 2 {
		if !shortens(words, list[i+1]) {
			continue
		}
		if found != "" {
			return catalog.Municipio{}, false
		}
		found = list[i]
	}
	return catalog.MunicipioOf(found)
}

// shortens says that words are a name without the honour behind it (Ecatepec
// de Morelos) or without the saint or title before it (San Pedro Tlaquepaque,
// General Cepeda). The honour alone is no name: Juárez is not Acapulco.
func shortens(words, name string) bool {
	if rest, ok := strings.CutPrefix(name, words+" "); ok {
		return strings.HasPrefix(rest, "DE ") || strings.HasPrefix(rest, "DEL ") || strings.Contains(words, " ")
	}
	title, ok := strings.CutSuffix(name, " "+words)
	first, _, _ := strings.Cut(title, " ")
	return ok && (saint[first] && !strings.HasSuffix(title, " DE") && !strings.HasSuffix(title, " LA") || title == first && titles[first])
}

// vague says that words are a title, or a saint whom many places have.
func vague(words string) bool {
	first, rest, _ := strings.Cut(words, " ")
	return rest == "" && (titles[first] || saint[first]) || saint[first] && !strings.Contains(rest, " ")
}

var (
	saint  = set("SAN", "SANTA", "SANTO", "SANTIAGO")
	titles = set("CIUDAD", "GENERAL", "DOCTOR", "VILLA", "HEROICA", "PUERTO", "NUEVO", "NUEVA", "EL", "LA", "LOS", "LAS", "VALLE", "MINERAL")
)
