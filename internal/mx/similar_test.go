package mx

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// The figures of Jaro and Winkler as others have computed them.
func TestSimilarity(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want float64
	}{
		{"MARTHA", "MARHTA", .961},
		{"DWAYNE", "DUANE", .840},
		{"DIXON", "DICKSONX", .813},
		{"GONZALEZ", "GONSALES", .883},
		{"RODRIGUEZ", "RODRIGEZ", .978},
		{"HERNANDEZ", "ERNANDES", .884},
		{"VELASQUEZ", "BELASKEZ", .806},
		{"JIMENEZ", "GIMENEZ", .905},
		{"GUZMAN", "LOERA", .456},
		{"A", "A", 1},
		{"A", "B", 0},
		{"", "", 0},
		{"", "A", 0},
	} {
		if got := similarity(tt.a, tt.b); math.Abs(got-tt.want) > .0006 {
			t.Errorf("%s %s: %.4f, want %.3f", tt.a, tt.b, got, tt.want)
		}
	}
}

func TestSimilarityIsBounded(t *testing.T) {
	word := rapid.StringMatching(`[A-E]{0,80}`)
	rapid.Check(t, func(t *rapid.T) {
		a, b := word.Draw(t, "a"), word.Draw(t, "b")
		if got := similarity(a, b); got < 0 || got > 1 || math.IsNaN(got) {
			t.Fatalf("%v", got)
		}
	})
}
