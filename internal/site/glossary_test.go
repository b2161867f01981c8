package site

import (
	"strings"
	"testing"
)

// What was written in the other language stands as it was typed, and each of its
// terms is explained once.
func TestGlossed(t *testing.T) {
	const text = "La matrícula de la otra matrícula está <b>limada</b>."
	g := gloss(text, "es")
	var whole strings.Builder
	for _, p := range g.Pieces {
		whole.WriteString(p.Text)
	}
	if whole.String() != text {
		t.Errorf("it reads %q", whole.String())
	}
	if len(g.Terms) != 2 || g.Terms[0] != (Meant{"serial_number", "número de serie", "serial number"}) {
		t.Errorf("its terms are %v", g.Terms)
	}
}
