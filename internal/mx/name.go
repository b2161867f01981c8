package mx

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Parts are the parts of a personal name as typed. Particles stay inside a
// surname ("de la Cruz"); nothing is ever split off by looking at spaces.
type Parts struct {
	// Style says how the person's own papers are laid out: "us" for first,
	// middle, last name and suffix, which then live in Given, Middle, Surname1
	// and Suffix; anything else for nombre(s) and two surnames.
	Style string

	Full     string // the whole name as a document has it
	Given    string // nombre(s): "María del Carmen"
	Middle   string // middle name, of the U.S. style
	Surname1 string // primer apellido, or the last name
	Surname2 string // segundo apellido
	Suffix   string // "Jr.", "III"
	One      bool   // the person is known to have no second surname
	Married  string // a husband's surname used beside her own
}

// given is every given name, in either style.
func (p Parts) given() string { return join(" ", p.Given, p.Middle) }

func (p Parts) surnames() string { return join(" ", p.Surname1, p.Surname2) }

// Display is the name in the order it is said: given names, surnames, suffix.
// Without parts it is the full name.
func (p Parts) Display() string {
	if name := join(" ", p.given(), p.surnames(), p.Suffix); name != "" {
		return name
	}
	return p.Full
}

// Listed is the name as a sorted list has it, surnames first: "De la Cruz
// Núñez, María del Carmen", "Smith, John Robert Jr.". A particle that opens the
// line takes a capital; nothing else is recased. Without parts it is the full
// name.
func (p Parts) Listed() string {
	if p.surnames() == "" {
		return p.Display()
	}
	return join(", ", capital(p.surnames()), join(" ", p.given(), p.Suffix))
}

func capital(s string) string {
	if s == "" {
		return ""
	}
	first, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[n:]
}

func join(between string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), between)
}

// USName is a name as a record with one last-name field must hold it.
type USName struct {
	First  string   // of a Mexican name all given names, none of them a middle name
	Middle string   // of the U.S. style alone
	Last   string   // both surnames
	Suffix string   // "Jr.", "III"
	Also   []string // other last names under which the person may be on file
}

// String is the name on one line as such a record lists it, last name first:
// "de la Cruz Núñez, María del Carmen". Nothing is recased.
func (n USName) String() string {
	return join(", ", n.Last, join(" ", n.First, n.Middle, n.Suffix))
}

// US maps the name to a record of the United States: both surnames are the
// last name, and the second one never becomes a middle name. Also holds the
// first surname alone, both with a hyphen, the married form and the plain
// letters that a system without accents keeps. A name that is known only as a
// whole has none of this, since nobody can tell where its surnames begin.
func (p Parts) US() USName {
	n := USName{First: p.given(), Last: p.surnames(), Suffix: p.Suffix}
	if p.Style == "us" {
		n.First, n.Middle = p.Given, p.Middle
	}
	also := []string{p.Surname1, join("-", p.Surname1, p.Surname2), Fold(n.Last)}
	if p.Married != "" && p.Surname1 != "" {
		also = append(also, p.Surname1+" de "+p.Married, p.Married)
	}
	for _, last := range also {
		if last != "" && last != n.Last && !slices.Contains(n.Also, last) {
			n.Also = append(n.Also, last)
		}
	}
	return n
}
