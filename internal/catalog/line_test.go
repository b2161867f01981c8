package catalog

import (
	"strings"
	"testing"
)

// Every line of the tables that are searched in place is found by the key it
// begins with, and they are in the order that the search needs.
func TestLineOfFindsEveryLine(t *testing.T) {
	for name, table := range map[string]string{"county": countyTable, "zip": zipTable} {
		before, n := "", 0
		for line := range strings.Lines(table) {
			line = strings.TrimSuffix(line, "\n")
			if line[0] == '#' {
				continue
			}
			if line[:5] <= before {
				t.Fatalf("%s: %q stands behind %s", name, line, before)
			}
			if got := lineOf(table, line[:5]); got != line {
				t.Fatalf("%s: lineOf(%s) = %q", name, line[:5], got)
			}
			before, n = line[:5], n+1
		}
		if n < 3000 {
			t.Errorf("%s has %d lines", name, n)
		}
	}
}

func TestLineOf(t *testing.T) {
	const table = "# a remark\n00010|a\n00020|b\n00030|c\n"
	for key, want := range map[string]string{
		"00000": "# a remark", "00010": "00010|a", "00015": "00010|a", "00020": "00020|b", "00029": "00020|b",
		"00030": "00030|c", "99999": "00030|c",
	} {
		if got := lineOf(table, key); got != want {
			t.Errorf("lineOf(%s) = %q, want %q", key, got, want)
		}
		if got := lineOf(strings.TrimSuffix(table, "\n"), key); got != want {
			t.Errorf("without the last newline: lineOf(%s) = %q, want %q", key, got, want)
		}
	}
	if got := lineOf("", "00010"); got != "" {
		t.Errorf("an empty table has %q", got)
	}
}
