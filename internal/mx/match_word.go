package mx

import "strings"

// The parts of a name that a matching tells apart.
const (
	surname1 = iota
	surname2
	givenName
	marriedName
	suffixPart
	wholeName
)

// slot is one word of a name with what it weighs.
type slot struct {
	word

	kind   int
	weight float64
}

// slots are the words of a name as it is said, at most 24, each part's weight
// shared by its words.
func slots(p Parts) []slot {
	out := make([]slot, 0, 8)
	out = share(out, givenName, 0.30, given(p))
	out = share(out, surname1, 0.45, words(p.Surname1))
	out = share(out, surname2, 0.25, words(p.Surname2))
	out = share(out, marriedName, 0.15, words(p.Married))
	out = share(out, suffixPart, 0.05, words(p.Suffix))
	if len(out) == 0 {
		out = share(out, wholeName, 1, words(p.Full))
	}
	return out[:min(len(out), 24)]
}

// given are the words of the given names; one that is short for a name only
// before another is so before a surname too.
func given(p Parts) []word {
	list := words(p.given())
	if n := len(list); n > 0 && p.surnames() != "" && before[list[n-1].plain] != "" {
		return words(p.given() + " X")[:n]
	}
	return list
}

func share(out []slot, kind int, weight float64, list []word) []slot {
	for _, w := range hear(list) {
		s := slot{w, kind, weight / float64(len(list))}
		if kind != givenName && frequent[w.core] {
			s.weight *= 0.6
		}
		out = append(out, s)
	}
	return out
}

// likeness is how alike two words are and by which reason; without a reason
// they are not alike. What is surer comes first.
func likeness(q, r *word) (float64, string) {
	switch {
	case q.plain == r.plain && strings.EqualFold(q.typed, r.typed):
		return 1, "exact"
	case q.plain == r.plain:
		return 0.99, "accents"
	case q.whole == r.whole && (q.short || r.short):
		return 0.97, "abbreviation"
	case q.whole == r.whole:
		return 0.98, "particle"
	case q.core == r.core && !q.short && !r.short:
		return 0.94, "particle"
	case q.core == r.core:
		return 0.93, "abbreviation"
	case q.sound == r.sound || q.sounds == r.sounds:
		return 0.93, "phonetic"
	case begins(q.core, r.core):
		return 0.85, "partial"
	case initialOf(q.plain, r.core) || initialOf(r.plain, q.core):
		return 0.8, "partial"
	}
	return near(q.core, r.core)
}

// hear adds to each word how it sounds.
func hear(list []word) []word {
	for i, w := range list {
		list[i].sound = phonetic(w.core)
		list[i].sounds = list[i].sound
		if w.whole != w.core {
			list[i].sounds = phonetic(w.whole)
		}
	}
	return list
}

// begins says that what was typed is the beginning of a word, of three letters
// or more.
func begins(part, whole string) bool {
	return len(part) >= 3 && len(whole) > len(part)+1 && strings.HasPrefix(whole, part)
}

func initialOf(letter, word string) bool {
	return len(letter) == 1 && len(word) > 1 && letter[0] == word[0]
}

// near accepts words of four letters and more that are alike to 0.90.
func near(a, b string) (float64, string) {
	if min(len(a), len(b)) < 4 {
		return 0, ""
	}
	if sim := similarity(a, b); sim >= 0.9 {
		return min(sim, 0.97), "similar"
	}
	return 0, ""
}
