package firearm

import (
	"strings"
	"testing"
	"time"
)

// What somebody sends to be checked may be of any length, and of the length of
// a field made to be slow: a check ends all the same. Each of these took from
// seconds to minutes when every pair of characters and every place to cut a
// text was tried; now all together take milliseconds.
func TestCheckEnds(t *testing.T) {
	start := time.Now()
	for _, text := range []string{
		strings.Repeat("A1B2C3", 800), strings.Repeat("O0QDI1LB8S5Z2G6UV", 4), strings.Repeat("?", 1<<16),
		strings.Repeat("xqz wvk jhf ", 400), strings.Repeat("de ", 20000), strings.Repeat("Century Arms ", 3000), strings.Repeat("é́", 1<<15),
	} {
		for _, maker := range []string{"Cugir", text} {
			d := Description{
				Type: "RI", Manufacturer: maker, Importer: text, Model: text, Caliber: text,
				Serial:   Serial{Text: text, Reading: "legible", Location: "receiver"},
				Markings: []Mark{{Kind: "other", Text: text, Location: "frame"}},
			}
			if r := Check(d, start); len(r.Advice) == 0 {
				t.Errorf("%.12s…: nothing to say", text)
			}
		}
		for _, list := range []string{"manufacturer", "importer", "model", "caliber"} {
			Suggest(list, text, With{Manufacturer: text, Model: text, Type: "RI"}, "es")
		}
	}
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("it took %v", took)
	}
}

// A number as long as its pattern, or shorter, is still read another way.
func TestRereadWithin(t *testing.T) {
	for _, c := range []struct{ pattern, serial, want string }{
		{"@#####", "812345", "B12345"},
		{"#####", "I2345", "12345"},
		{"@@#(-)####", "A811234", "AB11234"},
		{"#####", "I23456", ""},
		{"#####", "I2345" + strings.Repeat("0", 60), ""},
	} {
		if got, _ := reread(c.pattern, c.serial, alike); got != c.want {
			t.Errorf("%s by %s: %q, want %q", c.serial, c.pattern, got, c.want)
		}
	}
}

// A reading that is offered keeps the hyphens and spaces of what is stamped.
func TestSpaced(t *testing.T) {
	for _, c := range [][3]string{
		{"A1-0O127-2002", "A1001272002", "A1-00127-2002"}, {"TSA I2345", "TSA12345", "TSA 12345"}, {" x-", "X", " X-"}, {"", "12", "12"},
	} {
		if got := spaced(c[0], c[1]); got != c[2] {
			t.Errorf("%q read as %q: %q", c[0], c[1], got)
		}
	}
}
