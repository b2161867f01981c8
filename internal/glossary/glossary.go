// Package glossary knows the terms of the trade in Spanish and in English, and
// finds those of one language in what somebody wrote in it.
package glossary

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"rastreo/internal/mx"
)

//go:embed glossary.txt
var table string

// Term is one thing and what it is called on both sides.
type Term struct {
	Code  string
	names map[string][]string // by language; the first is the one to use
	found map[string][]string // what stands for it in a text
	notes map[string]string
	words []string // folded, of every name
}

// Name is the word to use in a language.
func (t *Term) Name(lang string) string { return t.names[lang][0] }

// Also lists the other names in a language.
func (t *Term) Also(lang string) []string { return t.names[lang][1:] }

// Note says in a language what it is.
func (t *Term) Note(lang string) string { return t.notes[lang] }

// langs are the languages of the columns.
var langs = []string{"es", "en"}

var terms = sync.OnceValue(func() (all []*Term) {
	for line := range strings.Lines(table) {
		if !strings.HasPrefix(line, "#") {
			all = append(all, newTerm(strings.Split(strings.TrimSuffix(line, "\n"), "|")))
		}
	}
	return all
})

func newTerm(row []string) *Term {
	t := &Term{Code: row[0], names: map[string][]string{}, found: map[string][]string{}, notes: map[string]string{}}
	for i, lang := range langs {
		t.notes[lang] = row[3+i]
		for name := range strings.SplitSeq(row[1+i], ";") {
			bare, quiet := strings.CutPrefix(name, "~")
			forms := genders(bare)
			t.names[lang] = append(t.names[lang], forms[0])
			if !quiet {
				t.found[lang] = append(t.found[lang], forms...)
			}
			t.words = append(t.words, strings.Fields(mx.Fold(strings.Join(forms, " ")))...)
		}
	}
	return t
}

// genders are the forms of a name: limado/a is limado and limada.
func genders(name string) []string {
	before, after, both := strings.Cut(name, "o/a")
	if !both {
		return []string{name}
	}
	return []string{before + "o" + after, before + "a" + after}
}

// Terms lists every term in the order of its names in a language; with words
// typed, only those that have, in either language, a word that begins with each.
func Terms(lang, typed string) (list []*Term) {
	sought := strings.Fields(mx.Fold(typed))
	for _, t := range terms() {
		if t.has(sought) {
			list = append(list, t)
		}
	}
	mx.SortNames(lang, list, func(t *Term) string { return t.Name(lang) })
	return list
}

func (t *Term) has(sought []string) bool {
	for _, begin := range sought {
		if !slices.ContainsFunc(t.words, func(w string) bool { return strings.HasPrefix(w, begin) }) {
			return false
		}
	}
	return true
}
