package site_test

import (
	"bytes"
	"html/template"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"rastreo/internal/fault"
	"rastreo/internal/i18n"
	"rastreo/internal/site"
	"rastreo/locales"
	"rastreo/web"
)

var at = time.Date(2026, 3, 5, 18, 4, 0, 0, time.UTC)

func printer(t testing.TB, lang string) *i18n.Printer {
	t.Helper()
	b, err := i18n.Load(locales.FS)
	if err != nil {
		t.Fatal(err)
	}
	zone, err := time.LoadLocation("America/Mexico_City")
	if err != nil {
		t.Fatal(err)
	}
	return b.Printer(lang, zone)
}

// sheet is the page of testdata with every part in it, in one language.
func sheet(t testing.TB, lang, base string, asset func(string) string) *template.Template {
	t.Helper()
	set := template.New("").Funcs(site.Funcs(printer(t, lang), base, asset))
	set = template.Must(set.ParseFS(web.FS, "base.html", "parts/*.html"))
	return template.Must(set.ParseFiles("testdata/parts.html"))
}

type row map[string]any

// full is a page on which every part has something to show.
func full(lang, world string) site.Page {
	p := site.Page{
		Lang: lang, Tag: map[string]string{"es": "es-MX", "en": "en-US"}[lang], World: world, Path: "/requests?q=1",
		OtherLang: map[string]string{"es": "en", "en": "es"}[lang], Notices: 2, HasForm: true,
		User:     &site.User{Name: "Ma. Guadalupe Ñáñez de la O", Role: "submitter", Agency: "FGJ-TAM"},
		Problems: []site.Problem{{Name: "firearms[0].serial.text", Text: "Escriba la matrícula tal como aparece en el armazón."}, {Name: "recovered.date", Text: "Escriba un día que exista."}, {Name: "recovered.place.municipio", Text: "Elija el municipio."}},
		Flash:    &site.Flash{Kind: "success", Text: "El aseguramiento quedó registrado."},
		Form: url.Values{
			"firearms[0].serial.text": {`1-86-AE-0043? <b>"`}, "firearms[0].priority": {"urgent"}, "firearms[0].justification": {"Hay una persona privada de la libertad."},
			"recovered.date.day": {"32"}, "recovered.date.month": {"3"}, "recovered.date.year": {"2026"},
			"recovered.place.country": {"MX"}, "recovered.place.entidad": {"28"}, "recovered.place.road": {"Carretera Federal 2, tramo Reynosa–Río Bravo, km 64+500"},
		},
	}
	quote := "Se localizó bajo el asiento del copiloto.\nLa matrícula está limada en los últimos dos caracteres."
	p.Data = row{
		"Steps": []string{"Caso", "Lugar y fecha", "Armas", "Personas", "Revisar y enviar"}, "Heads": []string{"Folio", "Arma", "Matrícula", "Estatus", "Prioridad"},
		"Statuses": []string{"draft", "queued", "claimed", "returned", "concluded", "withdrawn"}, "None": []site.Option{},
		"Tabs":    []row{{"To": "/requests", "Text": "Todas", "Count": 1284, "Now": true}, {"To": "/requests?s=queued", "Text": "En espera", "Count": 31}},
		"Selects": []row{{"Name": "place.entidad", "Options": []site.Option{{Value: "queued", Text: "En espera"}}}},
		"Tasks":   []row{{"To": "/a", "Title": "Caso", "State": "done"}, {"To": "/b", "Title": "Lugar y fecha", "State": "wrong"}, {"To": "/c", "Title": "Armas", "Hint": "3 armas", "State": "doing"}, {"To": "/d", "Title": "Personas", "State": "todo"}, {"Title": "Revisar y enviar", "State": "blocked"}},
		"Rows":    []row{{"Label": "Carpeta de investigación", "Value": "FED/TAMP/REY/0001234/2026", "Mark": true, "Change": "/a"}, {"Label": "Narración de los hechos", "Value": quote, "Block": true, "Lang": "es", "Change": "/b"}, {"Label": "Importador", "Value": ""}},
		"Events":  []row{{"At": at, "Text": "Solicitud recibida", "By": "FGJ-TAM", "Strong": true}, {"At": at, "Text": "Pregunta del centro de rastreo", "Quote": quote, "QuoteLang": "es"}, {"At": at, "Text": "Concluida", "Strong": true}},
		"Places": site.Places{
			Countries:  []site.Option{{Value: "MX", Text: "México"}, {Value: "US", Text: "Estados Unidos"}, {Value: "GT", Text: "Guatemala"}},
			Entidades:  []site.Option{{Value: "19", Text: "Nuevo León"}, {Value: "28", Text: "Tamaulipas"}},
			Municipios: []site.Option{{Value: "28032", Text: "Reynosa"}}, States: []site.Option{{Value: "TX", Text: "Texas"}},
		},
		"Lines": map[string]string{"recovered-place-point-read": "26.0508° norte, 98.2978° oeste"},
	}
	return p
}

func draw(t testing.TB, lang, world string) *goquery.Document {
	t.Helper()
	var out bytes.Buffer
	if err := sheet(t, lang, "/w", func(n string) string { return "/static/" + n }).ExecuteTemplate(&out, "base", full(lang, world)); err != nil {
		t.Fatal(err)
	}
	doc, err := goquery.NewDocumentFromReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestEveryControlIsNamedAndDescribed(t *testing.T) {
	for _, lang := range i18n.Langs {
		doc := draw(t, lang, "live")
		ids := map[string]bool{}
		doc.Find("[id]").Each(func(_ int, s *goquery.Selection) {
			if id := s.AttrOr("id", ""); ids[id] {
				t.Errorf("%s: id %q twice", lang, id)
			} else {
				ids[id] = true
			}
		})
		doc.Find(`input:not([type=hidden]), select, textarea`).Each(func(_ int, s *goquery.Selection) {
			if id := s.AttrOr("id", "?"); doc.Find(`label[for="`+id+`"]`).Length() != 1 {
				t.Errorf("%s: %s has no label", lang, s.AttrOr("name", "?"))
			}
		})
		doc.Find("[aria-describedby], [aria-labelledby]").Each(func(_ int, s *goquery.Selection) {
			for id := range strings.FieldsSeq(s.AttrOr("aria-describedby", "") + " " + s.AttrOr("aria-labelledby", "")) {
				if !ids[id] {
					t.Errorf("%s: nothing has the id %q", lang, id)
				}
			}
		})
		doc.Find(".error-summary a").Each(func(_ int, s *goquery.Selection) {
			if to := s.AttrOr("href", "#?")[1:]; !ids[to] || doc.Find("#"+to).Is(":disabled") {
				t.Errorf("%s: the summary points to %q", lang, to)
			}
		})
	}
}

func TestWordsAndWorlds(t *testing.T) {
	for _, c := range []struct{ lang, world, title string }{
		{"es", "live", "Error: Borradores · Rastreo"},
		{"en", "live", "Error: Drafts · Rastreo"},
		{"es", "training", "CAPACITACIÓN · Error: Borradores · Rastreo"},
		{"en", "training", "TRAINING · Error: Drafts · Rastreo"},
	} {
		doc := draw(t, c.lang, c.world)
		text := doc.Text()
		if at := strings.Index(text, "⟦"); at >= 0 {
			t.Errorf("%s: a text is missing: %.60s", c.lang, text[at:])
		}
		if got := strings.TrimSpace(doc.Find("title").First().Text()); got != c.title {
			t.Errorf("title %q, want %q", got, c.title)
		}
		if n := doc.Find(`.hazard [lang="es-MX"], .hazard [lang="en-US"]`).Length(); (c.world == "training") != (n == 2) {
			t.Errorf("%s: %d banner texts", c.world, n)
		}
		if doc.Find("body.world-"+c.world).Length() != 1 || doc.Find("[style], script:not([src])").Length() != 0 {
			t.Errorf("%s %s: wrong body class, or something inline", c.lang, c.world)
		}
	}
}

func TestWhatWasTypedIsKept(t *testing.T) {
	doc := draw(t, "en", "live")
	for selector, want := range map[string]string{
		`[name="firearms[0].serial.text"]`: `1-86-AE-0043? <b>"`,
		`[name="recovered.date.day"]`:      "32",
		`#recovered-place-road`:            "Carretera Federal 2, tramo Reynosa–Río Bravo, km 64+500",
	} {
		if got := doc.Find(selector).AttrOr("value", "?"); got != want {
			t.Errorf("%s holds %q, want %q", selector, got, want)
		}
	}
	if got := strings.TrimSpace(doc.Find(`[name="firearms[0].justification"]`).Text()); got != "Hay una persona privada de la libertad." {
		t.Errorf("the text area holds %q", got)
	}
	if doc.Find(`[value="urgent"][checked], #recovered-date-month [value="3"][selected], #recovered-place-entidad [value="28"][selected]`).Length() != 3 {
		t.Error("a choice was lost")
	}
	if got := doc.Find(".usa-memorable-date > div").First().AttrOr("class", ""); got != "date-month" {
		t.Errorf("an English date starts with %s", got)
	}
	if doc.Find(`button[form="page-form"][name="lang"][value="es"]`).Length() != 1 {
		t.Error("the language switch does not carry the form")
	}
	if first := doc.Find(`button[form="page-form"]`).First(); first.AttrOr("name", "") != "" {
		t.Error("Enter in a field would switch the language")
	}
}

func TestAProblemOfAnotherPageLeadsThere(t *testing.T) {
	p := site.Page{Problems: []site.Problem{{To: "/drafts/1/case", Name: "reference[0].number", Text: "x"}, {Name: "narrative", Text: "y"}}}
	var out bytes.Buffer
	if err := sheet(t, "es", "/training", func(n string) string { return n }).ExecuteTemplate(&out, "summary", p); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`href="/training/drafts/1/case#reference-0-number"`, `href="#narrative"`} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %s in %s", want, out.String())
		}
	}
}

func TestOnlyOneWayOfAPlaceIsSent(t *testing.T) {
	for _, c := range []struct{ country, selector string }{
		{"", "#recovered-place-mx"}, {"MX", "#recovered-place-mx"}, {"US", "#recovered-place-us"}, {"GT", "#recovered-place-far"},
	} {
		p := full("es", "live")
		p.Form.Set("recovered.place.country", c.country)
		var out bytes.Buffer
		if err := sheet(t, "es", "", func(n string) string { return n }).ExecuteTemplate(&out, "main", p); err != nil {
			t.Fatal(err)
		}
		doc, err := goquery.NewDocumentFromReader(&out)
		if err != nil {
			t.Fatal(err)
		}
		open := doc.Find(`fieldset:not([disabled]) [name="recovered.place.entidad"]`).Closest("fieldset.part")
		if open.Length() != 1 || !open.Is(c.selector) || open.Find("#recovered-place-entidad").Length() != 1 {
			t.Errorf("%q: %d ways to say entidad", c.country, open.Length())
		}
	}
}

func TestField(t *testing.T) {
	field := site.Funcs(printer(t, "es"), "", func(n string) string { return n })["field"].(func(site.Page, string, ...any) (site.Field, error))
	f, err := field(site.Page{Problems: []site.Problem{{Name: "a[1].date.day", Text: "no"}, {Name: "a[10].date", Text: "other"}}}, "a[1].date", "text", "x", "note", "y", "value", "2026-03")
	if err != nil || f.ID != "a-1-date" || f.Describes() != "a-1-date-hint a-1-date-error" || len(f.Errors) != 1 {
		t.Errorf("%+v, %v", f, err)
	}
	if f.Date.Year != "2026" || f.Date.Month != "3" || f.Date.Day != "" {
		t.Errorf("2026-03 was taken apart as %+v", f.Date)
	}
	for _, wrong := range [][]any{{"wdith", "md"}, {"max", "64"}, {"value"}, {"optional", "yes"}, {"hint", 1}} {
		if _, err := field(site.Page{}, fault.Name("/narrative"), wrong...); err == nil {
			t.Errorf("%v was taken", wrong)
		}
	}
}

func TestWholeDate(t *testing.T) {
	for want, d := range map[string]site.Date{
		"": {}, "2026": {Year: "2026"}, "2026-03": {Month: "3", Year: " 2026 "}, "2026-03-05": {Day: "5", Month: "03", Year: "2026"},
		"2026-?-05": {Day: "5", Year: "2026"}, "-03-05": {Day: "5", Month: "3"}, "2026-03-32": {Day: "32", Month: "3", Year: "2026"}, "2026-03-x": {Day: "x", Month: "3", Year: "2026"},
	} {
		if got := d.Whole(); got != want {
			t.Errorf("%+v is %q, want %q", d, got, want)
		}
	}
}
