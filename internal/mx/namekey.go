package mx

import (
	"slices"
	"strings"
)

// NameKey is one text for all writings of a whole name that are the same name:
// whatever the case, accents, order and particles, and with what is written
// short spelt out (Ma., Hdez.). It is "" for a name that has not a given name
// and both surnames, or that is known only as a whole and has fewer than three
// words: too many bear it. Unlike Match it takes nothing for alike that only
// sounds so.
func NameKey(p Parts) string {
	surnames := append(words(p.Surname1), words(p.Surname2)...)
	list := append(slices.Clone(given(p)), surnames...)
	switch {
	case len(list) == 0:
		if list = words(p.Full); len(list) < 3 {
			return ""
		}
	case len(surnames) < 2 || len(list) == len(surnames):
		return ""
	}
	cores := make([]string, len(list))
	for i, w := range list {
		cores[i] = w.core
	}
	slices.Sort(cores)
	return strings.Join(cores, " ")
}
