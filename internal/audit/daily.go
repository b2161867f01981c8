package audit

import (
	"strings"
	"time"
)

// Daily is the checkpoint that was told to every agency on a day.
type Daily struct {
	Day string // YYYY-MM-DD, on the clock of the house
	Given
	Told time.Time
}

// Signers are the names under a note, whether their signatures hold or not.
func Signers(text string) (names []string) {
	_, signatures, _ := strings.Cut(text, "\n\n")
	for line := range strings.Lines(signatures) {
		if name, ok := strings.CutPrefix(line, "— "); ok {
			name, _, _ = strings.Cut(name, " ")
			names = append(names, name)
		}
	}
	return names
}
