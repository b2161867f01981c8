package mx_test

import (
	"testing"

	"rastreo/internal/mx"
)

var somebody = mx.Parts{Given: "María del Carmen", Surname1: "de la Cruz", Surname2: "Núñez"}

func BenchmarkTerms(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		mx.Terms(somebody)
	}
}

func BenchmarkMatch(b *testing.B) {
	for name, q := range map[string]string{"one": "nunez", "whole": "de la cruz nunes ma carmen", "other": "pedro hernandez garcia"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				mx.Match(q, somebody)
			}
		})
	}
}
