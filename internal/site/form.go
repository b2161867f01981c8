package site

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"rastreo/internal/fault"
)

// Field is one question of a form, ready for the partials text, textarea,
// select, radios, checkboxes and date.
type Field struct {
	Name, ID    string
	Label, Hint string // texts
	Errors      []string
	Value       string   // of text, textarea, select, radios
	Values      []string // of checkboxes
	Date        Date     // of date
	Options     []Option
	Type        string // of the input: text, password, email, tel, search
	Mode        string // inputmode
	Auto        string // autocomplete; "off" unless the data is about the user
	Width       string // 2xs, xs, sm, md, lg, xl; "" fills the line
	Lang        string // language of the quoted value, when not the page's
	List        string // id of a datalist
	Reveals     string // id of the part shown only when the value is one of When
	When        string // values, space between
	Narrows     string // id of the select whose choices depend on this one
	Source      string // address that lists those choices, the value added
	Empty       string // text of the choice that is none
	Suggest     string // the list that the server suggests from: manufacturer, importer, model, caliber
	With        string // answers that narrow the suggestions, "name=id …"
	Opens       string // id of the part that an answer opens
	Advice      []Advice
	Rows, Max   int
	Optional    bool
	Mark        bool // an identifier: monospaced, never corrected
	Prose       bool // free text: spelling is checked
	Tiles       bool // radios and checkboxes as tiles
	Inline      bool // radios side by side where there is room
	Heading     bool // the label is the page's h1
	Focus       bool
	Readonly    bool
	Search      bool // a select that is searched by what is typed
	Each        bool // checkboxes with a name each, for a list of the document
	Live        bool // advice is shown, and changes while the draft is saved
}

// Option is one choice of a field.
type Option struct {
	Value, Text, Hint string
	Lang              string // language of Text, when not the page's
	Also              string // other words that find it; never shown
}

// Date is a date as typed: three texts of which each may be wrong or "".
type Date struct {
	Day, Month, Year string
	Order            []string // "day", "month", "year" as the language puts them
}

// Has tells whether a choice is ticked.
func (f Field) Has(value string) bool {
	return f.Value == value || slices.Contains(f.Values, value)
}

// Wrong tells whether the field has a problem.
func (f Field) Wrong() bool { return len(f.Errors) > 0 }

// Describes lists the ids of the texts that explain the control.
func (f Field) Describes() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.ID+"-hint")
	}
	if f.Wrong() {
		ids = append(ids, f.ID+"-error")
	}
	if f.Max > 0 && f.Rows > 0 {
		ids = append(ids, f.ID+"-limit")
	}
	if f.Live {
		ids = append(ids, f.ID+"-advice")
	}
	return strings.Join(ids, " ")
}

type fields struct{ words Words }

// field makes the Field of an HTML name. Its texts are keyed by
// fault.Field(name); its value comes from the page's form; pairs of settings
// change what the table in set names.
func (w fields) field(p Page, name string, settings ...any) (f Field, err error) {
	m, err := dict(settings...)
	if err != nil {
		return f, fmt.Errorf("field %s: %w", name, err)
	}
	f = Field{Name: name, ID: ID(name), Type: "text", Auto: "off", Empty: w.words.T("form.choose", nil)}
	f.Label = w.words.T("field."+fault.Field(name), nil)
	f.Value, f.Values = p.Form.Get(name), each(p.Form, name)
	f.Live, f.Advice = p.Advises, adviceOn(p.Advice, name)
	f.Date = dateOf(p, name)
	for _, problem := range Under(p.Problems, name) {
		f.Errors = append(f.Errors, problem.Text)
	}
	for key, value := range m {
		if err := w.set(&f, key, value); err != nil {
			return f, err
		}
	}
	return f, nil
}

// each is what a name holds, or what the names of its list hold: name[0], …
func each(form url.Values, name string) []string {
	values := slices.Clone(form[name])
	for i := 0; form.Has(name + "[" + strconv.Itoa(i) + "]"); i++ {
		values = append(values, form.Get(name+"["+strconv.Itoa(i)+"]"))
	}
	return values
}

// set carries out one setting of a field. An unknown one is an error: a
// misspelt setting in a template must not be silent.
func (w fields) set(f *Field, key string, value any) error {
	texts := map[string]*string{
		"type": &f.Type, "mode": &f.Mode, "auto": &f.Auto, "width": &f.Width, "lang": &f.Lang,
		"list": &f.List, "suggest": &f.Suggest, "with": &f.With, "opens": &f.Opens, "reveals": &f.Reveals, "when": &f.When, "narrows": &f.Narrows,
		"source": &f.Source, "id": &f.ID, "text": &f.Label, "note": &f.Hint,
	}
	flags := map[string]*bool{
		"optional": &f.Optional, "mark": &f.Mark, "prose": &f.Prose, "tiles": &f.Tiles,
		"inline": &f.Inline, "heading": &f.Heading, "focus": &f.Focus, "readonly": &f.Readonly, "search": &f.Search, "each": &f.Each,
	}
	numbers := map[string]*int{"rows": &f.Rows, "max": &f.Max}
	var ok bool
	switch {
	case texts[key] != nil:
		*texts[key], ok = value.(string)
	case flags[key] != nil:
		*flags[key], ok = value.(bool)
	case numbers[key] != nil:
		*numbers[key], ok = value.(int)
	default:
		ok = w.word(f, key, value)
	}
	if !ok {
		return fmt.Errorf("field %s: %q cannot be %v", f.Name, key, value)
	}
	return nil
}

// word carries out the settings that are looked up or converted.
func (w fields) word(f *Field, key string, value any) (ok bool) {
	s, isText := value.(string)
	switch key {
	case "label":
		f.Label, ok = w.words.T(s, nil), isText
	case "empty":
		f.Empty, ok = w.words.T(s, nil), isText
	case "hint":
		f.Hint, ok = w.hint(f.Name, value)
	case "value":
		f.Value, ok = fmt.Sprint(value), true
		f.Values = []string{f.Value}
		f.Date = f.Date.of(f.Value)
	case "options":
		f.Options, ok = value.([]Option)
	}
	return ok
}

// hint finds the hint of a field by true, or by a key of its own.
func (w fields) hint(name string, value any) (text string, ok bool) {
	switch v := value.(type) {
	case bool:
		if v {
			text = w.words.T("hint."+fault.Field(name), nil)
		}
		return text, true
	case string:
		return w.words.T(v, nil), true
	}
	return "", false
}

// options makes choices of codes; each one's text is keyed prefix.code.
func (w fields) options(prefix string, codes ...any) (out []Option, err error) {
	for _, c := range codes {
		if many, ok := c.([]string); ok {
			for _, one := range many {
				out = append(out, w.option(prefix, one))
			}
			continue
		}
		out = append(out, w.option(prefix, fmt.Sprint(c)))
	}
	return out, nil
}

// keeping adds to the options of a select what the form already holds, when it
// is none of them: it was typed in words before there was a list, and a page
// that only shows it must not lose it.
func keeping(value string, list []Option) []Option {
	if value == "" || slices.ContainsFunc(list, func(o Option) bool { return o.Value == value }) {
		return list
	}
	return append(list, Option{Value: value, Text: value})
}

func (w fields) option(prefix, code string) Option {
	return Option{Value: code, Text: w.words.T(prefix+"."+code, nil)}
}

// dateOf takes the three texts of a date as typed, or, when the form holds
// the date whole, its parts.
func dateOf(p Page, name string) Date {
	d := Date{Order: []string{"day", "month", "year"}}
	if p.Lang == "en" {
		d.Order = []string{"month", "day", "year"}
	}
	if p.Form.Has(name + ".year") {
		d.Day, d.Month, d.Year = p.Form.Get(name+".day"), p.Form.Get(name+".month"), p.Form.Get(name+".year")
		return d
	}
	return d.of(p.Form.Get(name))
}

// of takes a stored date apart: 2026-03 has no day.
func (d Date) of(text string) Date {
	parts := append(strings.Split(text, "-"), "", "")
	d.Year, d.Month, d.Day = parts[0], bare(parts[1]), bare(parts[2])
	return d
}

// bare takes the zero in front of a number away.
func bare(s string) string {
	if n, err := strconv.Atoi(s); err == nil {
		return strconv.Itoa(n)
	}
	return s
}

// Whole puts a date together as it is stored: 2026-03-05, 2026-03, 2026 or
// "". What cannot be a date comes back as typed, for the check to refuse.
func (d Date) Whole() string {
	year, month, day := strings.TrimSpace(d.Year), strings.TrimSpace(d.Month), strings.TrimSpace(d.Day)
	if year == "" && month == "" && day == "" {
		return ""
	}
	if day != "" && month == "" {
		return year + "-?-" + pad(day)
	}
	parts := []string{year}
	for _, part := range []string{month, day} {
		if part != "" {
			parts = append(parts, pad(part))
		}
	}
	return strings.Join(parts, "-")
}

func pad(s string) string {
	if n, err := strconv.Atoi(s); err == nil && n >= 0 {
		return fmt.Sprintf("%02d", n)
	}
	return s
}
