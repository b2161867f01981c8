package catalog

import (
	_ "embed"
	"strings"
)

//go:generate go run us_zip_gen.go

//go:embed us_zip.txt
var zipTable string

// ZIPArea is where a ZIP code of the United States lies.
type ZIPArea struct {
	City   string // as the postal service calls it, without accents
	State  string // two letters, as in USState
	County string // with its word, as in County
	FIPS   string // of the county
}

// ZIP finds the city and county of a ZIP code of five digits; what follows the
// hyphen of a longer one is not looked at. The table is some years old and a
// code can reach into several counties, so it suggests and settles nothing. In
// Connecticut it names the counties that ended in 2022. Codes of the armed
// forces and of states in free association are not in it.
func ZIP(code string) (ZIPArea, bool) {
	code, _, _ = strings.Cut(code, "-")
	if !fiveDigits(code) {
		return ZIPArea{}, false
	}
	spans, rest, _ := strings.Cut(lineOf(zipTable, code), "|")
	if !within(spans, code) {
		return ZIPArea{}, false
	}
	fips, city, _ := strings.Cut(rest, "|")
	county, ok := CountyOf(fips)
	return ZIPArea{City: city, State: county.State, County: county.Name, FIPS: fips}, ok
}

// within tells whether spans such as "10001-10003,10005" hold a code.
func within(spans, code string) bool {
	for span := range strings.SplitSeq(spans, ",") {
		first, last, found := strings.Cut(span, "-")
		if !found {
			last = first
		}
		if first <= code && code <= last {
			return true
		}
	}
	return false
}
