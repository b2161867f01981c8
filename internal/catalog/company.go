package catalog

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

//go:embed company.txt
var companyTable string

// Company is a maker or importer of firearms, or both. The list suggests and
// never gates: what is stamped on a firearm may name a company outside it.
type Company struct {
	Code            string // of this list, such as "century_arms"
	Name            string // as the company calls itself; the same in both languages
	Country         string // ISO 3166 alpha-2, where the company is
	Maker, Importer bool
	Cities          []string // an importer's, as stamped: "Georgia, VT"
	Aliases         []string // other spellings, corporate names, stamps, habits of typing
	Kin             []string // codes of companies under whose name its firearms are found too
	Serials         []string // patterns: @ a letter, # a digit, (…) optional; hints only
	Source          string   // kind of source the row rests on, such as "marking"
}

// Companies is every company in the alphabetical order of names; the slice is
// the caller's own, what its elements hold is shared and read only.
func Companies() []Company { return slices.Clone(companies().byName) }

// CompanyOf finds a company by its code.
func CompanyOf(code string) (Company, bool) {
	c, ok := companies().byCode[code]
	return c, ok
}

type companyIndex struct {
	byName []Company
	byCode map[string]Company
}

// companies reads the table at first use; its lines stand by country, so the
// order of names is made here.
var companies = sync.OnceValue(func() companyIndex {
	index := companyIndex{byCode: map[string]Company{}}
	for _, row := range rows(companyTable, 9) {
		c := newCompany(row)
		index.byName = append(index.byName, c)
		index.byCode[c.Code] = c
	}
	order := collate.New(language.AmericanEnglish)
	slices.SortStableFunc(index.byName, func(a, b Company) int { return order.CompareString(a.Name, b.Name) })
	return index
})

func newCompany(row []string) Company {
	roles := strings.Split(row[3], ",")
	return Company{
		Code: row[0], Name: row[1], Country: row[2],
		Maker: slices.Contains(roles, "maker"), Importer: slices.Contains(roles, "importer"),
		Cities: cells(row[4]), Aliases: cells(row[5]), Kin: cells(row[6]), Serials: cells(row[7]),
		Source: row[8],
	}
}
