package firearm

import (
	"maps"
	"slices"

	"rastreo/internal/catalog"
)

// Words that say little in the name of a company: forms of incorporation,
// and what half of the trade calls itself.
const (
	corporate = "INC LLC LTD LTDA CORP CORPORATION CO COMPANY SA SPA GMBH AG AS AB OY DOO SRL CV DE C V KG CIA AND Y E UND ET THE LA EL"
	trade     = " MFG MANUFACTURING ARMS FIREARMS ARMAS INTERNATIONAL INTL INDUSTRIES GROUP MARCA FABRICANTE IMPORTADOR IMPORTED BY IMP"
	modelled  = "MODEL MODELO MOD MDL CAL CALIBRE CALIBER PISTOLA PISTOL RIFLE REVOLVER ESCOPETA SERIES SERIE"
	measured  = "CAL CALIBRE CALIBER CALIBRO MM DE DEL"
)

var companyIndex = once(func() *index {
	x := newIndex(corporate + trade)
	for i, c := range catalog.Companies() {
		for _, name := range append([]string{c.Name}, c.Aliases...) {
			x.add(i, name)
		}
	}
	return x
})

// FindCompany returns the makers and importers that a typed text names:
// several where they share the name, as Taurus of Brazil and of the United
// States do. The city that stands beside an importer's stamp may follow the
// name. near tells that only a name one letter away was found.
func FindCompany(text string) (found []catalog.Company, near bool) {
	words, x := spoken(text), companyIndex()
	if len(words) == 0 || isAnswer(text) {
		return nil, false
	}
	rows := x.find(words)
	for n := len(words) - 1; rows == nil && n > 0 && placing(words[n]); n-- {
		rows = located(x.find(words[:n]), words[n:])
	}
	if rows == nil {
		rows, near = x.close(words), true
	}
	found = pick(companyRows(), rows)
	if near = near && found != nil; !near {
		found = append(found, namesakes(found, words)...)
	}
	return found, near
}

// namesakes returns the kin of the companies found whose own name begins with
// the words typed.
func namesakes(found []catalog.Company, words []string) (more []catalog.Company) {
	have := codes(found)
	for _, code := range kin(found) {
		c, ok := catalog.CompanyOf(code)
		if ok && !slices.Contains(have, code) && begins(code, words) {
			more, have = append(more, c), append(have, code)
		}
	}
	return more
}

func begins(code string, words []string) bool {
	for _, name := range companyWords()[code] {
		if len(name) > len(words) && slices.Equal(name[:len(words)], words) {
			return true
		}
	}
	return false
}

// companyWords holds the names of each company, cut into words.
var companyWords = once(func() map[string][][]string {
	m := map[string][][]string{}
	for _, c := range companyRows() {
		for _, name := range append([]string{c.Name}, c.Aliases...) {
			m[c.Code] = append(m[c.Code], spoken(name))
		}
	}
	return m
})

// located keeps the companies for which the words after the name only say
// where they are.
func located(rows []int, rest []string) (kept []int) {
	for _, i := range rows {
		known := companyPlaces()[i]
		if !slices.ContainsFunc(rest, func(w string) bool { return !known[w] && !filler[w] }) {
			kept = append(kept, i)
		}
	}
	return kept
}

// placing tells whether a word may follow the name of any company at all.
func placing(word string) bool { return filler[word] || companyPlace()[word] }

// companyPlace holds the words of all places.
var companyPlace = once(func() map[string]bool {
	m := map[string]bool{}
	for _, known := range companyPlaces() {
		maps.Copy(m, known)
	}
	return m
})

var filler = set(corporate + trade + " USA US EUA MADE IN IMPORTED IMPORTER BY HECHO EN MEXICO")

// companyPlaces holds for each company the words that may follow its name:
// its cities and the names of its country.
var companyPlaces = once(func() []map[string]bool {
	all := make([]map[string]bool, 0, len(catalog.Companies()))
	for _, c := range catalog.Companies() {
		m := map[string]bool{}
		names := append([]string{catalog.Country.Name(c.Country, "es"), catalog.Country.Name(c.Country, "en")}, c.Cities...)
		for _, name := range names {
			for _, w := range spoken(name) {
				m[w] = true
			}
		}
		all = append(all, m)
	}
	return all
})

// The tables, fetched once: the catalogue hands out copies.
var (
	companyRows = once(catalog.Companies)
	caliberRows = once(catalog.Calibers)
	modelRows   = once(catalog.Models)
)

var caliberIndex = once(func() *index {
	x := newIndex(measured)
	for i, c := range catalog.Calibers() {
		for _, name := range append([]string{c.Name("es"), c.Name("en")}, c.Aliases...) {
			whole, short := measures(spoken(name))
			enter(x.exact, tight(whole), i)
			enter(x.loose, tight(short), i)
		}
	}
	return x
})

// measures gives the ways to read the words of a caliber: as they stand, and
// without the millimetres and other words that say little, so that
// "7.62 x 39 mm" and "7,62x39" meet.
func measures(words []string) (whole, short []string) {
	short = slices.Clone(without(words, littleSaid))
	for i, w := range short {
		if n := len(w) - 2; n > 0 && w[n:] == "MM" && isDigit(w[n-1]) {
			short[i] = w[:n]
		}
	}
	return words, short
}

var littleSaid = set(measured)

// calibersOf returns every caliber that a typed text may mean: ".38" is said of
// four.
func calibersOf(text string) []catalog.Caliber {
	if isAnswer(text) {
		return nil
	}
	x := caliberIndex()
	whole, short := measures(spoken(text))
	for _, rows := range [][]int{x.exact[tight(whole)], x.exact[tight(short)], x.loose[tight(short)]} {
		if rows != nil {
			return pick(caliberRows(), rows)
		}
	}
	return nil
}

func pick[T any](all []T, rows []int) (found []T) {
	for _, i := range rows {
		found = append(found, all[i])
	}
	return found
}
