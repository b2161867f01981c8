package mx

import (
	"slices"
	"strings"
)

// maxTerms bounds the index terms of one name.
const maxTerms = 12

// Terms are the distinct terms under which a person is indexed, at most 12,
// surnames first. Each is a phonetic key of one word: spelt out, joined to its
// particles (de la O → DELAO) and without them (de la Cruz → KRUS). Surnames
// that records of the United States write as one word (MARTINEZCRUZ) have a
// term too. Every term of QueryTerms has the same shape, so that a person is
// found by equality of terms alone.
func Terms(p Parts) []string {
	t := make(termList, 0, maxTerms)
	surnames := append(words(p.Surname1), words(p.Surname2)...)
	t.add(surnames)
	t.add(words(p.Married))
	t.add(words(join(" ", p.given(), p.surnames())))
	t.add(words(p.Full))
	if len(surnames) > 1 {
		t.put(surnames[0].whole + surnames[1].whole)
		t.put(surnames[0].core + surnames[1].core)
	}
	return t
}

// termList is a bounded list of distinct terms.
type termList []string

func (t *termList) put(whole string) {
	if term := phonetic(whole); term != "" && len(*t) < maxTerms && !slices.Contains(*t, term) {
		*t = append(*t, term)
	}
}

// add puts the terms of words: first of all of them, then of what they have
// beside.
func (t *termList) add(list []word) {
	for _, w := range list {
		t.put(w.whole)
	}
	for _, w := range list {
		t.put(w.core)
		if before[w.plain] != "" {
			t.put(w.plain)
		}
	}
}

// QueryTerms are the distinct terms of what somebody typed to find a person,
// at most 12, with the frequent names behind the rare. A word with particles
// gives the term without them, which both writings of a surname have. Words
// too short to find by (an initial, "Jr.") are left out where there are others.
func QueryTerms(q string) []string {
	list := words(q)
	slices.SortStableFunc(list, func(a, b word) int { return rank(a) - rank(b) })
	t := make(termList, 0, len(list))
	for _, w := range list {
		if rank(w) < 2 || len(t) == 0 {
			t.put(w.core)
		}
	}
	return t
}

// rank is how much a word helps to find a person: 0 much, 1 as one of many, 2
// hardly.
func rank(w word) int {
	switch {
	case w.plain == w.core && len(w.core) < 2, before[w.plain] != "", suffix[w.whole]:
		return 2
	case frequent[w.core]:
		return 1
	}
	return 0
}

var suffix = set("JR", "SR", "II", "III", "IV")

// frequent are the names that so many bear that they tell little: the surnames
// most common in Mexico, and the given names that open half of all.
var frequent = set(strings.Fields(`HERNANDEZ GARCIA MARTINEZ LOPEZ GONZALEZ PEREZ RODRIGUEZ SANCHEZ RAMIREZ CRUZ
	FLORES GOMEZ MORALES VAZQUEZ JIMENEZ REYES TORRES DIAZ GUTIERREZ RUIZ MENDOZA AGUILAR ORTIZ CASTILLO MORENO
	ROMERO ALVAREZ CHAVEZ RIVERA JUAREZ JOSE MARIA JUAN LUIS GUADALUPE CARLOS JESUS`)...)
