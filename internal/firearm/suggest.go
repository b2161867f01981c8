package firearm

import (
	"cmp"
	"slices"
	"strings"

	"rastreo/internal/catalog"
)

// Suggestion is one row of a catalogue offered to somebody who types.
type Suggestion struct {
	Value string `json:"value"`          // what goes into the field: the name as stamped
	Text  string `json:"text"`           // what the reader sees: the name as the catalogue tells it from others
	Note  string `json:"note,omitempty"` // what tells it from others: country code, city, maker, or the spelling that matched
}

// With is what stands in the other fields of the same firearm: names as typed,
// the type as a code.
type With struct{ Manufacturer, Model, Type string }

// most is how many suggestions are offered at once.
const most = 8

// Suggest offers rows of the list manufacturer, importer, model or caliber for
// a text somebody is typing, at most eight, the likeliest first: the name or
// another spelling of it, what begins with it, a word that begins with it, what
// holds it, then the same of other spellings, a name one letter away, and last
// what answers a part of the text. Models are those of the maker typed and its
// kin or, where they have none that fits, of anybody: what was typed as the
// maker may be the importer. Those of the type, and calibers of the model, come
// first. For any other list nothing is offered. lang is the reader's.
func Suggest(list, typed string, with With, lang string) []Suggestion {
	words := spoken(typed)
	found := fitting(list, with, words)
	if len(found) == 0 && len(words) > 0 {
		found = fitting(list, With{Type: with.Type}, words)
	}
	var out []Suggestion
	for _, o := range found[:min(most, len(found))] {
		out = append(out, o.suggestion(lang))
	}
	return out
}

// fitting lists the rows that fit the words typed and the other fields, the
// likeliest first.
func fitting(list string, with With, words []string) []offer {
	found := answering(list, with, words)
	if len(found) == 0 {
		found = slips(list, with, words)
	}
	if len(found) == 0 {
		found = answeringPart(list, with, words)
	}
	slices.SortStableFunc(found, func(a, b offer) int {
		return cmp.Or(cmp.Compare(min(a.rank, 1), min(b.rank, 1)), cmp.Compare(a.later, b.later), cmp.Compare(a.rank, b.rank))
	})
	return found
}

// answering lists the rows that answer the words typed, each with its rank.
func answering(list string, with With, words []string) (found []offer) {
	for _, o := range offers(list, with) {
		if o.rank, o.by = o.entry.rank(words); o.rank < unfit {
			found = append(found, o)
		}
	}
	return found
}

// answeringPart leaves out what people type besides: the maker before the
// model, the model or the city after the company, "cal" before the caliber.
func answeringPart(list string, with With, words []string) (found []offer) {
	if list == "caliber" {
		return answering(list, with, without(words, littleSaid))
	}
	for n := len(words) - 1; n > 0 && len(found) == 0; n-- {
		if list != "model" {
			found = answering(list, with, words[:n])
			continue
		}
		maker := strings.Join(words[:n], " ")
		if companies, near := FindCompany(maker); len(companies) > 0 && !near {
			found = answering(list, With{Manufacturer: maker, Type: with.Type}, words[n:])
		}
	}
	return found
}

// Ranks, the best first: the row's own names, then its other spellings in the
// same order; but a spelling that is just what was typed is as good as a name.
const (
	exactly = iota
	beginning
	wordBeginning
	holding
	tier  // how many there are
	unfit = 2 * tier
)

// offer is a row of a list that may be suggested.
type offer struct {
	*entry
	rank  int
	by    string // the spelling that matched, "" for the row's own name
	later int    // 1 for what the other fields speak against
}

func (o offer) suggestion(lang string) Suggestion {
	name := o.names[0]
	if o.own > 1 && !strings.HasPrefix(lang, "es") {
		name = o.names[1]
	}
	note := cmp.Or(o.by, o.note)
	if strings.HasPrefix(strings.Join(spoken(name), " "), strings.Join(spoken(o.by), " ")) {
		note = o.note // the name says already what matched
	}
	return Suggestion{Value: stampedName(name), Text: name, Note: note}
}

// offers lists the rows of a list in its order.
func offers(list string, with With) (all []offer) {
	makers, _ := FindCompany(with.Manufacturer)
	family := append(codes(makers), kin(makers)...)
	s := &sight{}
	if list == "caliber" {
		s.models = FindModel(family, with.Model)
	}
	made := s.modelCalibers()
	for i := range entries()[list] {
		e := &entries()[list][i]
		if list == "model" && len(family) > 0 && !slices.Contains(family, e.maker) {
			continue
		}
		o := offer{entry: e}
		if len(made) > 0 && !slices.Contains(made, e.code) || with.Type != "" && e.types != nil && !slices.Contains(e.types, with.Type) {
			o.later = 1
		}
		all = append(all, o)
	}
	return all
}

// slips lists the rows whose name is one letter away.
func slips(list string, with With, words []string) (found []offer) {
	for _, o := range offers(list, with) {
		if o.slip(words) {
			o.rank, o.by = unfit, ""
			found = append(found, o)
		}
	}
	return found
}

// entry is a row of a list with its names ready to be compared.
type entry struct {
	code, maker, note string
	types             []string
	names             []string
	own               int // how many of the names are its own: one for each language
	words             [][]string
	keys              []string
}

func newEntry(code, note string, own int, names []string) entry {
	e := entry{code: code, note: note, names: names, own: own}
	for _, name := range names {
		w := spoken(name)
		e.words, e.keys = append(e.words, w), append(e.keys, tight(w))
	}
	return e
}

// rank says how well a row answers the words typed, and by which other
// spelling.
func (e *entry) rank(words []string) (best int, by string) {
	best = unfit
	typed := tight(words)
	for i, key := range e.keys {
		r := match(key, e.words[i], typed)
		if i >= e.own && r > exactly && r < tier {
			r += tier
		}
		if r < best {
			best, by = r, ""
			if i >= e.own {
				by = e.names[i]
			}
		}
	}
	return best, by
}

// match compares a name with what was typed; unfit when they do not meet.
func match(key string, words []string, typed string) int {
	switch {
	case key == typed:
		return exactly
	case strings.HasPrefix(key, typed):
		return beginning
	case slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, typed) }):
		return wordBeginning
	case len(typed) > 2 && strings.Contains(key, typed):
		return holding
	}
	return unfit
}

func (e *entry) slip(words []string) bool {
	typed := tight(words)
	return letters(typed) >= 6 && slices.ContainsFunc(e.keys, func(key string) bool { return oneLetter(key, typed) })
}

// entries holds the rows of each list.
var entries = once(func() map[string][]entry {
	m := map[string][]entry{}
	for _, c := range companyRows() {
		names := append([]string{c.Name}, c.Aliases...)
		if c.Maker {
			m["manufacturer"] = append(m["manufacturer"], newEntry(c.Code, c.Country, 1, names))
		}
		if c.Importer {
			m["importer"] = append(m["importer"], newEntry(c.Code, strings.Join(c.Cities[:min(1, len(c.Cities))], ""), 1, names))
		}
	}
	for _, row := range modelRows() {
		c, _ := catalog.CompanyOf(row.Maker)
		e := newEntry(row.Code, stampedName(c.Name), 1, append([]string{row.Name}, row.Aliases...))
		e.maker, e.types = row.Maker, row.Types
		m["model"] = append(m["model"], e)
	}
	for _, c := range caliberRows() {
		m["caliber"] = append(m["caliber"], newEntry(c.Code, "", 2, append([]string{c.Name("es"), c.Name("en")}, c.Aliases...)))
	}
	return m
})
