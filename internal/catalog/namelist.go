package catalog

import (
	"slices"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// NameList is an ordered set of codes with their names in Spanish and English.
type NameList struct {
	*List
	es, en map[string]string
	byES   []string
	byEN   []string
}

// Name is the name of a code, in Spanish when lang begins with "es" and in
// English otherwise; a code outside the list has the empty name.
func (n *NameList) Name(code, lang string) string {
	if strings.HasPrefix(lang, "es") {
		return n.es[code]
	}
	return n.en[code]
}

// ByName returns the codes in the alphabetical order of their names in the
// language, as a reader expects to find them; the slice is the caller's own.
func (n *NameList) ByName(lang string) []string {
	if strings.HasPrefix(lang, "es") {
		return slices.Clone(n.byES)
	}
	return slices.Clone(n.byEN)
}

func newNameList(name string, rows [][]string) *NameList {
	n := &NameList{es: make(map[string]string, len(rows)), en: make(map[string]string, len(rows))}
	codes := make([]string, 0, len(rows))
	for _, row := range rows {
		codes = append(codes, row[0])
		n.es[row[0]], n.en[row[0]] = row[1], row[2]
	}
	n.List = newList(name, codes...)
	n.byES = alphabetical(codes, n.es, language.MustParse("es-MX"))
	n.byEN = alphabetical(codes, n.en, language.AmericanEnglish)
	return n
}

func alphabetical(codes []string, names map[string]string, tag language.Tag) []string {
	order, out := collate.New(tag), slices.Clone(codes)
	slices.SortStableFunc(out, func(a, b string) int { return order.CompareString(names[a], names[b]) })
	return out
}

// rows cuts a table of lines with width fields between bars; a line that
// begins with # is a remark. A malformed table is a fault of the build, so it
// stops the program.
func rows(table string, width int) [][]string {
	var out [][]string
	for line := range strings.Lines(table) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		row := strings.Split(line, "|")
		if len(row) != width {
			panic("catalog: malformed table line " + line)
		}
		out = append(out, row)
	}
	return out
}
