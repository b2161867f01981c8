package i18n_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"rastreo/internal/fault"
	"rastreo/internal/i18n"
	"rastreo/locales"
)

const (
	spanish = `{
		"page.title": "Solicitudes",
		"queue.size": {"one": "{{.n}} solicitud", "many": "{{.n}} de solicitudes", "other": "{{.n}} solicitudes"},
		"mail.hello": "Buenos días, {{.name}}; van {{.made}} desde {{.since_year}}",
		"field.serial": "Número de serie",
		"error.serial.required": "Escriba la matrícula",
		"v.max": "«{{.field}}» admite hasta {{.max}} caracteres",
		"only.here": "Aquí"
	}`
	english = `{
		"page.title": "Requests",
		"queue.size": {"one": "{{.n}} request", "other": "{{.n}} requests"},
		"mail.hello": "Hello {{.name}}: {{.made}} since {{.since_year}}",
		"field.serial": "Serial number",
		"error.serial.required": "Enter the serial number",
		"v.max": "“{{.field}}” takes up to {{.max}} characters"
	}`
)

func files(es, en string) fstest.MapFS {
	return fstest.MapFS{"es.json": {Data: []byte(es)}, "en.json": {Data: []byte(en)}}
}

func sample(t testing.TB, lang string) *i18n.Printer {
	t.Helper()
	b, err := i18n.Load(files(spanish, english))
	if err != nil {
		t.Fatal(err)
	}
	return b.Printer(lang, nil)
}

func house(t testing.TB) *i18n.Bundle {
	t.Helper()
	b, err := i18n.Load(locales.FS)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestT(t *testing.T) {
	for _, c := range []struct {
		lang, key string
		args      fault.Args
		want      string
	}{
		{"es", "page.title", nil, "Solicitudes"},
		{"en", "page.title", nil, "Requests"},
		{"fr", "page.title", nil, "Solicitudes"},
		{"es", "queue.size", fault.Args{"n": 0}, "0 solicitudes"},
		{"es", "queue.size", fault.Args{"n": 1}, "1 solicitud"},
		{"es", "queue.size", fault.Args{"n": 1234567}, "1,234,567 solicitudes"},
		{"es", "queue.size", fault.Args{"n": 2_000_000}, "2,000,000 de solicitudes"},
		{"en", "queue.size", fault.Args{"n": int64(1)}, "1 request"},
		{"en", "queue.size", fault.Args{"n": uint16(1)}, "1 request"},
		{"en", "queue.size", fault.Args{"n": uint32(2000)}, "2,000 requests"},
		{"en", "queue.size", nil, "⟦n⟧ requests"},
		{"en", "queue.size", fault.Args{"n": "some"}, "some requests"},
		{"es", "mail.hello", fault.Args{"name": "{{.n}} <b>", "made": -1000, "since_year": 2026}, "Buenos días, {{.n}} <b>; van -1,000 desde 2026"},
		{"en", "mail.hello", fault.Args{"name": "Ana", "made": 999, "n": 1}, "Hello Ana: 999 since ⟦since_year⟧"},
		{"en", "only.here", nil, "⟦only.here⟧"},
		{"es", "no.such", fault.Args{"n": 1}, "⟦no.such⟧"},
	} {
		p := sample(t, c.lang)
		if got := p.T(c.key, c.args); got != c.want {
			t.Errorf("%s %s %v: %q, want %q", c.lang, c.key, c.args, got, c.want)
		}
		if want := !strings.HasPrefix(c.want, "⟦"+c.key); p.Has(c.key) != want {
			t.Errorf("%s: Has(%s) is not %v", c.lang, c.key, want)
		}
	}
}

func TestProblem(t *testing.T) {
	for _, c := range []struct {
		lang string
		give fault.Problem
		want string
	}{
		{"es", fault.Problem{Pointer: "/serial", Code: "required"}, "Escriba la matrícula"},
		{"es", fault.Problem{Pointer: "/serial", Code: "max", Args: fault.Args{"max": 2000}}, "«Número de serie» admite hasta 2,000 caracteres"},
		{"en", fault.Problem{Pointer: "/serial", Code: "max", Args: fault.Args{"max": 40}}, "“Serial number” takes up to 40 characters"},
		{"en", fault.Problem{Pointer: "/model", Code: "max", Args: fault.Args{"max": 40}}, "“⟦field.model⟧” takes up to 40 characters"},
		{"en", fault.Problem{Pointer: "/serial", Code: "odd"}, "⟦v.odd⟧"},
	} {
		if got := sample(t, c.lang).Problem(c.give); got != c.want {
			t.Errorf("%s %v: %q, want %q", c.lang, c.give, got, c.want)
		}
	}
}

func TestLoadRefuses(t *testing.T) {
	for name, es := range map[string]string{
		"not JSON":        `{"page.title": `,
		"a function":      `{"page.title": "{{printf .n}}"}`,
		"an open brace":   `{"page.title": "{{.n"}`,
		"capital letters": `{"page.title": "{{.Count}}"}`,
		"in a plural":     `{"page.title": {"one": "{{ .n }}", "other": "{{.n}}"}}`,
	} {
		if _, err := i18n.Load(files(es, english)); err == nil {
			t.Errorf("%s was loaded", name)
		}
	}
	if _, err := i18n.Load(fstest.MapFS{"es.json": {Data: []byte(spanish)}}); err == nil {
		t.Error("a language without a file was loaded")
	}
}

func TestMatch(t *testing.T) {
	b := house(t)
	for header, want := range map[string]string{
		"": "es", "es": "es", "es-MX,es;q=0.9,en;q=0.8": "es", "es-419": "es", "es-ES": "es",
		"en": "en", "en-GB,en;q=0.9": "en", "fr-CA, en;q=0.5": "en", "fr": "es", "zh-Hant": "es",
		"en;q=0.1, es-AR": "es", ";;;q=": "es", "*": "es", strings.Repeat("en,", 400): "es",
	} {
		if got := b.Match(header); got != want {
			t.Errorf("%.40q: %s, want %s", header, got, want)
		}
	}
}

func TestNumber(t *testing.T) {
	b := house(t)
	for _, n := range []int{0, 7, 999, 1000, 12345, 999_999, 1_000_000, 1_234_567_890, -1, -999, -1000, -45_678} {
		for _, lang := range i18n.Langs {
			p := b.Printer(lang, nil)
			want := message.NewPrinter(language.MustParse(p.Tag())).Sprint(n)
			if got := p.Number(n); got != want {
				t.Errorf("%s: %d is %q, CLDR says %q", lang, n, got, want)
			}
		}
	}
}

func TestDate(t *testing.T) {
	b := house(t)
	es, en := b.Printer("es", nil), b.Printer("en", nil)
	for _, c := range []struct{ text, es, en string }{
		{"2026-03-05", "5 de marzo de 2026", "March 5, 2026"},
		{"1999-12-31", "31 de diciembre de 1999", "December 31, 1999"},
		{"2026-03", "marzo de 2026", "March 2026"},
		{"2026", "2026", "2026"},
		{"", "desconocida", "unknown"},
		{"2026-02-30", "2026-02-30", "2026-02-30"},
		{"2026-13", "2026-13", "2026-13"},
		{"ayer", "ayer", "ayer"},
		{"antier", "antier", "antier"},
	} {
		if got := es.Date(c.text); got != c.es {
			t.Errorf("%q: %q, want %q", c.text, got, c.es)
		}
		if got := en.Date(c.text); got != c.en {
			t.Errorf("%q: %q, want %q", c.text, got, c.en)
		}
	}
}

func TestInstant(t *testing.T) {
	b := house(t)
	at := time.Date(2026, 7, 1, 5, 30, 0, 0, time.UTC)
	for _, c := range []struct{ lang, zone, want string }{
		{"es", "America/Mexico_City", "30 de junio de 2026, 23:30 (hora de Ciudad de México)"},
		{"en", "America/Mexico_City", "June 30, 2026, 23:30 (Mexico City time)"},
		{"es", "America/Tijuana", "30 de junio de 2026, 22:30 (hora de Tijuana)"},
		{"en", "America/New_York", "July 1, 2026, 01:30 (New York time)"},
		{"en", "Mars/Base", "June 30, 2026, 23:30 (Mexico City time)"},
	} {
		p := b.Printer(c.lang, b.Zone(c.zone))
		if got := p.Instant(at); got != c.want {
			t.Errorf("%s %s: %q, want %q", c.lang, c.zone, got, c.want)
		}
	}
	if got, want := b.Printer("en", time.UTC).Instant(at), "July 1, 2026, 05:30 (UTC)"; got != want {
		t.Errorf("UTC: %q, want %q", got, want)
	}
	if got := b.Printer("en", nil).Instant(time.Time{}); got != "unknown" {
		t.Errorf("no instant: %q", got)
	}
}

// Every zone has a name in every language, and Mexico City has given up
// summer time while Tijuana has not.
func TestZones(t *testing.T) {
	b := house(t)
	for _, name := range i18n.Zones {
		if b.Zone(name).String() != name {
			t.Errorf("%s is not loaded", name)
		}
		for _, lang := range i18n.Langs {
			if s := b.Printer(lang, nil).Zone(name); strings.Contains(s, "⟦") {
				t.Errorf("%s: %s has no name", lang, name)
			}
		}
	}
	summer := time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)
	if summer.In(b.Zone("America/Mexico_City")).IsDST() || !summer.In(b.Zone("America/Tijuana")).IsDST() {
		t.Error("the zone data are older than October 2022")
	}
}

func TestSpan(t *testing.T) {
	b := house(t)
	es, en := b.Printer("es", nil), b.Printer("en", nil)
	for _, c := range []struct {
		days   int
		es, en string
	}{
		{0, "0 días", "0 days"},
		{1, "1 día", "1 day"},
		{364, "364 días", "364 days"},
		{365, "1 año", "1 year"},
		{366, "1 año y 1 día", "1 year and 1 day"},
		{765, "2 años y 35 días", "2 years and 35 days"},
		{3650, "10 años", "10 years"},
	} {
		if got := es.Span(c.days); got != c.es {
			t.Errorf("%d: %q, want %q", c.days, got, c.es)
		}
		if got := en.Span(c.days); got != c.en {
			t.Errorf("%d: %q, want %q", c.days, got, c.en)
		}
	}
	if got, want := es.SpanRange(1, 400), "de 1 día a 1 año y 35 días"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := en.SpanRange(1, 400), "1 day to 1 year and 35 days"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := en.DayRange(1, 1400), "1 day to 1,400 days"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := en.SpanRange(400, 400), "1 year and 35 days"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func BenchmarkFixed(b *testing.B) {
	p := sample(b, "es")
	for b.Loop() {
		_ = p.T("page.title", nil)
	}
}

func BenchmarkPlural(b *testing.B) {
	p := sample(b, "es")
	args := map[string]any{"n": 12345}
	for b.Loop() {
		_ = p.T("queue.size", args)
	}
}
