package catalog

import (
	_ "embed"
	"slices"
	"sync"
)

//go:generate go run municipio_gen.go

//go:embed municipio.txt
var municipioTable string

// Municipio is one of the 2,478 divisions of the entidades; in Mexico City it
// is an alcaldía.
type Municipio struct {
	Clave    string // INEGI key of five digits, the first two the entidad's
	Entidad  string // INEGI key of two digits
	Name     string // as INEGI spells it
	District string // set only where two in one entidad share a name
}

// Label is the name as a list offers it: with the district behind it where the
// name alone would be ambiguous.
func (m Municipio) Label() string {
	if m.District == "" {
		return m.Name
	}
	return m.Name + " (" + m.District + ")"
}

// MunicipioOf finds a municipio by its INEGI key of five digits.
func MunicipioOf(clave string) (Municipio, bool) {
	m, ok := municipios().byClave[clave]
	return m, ok
}

// Municipios is every municipio of an entidad (INEGI key of two digits) in
// Spanish alphabetical order; the slice is the caller's own.
func Municipios(entidad string) []Municipio {
	return slices.Clone(municipios().byEntidad[entidad])
}

type municipioIndex struct {
	byClave   map[string]Municipio
	byEntidad map[string][]Municipio
}

// municipios reads the table at first use; the table is in order already.
var municipios = sync.OnceValue(func() municipioIndex {
	index := municipioIndex{map[string]Municipio{}, map[string][]Municipio{}}
	for _, row := range rows(municipioTable, 3) {
		m := Municipio{Clave: row[0], Entidad: row[0][:2], Name: row[1], District: row[2]}
		index.byClave[m.Clave] = m
		index.byEntidad[m.Entidad] = append(index.byEntidad[m.Entidad], m)
	}
	return index
})
