package catalog

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

//go:embed caliber.txt
var caliberTable string

// Caliber is a cartridge or gauge that a firearm is chambered for. The list
// suggests and never gates.
type Caliber struct {
	Code    string   // of this list, such as "9x19"
	Kind    string   // pistol, revolver, rifle, rimfire, shotgun or other: where it is mostly found
	Aliases []string // other spellings and what people type; a few stand with two calibers that exclude each other
	Not     []string // codes it is taken for but is not; always said from both sides
	Source  string   // kind of source the row rests on, such as "standard"
	es, en  string
}

// Name is the name in Spanish when lang begins with "es", in English otherwise.
func (c Caliber) Name(lang string) string {
	if strings.HasPrefix(lang, "es") {
		return c.es
	}
	return c.en
}

// Calibers is every caliber, by kind, in the order of the table; the slice is
// the caller's own, what its elements hold is shared and read only.
func Calibers() []Caliber { return slices.Clone(calibers().all) }

// CaliberOf finds a caliber by its code.
func CaliberOf(code string) (Caliber, bool) {
	c, ok := calibers().byCode[code]
	return c, ok
}

type caliberIndex struct {
	all    []Caliber
	byCode map[string]Caliber
}

// calibers reads the table at first use.
var calibers = sync.OnceValue(func() caliberIndex {
	index := caliberIndex{byCode: map[string]Caliber{}}
	for _, row := range rows(caliberTable, 7) {
		c := Caliber{
			Code: row[0], es: row[1], en: row[2], Kind: row[3],
			Aliases: cells(row[4]), Not: cells(row[5]), Source: row[6],
		}
		index.all = append(index.all, c)
		index.byCode[c.Code] = c
	}
	return index
})
