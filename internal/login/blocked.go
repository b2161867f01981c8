package login

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"rastreo/internal/account"
)

//go:generate go run blocked_gen.go

//go:embed blocked.txt
var blockedText string

// blocked lists the words that passwords are too often made of, folded and
// sorted.
var blocked = sync.OnceValue(func() []string { return strings.Fields(blockedText) })

// houseWords are what a password for this house is guessed from first.
var houseWords = []string{
	"rastreo", "etrace", "trace", "tracing", "arma", "armas", "firearm", "firearms", "fusil", "pistola", "decomiso",
	"aseguramiento", "fiscalia", "guardia", "nacional", "secretaria", "seguridad", "policia", "mexico", "agente",
	"fgr", "sedena", "semar", "sspc", "atf", "ntc", "carpeta",
}

// What a word of a password adds to what it carries, and how much a password
// must carry: a character that nothing explains counts one.
const (
	worthWord = 2
	worthRun  = 1
	enough    = 8
)

// flaws are what a password was found to lean on, as reasons of problems.
var flaws = []string{"password_own", "password_common", "password_repeat", "password_run"}

// weigh cuts out of a password everything that a guesser would put together,
// and returns what is left to carry and what was found.
func weigh(password string, own []string) (left int, found []string) {
	w := weighing{raw: []rune(plain(password)), own: own, seen: map[string]bool{}}
	w.text = unleet(w.raw)
	for i := 0; i < len(w.raw); {
		n, worth, flaw := w.at(i)
		i, left = i+n, left+worth
		if flaw != "" && !slices.Contains(found, flaw) {
			found = append(found, flaw)
		}
	}
	return left, found
}

type weighing struct {
	raw, text []rune // as typed, and with figures read as letters
	own       []string
	seen      map[string]bool
}

// at says how many characters from here belong together and what they are
// worth.
func (w *weighing) at(i int) (n, worth int, flaw string) {
	switch {
	case !unicode.IsLetter(w.raw[i]) && !unicode.IsDigit(w.raw[i]) && i > 0 && w.raw[i] == w.raw[i-1]:
		return 1, 0, "password_repeat"
	case unicode.IsSpace(w.raw[i]) || w.raw[i] == '-' || w.raw[i] == '.' || w.raw[i] == '_':
		return 1, 0, ""
	}
	if n := same(w.raw[i:]); n >= 3 {
		return n, worthRun, "password_repeat"
	}
	if n := run(w.raw[i:]); n >= 4 {
		return n, worthRun, "password_run"
	}
	if n := w.longest(i, w.own, 3); n > 0 {
		return n, 0, "password_own"
	}
	if n := w.longest(i, blocked(), 4); n > 0 {
		return w.once(i, n, worthWord, "password_common")
	}
	return w.rest(i)
}

// once counts a word the first time only.
func (w *weighing) once(i, n, worth int, flaw string) (int, int, string) {
	word := string(w.text[i : i+n])
	if w.seen[word] {
		return n, 0, "password_repeat"
	}
	w.seen[word] = true
	return n, worth, flaw
}

// rest takes one character that nothing explains; four that stood so before
// are a repetition.
func (w *weighing) rest(i int) (int, int, string) {
	const piece = 4
	if i >= piece && i+piece <= len(w.raw) {
		if strings.Contains(string(w.raw[:i]), string(w.raw[i:i+piece])) {
			return piece, 0, "password_repeat"
		}
	}
	return 1, 1, ""
}

// longest finds the longest word of a sorted list that begins here, with at
// least so many letters.
func (w *weighing) longest(i int, words []string, least int) int {
	for n := min(len(w.text)-i, 24); n >= least; n-- {
		if _, ok := slices.BinarySearch(words, string(w.text[i:i+n])); ok {
			return n
		}
	}
	return 0
}

// same counts how often the first character is repeated.
func same(s []rune) (n int) {
	for n = 1; n < len(s) && s[n] == s[0]; n++ {
	}
	return n
}

// rows are what fingers run along.
var rows = []string{"abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik"}

// run counts how many characters from here stand side by side in a row, forth
// or back.
func run(s []rune) (most int) {
	for _, row := range rows {
		for _, line := range []string{row, backward(row)} {
			for n := min(len(s), len(line)); n > most; n-- {
				if strings.Contains(line, string(s[:n])) {
					most = n
				}
			}
		}
	}
	return most
}

func backward(s string) string {
	r := []rune(s)
	slices.Reverse(r)
	return string(r)
}

// plain is a password in small letters without accents.
func plain(password string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(password)) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// figures are what people write for letters.
var figures = map[rune]rune{'0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '8': 'b', '@': 'a', '$': 's', '!': 'i', '|': 'l'}

func unleet(raw []rune) []rune {
	text := slices.Clone(raw)
	for i, r := range text {
		if letter, ok := figures[r]; ok {
			text[i] = letter
		}
	}
	return text
}

// ownWords are the words of one account and its agency, sorted: names and
// acronyms, each also in its parts.
func ownWords(a account.Account, agency string) []string {
	words := slices.Clone(houseWords)
	for _, text := range []string{a.Username, a.Name, agency} {
		text = plain(text)
		words = append(words, strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })...)
		words = append(words, strings.ReplaceAll(text, " ", ""))
	}
	for i, word := range words {
		words[i] = string(unleet([]rune(word)))
	}
	slices.Sort(words)
	return slices.Compact(words)
}
