package mx

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// curpLetters gives the seven letters that a name puts into a CURP: the four it
// opens with and the three inner consonants. A letter that cannot be told, for
// want of the part or because the rules are silent, is "?".
func curpLetters(name Parts) [7]byte {
	s1, s2, given := curpWord(name.Surname1), curpWord(name.Surname2), curpGiven(name.given())
	out := [7]byte{
		initial(s1), innerVowel(s1), initial(s2), initial(given),
		innerConsonant(s1), innerConsonant(s2), innerConsonant(given),
	}
	if s2 == "" && name.One {
		out[2], out[5] = 'X', 'X'
	}
	out[1] = decent(out)
	return out
}

// decent is the second letter after the rule of the words that are never
// issued: X where the opening is one of them, and unknown where a missing part
// might have made it one.
func decent(out [7]byte) byte {
	if forbidden[string(out[:4])] {
		return 'X'
	}
	for word := range forbidden {
		if fits(word, out) {
			return '?'
		}
	}
	return out[1]
}

func fits(word string, out [7]byte) bool {
	for i := range 4 {
		if out[i] != '?' && out[i] != word[i] {
			return false
		}
	}
	return true
}

// curpWord is the one word of a surname that the CURP reads: the first after
// the particles. A sign inside it stands as "/".
func curpWord(s string) string {
	words := curpWords(s)
	for len(words) > 1 && particle[words[0]] {
		words = words[1:]
	}
	if len(words) == 0 {
		return ""
	}
	return words[0]
}

// curpGiven is the one given name that the CURP reads: María and José, long or
// short, give way to the name that follows.
func curpGiven(s string) string {
	words := curpWords(s)
	if len(words) > 1 && common[strings.TrimRight(words[0], "/")] {
		words = words[1:]
	}
	return curpWord(strings.Join(words, " "))
}

var common = set("MARIA", "MA", "JOSE", "J")

// curpWords cuts a name into words of A to Z, with Ñ as X and every sign that
// is no letter as "/". Accents go, and short forms are spelt out.
func curpWords(s string) []string {
	s = strings.NewReplacer(".ª", "A", "ª", "A").Replace(s)
	s = strings.ReplaceAll(norm.NFC.String(strings.ToUpper(s)), "Ñ", "X")
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z', r == ' ':
			return r
		case unicode.Is(unicode.Mn, r):
			return -1
		}
		return '/'
	}, norm.NFD.String(s))
	words := strings.Fields(s)
	for i, w := range words {
		if whole, ok := written[strings.TrimRight(w, "/")]; ok {
			words[i] = whole
		}
	}
	return words
}

func initial(word string) byte {
	switch {
	case word == "":
		return '?'
	case word[0] == '/':
		return 'X'
	}
	return word[0]
}

// innerVowel is the first vowel after the first letter. A sign right behind
// the first letter takes its place, as X.
func innerVowel(word string) byte {
	switch {
	case word == "":
		return '?'
	case len(word) > 1 && word[1] == '/':
		return 'X'
	}
	if i := strings.IndexAny(word[1:], "AEIOU"); i >= 0 {
		return word[1+i]
	}
	return 'X'
}

// innerConsonant is the first consonant after the first letter; where a sign
// stands before it, the rules leave it open.
func innerConsonant(word string) byte {
	if word == "" {
		return '?'
	}
	for i := 1; i < len(word); i++ {
		if word[i] == '/' && i < len(word)-1 {
			return '?'
		}
		if !strings.ContainsRune("AEIOU/", rune(word[i])) {
			return word[i]
		}
	}
	return 'X'
}
