package firearm_test

import (
	"strings"
	"testing"

	"rastreo/internal/chance"
	"rastreo/internal/firearm"
)

func TestKey(t *testing.T) {
	for typed, want := range map[string]string{
		"ABC 123-US": "ABC123US",
		"abc123us":   "ABC123US",
		"S1-0O12.3":  "S100123",
		"AB?4 5":     "AB?45",
		"Ñ-12 °":     "N12",
		"":           "",
	} {
		if got := firearm.Key(typed); got != want {
			t.Errorf("Key(%q) = %q, want %q", typed, got, want)
		}
	}
}

func TestParseFFL(t *testing.T) {
	for _, c := range []struct{ typed, want, code string }{
		{"5-74-123-01-7F-12345", "5-74-123-01-7F-12345", ""},
		{"574123017f12345", "5-74-123-01-7F-12345", ""},
		{" 5 74 123 01 7F 12345 ", "5-74-123-01-7F-12345", ""},
		{"5-74-123-01-7F-1234", "", "ffl_length"},
		{"2-74-123-01-7F-12345", "", "ffl_shape"},
		{"5-74-123-04-7F-12345", "", "ffl_shape"},
		{"5-74-123-01-7I-12345", "", "ffl_shape"},
		{"", "", "ffl_length"},
	} {
		got, code := firearm.ParseFFL(c.typed)
		if string(got) != c.want || code != c.code {
			t.Errorf("ParseFFL(%q) = %q, %q", c.typed, got, code)
		}
	}
}

// A serial number has one key however often it is made, of signs that a key
// may have, and its core is one of those it is sought by.
func FuzzKey(f *testing.F) {
	seeds := []string{"ABC-123", "1-00417-2009", "TSA 12345", "BXK482US", "S1-?????-2001", "ñ-0O1Il", "XYZ 777.777", "369J257"}
	chance.Fuzz(f, seeds, func(t testing.TB, s string) {
		once := firearm.Key(s)
		if again := firearm.Key(once); again != once || strings.ContainsFunc(once, func(r rune) bool { return r > 'Z' || r == 'O' }) {
			t.Fatalf("Key(%q) = %q, again %q", s, once, again)
		}
		if core := firearm.Core(s); core != firearm.Core(once) {
			t.Fatalf("Core(%q) = %q, of its key %q", s, core, firearm.Core(once))
		}
	})
}
