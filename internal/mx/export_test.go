package mx

import "strings"

// Phonetic is the key of one word in any typing.
func Phonetic(word string) string { return phonetic(strings.ReplaceAll(Fold(word), " ", "")) }
