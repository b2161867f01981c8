package trace

import (
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"rastreo/internal/fault"
)

// Amendable lists the fields of a firearm that an answer may correct,
// dotted below the firearm.
var Amendable = []string{
	"type", "manufacturer", "importer", "model", "caliber", "country",
	"serial.text", "serial.reading", "serial.location",
}

// Askable lists what a question may be about: the amendable fields, and
// what can only be answered in words.
var Askable = append(slices.Clone(Amendable), "markings", "recovered", "people", "custody", "narrative")

// Question is what a tracer asks the submitter about a request.
type Question struct {
	ID         string    `json:"id"`
	RequestID  string    `json:"-"`
	Fields     []string  `json:"fields" validate:"max=20"`
	Parts      []Part    `json:"parts,omitempty" validate:"max=5,dive"` // what was prepared
	Text       string    `json:"text" validate:"max=2000" tidy:"lines"`
	Lang       string    `json:"lang"` // the asker's language, for the reader's sake
	AskedBy    string    `json:"-"`
	AskedAt    time.Time `json:"asked_at"`
	RecalledAt time.Time `json:"recalled_at,omitzero"`
	Answer     *Reply    `json:"answer,omitempty"`
}

// Reply is the submitter's answer.
type Reply struct {
	Text       string            `json:"text" validate:"max=4000" tidy:"lines"`
	Values     map[string]string `json:"values,omitempty"` // amendable field → as it should read
	Lang       string            `json:"lang"`
	AnsweredBy string            `json:"-"`
	AnsweredAt time.Time         `json:"answered_at"`
}

// Open tells whether the question still waits for its answer.
func (q Question) Open() bool { return q.Answer == nil && q.RecalledAt.IsZero() }

// Check tidies a typed question, or lists what is wrong with it.
func (q Question) Check() (Question, error) {
	tidy(reflect.ValueOf(&q).Elem(), "")
	p := shape(q)
	for i, f := range q.Fields {
		if !slices.Contains(Askable, f) {
			p.Add(at("/fields", i), "code", nil)
		}
	}
	for i, part := range q.Parts {
		part.unfilled(&p, at("/parts", i))
	}
	if q.Text == "" && len(q.Parts) == 0 {
		p.Add("/text", "required", nil)
	}
	return q, fault.Check(inOrder[Question](p))
}

// Check tidies a typed reply to a question about this firearm and returns
// the firearm as it then reads, with the dotted names of the fields that
// changed. Only fields that were asked about may change.
func (a Reply) Check(q Question, g Firearm) (_ Reply, amended Firearm, changed []string, err error) {
	a.Text = lines(a.Text)
	p := shape(a)
	amended = g
	for _, field := range Amendable {
		value, typed := a.Values[field]
		if !typed {
			continue
		}
		if !slices.Contains(q.Fields, field) {
			p.Add("/values/"+field, "not_asked", nil)
			continue
		}
		if member := amended.member(field); member.String() != value {
			member.SetString(value)
			changed = append(changed, field)
		}
	}
	p = append(p, a.unknown()...)
	tidy(reflect.ValueOf(&amended).Elem(), "")
	changed = slices.DeleteFunc(changed, func(f string) bool { return amended.member(f).String() == g.member(f).String() })
	if a.Text == "" && len(changed) == 0 {
		p.Add("/text", "unanswered", nil)
	}
	p = append(p, amended.problems()...)
	return a, amended, changed, fault.Check(p)
}

// unknown lists the values for fields that no answer can amend.
func (a Reply) unknown() (p fault.Problems) {
	for _, field := range slices.Sorted(maps.Keys(a.Values)) {
		if !slices.Contains(Amendable, field) {
			p.Add("/values/"+field, "code", nil)
		}
	}
	return p
}

// problems lists what would be wrong with the firearm after an answer, each
// at the value that would cause it.
func (g Firearm) problems() (p fault.Problems) {
	found := shape(g)
	g.check("", &found)
	for _, x := range inOrder[Firearm](found) {
		x.Pointer = "/values/" + strings.ReplaceAll(x.Pointer[1:], "/", ".")
		p = append(p, x)
	}
	return p
}

// member is the text at a dotted name.
func (g *Firearm) member(field string) reflect.Value {
	v := reflect.ValueOf(g).Elem()
	for name := range strings.SplitSeq(field, ".") {
		for i := range v.NumField() {
			if jsonName(v.Type().Field(i)) == name {
				v = v.Field(i)
				break
			}
		}
	}
	return v
}

// Longest is how many characters a field of Amendable may have; 0 for a code
// of a closed list, which no length bounds.
func Longest(field string) int {
	t, rules := reflect.TypeFor[Firearm](), ""
	for name := range strings.SplitSeq(field, ".") {
		for f := range t.Fields() {
			if jsonName(f) == name {
				t, rules = f.Type, f.Tag.Get("validate")
				break
			}
		}
	}
	for rule := range strings.SplitSeq(rules, ",") {
		if limit, ok := strings.CutPrefix(rule, "max="); ok {
			n, _ := strconv.Atoi(limit)
			return n
		}
	}
	return 0
}

// Text is the firearm's text at a dotted name of Amendable.
func (g Firearm) Text(field string) string { return g.member(field).String() }
