package firearm_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"rastreo/internal/firearm"
)

func TestCore(t *testing.T) {
	for typed, want := range map[string]string{
		"":               "",
		"12":             "",
		"??12":           "",
		"?????":          "",
		"A?1?2":          "A?1?2", // nothing remains at the ends
		"123":            "123",
		"AB 123-456":     "123456",
		"SBR12345":       "12345",
		"12345":          "12345",
		"ABC1234":        "A8C1234",
		"ABC 123 US":     "A8C123",
		"BRGO123us":      "8R60123",
		"12B45D789X":     "128450789",
		"12-345-678-A":   "12345678",
		"AB?2345":        "?2345",
		"US 1234567":     "1234567",
		"OQDILBSZGVU777": "000118526UU777", // the O is a zero to NCIC, so nothing before it is cut
		"WVU77777":       "77777",
		"KKKKKK":         "KKKKKK",
	} {
		if got := firearm.Core(typed); got != want {
			t.Errorf("Core(%q) = %q, want %q", typed, got, want)
		}
	}
}

// What is compared as alike is found: under its core, or under one of the
// cores of the other.
var compared = []struct {
	a, b string
	like firearm.Likeness
}{
	{"ABC-123 456", "abc123456", firearm.Same},
	{"1O3456O", "1034560", firearm.Same}, // letter O as zero
	{"B8812345", "8B812345", firearm.Confusable},
	{"BB123456", "88123456", firearm.Confusable},
	{"S1-012345", "51-0I234S", firearm.Confusable},
	{"12345Q", "123450", firearm.Confusable},
	{"ABC123US", "A8C123U5", firearm.Confusable},
	{"AB?2345", "AB12345", firearm.Illegible},
	{"AB12345", "AB?2?45", firearm.Illegible},
	{"AB12??5", "AB123?5", firearm.Illegible},
	{"AB123?5", "AB1?345", firearm.Illegible},
	{"BER12345?Z", "8ER123456Z", firearm.Illegible},
	{"AB12345?", "AB123456", firearm.Illegible},
	{"??12345", "??12345", firearm.Illegible},
	{"??????1", "A??????", ""},
	{"AB1234?", "AB12345678", ""},
	{"BER123456", "123456", firearm.Affix},
	{"123456Z", "123456", firearm.Affix},
	{"AB12345", "12345C", firearm.Affix},
	{"ABC123US", "ABC123", firearm.Affix},
	{"ABCDE12345", "12345", ""}, // five letters are no prefix
	{"AB1234", "1234", ""},
	{"AB12345", "CD12345", ""},
	{"AB12345", "AB12346", firearm.Near},
	{"AB12345", "AC12345", firearm.Near},
	{"AB12345", "A712345", firearm.Near},
	{"AB12345", "AB712345", firearm.Near},
	{"AB12345", "7AB12345", firearm.Near},
	{"AB12345", "AB1235", firearm.Near},
	{"AB12345", "AB21345", firearm.Near},
	{"AB12345", "AB21354", ""},
	{"12345", "123456", firearm.Near},
	{"1234", "1235", ""},
	{"1234", "", ""},
	{"", "", ""},
	{"ZASTAVA", "2A5TAVA", firearm.Confusable},
}

func TestCompareNumbers(t *testing.T) {
	for _, c := range compared {
		a, b := firearm.Twin{Serial: c.a}, firearm.Twin{Serial: c.b}
		got, ok := firearm.Compare(a, b)
		if got != c.like || ok != (c.like != "") {
			t.Errorf("Compare(%q, %q) = %q, %v, want %q", c.a, c.b, got, ok, c.like)
		}
		if c.like == "" {
			continue
		}
		for _, p := range [][2]string{{c.a, c.b}, {c.b, c.a}} {
			if !slices.Contains(firearm.Cores(p[0]), firearm.Core(p[1])) {
				t.Errorf("%q is not looked up for %q: %q", p[1], p[0], firearm.Core(p[1]))
			}
		}
	}
}

func TestCompareDescriptions(t *testing.T) {
	cugir := firearm.Twin{Serial: "AB12345", Manufacturer: "Cugir", Importer: "Century Arms", Model: "WASR-10", Caliber: "7.62x39"}
	change := func(f func(*firearm.Twin)) firearm.Twin {
		b := cugir
		b.Serial = "AB12346"
		f(&b)
		return b
	}
	for name, c := range map[string]struct {
		b  firearm.Twin
		ok bool
	}{
		"the same":            {change(func(b *firearm.Twin) {}), true},
		"importer as maker":   {change(func(b *firearm.Twin) { b.Manufacturer, b.Importer = "century arms", "" }), true},
		"maker unknown":       {change(func(b *firearm.Twin) { b.Manufacturer, b.Importer = "unknown", "illegible" }), true},
		"maker misspelt":      {change(func(b *firearm.Twin) { b.Manufacturer = "Cujir" }), true},
		"another maker":       {change(func(b *firearm.Twin) { b.Manufacturer, b.Importer = "Beretta", "none" }), false},
		"another caliber":     {change(func(b *firearm.Twin) { b.Caliber = ".50 BMG" }), false},
		"caliber mixed up":    {change(func(b *firearm.Twin) { b.Caliber = "5.45x39" }), true},
		"importer kin":        {change(func(b *firearm.Twin) { b.Manufacturer, b.Importer = "C.A.I. Georgia VT", "" }), true},
		"caliber not said":    {change(func(b *firearm.Twin) { b.Caliber = "" }), true},
		"another, one number": {firearm.Twin{Serial: "AB-12345", Manufacturer: "Beretta", Caliber: "9x19"}, true},
	} {
		_, there := firearm.Compare(cugir, c.b)
		_, back := firearm.Compare(c.b, cugir)
		if there != c.ok || back != c.ok {
			t.Errorf("%s: %v and %v", name, there, back)
		}
	}
}

// A short number is borne by many firearms, so it says something only with
// maker and model, and never when it only resembles another.
func TestCompareShort(t *testing.T) {
	one := firearm.Twin{Serial: "123", Manufacturer: "Colt", Model: "1911"}
	for _, c := range []struct {
		b  firearm.Twin
		ok bool
	}{
		{firearm.Twin{Serial: "123", Manufacturer: "COLT", Model: "1911"}, true},
		{firearm.Twin{Serial: "I23", Manufacturer: "COLT", Model: "1911"}, true},
		{firearm.Twin{Serial: "123", Manufacturer: "COLT"}, false},
		{firearm.Twin{Serial: "123", Model: "1911"}, false},
		{firearm.Twin{Serial: "124", Manufacturer: "Colt", Model: "1911"}, false},
	} {
		if _, ok := firearm.Compare(one, c.b); ok != c.ok {
			t.Errorf("%+v: %v", c.b, ok)
		}
	}
	digits, other := firearm.Twin{Serial: "123456", Manufacturer: "Colt"}, firearm.Twin{Serial: "123456", Manufacturer: "Beretta"}
	if _, ok := firearm.Compare(digits, other); ok {
		t.Error("six digits of two makers are one firearm")
	}
}

func TestDiffer(t *testing.T) {
	for _, c := range []struct{ a, b, left, right string }{
		{"AB-12345", "AB12346", "AB-1234[5]", "AB1234[6]"},
		{"ab 123", "AB123", "ab 123", "AB123"},
		{"1O3", "103", "1[O]3", "1[0]3"},
		{"12345", "AB12345", "12345", "[AB]12345"},
		{"AB?345", "AB1345", "AB[?]345", "AB[1]345"},
		{"", "A", "", "[A]"},
	} {
		left, right := firearm.Differ(c.a, c.b)
		if marked(left) != c.left || marked(right) != c.right {
			t.Errorf("Differ(%q, %q) = %q, %q", c.a, c.b, marked(left), marked(right))
		}
	}
}

func marked(list []firearm.Piece) string {
	var b strings.Builder
	for _, p := range list {
		if p.Same {
			b.WriteString(p.Text)
		} else {
			b.WriteString("[" + p.Text + "]")
		}
	}
	return b.String()
}

func plain(list []firearm.Piece) string {
	return strings.NewReplacer("[", "", "]", "").Replace(marked(list))
}

func TestCoresBounded(t *testing.T) {
	for _, serial := range []string{"12345", "AB12345", "123456789012", "ABCD12345678EFG", "??A123456789", "123?56", strings.Repeat("8", 64), strings.Repeat("17B", 10)} {
		if n := len(firearm.Cores(serial)); n == 0 || n > 1000 {
			t.Errorf("%d cores of %q", n, serial)
		} else {
			t.Logf("%d cores of %q", n, serial)
		}
	}
	if firearm.Cores(strings.Repeat("8", 65)) != nil || firearm.Cores("") != nil || firearm.Cores("????") != nil {
		t.Error("a number that says nothing is looked up")
	}
}

func FuzzCore(f *testing.F) {
	for _, c := range compared {
		f.Add(c.a, uint8(3), 'A')
		f.Add(c.b, uint8(0), '8')
	}
	f.Fuzz(func(t *testing.T, s string, at uint8, with rune) {
		key := firearm.Key(s)
		if firearm.Core(key) != firearm.Core(s) {
			t.Errorf("the core of %q depends on how it is typed", s)
		}
		if firearm.Core(key) == "" || len(key) > 15 {
			return
		}
		if len(firearm.Key(string(with))) != 1 {
			return // no character of a number, or several
		}
		i := int(at) % len(key)
		for _, typed := range []string{key[:i] + key[i+1:], key[:i] + string(with) + key[i+1:], key[:i] + string(with) + key[i:]} {
			b := firearm.Key(typed)
			one, ok := firearm.Compare(firearm.Twin{Serial: key}, firearm.Twin{Serial: b})
			two, also := firearm.Compare(firearm.Twin{Serial: b}, firearm.Twin{Serial: key})
			if one != two || ok != also {
				t.Errorf("%q and %q are %q, the other way round %q", key, b, one, two)
			}
			c := firearm.Core(b)
			if c != "" && strings.Count(key, "?") == 0 && !slices.Contains(firearm.Cores(key), c) {
				t.Errorf("%q has the core %q, which is not among those of %q", b, c, key)
			}
		}
	})
}

func FuzzDiffer(f *testing.F) {
	f.Add("AB-12345", "ab 12346")
	f.Fuzz(func(t *testing.T, a, b string) {
		if !utf8.ValidString(a) || !utf8.ValidString(b) || strings.ContainsAny(a+b, "[]") {
			return
		}
		left, right := firearm.Differ(a, b)
		if plain(left) != a || plain(right) != b {
			t.Errorf("Differ(%q, %q) = %v, %v", a, b, left, right)
		}
	})
}

// What is asked of each core is asked of all of them, and no other is listed.
func TestCoresIn(t *testing.T) {
	for _, c := range compared {
		all := firearm.Cores(c.a)
		odd := firearm.CoresIn(c.a, func(core []byte) bool { return core[len(core)-1]%2 == 1 })
		want := slices.DeleteFunc(all, func(core string) bool { return core[len(core)-1]%2 == 0 })
		if !slices.Equal(odd, want) {
			t.Errorf("%q: %d of %d", c.a, len(odd), len(want))
		}
	}
}

func BenchmarkCoresIn(b *testing.B) {
	for b.Loop() {
		if len(firearm.CoresIn("AB1234567", func(core []byte) bool { return core[0] == '?' })) == 0 {
			b.Fatal("no cores")
		}
	}
}

func BenchmarkCores(b *testing.B) {
	for b.Loop() {
		if len(firearm.Cores("AB1234567")) == 0 {
			b.Fatal("no cores")
		}
	}
}
