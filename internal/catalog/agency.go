package catalog

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

//go:embed agency.txt
var agencyTable string

// Agency is an institution that seizes firearms or traces them, as the house
// knows it before anybody has entered it.
type Agency struct {
	Code    string   // acronym, such as "FGR" or "FGJ-TAM"
	Name    string   // official, never translated
	Kind    string   // "federal", "state" or "center", as in account
	Entidad string   // INEGI key of a state agency's entidad, else ""
	Also    []string // older names and acronyms, and codes it is looked for under
	Source  string   // kind of source the row rests on, such as "press"
}

// Agencies is every agency: the federal ones, the prosecutors of the 32
// entidades in the order of INEGI, the tracing center. The slice is the
// caller's own, what its elements hold is shared and read only.
func Agencies() []Agency { return slices.Clone(agencies()) }

// AgencyCalled finds an agency by its code, its name or another name it has or
// had; capitals do not count. No two agencies share one.
func AgencyCalled(name string) (Agency, bool) {
	same := func(other string) bool { return strings.EqualFold(other, name) }
	i := slices.IndexFunc(agencies(), func(a Agency) bool {
		return same(a.Code) || same(a.Name) || slices.ContainsFunc(a.Also, same)
	})
	if i < 0 {
		return Agency{}, false
	}
	return agencies()[i], true
}

// agencies reads the table at first use.
var agencies = sync.OnceValue(func() (all []Agency) {
	for _, row := range rows(agencyTable, 6) {
		all = append(all, Agency{Code: row[0], Name: row[1], Kind: row[2], Entidad: row[3], Also: cells(row[4]), Source: row[5]})
	}
	return all
})
