package trace

import (
	_ "embed"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"rastreo/internal/fault"
)

// Wording is a question that is kept ready in both languages: one of the house's
// own, or one that the center's supervisors have written.
type Wording struct {
	ID        string    `json:"id"`
	Title     Titles    `json:"title"`
	Text      Texts     `json:"words"`
	Fields    []string  `json:"fields" validate:"max=20"`
	Version   int       `json:"version"` // the first is 1
	Stock     bool      `json:"stock,omitempty"`
	Retired   bool      `json:"retired,omitempty"`
	ChangedAt time.Time `json:"changed_at,omitzero"`
}

// Titles are a title in both languages.
type Titles struct {
	ES string `json:"es" validate:"required,max=120"`
	EN string `json:"en" validate:"required,max=120"`
}

// In is the title in a language.
func (t Titles) In(lang string) string {
	if lang == "en" {
		return t.EN
	}
	return t.ES
}

// Texts are the same words in both languages.
type Texts struct {
	ES string `json:"es" validate:"required,max=2000" tidy:"lines"`
	EN string `json:"en" validate:"required,max=2000" tidy:"lines"`
}

// In are the words in a language.
func (t Texts) In(lang string) string {
	if lang == "en" {
		return t.EN
	}
	return t.ES
}

// Part is a prepared question as it was sent: which, in what version, what was
// filled in, and the very words, which the tracer may have changed. Another
// version of the wording changes nothing of it.
type Part struct {
	ID      string            `json:"id" validate:"required,max=64"`
	Version int               `json:"version"`
	Params  map[string]string `json:"params,omitempty"`
	Text    Texts             `json:"words"`
}

// Slots are what a prepared question can name of the request.
var Slots = []string{"folio", "serial", "manufacturer", "importer", "model", "caliber"}

// Slot is what stands in a request for a slot: what was typed, or the code of an
// answer.
func (r Request) Slot(name string) string {
	return map[string]string{
		"folio": r.Folio, "serial": r.Serial.Text, "manufacturer": r.Manufacturer, "importer": r.Importer, "model": r.Model, "caliber": r.Caliber,
	}[name]
}

var braces = regexp.MustCompile(`\{[^{}\n]*\}`)

// Check tidies a typed wording, or lists what is wrong with it: what is in
// braces must be a slot, and the same ones in both languages.
func (w Wording) Check() (Wording, error) {
	tidy(reflect.ValueOf(&w).Elem(), "")
	w.Fields = untwice(w.Fields)
	p := shape(w)
	for i, f := range w.Fields {
		if !slices.Contains(Askable, f) {
			p.Add(at("/fields", i), "code", nil)
		}
	}
	es, en := braces.FindAllString(w.Text.ES, -1), braces.FindAllString(w.Text.EN, -1)
	unfit(&p, "/words/es", es, en)
	unfit(&p, "/words/en", en, es)
	return w, fault.Check(inOrder[Wording](p))
}

// unfit adds the first of what is in braces that is no slot, or that the other
// language has and this one has not.
func unfit(p *fault.Problems, pointer string, here, there []string) {
	for _, b := range here {
		if !slices.Contains(Slots, strings.Trim(b, "{}")) {
			p.Add(pointer, "slot", fault.Args{"slot": b})
			return
		}
	}
	for _, b := range there {
		if !slices.Contains(here, b) && slices.Contains(Slots, strings.Trim(b, "{}")) {
			p.Add(pointer, "slot_missing", fault.Args{"slot": b})
			return
		}
	}
}

// Part fills a wording in from a request. say puts what stands there in the words
// of a language: it may be the code of an answer, or nothing.
func (w Wording) Part(r Request, say func(lang, value string) string) Part {
	part := Part{ID: w.ID, Version: w.Version, Params: w.Params(r)}
	fill := func(lang, text string) string {
		return braces.ReplaceAllStringFunc(text, func(b string) string { return say(lang, r.Slot(strings.Trim(b, "{}"))) })
	}
	part.Text = Texts{fill("es", w.Text.ES), fill("en", w.Text.EN)}
	return part
}

// Params are what a wording takes from a request.
func (w Wording) Params(r Request) map[string]string {
	params := map[string]string{}
	for _, b := range braces.FindAllString(w.Text.ES+w.Text.EN, -1) {
		name := strings.Trim(b, "{}")
		params[name] = r.Slot(name)
	}
	return params
}

// unfilled adds what is still to be filled in of a part.
func (part Part) unfilled(p *fault.Problems, pointer string) {
	for lang, text := range map[string]string{"es": part.Text.ES, "en": part.Text.EN} {
		for _, b := range braces.FindAllString(text, -1) {
			if slices.Contains(Slots, strings.Trim(b, "{}")) {
				p.Add(pointer+"/words/"+lang, "unfilled", fault.Args{"slot": b})
			}
		}
	}
}

//go:embed wording.txt
var wordings string

// Stock lists the prepared questions of the house's own.
var Stock = sync.OnceValue(func() (list []Wording) {
	for line := range strings.Lines(wordings) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		row := strings.Split(strings.TrimSuffix(line, "\n"), "|")
		list = append(list, Wording{
			ID: row[0], Fields: strings.Split(row[1], ","), Title: Titles{row[2], row[3]}, Text: Texts{row[4], row[5]}, Version: 1, Stock: true,
		})
	}
	return list
})

// Stocked finds one of the house's own.
func Stocked(id string) (Wording, bool) {
	for _, w := range Stock() {
		if w.ID == id {
			return w, true
		}
	}
	return Wording{}, false
}
