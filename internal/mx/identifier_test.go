package mx_test

import (
	"slices"
	"testing"

	"rastreo/internal/mx"
)

// identifier is a number with the code it deserves and what does not fit the
// person beside it.
type identifier struct {
	Kind, Number, Code string
	Odd                []string
	Name               mx.Parts
	Birth, Sex         string
}

// advice asks for both, of a CURP as of any other number.
func (x identifier) advice() (code string, odd []string) {
	if x.Kind != "curp" {
		return mx.IdentifierAdvice(x.Kind, x.Number), mx.IdentifierConsistent(x.Kind, x.Number, x.Name, x.Birth)
	}
	c, code := mx.ParseCURP(x.Number)
	return code, c.Consistent(x.Name, x.Birth, x.Sex)
}

func TestIdentifiersOfTestdata(t *testing.T) {
	seen := map[string]bool{}
	for i, x := range cases[identifier](t, "identifiers.jsonl", 150) {
		code, odd := x.advice()
		if code != x.Code || !slices.Equal(odd, x.Odd) {
			t.Errorf("line %d, %s %q: %q and %q, want %q and %q", i+1, x.Kind, x.Number, code, odd, x.Code, x.Odd)
		}
		seen[code] = true
		for _, o := range odd {
			seen[o] = true
		}
	}
	for _, code := range mx.Advice {
		if !seen[code] && code[:6] != "postal" && code[:6] != "coordi" {
			t.Errorf("no identifier is %s", code)
		}
	}
}
