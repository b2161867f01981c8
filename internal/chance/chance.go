// Package chance runs a property over very many texts. It serves tests alone.
//
// Go's own fuzzing looks for new paths and so makes some thousand texts a
// second. Beside it, with RASTREO_CHANCE=10000000, a target runs over so many
// texts made at random from its seeds, always the same ones.
package chance

import (
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
)

// Fuzz is a fuzz target for a property of one text.
func Fuzz(f *testing.F, seeds []string, property func(t testing.TB, s string)) {
	f.Helper()
	n, _ := strconv.Atoi(os.Getenv("RASTREO_CHANCE"))
	draw := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same texts every time, no secret
	for range n {
		property(f, text(draw, seeds))
	}
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { property(t, s) })
}

// odd are pieces that readers of typed text stumble over.
var odd = []string{
	"", " ", "\t", "\n", "\x00", "\xff", "\xc3", "\u0301", "\u200b", "\u202e", "\ufeff", "\u00a0", "ñ", "Ñ", "ß", "İ", "ª", "°", "′", "″", "’",
	"-", "–", "−", "+", ".", ",", ";", ":", "/", "|", "?", "&", "#", "@", "%", "(", ")", "0", "1", "9", "00", "O", "I", "l", "X", "A", "z",
	"N", "S", "W", "km", "de la", "Mz.", "�", "李", "𝟗", "９",
}

// longest bounds a text: longer ones only repeat what shorter ones show.
const longest = 200

// text is a seed after one to six changes.
func text(draw *rand.Rand, seeds []string) string {
	s := seeds[draw.IntN(len(seeds))]
	for range 1 + draw.IntN(6) {
		s = changed(draw, s, seeds)
	}
	return s
}

// changed is a text with a piece put in, taken out, replaced, repeated, or cut
// and joined with another seed.
func changed(draw *rand.Rand, s string, seeds []string) string {
	at := draw.IntN(len(s) + 1)
	to := min(len(s), at+draw.IntN(4))
	switch draw.IntN(6) {
	case 0:
		return s[:at] + s[to:]
	case 1:
		return s[:at] + odd[draw.IntN(len(odd))] + s[to:]
	case 2:
		return s[:at] + string(rune(draw.IntN(0x250))) + s[to:]
	case 3:
		return s[:at] + string([]byte{byte(draw.IntN(256))}) + s[at:]
	case 4:
		other := seeds[draw.IntN(len(seeds))]
		return s[:at] + other[draw.IntN(len(other)+1):]
	}
	if len(s) > longest {
		return s[:at]
	}
	return s[:to] + s[at:]
}
