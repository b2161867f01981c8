package mx

import (
	"sync"

	"rastreo/internal/catalog"
)

// EntidadNamed finds an entidad by any name a document or a person gives it:
// official or everyday, Spanish or English, abbreviated, its INEGI key or ISO
// code, or a name that has ceased, such as "Distrito Federal". Accents, case
// and stops do not count. "México" alone is entidad 15, which is its official
// name; ask only where an entidad is meant.
func EntidadNamed(text string) (catalog.Entidad, bool) {
	return catalog.EntidadOf(entidadNames()[Fold(text)])
}

var entidadNames = sync.OnceValue(func() map[string]string {
	names := map[string]string{}
	for _, e := range catalog.Entidades() {
		for _, name := range append(e.Synonyms(), e.Clave, e.ISO, e.Abbr, e.Official, e.Short, e.English) {
			names[Fold(name)] = e.Clave
		}
	}
	return names
})
