package firearm

import (
	"slices"
	"strings"

	"rastreo/internal/mx"
)

// Answers are what may stand in place of a mark that cannot be given: it is
// not known, the firearm has none, or it cannot be read. They are answers,
// not gaps.
var Answers = []string{"unknown", "none", "illegible"}

// Answer returns the answer that a typed text means, or the text itself.
func Answer(text string) string {
	if a, ok := said()[mx.Fold(text)]; ok {
		return a
	}
	return text
}

// said lists what people type, folded, for each answer.
var said = once(func() map[string]string {
	return meanings(map[string]string{
		"unknown":   "UNKNOWN,NOT KNOWN,SE DESCONOCE,DESCONOCIDO,DESCONOCIDA,SE IGNORA,SIN INFORMACION,NO SE SABE",
		"none":      "NONE,NO TIENE,NINGUNO,NINGUNA,NO APLICA,DOES NOT APPLY,NOT MARKED,SIN MARCAJE",
		"illegible": "ILLEGIBLE,ILEGIBLE,NO SE LEE,UNREADABLE",
	})
})

// remarks lists what else amounts to an answer. It is kept as it was typed,
// and only the check takes it for one.
var remarks = once(func() map[string]string {
	return meanings(map[string]string{
		"unknown":   "SIN DATO,SIN DATOS,N/A,NA,PENDIENTE,POR CONFIRMAR,POR DETERMINAR,NO IDENTIFICADO,NO IDENTIFICADA",
		"none":      "NO CUENTA,NO CUENTA CON,NO CUENTA CON IMPORTADOR,NO PRESENTA,SIN IMPORTADOR,SIN MARCA,SIN MODELO,SIN CALIBRE",
		"illegible": "NO LEGIBLE,NO VISIBLE,BORRADO,BORRADA,LIMADO,LIMADA",
	})
})

func meanings(lists map[string]string) map[string]string {
	m := map[string]string{}
	for is, list := range lists {
		for text := range strings.SplitSeq(list, ",") {
			m[mx.Fold(text)] = is
		}
	}
	return m
}

// answer is Answer, for remarks too.
func answer(text string) string {
	if a, ok := remarks()[mx.Fold(text)]; ok {
		return a
	}
	return Answer(text)
}

// isAnswer tells a text that names nothing: empty, or an answer.
func isAnswer(text string) bool { return text == "" || slices.Contains(Answers, text) }
