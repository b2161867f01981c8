package firearm

import (
	"strings"
	"unicode"

	"rastreo/internal/catalog"
	"rastreo/internal/mx"
)

// spoken returns the words of a typed text as look-ups compare them: folded,
// cut at everything that is neither letter nor digit, the sign of dimensions
// as X. "7,62 × 39 mm" is 7 62 X 39 MM. Nothing is compared beyond what a field
// may hold: look-ups try every place to cut a text in two.
func spoken(text string) []string {
	return strings.FieldsFunc(mx.Fold(dimensions.Replace(cut(text, spokenMost))), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
}

// spokenMost is the most characters of a field or a mark.
const spokenMost = 128

// cut keeps the first characters of a text.
func cut(text string, most int) string {
	n := 0
	for i := range text {
		if n++; n > most {
			return text[:i]
		}
	}
	return text
}

var dimensions = strings.NewReplacer("×", "x", "✕", "x", "*", "x")

// padded is a folded text with one space around each word, for finding words
// that stand together.
func padded(text string) string { return " " + strings.Join(spoken(text), " ") + " " }

// tight joins words into the key under which "M-16 A2" and "M16A2" meet.
func tight(words []string) string { return strings.Join(words, "") }

// without drops words, unless nothing would be left.
func without(words []string, drop map[string]bool) []string {
	kept := make([]string, 0, len(words))
	for _, w := range words {
		if !drop[w] {
			kept = append(kept, w)
		}
	}
	if len(kept) == 0 {
		return words
	}
	return kept
}

func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

// countries gives the code of a folded country name in either language, with
// its everyday, older and stamped names.
var countries = once(func() map[string]string {
	m := map[string]string{}
	put := func(code string, names ...string) {
		for _, name := range names {
			m[strings.Join(spoken(name), " ")] = code
		}
	}
	for _, code := range catalog.Country.Codes() {
		put(code, catalog.CountryAlso(code)...)
	}
	for _, code := range catalog.Country.Codes() {
		put(code, catalog.Country.Name(code, "es"), catalog.Country.Name(code, "en"))
	}
	return m
})
