package mx

import "strings"

// Phonetic is the key of one word in any typing.
func Phonetic(word string) string { return phonetic(strings.ReplaceAll(Fold(word), " ", "")) }

// Words are the words of a text, spelt out and joined to their particles.
func Words(s string) (out []string) {
	for _, w := range words(s) {
		out = append(out, w.whole)
	}
	return out
}
