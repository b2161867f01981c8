package glossary

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"rastreo/internal/mx"
)

// Piece is part of a text, and the term that it is, or nil.
type Piece struct {
	Text string
	Term *Term
}

// Mark cuts a text in a language where terms begin and end, the longest that
// stands at a place; together the pieces are the text. Accents, capitals and
// plurals do not matter. The text is gone through once: how far a term is
// followed is bounded by the longest there is.
func Mark(lang, text string) (pieces []Piece) {
	words := cut(lang, text)
	from := 0
	for i := 0; i < len(words); {
		t, n := longest(lang, words[i:])
		if t == nil {
			i++
			continue
		}
		first, last := words[i], words[i+n-1]
		if from < first.from {
			pieces = append(pieces, Piece{Text: text[from:first.from]})
		}
		pieces = append(pieces, Piece{text[first.from:last.to], t})
		from, i = last.to, i+n
	}
	if from < len(text) {
		pieces = append(pieces, Piece{Text: text[from:]})
	}
	return pieces
}

// longest is the longest term that words begin with, and of how many of them.
func longest(lang string, words []word) (t *Term, n int) {
	at := tree()[lang]
	for i, w := range words {
		if at == nil || i > 0 && !w.joined {
			break
		}
		if at = at.next[w.key]; at == nil {
			break
		}
		if at.term != nil {
			t, n = at.term, i+1
		}
	}
	return t, n
}

// node is where the words so far lead.
type node struct {
	next map[string]*node
	term *Term
}

// tree holds the terms of each language by their words.
var tree = sync.OnceValue(func() map[string]*node {
	roots := map[string]*node{}
	for _, lang := range langs {
		root := &node{}
		for _, t := range terms() {
			for _, name := range t.found[lang] {
				root.add(cut(lang, name), t)
			}
		}
		roots[lang] = root
	}
	return roots
})

// add puts in a term. Of two that are called the same the first stays.
func (n *node) add(words []word, t *Term) {
	for _, w := range words {
		if n.next == nil {
			n.next = map[string]*node{}
		}
		if n.next[w.key] == nil {
			n.next[w.key] = &node{}
		}
		n = n.next[w.key]
	}
	if n.term == nil {
		n.term = t
	}
}

// word is a run of letters and digits in a text.
type word struct {
	from, to int
	key      string // folded, in the singular
	joined   bool   // nothing that ends a phrase stands before it
}

// longestWord is more bytes than a word of any term has.
const longestWord = 48

func cut(lang, text string) (words []word) {
	from := -1 // of the word that is being read
	for i, r := range text + " " {
		inside := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
		switch {
		case inside && from < 0:
			from = i
		case !inside && from >= 0:
			words = append(words, newWord(lang, text[from:i], from))
			from = -1
		}
	}
	for i := range words {
		words[i].joined = i > 0 && joined(text, words[i-1], words[i])
	}
	return words
}

func newWord(lang, text string, from int) word {
	w := word{from: from, to: from + len(text)}
	if len(text) <= longestWord {
		w.key = singular(lang, mx.Fold(text))
	}
	return w
}

// joined tells whether two words may be of one term: a space, a hyphen or the
// end of a line stands between them, or the full stop of an abbreviation.
func joined(text string, a, b word) bool {
	gap := text[a.to:b.from]
	if rest, dot := strings.CutPrefix(gap, "."); dot && utf8.RuneCountInString(text[a.from:a.to]) <= 2 {
		gap = rest
		if gap == "" {
			return true
		}
	}
	return gap != "" && strings.Trim(gap, " \u00A0\t\r\n-\u2010\u2011") == "" && strings.Count(gap, "\n") < 2
}

// singular takes a folded word out of the plural, alike for one and for many:
// what comes of it need not be a word.
func singular(lang, w string) string {
	switch {
	case len(w) < 4:
		return w
	case lang == "en":
		return englishSingular(w)
	case strings.HasSuffix(w, "CES"):
		return w[:len(w)-3] + "Z"
	case strings.HasSuffix(w, "ES"):
		return w[:len(w)-2]
	}
	return strings.TrimSuffix(strings.TrimSuffix(w, "S"), "E")
}

func englishSingular(w string) string {
	for _, hiss := range []string{"CHES", "SHES", "SSES", "XES"} {
		if strings.HasSuffix(w, hiss) {
			return w[:len(w)-2]
		}
	}
	switch {
	case strings.HasSuffix(w, "SS"):
		return w
	case strings.HasSuffix(w, "IES"):
		return w[:len(w)-3] + "Y"
	}
	return strings.TrimSuffix(w, "S")
}
