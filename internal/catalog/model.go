package catalog

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

//go:embed model.txt
var modelTable string

// Model is what one maker sells under one name. An empty field is one that
// nobody could vouch for, never a statement that there is nothing. The list
// suggests and never gates.
type Model struct {
	Code        string   // maker and name: "cugir/wasr_10"
	Maker       string   // Company code
	Name        string   // as stamped; the same in both languages
	Types       []string // FirearmType codes, the usual one first
	Calibers    []string // Caliber codes
	Countries   []string // of manufacture, ISO 3166 alpha-2
	First, Last int      // years of manufacture; 0 when unknown, Last also when it is still made
	Locations   []string // where the maker stamps the serial: Location codes, the one that counts first
	Serials     []string // patterns: @ a letter, # a digit, (…) optional; hints only
	Aliases     []string // other spellings and what people type
	Importers   []string // Company codes
	Source      string   // kind of source the row rests on, such as "maker"
}

// Models is every model by maker, in the order of the table; the slice is the
// caller's own, what its elements hold is shared and read only.
func Models() []Model { return slices.Clone(models().all) }

// ModelsOf is every model of a maker (Company code) in the order of the table;
// the slice is the caller's own.
func ModelsOf(maker string) []Model { return slices.Clone(models().byMaker[maker]) }

type modelIndex struct {
	all     []Model
	byMaker map[string][]Model
}

// models reads the table at first use.
var models = sync.OnceValue(func() modelIndex {
	index := modelIndex{byMaker: map[string][]Model{}}
	for _, row := range rows(modelTable, 11) {
		m := newModel(row)
		index.all = append(index.all, m)
		index.byMaker[m.Maker] = append(index.byMaker[m.Maker], m)
	}
	return index
})

func newModel(row []string) Model {
	first, last, _ := strings.Cut(row[5], "-")
	return Model{
		Code: row[0] + "/" + slug(row[1]), Maker: row[0], Name: row[1],
		Types: codesIn(row[2]), Calibers: codesIn(row[3]), Countries: codesIn(row[4]),
		First: year(first), Last: year(last),
		Locations: codesIn(row[6]), Serials: cells(row[7]), Aliases: cells(row[8]),
		Importers: codesIn(row[9]), Source: row[10],
	}
}

// codesIn cuts a field of codes with commas between; an empty field has none.
func codesIn(field string) []string {
	if field == "" {
		return nil
	}
	return strings.Split(field, ",")
}

// year reads a year of the table; an empty one is unknown. Anything else is a
// fault of the build, so it stops the program.
func year(text string) int {
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		panic("catalog: no year " + text)
	}
	return n
}

// slug makes a code of a name: letters without accents in lower case and
// digits, everything between them one underscore.
func slug(name string) string {
	plain, _, _ := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn))), strings.ToLower(name))
	between := func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') }
	return strings.Join(strings.FieldsFunc(plain, between), "_")
}
