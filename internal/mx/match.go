package mx

import (
	"slices"
	"strings"
)

// MatchReasons is every code of a Reason, in the order in which Match gives
// them. Their words are match.<code>, with {{.typed}} and {{.found}}.
var MatchReasons = []string{
	"exact",        // as typed, whatever the case of its letters
	"accents",      // other accents, or none
	"abbreviation", // one of the two is written short: Mtz., Martínez
	"particle",     // particles joined, parted or left out: delao, de la O
	"joined",       // two words written as one: Martinezcruz
	"phonetic",     // sounds alike: Ximenez, Jiménez
	"similar",      // a letter or two differ
	"partial",      // the beginning of the word, or its initial
	"swapped",      // the surnames stand in the other order
	"married",      // found by the married surname
	"absent",       // typed, and not in the name; Found is empty
}

// Reason says why a person was found: which of the typed words met which words
// of the name. Both are as typed.
type Reason struct{ Code, Typed, Found string }

// Key is the locale key of the reason's words.
func (r Reason) Key() string { return "match." + r.Code }

// MatchWorth is the score from which a person is worth showing to whoever
// searches; below it, less than half of what was typed is in the name.
const MatchWorth = 0.6

// Match says how well a name fits what somebody typed to find it, 0 to 1, and
// why. Words are aligned whatever their order: the first surname weighs 0.45,
// the second 0.25, the given names 0.30, a frequent surname less, and surnames
// in the other order cost 0.05. What the name has and nobody typed hardly
// counts; what was typed and the name lacks does. It is a suggestion and never
// proof that two people are one.
func Match(query string, p Parts) (float64, []Reason) {
	m := matching{typed: hear(bounded(words(query))), name: slots(p)}
	m.align()
	if len(m.pairs) == 0 {
		return 0, nil
	}
	return m.score(), m.reasons()
}

// bounded keeps a matching within its masks.
func bounded(list []word) []word { return list[:min(len(list), 16)] }

// matching is one query held against one name.
type matching struct {
	typed []word
	name  []slot
	pairs []pair
	used  pair // the words that have found a partner
}

// pair is words of the query that meet words of the name, by their bits.
type pair struct {
	typed, found uint32
	sim          float64
	code         string
}

// align pairs the words, the most alike first; between equals the order of the
// query decides.
func (m *matching) align() {
	all := m.joints(make([]pair, 0, 16))
	for i, q := range m.typed {
		for j := range m.name {
			if sim, code := likeness(&q, &m.name[j].word); code != "" {
				all = append(all, pair{1 << i, 1 << j, sim, code})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b pair) int { return int((b.sim - a.sim) * 1e6) })
	for _, p := range all {
		if p.typed&m.used.typed|p.found&m.used.found == 0 {
			m.pairs = append(m.pairs, p)
			m.used.typed |= p.typed
			m.used.found |= p.found
		}
	}
}

// joints pairs one word with two neighbours that it is made of.
func (m *matching) joints(all []pair) []pair {
	for i, q := range m.typed {
		for j := range len(m.name) - 1 {
			if madeOf(&q, &m.name[j].word, &m.name[j+1].word) {
				all = append(all, pair{1 << i, 3 << j, 0.95, "joined"})
			}
		}
	}
	for i := range len(m.typed) - 1 {
		for j, s := range m.name {
			if madeOf(&s.word, &m.typed[i], &m.typed[i+1]) {
				all = append(all, pair{3 << i, 1 << j, 0.95, "joined"})
			}
		}
	}
	return all
}

// madeOf says that a word is two others, with their particles or without.
func madeOf(w, a, b *word) bool {
	return together(w.whole, a.whole, b.whole) || together(w.core, a.core, b.core)
}

func together(whole, a, b string) bool {
	return len(whole) == len(a)+len(b) && strings.HasPrefix(whole, a) && strings.HasSuffix(whole, b)
}

// score weighs what was found against what was typed, and a little against
// what the name has besides.
func (m *matching) score() float64 {
	var got, asked, found, all float64
	for _, p := range m.pairs {
		w := m.weight(p.found)
		got, asked, found = got+w*p.sim, asked+w, found+w
	}
	for i, q := range m.typed {
		if m.used.typed>>i&1 == 0 {
			asked += pickWeight(rank(q))
		}
	}
	for _, s := range m.name {
		all += s.weight
	}
	score := got / asked * (0.9 + 0.1*found/all)
	if m.swapped() {
		score -= 0.05
	}
	return max(score, 0)
}

// pickWeight is what a typed word weighs that the name lacks.
func pickWeight(rank int) float64 { return []float64{0.3, 0.25, 0.05}[rank] }

func (m *matching) weight(found uint32) (w float64) {
	for j, s := range m.name {
		if found>>j&1 == 1 {
			w += s.weight
		}
	}
	return w
}

// swapped says that the second surname was typed before the first.
func (m *matching) swapped() bool {
	first, second := m.place(surname1), m.place(surname2)
	return first >= 0 && second >= 0 && second < first
}

// place is where in the query a part of the name was first typed, or -1.
func (m *matching) place(kind int) int {
	at := -1
	for _, p := range m.pairs {
		for i := range m.typed {
			if p.typed>>i&1 == 1 && m.has(p.found, kind) && (at < 0 || i < at) {
				at = i
			}
		}
	}
	return at
}

func (m *matching) has(found uint32, kind int) bool {
	for j, s := range m.name {
		if found>>j&1 == 1 && s.kind == kind {
			return true
		}
	}
	return false
}
