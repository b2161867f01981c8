//go:build ignore

// The program writes blocked.txt: what passwords are too often made of, in
// English and Spanish, from the word lists of zxcvbn-ts. The words are folded,
// without figures at their ends, and sorted.
package main

import (
	"log"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"rastreo/internal/npm"
)

// sources are the lists, the most frequent words first, and how many of each
// are taken.
var sources = []struct {
	pack, version, file string
	most                int
}{
	{"@zxcvbn-ts/language-common", "4.1.3", "passwords", 12000},
	{"@zxcvbn-ts/language-es-es", "4.1.2", "commonWords", 5000},
	{"@zxcvbn-ts/language-es-es", "4.1.2", "firstnames", 1000},
	{"@zxcvbn-ts/language-en", "4.1.1", "commonWords", 3000},
}

func main() {
	words := map[string]bool{"contrasena": true, "clave": true} // which the lists lack
	for _, s := range sources {
		raw, err := npm.Read(s.pack+"@"+s.version, "dist/"+s.file+".json.mjs")
		if err != nil {
			log.Fatal(s.pack, ": ", err)
		}
		list := unpacked(raw)
		for _, w := range list[:min(len(list), s.most)] {
			if w = folded(w); len(w) >= 4 {
				words[w] = true
			}
		}
	}
	text := strings.Join(slices.Sorted(maps.Keys(words)), "\n") + "\n"
	npm.Write("blocked.txt", []byte(text))
}

// quoted is the list inside the module: each word after a capital that says
// how many letters it shares with the one before, A for none.
var (
	quoted = regexp.MustCompile(`decompress\("([^"]*)"\)`)
	piece  = regexp.MustCompile(`([A-Z])([^A-Z]*)`)
)

func unpacked(module []byte) (list []string) {
	m := quoted.FindSubmatch(module)
	if m == nil {
		log.Fatal("the module has another shape")
	}
	last := []rune{}
	for _, p := range piece.FindAllStringSubmatch(string(m[1]), -1) {
		last = append(last[:min(len(last), int(p[1][0]-'A')):min(len(last), int(p[1][0]-'A'))], []rune(p[2])...)
		list = append(list, string(last))
	}
	return list
}

// folded keeps the letters of a word, without accents; "" is one that has
// others in its midst.
func folded(word string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(word)) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(r)
		}
	}
	word = strings.TrimRight(b.String(), "0123456789!.")
	for _, r := range word {
		if r < 'a' || r > 'z' {
			return ""
		}
	}
	return word
}
