package mx

import "strings"

// word is one word of a name as a search compares it.
type word struct {
	typed string // as it stands in the text, with its particles: "de la O"
	plain string // folded, nothing spelt out: "DE LA O"
	whole string // spelt out and joined to its particles: "DELAO"
	core  string // spelt out without particles: "O"
	short bool   // it was written short: "Hdez."

	sound, sounds string // how core and whole sound, once heard
}

// words cuts a text where folding puts a space, spells out what is short (Ma.
// before another name, Hdez.) and joins particles to what they belong to: "de
// la O" is the one word DELAO.
func words(s string) []word {
	return glue(expand(pieces(s)))
}

// pieces are the words as typed, each with its folded form.
func pieces(s string) (out []word) {
	cut := func(r rune) bool { return foldRune(r) == " " }
	for typed := range strings.FieldsFuncSeq(s, cut) {
		if plain := Fold(typed); plain != "" {
			out = append(out, word{typed: typed, plain: plain, whole: plain, core: plain})
		}
	}
	return out
}

// written maps what people write short to the whole word.
var written = map[string]string{
	"GPE": "GUADALUPE", "FCO": "FRANCISCO", "FCA": "FRANCISCA",
	"HDEZ": "HERNANDEZ", "HDZ": "HERNANDEZ", "GLEZ": "GONZALEZ", "GLZ": "GONZALEZ", "GZZ": "GONZALEZ",
	"MTZ": "MARTINEZ", "MTNEZ": "MARTINEZ", "LPZ": "LOPEZ", "RMZ": "RAMIREZ",
	"RDZ": "RODRIGUEZ", "RGUEZ": "RODRIGUEZ", "RDGZ": "RODRIGUEZ", "SCHEZ": "SANCHEZ", "SNZ": "SANCHEZ",
	"FDEZ": "FERNANDEZ", "GTZ": "GUTIERREZ", "JMZ": "JIMENEZ", "DGUEZ": "DOMINGUEZ",
	"VZQ": "VAZQUEZ", "VZQZ": "VAZQUEZ", "STA": "SANTA", "SN": "SAN",
}

// before maps what is short for a name only when another word follows.
var before = map[string]string{"MA": "MARIA", "J": "JOSE"}

func expand(list []word) []word {
	for i, w := range list {
		whole, ok := written[w.plain]
		if !ok && i+1 < len(list) {
			whole, ok = before[w.plain]
		}
		if ok {
			list[i].whole, list[i].core, list[i].short = whole, whole, true
		}
	}
	return list
}

// particle is the list of the CURP rules: words that a surname carries in
// front and that its letters skip.
var particle = set("DA", "DAS", "DE", "DEL", "DER", "DI", "DIE", "DD", "EL", "LA", "LOS", "LAS", "LE", "LES", "MAC", "MC", "VAN", "VON", "Y")

// joined holds particles that some write as one word. The CURP reads them.
var joined = set("DELA", "DELOS", "DELAS")

// glued adds what belongs to the next word and is a part of it.
var glued = set("SAN", "SANTA")

func set(words ...string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}

// glue joins each particle to the word behind it. Particles at the end, with
// nothing behind them, are a word of their own.
func glue(list []word) []word {
	out, open := list[:0], false
	for _, w := range list {
		switch {
		case open:
			out[len(out)-1].take(w)
		default:
			out = append(out, w)
		}
		open = particle[w.whole] || joined[w.whole] || glued[w.whole]
	}
	return out
}

// take puts the next word behind particles.
func (w *word) take(next word) {
	if last := w.plain[strings.LastIndexByte(w.plain, ' ')+1:]; particle[last] || joined[last] {
		w.core = next.core
	} else {
		w.core += next.core
	}
	w.typed += " " + next.typed
	w.plain += " " + next.plain
	w.whole += next.whole
	w.short = w.short || next.short
}
