package catalog

import (
	_ "embed"
	"slices"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

//go:generate go run us_county_gen.go

//go:embed us_county.txt
var countyTable string

// County is a county of the United States, or what stands for one: a parish, a
// borough, a city outside the counties, a municipio of Puerto Rico.
type County struct {
	FIPS  string // five digits, the first two the state's
	State string // postal code of two letters, as in USState
	Name  string // with its word, such as "Webb County", "Orleans Parish", "Richmond city"
	Ended string // year in which others took its place; "" while it stands
}

// CountyOf finds a county by its FIPS code of five digits. Those that have
// ended are found too: the eight old counties of Connecticut, Valdez-Cordova.
func CountyOf(fips string) (County, bool) {
	if !fiveDigits(fips) {
		return County{}, false
	}
	c, ok := countyIn(lineOf(countyTable, fips))
	if !ok || c.FIPS != fips {
		return County{}, false
	}
	return c, true
}

// Counties is every county of a state (two letters, as in USState) that still
// stands, by name.
func Counties(state string) []County {
	var all []County
	for line := range strings.Lines(countyTable) {
		if c, ok := countyIn(strings.TrimSuffix(line, "\n")); ok && c.State == state && c.Ended == "" {
			all = append(all, c)
		}
	}
	order := collate.New(language.AmericanEnglish)
	slices.SortStableFunc(all, func(a, b County) int { return order.CompareString(a.Name, b.Name) })
	return all
}

// countyIn reads a line; a remark is none.
func countyIn(line string) (County, bool) {
	if line == "" || line[0] == '#' {
		return County{}, false
	}
	cells := strings.Split(line, "|")
	return County{FIPS: cells[0], State: cells[1], Name: cells[2], Ended: cells[3]}, true
}
