package site

import (
	"net/url"
	"strings"

	"rastreo/internal/catalog"
	"rastreo/internal/fault"
	"rastreo/internal/gate"
	"rastreo/internal/i18n"
	"rastreo/internal/trace"
)

// Asked is a field that a question opened for correction.
type Asked struct {
	Name, Label string
	Options     []Option // of a field with a closed list
	Max         int
	Mark        bool
}

// askedName is the HTML name of a corrected value: values.serial.text.
func askedName(field string) string { return "values." + field }

// askedFields lists the fields of a question that an answer may correct.
func (s *Site) askedFields(v *gate.Visit, q *trace.Question) (out []Asked) {
	if q == nil {
		return nil
	}
	for _, field := range q.Fields {
		if !amendable(field) {
			continue
		}
		a := Asked{Name: askedName(field), Label: v.Say.T("field.firearms."+field, nil), Max: trace.Longest(field)}
		a.Options, a.Mark = choices(v.Say, field), field == "serial.text"
		out = append(out, a)
	}
	return out
}

// choices are what a field of a firearm may be, when that is a closed list.
func choices(say *i18n.Printer, field string) (out []Option) {
	lists := map[string]*catalog.List{
		"type": catalog.FirearmType, "serial.reading": catalog.Reading, "serial.location": catalog.Location,
	}
	if field == "country" {
		return countries(say, "unknown", "none", "illegible")
	}
	if l, ok := lists[field]; ok {
		for _, code := range l.Codes() {
			out = append(out, Option{Value: code, Text: word(say, l, code)})
		}
	}
	return out
}

// askedValues are the values as they stand, for the form of an answer.
func askedValues(say *i18n.Printer, g trace.Firearm, fields []string) url.Values {
	values := url.Values{}
	for _, field := range fields {
		if !amendable(field) {
			continue
		}
		text := g.Text(field)
		if choices(say, field) == nil {
			text = answered(say, text)
		}
		values.Set(askedName(field), text)
	}
	return values
}

// about names everything a question is about.
func about(say *i18n.Printer, q *trace.Question) (out []string) {
	if q == nil {
		return nil
	}
	for _, field := range q.Fields {
		out = append(out, asked(say, field))
	}
	return out
}

// asksIn are the words of a question for its reader.
func asksIn(say *i18n.Printer, q *trace.Question) []Said {
	if q == nil {
		return nil
	}
	return wordsOf(*q, say.Lang)
}

// asked names a field that a question may be about.
func asked(say *i18n.Printer, field string) string {
	if amendable(field) || field == "markings" {
		return say.T("field.firearms."+field, nil)
	}
	return say.T("field."+field, nil)
}

func (s *Site) reply(v *gate.Visit) error {
	folio := v.Param("folio")
	d, err := s.Intake.Request(v.Request.Context(), v.Actor, folio)
	if err != nil {
		return err
	}
	if v.Switching() && d.Question() != nil {
		return s.drawRequest(v, 200, d, typed(v), nil)
	}
	_, err = s.Intake.Answer(v.Request.Context(), v.Actor, folio, replyOf(v))
	if f := fault.Of(err); f != nil && f.Kind == fault.Invalid {
		return s.drawRequest(v, gate.Status(f.Kind), d, typed(v), replyProblems(v.Say, f.Problems))
	}
	if err != nil {
		return err
	}
	return s.done(v, "answered", "/requests/"+folio)
}

func replyOf(v *gate.Visit) trace.Reply {
	a := trace.Reply{Text: typed(v).Get("text"), Values: map[string]string{}}
	for name := range typed(v) {
		if field, ok := strings.CutPrefix(name, askedName("")); ok {
			a.Values[field] = typed(v).Get(name)
		}
	}
	return a
}

// replyProblems says problems of corrected values as the form of a filing
// says them.
func replyProblems(say *i18n.Printer, problems fault.Problems) (out []Problem) {
	for _, x := range problems {
		shown := x
		if field, ok := strings.CutPrefix(x.Pointer, "/values/"); ok {
			shown.Pointer = "/firearms/0/" + strings.ReplaceAll(field, ".", "/")
		}
		out = append(out, Problem{Name: x.Name(), Text: say.Problem(shown)})
	}
	return out
}
