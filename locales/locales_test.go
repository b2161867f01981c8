package locales_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/text/unicode/norm"

	"rastreo/internal/i18n"
	"rastreo/locales"
)

var (
	keyShape = regexp.MustCompile(`^[a-z][a-z0-9]*(\.[A-Za-z0-9_]+)+$`)
	slot     = regexp.MustCompile(`\{\{\.([a-z][a-z0-9_]*)\}\}`)
	markup   = regexp.MustCompile(`</?[A-Za-z][^>]*>`)
)

// message is a text by plural form; one without plural has only "other".
type message map[string]string

// UnmarshalJSON takes a text or an object of plural forms.
func (m *message) UnmarshalJSON(b []byte) error {
	var s string
	if err := json.Unmarshal(b, &s); err == nil {
		*m = message{"other": s}
		return nil
	}
	return json.Unmarshal(b, (*map[string]string)(m))
}

// forms lists the plural forms of a message in order.
func (m message) forms() []string { return slices.Sorted(maps.Keys(m)) }

// asks lists the slots of all its forms.
func (m message) asks() []string {
	var names []string
	for _, s := range m {
		names = append(names, found(slot, s)...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// texts reads every message of a language.
func texts(t testing.TB, lang string) map[string]message {
	t.Helper()
	raw, err := locales.FS.ReadFile(lang + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]message
	if err := json.Unmarshal(raw, &m); err != nil {
		t.Fatalf("%s.json: %v", lang, err)
	}
	return m
}

// each visits every form of every message in order.
func each(t *testing.T, lang string, visit func(key, form, text string)) {
	t.Helper()
	all := texts(t, lang)
	for _, key := range slices.Sorted(maps.Keys(all)) {
		for _, form := range all[key].forms() {
			visit(key, form, all[key][form])
		}
	}
}

func TestSameKeys(t *testing.T) {
	es, en := texts(t, "es"), texts(t, "en")
	for _, key := range slices.Sorted(maps.Keys(es)) {
		if _, ok := en[key]; !ok {
			t.Errorf("en.json: %s is missing", key)
		}
		if !keyShape.MatchString(key) {
			t.Errorf("es.json: %s is no key", key)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(en)) {
		if _, ok := es[key]; !ok {
			t.Errorf("es.json: %s is missing", key)
		}
	}
}

// A message with a plural has exactly the forms CLDR wants of the language. A
// missing one would be seen only at 1,000,000.
func TestPlurals(t *testing.T) {
	plural := map[string]bool{}
	for _, lang := range i18n.Langs {
		want := categories(t, lang)
		for key, m := range texts(t, lang) {
			if len(m) == 1 && m["other"] != "" {
				continue
			}
			plural[key] = true
			if !slices.Equal(m.forms(), want) {
				t.Errorf("%s.json: %s has the forms %v, want %v", lang, key, m.forms(), want)
			}
		}
	}
	for _, lang := range i18n.Langs {
		for key, m := range texts(t, lang) {
			if plural[key] && len(m) == 1 {
				t.Errorf("%s.json: %s has a plural in another language", lang, key)
			}
		}
	}
}

// categories asks the rules the house runs on which plural forms a language
// tells apart, by printing numbers with a message that names its own form.
func categories(t *testing.T, lang string) []string {
	t.Helper()
	probe := fstest.MapFS{}
	for _, l := range i18n.Langs {
		probe[l+".json"] = &fstest.MapFile{Data: []byte(
			`{"a.b": {"zero": "zero", "one": "one", "two": "two", "few": "few", "many": "many", "other": "other"}}`,
		)}
	}
	b, err := i18n.Load(probe)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	p := b.Printer(lang, nil)
	for _, step := range []int{1, 1000, 1_000_000} {
		for i := range 200 {
			seen[p.T("a.b", map[string]any{"n": i * step})] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// The house speaks Spanish with three forms and English with two; were the
// rules to say otherwise, every count would be wrong.
func TestCategories(t *testing.T) {
	for lang, want := range map[string]string{"es": "[many one other]", "en": "[one other]"} {
		if got := fmt.Sprint(categories(t, lang)); got != want {
			t.Errorf("%s: %s, want %s", lang, got, want)
		}
	}
}

// Both languages ask for the same arguments, and so does every form; only a
// form for one may leave the number out.
func TestPlaceholders(t *testing.T) {
	es, en := texts(t, "es"), texts(t, "en")
	for key, m := range es {
		if other, ok := en[key]; ok && !slices.Equal(m.asks(), other.asks()) {
			t.Errorf("%s: es asks for %v, en for %v", key, m.asks(), other.asks())
		}
	}
	for _, lang := range i18n.Langs {
		all := texts(t, lang)
		each(t, lang, func(key, form, text string) {
			names := found(slot, text)
			for _, want := range all[key].asks() {
				if !slices.Contains(names, want) && (form != "one" || want != "n") {
					t.Errorf("%s.json: %s: %s does not say {{.%s}}", lang, key, form, want)
				}
			}
		})
	}
}

func TestMarkup(t *testing.T) {
	es, en := texts(t, "es"), texts(t, "en")
	for key, m := range es {
		want := found(markup, m["other"])
		for lang, other := range map[string]message{"es": m, "en": en[key]} {
			for form, text := range other {
				if got := found(markup, text); !slices.Equal(got, want) {
					t.Errorf("%s.json: %s: %s has the tags %v, want %v", lang, key, form, got, want)
				}
			}
		}
	}
}

// Every text says something, and says it in clean characters.
func TestTidy(t *testing.T) {
	for _, lang := range i18n.Langs {
		each(t, lang, func(key, form, text string) {
			switch {
			case text == "":
				t.Errorf("%s.json: %s: %s is empty", lang, key, form)
			case text != strings.TrimSpace(text):
				t.Errorf("%s.json: %s: %s is padded: %q", lang, key, form, text)
			case strings.Contains(text, "  ") || strings.ContainsAny(text, "\t\r"):
				t.Errorf("%s.json: %s: %s holds odd space: %q", lang, key, form, text)
			case strings.Contains(text, "..."):
				t.Errorf("%s.json: %s: %s has three dots for …", lang, key, form)
			case !norm.NFC.IsNormalString(text):
				t.Errorf("%s.json: %s: %s is not NFC", lang, key, form)
			}
		})
	}
}

// The files are written in one way, so that a change shows as that change.
func TestNormalFiles(t *testing.T) {
	for _, lang := range i18n.Langs {
		raw, err := locales.FS.ReadFile(lang + ".json")
		if err != nil {
			t.Fatal(err)
		}
		var all map[string]any
		if err := json.Unmarshal(raw, &all); err != nil {
			t.Fatal(err)
		}
		var want bytes.Buffer
		enc := json.NewEncoder(&want)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		if err := enc.Encode(all); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(raw, want.Bytes()) {
			t.Errorf("%s.json is not sorted, indented by two spaces and free of doubles", lang)
		}
	}
}

// found returns what a pattern finds in a text, in order and once: the group,
// where it has one.
func found(re *regexp.Regexp, text string) []string {
	var all []string
	for _, m := range re.FindAllStringSubmatch(text, -1) {
		all = append(all, m[len(m)-1])
	}
	slices.Sort(all)
	return slices.Compact(all)
}
