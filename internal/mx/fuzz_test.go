package mx_test

import (
	"math"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"rastreo/internal/chance"
	"rastreo/internal/mx"
)

// The number of a person is read the same however it was spaced and cased,
// and what is read twice is read once.
func FuzzCURP(f *testing.F) {
	chance.Fuzz(f, []string{"BOXW310820HNERXN09", "boxw-310820 hnerxn09", "ñ", "", "\xff", "PENE900101HDFXXX00"}, func(t testing.TB, s string) {
		c, code := mx.ParseCURP(s)
		spaced, again := mx.ParseCURP(" " + mx.Tidy(s) + "-")
		if spaced != c || again != code {
			t.Fatalf("ParseCURP(%q) = %q, spaced %q", s, code, again)
		}
		if code != "" && !slices.Contains(mx.Advice, code) {
			t.Fatalf("code %q", code)
		}
		for _, odd := range c.Consistent(mx.Parts{Given: s, Surname1: s, Surname2: s}, s, s) {
			if !slices.Contains(mx.Advice, odd) {
				t.Fatalf("code %q", odd)
			}
		}
	})
}

func FuzzRFC(f *testing.F) {
	chance.Fuzz(f, []string{"GODE561231GR8", "mab-930714-8t4", "ÑUÑE040229AB0", "N&N040229AB0", "\xff", "XAXX010101000"}, func(t testing.TB, s string) {
		r, code := mx.ParseRFC(s)
		if spaced, again := mx.ParseRFC("\t" + mx.Tidy(s) + " ."); spaced != r || again != code {
			t.Fatalf("ParseRFC(%q) = %q, spaced %q", s, code, again)
		}
		odd := append(r.Consistent(mx.Parts{Given: s, Surname1: s}, s), mx.IdentifierAdvice("rfc", s))
		for _, kind := range []string{"ine", "nss", "passport", "matricula_consular", "cartilla", "cedula_profesional", "cuip", s} {
			odd = append(odd, mx.IdentifierAdvice(kind, s))
		}
		for _, code := range odd {
			if code != "" && !slices.Contains(mx.Advice, code) {
				t.Fatalf("code %q", code)
			}
		}
	})
}

func FuzzFold(f *testing.F) {
	chance.Fuzz(f, []string{"Núñez de la O", "D’Amico", "a\u0301\u202e", "\xff\xfe", "ß ŉ ǰ İ ı ﬃ Ǆ ª º ½", "0204 – 2026", "ΐ ᾳ ᾼ"}, func(t testing.TB, s string) {
		for name, key := range map[string]func(string) string{"Tidy": mx.Tidy, "Fold": mx.Fold, "CaseKey": mx.CaseKey} {
			once := key(s)
			if key(once) != once || !utf8.ValidString(once) || once != strings.TrimSpace(once) || strings.Contains(once, "  ") {
				t.Fatalf("%s(%q) = %q, and again %q", name, s, once, key(once))
			}
		}
		if tidy := mx.Tidy(s); !norm.NFC.IsNormalString(tidy) {
			t.Fatalf("Tidy(%q) = %q is not NFC", s, tidy)
		}
		if utf8.ValidString(s) && !strings.ContainsFunc(s, moves) && mx.Fold(mx.Tidy(s)) != mx.Fold(s) {
			t.Fatalf("Fold(%q) = %q, tidied first %q", s, mx.Fold(s), mx.Fold(mx.Tidy(s)))
		}
	})
}

// moves tells the marks that Unicode's normal form may put in another order
// and that folding keeps. No name has them.
func moves(r rune) bool { return r == 0x0345 || unicode.Is(unicode.Mc, r) }

func FuzzPoint(f *testing.F) {
	chance.Fuzz(f, []string{
		"25.98, -98.1", "25,98; -98,1", `25°58'48"N 98°06'00"W`, "N 25 58.8 W 98 6.0", "geo:25.98,-98.1?z=15", "Lat: 25.98 Long: -98.1",
		"https://maps.google.com/?q=25.98,-98.1", "https://www.google.com/maps/@25.98,-98.1,15z/data=!3d25.98!4d-98.1", "\xff", "25-58-48 N 98-06-00 W",
	}, func(t testing.TB, s string) {
		lat, long, ok := mx.ParsePoint(s)
		if !ok {
			if lat != 0 || long != 0 {
				t.Fatalf("ParsePoint(%q) refuses with %v, %v", s, lat, long)
			}
			return
		}
		if !(math.Abs(lat) <= 90) || !(math.Abs(long) <= 180) {
			t.Fatalf("ParsePoint(%q) = %v, %v", s, lat, long)
		}
		text := mx.FormatPoint(lat, long)
		if a, b, ok := mx.ParsePoint(text); !ok || math.Abs(a-lat) > 1e-6 || math.Abs(b-long) > 1e-6 || mx.FormatPoint(a, b) != text {
			t.Fatalf("ParsePoint(%q) = %s, which reads %v, %v, %v", s, text, a, b, ok)
		}
		if code := mx.PointAdvice(lat, long, "28"); code != "" && !slices.Contains(mx.Advice, code) {
			t.Fatalf("code %q", code)
		}
	})
}

func FuzzSepomex(f *testing.F) {
	chance.Fuzz(f, []string{first, second, "88500|Centro", "\xff|\xfe", columns, notice, "", strings.Repeat("|", 14)}, func(t testing.TB, line string) {
		all, faults := read(strings.NewReader(notice + "\n" + columns + "\n" + line + "\n"))
		if lines := strings.Count(line, "\n") + 1; len(all)+len(faults) > lines {
			t.Fatalf("%q: %d settlements and %d faults", line, len(all), len(faults))
		}
		for _, c := range all {
			if !mx.IsPostalCode(c.PostalCode) || c.Name == "" || len(c.Municipio) != 5 || len(c.ID) != 4 || c.Name != mx.Tidy(c.Name) {
				t.Fatalf("%q: %+v", line, c)
			}
		}
		for _, fault := range faults {
			if _, code, _ := strings.Cut(fault, " "); !slices.Contains(mx.SepomexCodes, code) {
				t.Fatalf("%q: %s", line, fault)
			}
		}
		read(strings.NewReader(line))
	})
}

// Whatever a name is, it has few terms, is found by what it is, and a match
// stays within its bounds and its reasons.
func FuzzTerms(f *testing.F) {
	for _, s := range []string{"de la O", "Ma. Hdez.", "Ximénez", "\xff\xfe", "San", "Y", "Jr.", strings.Repeat("a b ", 40), "李 小", "?", "ñ"} {
		f.Add(s, "Núñez")
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		p := mx.Parts{Given: a, Surname1: b, Full: a + " " + b}
		terms := mx.Terms(p)
		if len(terms) > 12 || slices.Contains(terms, "") || len(slices.Compact(slices.Sorted(slices.Values(terms)))) != len(terms) {
			t.Fatalf("Terms(%+v) = %q", p, terms)
		}
		if mx.Phonetic(a) != mx.Phonetic(mx.Fold(a)) {
			t.Fatalf("Phonetic(%q) = %q, folded %q", a, mx.Phonetic(a), mx.Phonetic(mx.Fold(a)))
		}
		if one := mx.QueryTerms(b); len(one) > 12 || len(terms) < 12 && len(one) > 0 && !slices.Contains(terms, one[0]) {
			t.Fatalf("%q is not found: %q in %q", b, one, terms)
		}
		score, reasons := mx.Match(b, mx.Parts{Surname1: a, Given: b})
		if !(score >= 0 && score <= 1) || (len(reasons) > 0) != (score > 0) {
			t.Fatalf("Match(%q, %q) = %v %+v", b, a, score, reasons)
		}
		for _, r := range reasons {
			if !slices.Contains(mx.MatchReasons, r.Code) || r.Typed == "" || (r.Found == "") != (r.Code == "absent") {
				t.Fatalf("Match(%q, %q): %+v", b, a, r)
			}
		}
	})
}

// An address says what it holds and never makes its parts longer than they are
// by more than the words around them.
func FuzzAddress(f *testing.F) {
	f.Add("Hidalgo", "Mz. 4 Lt. 12", "64+500", "Tamaulipas")
	f.Add("Calle", "s/n", "km 64.5", "México")
	f.Fuzz(func(t *testing.T, street, exterior, mark, place string) {
		a := mx.Address{StreetType: "Calle", Street: street, Exterior: exterior, RoadMark: mark, Municipio: place, Entidad: place}
		if line := a.Line(); len(line) > 2*len(street+exterior+mark+place+place)+200 {
			t.Fatalf("%+v: %q", a, line)
		}
		_ = a.US().String()
		if e, ok := mx.ParseExterior(exterior); ok {
			if again, ok := mx.ParseExterior(e.String()); !ok || again != e {
				t.Fatalf("%q: %+v, and %q: %+v", exterior, e, e, again)
			}
		}
		if e, ok := mx.FindEntidad(place); ok && len(e.Clave) != 2 {
			t.Fatalf("%q: %+v", place, e)
		}
		mx.FindMunicipio("28", place)
		mx.FindCountry(place)
	})
}
