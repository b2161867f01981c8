package catalog

import (
	_ "embed"
	"slices"
	"sync"
)

//go:embed firearm_type_also.txt
var firearmTypeAlsoTable string

// FirearmTypeAlso is what people type for a FirearmType in Spanish and in
// English, slang and all: "cuerno de chivo", "erre quince", "cuata". The words
// find a type and are never shown as its name; one word may find several, since
// an AK is a semiautomatic rifle when sold in a shop and an automatic one when
// made for an army. A code outside the list has none.
func FirearmTypeAlso(code string) []string { return slices.Clone(firearmTypeAlso()[code]) }

// firearmTypeAlso reads the table at first use.
var firearmTypeAlso = sync.OnceValue(func() map[string][]string {
	all := map[string][]string{}
	for _, row := range rows(firearmTypeAlsoTable, 2) {
		all[row[0]] = cells(row[1])
	}
	return all
})
