package catalog

import _ "embed"

//go:generate go run country_gen.go

//go:embed country.txt
var countryTable string

//go:embed us_state.txt
var usStateTable string

// Country is every country of ISO 3166-1 by its two letters, ordered by them.
var Country = newNameList("country", rows(countryTable, 3))

// USState is the 50 states, the District of Columbia and the territories of
// the United States by postal code, ordered by English name with the
// territories last. Spanish has its own names for some.
var USState = newNameList("us_state", rows(usStateTable, 3))
