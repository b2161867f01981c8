package trace

import (
	"slices"
	"time"

	"rastreo/internal/mx"
)

// Found is a person whom somebody searched for, with the filing that names
// them. It is personal data.
type Found struct {
	Person   Person
	Ordinal  int    // of the person in the filing, from 1
	Seizure  string // folio
	Requests []string
	Agency   string // the agency's acronym
	FiledAt  time.Time
	Name     Name // the one that fits: the person's own, an alias, or a nickname as Full
	Reasons  []mx.Reason
	Score    float64 // 0 to 1, how well the name fits
}

// FoundPage is one page of people and the cursor of older ones, "" at the end.
type FoundPage struct {
	Found []Found
	Next  string
}

// Names are all names of a person: their own, aliases, and nicknames as Full.
func (p Person) Names() []Name {
	list := append([]Name{p.Name}, p.Aliases...)
	for _, n := range p.Nicknames {
		list = append(list, Name{Full: n})
	}
	return list
}

// maxTerms bounds the terms of one person, who may have forty names.
const maxTerms = 48

// Terms are the distinct terms that a person is found by (see mx.Terms), in
// the order of their names.
func (p Person) Terms() (terms []string) {
	for _, n := range p.Names() {
		for _, t := range mx.Terms(n.Parts()) {
			if len(terms) < maxTerms && !slices.Contains(terms, t) {
				terms = append(terms, t)
			}
		}
	}
	return terms
}

// Match says how well a person fits what somebody typed to find them: the name
// that fits best, how well and why (see mx.Match).
func (p Person) Match(query string) (best Name, score float64, reasons []mx.Reason) {
	for _, n := range p.Names() {
		if s, why := mx.Match(query, n.Parts()); s > score {
			best, score, reasons = n, s, why
		}
	}
	return best, score, reasons
}

// Names leaves of who was found what a name is recognised by: the rest of them
// is shown with their filing, to whoever says what for.
func (p FoundPage) Names() FoundPage {
	for i := range p.Found {
		w := &p.Found[i].Person
		*w = Person{Role: w.Role, Name: w.Name, Aliases: w.Aliases, Nicknames: w.Nicknames}
	}
	return p
}

// PartyKeys are the distinct whole names of those who are a party to a filing,
// their aliases too (see mx.NameKey). A witness is no party.
func PartyKeys(people []Person) (keys []string) {
	for _, p := range people {
		for _, key := range p.partyKeys() {
			if !slices.Contains(keys, key) {
				keys = append(keys, key)
			}
		}
	}
	return keys
}

func (p Person) partyKeys() (keys []string) {
	if p.Role == witness {
		return nil
	}
	for _, n := range append([]Name{p.Name}, p.Aliases...) {
		if key := mx.NameKey(n.Parts()); key != "" {
			keys = append(keys, key)
		}
	}
	return keys
}

const witness = "witness"

// NamedAs lists the parties of a filing, by their places, who bear the whole
// name of an account.
func (f Filing) NamedAs(name string) (places []int) {
	key := mx.NameKey(mx.Parts{Full: name})
	for i, p := range f.People {
		if key != "" && slices.Contains(p.partyKeys(), key) {
			places = append(places, i)
		}
	}
	return places
}
