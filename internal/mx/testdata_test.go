package mx_test

import (
	"bufio"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"rastreo/internal/mx"
)

// cases reads a file of one JSON object a line, at least n of them. People,
// addresses and numbers in it are invented.
func cases[T any](t *testing.T, file string, n int) (all []T) {
	t.Helper()
	f, err := os.Open("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var one T
		d := json.NewDecoder(strings.NewReader(lines.Text()))
		d.DisallowUnknownFields()
		if err := d.Decode(&one); err != nil {
			t.Fatalf("%s line %d: %v", file, len(all)+1, err)
		}
		all = append(all, one)
	}
	if len(all) < n {
		t.Errorf("%s has %d cases, want %d", file, len(all), n)
	}
	return all
}

// found says whether a search as the store does it shows somebody: by a term
// in common, and then by worth.
func found(query string, p mx.Parts) bool {
	terms := mx.Terms(p)
	score, _ := mx.Match(query, p)
	return score >= mx.MatchWorth && slices.ContainsFunc(mx.QueryTerms(query), func(q string) bool { return slices.Contains(terms, q) })
}

func TestNamesOfTestdata(t *testing.T) {
	finds, misses := 0, 0
	for _, tt := range cases[struct {
		Name                mx.Parts
		Display, Listed, US string
		Finds, Misses       []string
	}](t, "names.jsonl", 300) {
		p := tt.Name
		if p.Display() != tt.Display || p.Listed() != tt.Listed || p.US().String() != tt.US {
			t.Errorf("%+v: %q, %q, %q; want %q, %q, %q", p, p.Display(), p.Listed(), p.US(), tt.Display, tt.Listed, tt.US)
		}
		for _, q := range tt.Finds {
			finds++
			if !found(q, p) {
				score, reasons := mx.Match(q, p)
				t.Errorf("%q does not find %s: %.2f %+v; %q in %q", q, tt.Display, score, reasons, mx.QueryTerms(q), mx.Terms(p))
			}
		}
		for _, q := range tt.Misses {
			misses++
			if found(q, p) {
				t.Errorf("%q finds %s", q, tt.Display)
			}
		}
	}
	t.Logf("%d queries that find, %d that do not", finds, misses)
}

func TestAddressesOfTestdata(t *testing.T) {
	for i, tt := range cases[struct {
		Address  mx.Address
		Line, US string
	}](t, "addresses.jsonl", 150) {
		if got := tt.Address.Line(); got != tt.Line {
			t.Errorf("line %d: %q, want %q", i+1, got, tt.Line)
		}
		if got := tt.Address.US().String(); got != tt.US {
			t.Errorf("line %d: %q, want %q", i+1, got, tt.US)
		}
	}
}
