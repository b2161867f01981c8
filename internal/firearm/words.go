package firearm

import (
	"strings"
	"unicode"

	"rastreo/internal/catalog"
	"rastreo/internal/mx"
)

// spoken returns the words of a typed text as look-ups compare them: folded,
// cut at everything that is neither letter nor digit, the sign of dimensions
// as X. "7,62 × 39 mm" is 7 62 X 39 MM. Nothing is compared beyond what a field
// may hold: look-ups try every place to cut a text in two.
func spoken(text string) []string {
	return strings.FieldsFunc(mx.Fold(dimensions.Replace(cut(text, spokenMost))), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
}

// spokenMost is the most characters of a field or a mark.
const spokenMost = 128

// cut keeps the first characters of a text.
func cut(text string, most int) string {
	n := 0
	for i := range text {
		if n++; n > most {
			return text[:i]
		}
	}
	return text
}

var dimensions = strings.NewReplacer("×", "x", "✕", "x", "*", "x")

// padded is a folded text with one space around each word, for finding words
// that stand together.
func padded(text string) string { return " " + strings.Join(spoken(text), " ") + " " }

// tight joins words into the key under which "M-16 A2" and "M16A2" meet.
func tight(words []string) string { return strings.Join(words, "") }

// without drops words, unless nothing would be left.
func without(words []string, drop map[string]bool) []string {
	kept := make([]string, 0, len(words))
	for _, w := range words {
		if !drop[w] {
			kept = append(kept, w)
		}
	}
	if len(kept) == 0 {
		return words
	}
	return kept
}

func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

// isAnswer tells a text that names nothing: empty, or one of the answers
// unknown, none and illegible.
func isAnswer(text string) bool {
	return text == "" || text == "unknown" || text == "none" || text == "illegible"
}

// answer gives the answer that a typed remark amounts to, such as none for "no
// tiene"; any other text stays as it is.
func answer(text string) string {
	if a, ok := answers()[tight(spoken(text))]; ok {
		return a
	}
	return text
}

var answers = once(func() map[string]string {
	m := map[string]string{}
	for is, said := range map[string]string{
		"none":      "NO TIENE,NO CUENTA,NO CUENTA CON,NO CUENTA CON IMPORTADOR,NO PRESENTA,NO APLICA,SIN IMPORTADOR,SIN MARCA,SIN MODELO,SIN CALIBRE,NINGUNO,NINGUNA,NONE",
		"unknown":   "SE IGNORA,SE DESCONOCE,DESCONOCIDO,DESCONOCIDA,NO SE SABE,SIN DATO,SIN DATOS,N A,PENDIENTE,POR CONFIRMAR,POR DETERMINAR,NO IDENTIFICADO,NO IDENTIFICADA,UNKNOWN",
		"illegible": "ILEGIBLE,NO LEGIBLE,NO SE LEE,NO VISIBLE,BORRADO,BORRADA,LIMADO,LIMADA,ILLEGIBLE",
	} {
		for words := range strings.SplitSeq(said, ",") {
			m[tight(spoken(words))] = is
		}
	}
	return m
})

// countries gives the code of a folded country name in either language, with
// the names that stand on firearms.
var countries = once(func() map[string]string {
	m := map[string]string{
		"USA": "US", "US": "US", "U S A": "US", "EUA": "US", "EE UU": "US", "EEUU": "US", "RUSSIA": "RU", "USSR": "RU", "URSS": "RU",
		"W GERMANY": "DE", "WEST GERMANY": "DE", "E GERMANY": "DE", "EAST GERMANY": "DE", "GDR": "DE", "PRC": "CN", "PR CHINA": "CN", "TURKEY": "TR",
		"TURKIYE": "TR", "CZECH REPUBLIC": "CZ", "CZECHOSLOVAKIA": "CZ", "YUGOSLAVIA": "RS", "SERBIA": "RS", "BELGIQUE": "BE",
		"BRASIL": "BR", "ITALIA": "IT", "ENGLAND": "GB", "GREAT BRITAIN": "GB", "HOLLAND": "NL", "MEXICO": "MX", "KOREA": "KR",
		"SOUTH KOREA": "KR", "DEUTSCHLAND": "DE", "FRANCE": "FR", "ESPAÑA": "ES",
	}
	for _, code := range catalog.Country.Codes() {
		for _, lang := range []string{"es", "en"} {
			m[strings.Join(spoken(catalog.Country.Name(code, lang)), " ")] = code
		}
	}
	return m
})
