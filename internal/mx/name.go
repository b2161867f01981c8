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
	Full     string // the whole name as a document has it
	Given    string // nombre(s): "María del Carmen"
	Surname1 string // primer apellido
	Surname2 string // segundo apellido
	One      bool   // the person is known to have no second surname
	Married  string // a husband's surname used beside her own
}

// Display is the name in the order Mexico says it: given names, first and
// second surname. Without parts it is the full name.
func (p Parts) Display() string {
	if name := join(" ", p.Given, p.Surname1, p.Surname2); name != "" {
		return name
	}
	return p.Full
}

// Listed is the name as a sorted list has it, surnames first: "De la Cruz
// Núñez, María del Carmen". A particle that opens the line takes a capital;
// nothing else is recased. Without parts it is the full name.
func (p Parts) Listed() string {
	surnames := join(" ", p.Surname1, p.Surname2)
	if surnames == "" {
		return p.Display()
	}
	return join(", ", capital(surnames), p.Given)
}

func capital(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[n:]
}

func join(between string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), between)
}

// SearchKeys returns the distinct folded texts under which the name can be
// found: as recorded, given names first, surnames first and surnames swapped,
// each plain and with abbreviations spelt out and particles joined. A search
// for DELAO or for HERNANDEZ then finds "de la O" and "Hdez.".
func (p Parts) SearchKeys() []string {
	var keys []string
	for _, name := range []string{
		p.Full,
		join(" ", p.Given, p.Surname1, p.Surname2),
		join(" ", p.Surname1, p.Surname2, p.Given),
		join(" ", p.Surname2, p.Surname1, p.Given),
		p.Married,
	} {
		for _, key := range []string{Fold(name), strings.Join(Words(name), " ")} {
			if key != "" && !slices.Contains(keys, key) {
				keys = append(keys, key)
			}
		}
	}
	return keys
}

// USName is a Mexican name as a record with one last-name field must hold it.
type USName struct {
	First string   // all given names; none of them is a middle name
	Last  string   // both surnames
	Also  []string // other last names under which the person may be on file
}

// US maps the name to a record of the United States: both surnames are the
// last name, and the second one never becomes a middle name. Also holds the
// first surname alone, both with a hyphen, the married form and the plain
// letters that a system without accents keeps.
func (p Parts) US() USName {
	n := USName{First: p.Given, Last: join(" ", p.Surname1, p.Surname2)}
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

// written maps what people write short to the whole word.
var written = map[string]string{
	"GPE": "GUADALUPE", "FCO": "FRANCISCO", "HDEZ": "HERNANDEZ", "HDZ": "HERNANDEZ",
	"GLEZ": "GONZALEZ", "GZZ": "GONZALEZ", "MTZ": "MARTINEZ", "MTNEZ": "MARTINEZ",
	"RDZ": "RODRIGUEZ", "RGUEZ": "RODRIGUEZ", "RDGZ": "RODRIGUEZ", "SCHEZ": "SANCHEZ",
	"FDEZ": "FERNANDEZ", "GTZ": "GUTIERREZ", "JMZ": "JIMENEZ", "DGUEZ": "DOMINGUEZ",
	"VZQ": "VAZQUEZ", "VZQZ": "VAZQUEZ", "STA": "SANTA", "SN": "SAN",
}

// before maps what is short for a name only when another word follows.
var before = map[string]string{"MA": "MARIA", "J": "JOSE"}

func expand(words []string) []string {
	for i, w := range words {
		if whole, ok := written[w]; ok {
			words[i] = whole
		} else if whole, ok := before[w]; ok && i+1 < len(words) {
			words[i] = whole
		}
	}
	return words
}

// particle is the list of the CURP rules: words that a surname carries in
// front and that its letters skip.
var particle = set("DA", "DAS", "DE", "DEL", "DER", "DI", "DIE", "DD", "EL", "LA", "LOS", "LAS", "LE", "LES", "MAC", "MC", "VAN", "VON", "Y")

// glued adds what belongs to the next word though the CURP reads it.
var glued = set("SAN", "SANTA")

func set(words ...string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}

func glue(words []string) []string {
	out, front := words[:0:0], ""
	for _, w := range words {
		if particle[w] || glued[w] {
			front += w
			continue
		}
		out, front = append(out, front+w), ""
	}
	if front != "" {
		out = append(out, front)
	}
	return out
}
