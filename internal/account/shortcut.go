package account

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"rastreo/internal/fault"
)

// Shortcut is something that a key of the keyboard does on a page, outside of
// its fields.
type Shortcut struct {
	Code  string
	Key   string // one character; "" for none
	Staff bool   // of the tracing center only
}

// shortcuts are the house's own.
var shortcuts = []Shortcut{
	{"help", "?", false},
	{"list", "q", false},
	{"mine", "m", false},
	{"search", "/", false},
	{"down", "j", false},
	{"up", "k", false},
	{"open", "o", false},
	{"older", ".", false},
	{"newer", ",", false},
	{"choose", "x", true},
	{"next", "n", true},
	{"claim", "c", true},
	{"contact", "t", true},
	{"ask", "a", true},
	{"conclude", "e", true},
	{"priority", "p", true},
	{"assign", "s", true},
	{"release", "r", true},
}

// noShortcuts is how it is kept that somebody wants none.
const noShortcuts = "off"

// Shortcuts lists what keys do for the actor, and tells whether they do
// anything.
func (a Actor) Shortcuts() (list []Shortcut, on bool) {
	own := map[string]string{}
	on = true
	for word := range strings.FieldsSeq(a.Keys) {
		code, key, _ := strings.Cut(word, ":")
		on = on && word != noShortcuts
		own[code] = key
	}
	for _, s := range shortcuts {
		if s.Staff && !a.Role.Staff() {
			continue
		}
		if key, chosen := own[s.Code]; chosen {
			s.Key = key
		}
		list = append(list, s)
	}
	return list, on
}

// ChooseKeys returns as they are kept the keys that somebody chose, by code, or
// what is wrong with them: each is one character or none, and no two are the
// same. What is not among them stays the house's own.
func (a Actor) ChooseKeys(on bool, chosen map[string]string) (string, error) {
	var words []string
	var p fault.Problems
	if !on {
		words = append(words, noShortcuts)
	}
	first := map[string]bool{}
	list, _ := Actor{Role: a.Role}.Shortcuts()
	for _, s := range list {
		key, typed := chosen[s.Code]
		if key = strings.TrimSpace(key); !typed {
			key = s.Key
		}
		r, size := utf8.DecodeRuneInString(key)
		switch {
		case key != "" && (size != len(key) || r == utf8.RuneError || !unicode.IsGraphic(r)):
			p.Add("/key_"+s.Code, "one_key", nil)
		case first[key]:
			p.Add("/key_"+s.Code, "same_key", fault.Args{"key": key})
		case key != s.Key:
			words = append(words, s.Code+":"+key)
		}
		first[key] = key != ""
	}
	return strings.Join(words, " "), fault.Check(p)
}
