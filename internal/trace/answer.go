package trace

import (
	"slices"

	"rastreo/internal/mx"
)

// Answers are what may stand in place of a mark that cannot be given: it is
// not known, the firearm has none, or it cannot be read. They are answers,
// not gaps.
var Answers = []string{"unknown", "none", "illegible"}

// said lists what people type, folded, for each answer.
var said = map[string]string{
	"UNKNOWN": "unknown", "NOT KNOWN": "unknown", "SE DESCONOCE": "unknown", "DESCONOCIDO": "unknown",
	"DESCONOCIDA": "unknown", "SE IGNORA": "unknown", "SIN INFORMACION": "unknown", "NO SE SABE": "unknown",
	"NONE": "none", "NO TIENE": "none", "NINGUNO": "none", "NINGUNA": "none", "NO APLICA": "none",
	"DOES NOT APPLY": "none", "NOT MARKED": "none", "SIN MARCAJE": "none",
	"ILLEGIBLE": "illegible", "ILEGIBLE": "illegible", "NO SE LEE": "illegible", "UNREADABLE": "illegible",
}

// Answer returns the answer that a typed text means, or the text itself.
func Answer(text string) string {
	if a, ok := said[mx.Fold(text)]; ok {
		return a
	}
	return text
}

// IsAnswer tells whether a checked text is an answer and not a mark.
func IsAnswer(text string) bool { return slices.Contains(Answers, text) }
