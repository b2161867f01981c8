package trace

import (
	"slices"

	"rastreo/internal/firearm"
)

// Answers are what may stand in place of a mark or a number that cannot be
// given.
var Answers = firearm.Answers

// Answer returns the answer that a typed text means, or the text itself.
func Answer(text string) string { return firearm.Answer(text) }

// IsAnswer tells whether a checked text is an answer and not a mark.
func IsAnswer(text string) bool { return slices.Contains(Answers, text) }
