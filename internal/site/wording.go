package site

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/gate"
	"rastreo/internal/i18n"
	"rastreo/internal/trace"
)

func (s *Site) wordingRoutes() []gate.Route {
	const get, post = http.MethodGet, http.MethodPost
	return []gate.Route{
		{Method: get, Path: "/wordings", Act: account.ReadWordings, Title: "page.wordings", Do: s.wordings},
		{Method: get, Path: "/wordings/new", Act: account.KeepWordings, Title: "wording.add", Do: s.newWording},
		{Method: post, Path: "/wordings", Act: account.KeepWordings, Title: "wording.add", Verb: audit.WordingAdded, Do: s.addWording},
		{Method: get, Path: "/wordings/:id/change", Act: account.KeepWordings, Title: "wording.change", Do: s.askWording},
		{Method: post, Path: "/wordings/:id/change", Act: account.KeepWordings, Title: "wording.change", Verb: audit.WordingChanged, Do: s.changeWording},
		{Method: post, Path: "/wordings/:id/retired", Act: account.KeepWordings, Verb: audit.WordingChanged, Do: s.retireWording},
	}
}

// Worded is a prepared question in a reader's words.
type Worded struct {
	trace.Wording
	About []string
}

func wordedOf(say *i18n.Printer, list []trace.Wording) (out []Worded) {
	for _, w := range list {
		out = append(out, Worded{w, about(say, &trace.Question{Fields: w.Fields})})
	}
	return out
}

// wordings lists the prepared questions: the center's own, and the house's below.
func (s *Site) wordings(v *gate.Visit) error {
	own, next, err := s.Desk.Wordings(v.Request.Context(), v.Actor, v.Query("cursor"))
	if err != nil {
		return err
	}
	p, err := s.page(v, map[string]any{
		"Own": wordedOf(v.Say, own), "Stock": wordedOf(v.Say, trace.Stock()),
		"Older": older("/wordings", v.Request.URL.Query(), next), "Newer": newest("/wordings", v.Request.URL.Query()),
	})
	return s.show(v, "wording/list", p, err)
}

// wordingForm is what the form of a prepared question shows beside its fields.
type wordingForm struct {
	To     string
	Change bool
	Fields []Option
	Slots  []Option
	Now    *trace.Wording // what is kept, where somebody else changed it meanwhile
}

func wordingFormOf(say *i18n.Printer, id string) wordingForm {
	f := wordingForm{To: "/wordings", Fields: askable(say)}
	if id != "" {
		f.To, f.Change = "/wordings/"+id+"/change", true
	}
	for _, name := range trace.Slots {
		f.Slots = append(f.Slots, Option{Value: "{" + name + "}", Text: say.T("wording.slot."+name, nil)})
	}
	return f
}

// askable are what a question may be about.
func askable(say *i18n.Printer) (out []Option) {
	for _, field := range trace.Askable {
		out = append(out, Option{Value: field, Text: asked(say, field)})
	}
	return out
}

// newWording shows an empty form, or one with the words of one of the house's
// own to begin with.
func (s *Site) newWording(v *gate.Visit) error {
	values := url.Values{}
	if w, ok := trace.Stocked(v.Query("from")); ok {
		values = wordingValues(w)
	}
	p, err := s.form(v, values, wordingFormOf(v.Say, ""))
	return s.show(v, "wording/form", p, err)
}

func wordingValues(w trace.Wording) url.Values {
	return url.Values{
		"title.es": {w.Title.ES}, "title.en": {w.Title.EN}, "words.es": {w.Text.ES}, "words.en": {w.Text.EN},
		"fields": w.Fields, "version": {strconv.Itoa(w.Version)},
	}
}

func typedWording(v *gate.Visit) trace.Wording {
	form := typed(v)
	return trace.Wording{
		Title: trace.Titles{ES: form.Get("title.es"), EN: form.Get("title.en")}, Text: trace.Texts{ES: form.Get("words.es"), EN: form.Get("words.en")},
		Fields: form["fields"],
	}
}

func (s *Site) addWording(v *gate.Visit) error {
	data := wordingFormOf(v.Say, "")
	if v.Switching() {
		return s.again(v, "wording/form", data)
	}
	if _, err := s.Desk.AddWording(v.Request.Context(), v.Actor, typedWording(v)); err != nil {
		return s.attempt(v, "wording/form", data, err)
	}
	return s.done(v, "wording_added", "/wordings")
}

func (s *Site) askWording(v *gate.Visit) error {
	w, err := s.Desk.Wording(v.Request.Context(), v.Actor, v.Param("id"))
	if err != nil {
		return err
	}
	if w.Stock {
		return fault.New(fault.NotFound, "fault.not_found", nil)
	}
	p, err := s.form(v, wordingValues(w), wordingFormOf(v.Say, w.ID))
	return s.show(v, "wording/form", p, err)
}

func (s *Site) changeWording(v *gate.Visit) error {
	id := v.Param("id")
	data := wordingFormOf(v.Say, id)
	if v.Switching() {
		return s.again(v, "wording/form", data)
	}
	kept, err := s.Desk.Wording(v.Request.Context(), v.Actor, id)
	if err != nil {
		return err
	}
	w := typedWording(v)
	w.ID, w.Retired = id, kept.Retired
	w.Version, _ = strconv.Atoi(typed(v).Get("version")) // what is no number is no version
	_, err = s.Desk.ChangeWording(v.Request.Context(), v.Actor, w)
	if fault.Is(err, fault.Stale) {
		data.Now = &kept
		form := typed(v)
		form.Set("version", strconv.Itoa(kept.Version))
		p, err := s.form(v, form, data)
		return s.answer(v, gate.Status(fault.Stale), "wording/form", p, err)
	}
	if err != nil {
		return s.attempt(v, "wording/form", data, err)
	}
	return s.done(v, "wording_changed", "/wordings")
}

func (s *Site) retireWording(v *gate.Visit) error {
	if err := s.Desk.RetireWording(v.Request.Context(), v.Actor, v.Param("id"), typed(v).Get("retired") == "yes"); err != nil {
		return err
	}
	return s.done(v, "wording_changed", "/wordings")
}

// Prepared is a prepared question in the form of a question.
type Prepared struct {
	N           int
	ID, Version string
	Title       string
	EN, ES      string // names of the texts
}

// partName is the HTML name of a member of the nth prepared question of a form.
func partName(n int, member string) string { return "parts[" + strconv.Itoa(n) + "]." + member }

// mostParts is how many prepared questions one question may have.
const mostParts = 5

// preparedIn are the prepared questions that a form holds.
func (s *Site) preparedIn(v *gate.Visit, form url.Values, ready []trace.Wording) (out []Prepared) {
	for n := 0; n < mostParts && form.Has(partName(n, "id")); n++ {
		id := form.Get(partName(n, "id"))
		p := Prepared{N: n, ID: id, Version: form.Get(partName(n, "version")), Title: id, EN: partName(n, "words.en"), ES: partName(n, "words.es")}
		for _, w := range ready {
			if w.ID == id {
				p.Title = w.Title.In(v.Say.Lang)
			}
		}
		out = append(out, p)
	}
	return out
}

// partsOf are the prepared questions that a form holds, as they are sent.
func partsOf(form url.Values) (parts []trace.Part) {
	for n := 0; n < mostParts && form.Has(partName(n, "id")); n++ {
		version, _ := strconv.Atoi(form.Get(partName(n, "version"))) // what is no number is none of it
		parts = append(parts, trace.Part{
			ID: form.Get(partName(n, "id")), Version: version,
			Text: trace.Texts{ES: form.Get(partName(n, "words.es")), EN: form.Get(partName(n, "words.en"))},
		})
	}
	return parts
}

// putParts writes prepared questions into a form, in place of those it held.
func putParts(form url.Values, parts []trace.Part) {
	for name := range form {
		if strings.HasPrefix(name, "parts[") {
			form.Del(name)
		}
	}
	for n, part := range parts {
		form.Set(partName(n, "id"), part.ID)
		form.Set(partName(n, "version"), strconv.Itoa(part.Version))
		form.Set(partName(n, "words.es"), part.Text.ES)
		form.Set(partName(n, "words.en"), part.Text.EN)
	}
}

// insert adds the chosen prepared question to those of the form, filled in, and
// ticks what it is about. What was typed stays.
func (s *Site) insert(v *gate.Visit, form url.Values) error {
	parts := partsOf(form)
	if len(parts) == mostParts {
		return fault.Check(fault.Problems{{Pointer: "/wording", Code: "max", Args: fault.Args{"limit": mostParts, "items": true}}})
	}
	more, fields, err := s.Desk.Prepare(v.Request.Context(), v.Actor, v.Param("folio"), []string{form.Get("wording")}, s.filled)
	if fault.Is(err, fault.Invalid) {
		return fault.Check(fault.Problems{{Pointer: "/wording", Code: "choose"}})
	}
	if err != nil {
		return err
	}
	putParts(form, append(parts, more...))
	for _, f := range fields {
		if !slices.Contains(form["fields"], f) {
			form.Add("fields", f)
		}
	}
	form.Del("wording")
	return nil
}

// filled is what stands in a request, in the words of a language.
func (s *Site) filled(lang, value string) string {
	say := s.Bundle.Printer(lang, nil)
	if value == "" {
		return say.T("form.not_given", nil)
	}
	return answered(say, value)
}

// compose does what a button of the form of a question asks for that sends
// nothing: it inserts, removes or shows how it will be read. done is false where
// the question is to be sent.
func (s *Site) compose(v *gate.Visit, data questionPage) (done bool, err error) {
	form := typed(v)
	act := form.Get("compose")
	form.Del("compose")
	switch n, dropped := strings.CutPrefix(act, "drop-"); {
	case act == "":
		return false, nil
	case dropped:
		if i, err := strconv.Atoi(n); err == nil && i >= 0 && i < len(partsOf(form)) {
			putParts(form, slices.Delete(partsOf(form), i, i+1))
		}
	case act == "insert":
		err = s.insert(v, form)
	}
	data.Parts, data.Preview = s.preparedIn(v, form, data.ready), preview(v.Say, form)
	if err != nil {
		return true, s.attempt(v, "request/question", data, err)
	}
	return true, s.again(v, "request/question", data)
}

// Previewed is how a question will be read in a language.
type Previewed struct {
	Lang  string
	Words []Said
}

// preview is how a question will be read on both sides.
func preview(say *i18n.Printer, form url.Values) (out []Previewed) {
	for _, lang := range []string{"en", "es"} {
		q := trace.Question{Parts: partsOf(form), Text: form.Get("text"), Lang: say.Lang}
		out = append(out, Previewed{lang, wordsOf(q, lang)})
	}
	return out
}

// wordsOf are the words of a question for a reader of a language: what was
// prepared in theirs, the rest as it was typed.
func wordsOf(q trace.Question, lang string) (out []Said) {
	for _, part := range q.Parts {
		if text := part.Text.In(lang); text != "" {
			out = append(out, Said{Text: text})
		}
	}
	if q.Text != "" {
		out = append(out, Said{q.Text, unless(q.Lang, lang)})
	}
	return out
}
