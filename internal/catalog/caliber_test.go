package catalog_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"rastreo/internal/catalog"
)

// sourceKinds are what a row of a catalogue may rest on.
var sourceKinds = []string{"marking", "maker", "register", "report", "reference", "standard", "press"}

// typed is how a text is compared when somebody types it: letters without
// accents in lower case and digits, nothing else.
func typed(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFD.String(text))
}

func TestCalibersAreWellFormed(t *testing.T) {
	all := catalog.Calibers()
	if len(all) < 130 {
		t.Errorf("%d calibers", len(all))
	}
	code := regexp.MustCompile(`^[0-9a-z]+(_[0-9a-z]+)*$`)
	kinds := []string{"pistol", "revolver", "rifle", "rimfire", "shotgun", "other"}
	seen, names := map[string]bool{}, map[string]string{}
	for _, c := range all {
		if !code.MatchString(c.Code) || seen[c.Code] {
			t.Errorf("bad or repeated code %q", c.Code)
		}
		seen[c.Code] = true
		if !slices.Contains(kinds, c.Kind) || !slices.Contains(sourceKinds, c.Source) {
			t.Errorf("%s: kind %q, source %q", c.Code, c.Kind, c.Source)
		}
		for _, lang := range []string{"es", "en"} {
			name := c.Name(lang)
			if name == "" || names[lang+name] != "" {
				t.Errorf("%s: no name in %s, or that of %s: %q", c.Code, lang, names[lang+name], name)
			}
			names[lang+name] = c.Code
		}
		if found, ok := catalog.CaliberOf(c.Code); !ok || found.Name("es") != c.Name("es") {
			t.Errorf("%s is not found by its code", c.Code)
		}
	}
	if _, ok := catalog.CaliberOf("9X19"); ok {
		t.Error("case does not count")
	}
}

func TestACaliberAndWhatItIsNotSaySoOfEachOther(t *testing.T) {
	for _, c := range catalog.Calibers() {
		for i, other := range c.Not {
			o, ok := catalog.CaliberOf(other)
			if !ok || other == c.Code || slices.Contains(c.Not[:i], other) || !slices.Contains(o.Not, c.Code) {
				t.Errorf("%s is not %q: unknown, itself, twice or only from one side", c.Code, other)
			}
		}
	}
	for _, pair := range [][2]string{
		{"223_rem", "556x45"},
		{"9x19", "380_acp"},
		{"38_super", "38_special"},
		{"38_super", "38_sw"},
		{"38_special", "357_mag"},
		{"308_win", "762x51"},
		{"762x39", "762x51"},
		{"40_sw", "10mm_auto"},
		{"45_acp", "45_colt"},
		{"32_acp", "32_sw"},
		{"30_carbine", "30_30"},
		{"50_bmg", "50_ae"},
		{"22_lr", "22_wmr"},
	} {
		if c, _ := catalog.CaliberOf(pair[0]); !slices.Contains(c.Not, pair[1]) {
			t.Errorf("%s is not told from %s", pair[0], pair[1])
		}
	}
}

// What two calibers share must send the reader to both, each warning of the
// other.
func TestASpellingFindsOneCaliberOrRivals(t *testing.T) {
	owner := map[string][]catalog.Caliber{}
	for _, c := range catalog.Calibers() {
		mine := map[string]bool{}
		for _, text := range append([]string{c.Name("es"), c.Name("en")}, c.Aliases...) {
			if text != strings.TrimSpace(text) || typed(text) == "" {
				t.Errorf("%s: bad spelling %q", c.Code, text)
			}
			if !mine[typed(text)] {
				mine[typed(text)] = true
				owner[typed(text)] = append(owner[typed(text)], c)
			}
		}
	}
	for text, list := range owner {
		for i, c := range list {
			for _, other := range list[:i] {
				if !slices.Contains(c.Not, other.Code) {
					t.Errorf("%q is %s and %s", text, c.Code, other.Code)
				}
			}
		}
	}
	for text, want := range map[string]string{
		"9 mm": "9x19", "9X19": "9x19", "Parabellum": "9x19", "nueve milimetros": "9x19",
		"9 MM CORTO": "380_acp", "9 Kurz": "380_acp", ".38 SUP": "38_super", "super": "38_super",
		".38 SPL": "38_special", "38 especial": "38_special", "7,62 x 39": "762x39", "7.62 NATO": "762x51",
		".223 Rem": "223_rem", "5.56 NATO": "556x45", "treinta cero seis": "30_06", "12.7x99": "50_bmg",
		"22 largo": "22_lr", "6.35": "25_acp", "7.65": "32_acp", "45 Auto": "45_acp", "cal. 12": "12_ga",
		"12 GA": "12_ga", ".410": "410", "5,7x28": "57x28", "7.62x25 Tokarev": "762x25", ".30 M1": "30_carbine",
	} {
		if list := owner[typed(text)]; len(list) != 1 || list[0].Code != want {
			t.Errorf("%q does not find %s alone: %v", text, want, list)
		}
	}
	if len(owner["762"]) < 3 || len(owner["38"]) != 3 || len(owner["45"]) != 2 {
		t.Error("7.62, 38 and 45 must stay open")
	}
}

func TestCalibersInTheReadersLanguage(t *testing.T) {
	for _, tt := range []struct{ code, es, en string }{
		{"12_ga", "Calibre 12", "12 gauge"},
		{"410", "Calibre .410", ".410 bore"},
		{"38_super", ".38 Súper", ".38 Super"},
		{"380_acp", ".380 ACP (9 mm corto)", ".380 ACP (9 mm Short)"},
		{"40_sw", ".40 S&W", ".40 S&W"},
	} {
		c, _ := catalog.CaliberOf(tt.code)
		if c.Name("es-MX") != tt.es || c.Name("en-US") != tt.en {
			t.Errorf("%s: %q, %q", tt.code, c.Name("es-MX"), c.Name("en-US"))
		}
	}
	catalog.Calibers()[0].Code = "changed"
	if catalog.Calibers()[0].Code == "changed" {
		t.Error("the list can be changed from outside")
	}
}
