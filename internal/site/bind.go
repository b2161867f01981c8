package site

import (
	"net/url"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"github.com/go-playground/form/v4"

	"rastreo/internal/fault"
)

// mostItems bounds how many elements a form may put into one list.
const mostItems = 200

// forms reads what browsers post: the names are those of the JSON members.
var forms = func() *form.Decoder {
	d := form.NewDecoder()
	d.SetTagName("json")
	d.SetMaxArraySize(mostItems)
	return d
}()

// formName is the shape of a name that can belong to a document. Others,
// such as a button's or a forged one, are never given to the decoder, which
// panics at a lone bracket.
var formName = regexp.MustCompile(`^[a-z][a-z0-9_]*(\[\d{1,3}\])?(\.[a-z][a-z0-9_]*(\[\d{1,3}\])?)*$`)

// bind fills into from the posted values: texts exactly as typed, dates put
// together, lists without the rows that were left blank. A list longer than
// any form makes is Malformed.
func bind(into any, posted url.Values) error {
	values := url.Values{}
	for name, texts := range posted {
		if formName.MatchString(name) && len(texts) > 0 {
			values[name] = []string{texts[len(texts)-1]}
		}
	}
	joinDates(values)
	dropStyles(values)
	if err := forms.Decode(into, values); err != nil {
		return fault.New(fault.Malformed, "fault.malformed", nil)
	}
	dropBlank(reflect.ValueOf(into).Elem())
	return nil
}

// joinDates replaces X.day, X.month and X.year by X. A year without a month
// beside it is a field of its own.
func joinDates(values url.Values) {
	for name := range values {
		x, ok := strings.CutSuffix(name, ".year")
		if !ok || !values.Has(x+".month") {
			continue
		}
		d := Date{Day: values.Get(x + ".day"), Month: values.Get(x + ".month"), Year: values.Get(x + ".year")}
		for _, part := range []string{".day", ".month", ".year"} {
			values.Del(x + part)
		}
		values.Set(x, d.Whole())
	}
}

// dropStyles takes the style of a name away where there is no name, and where
// it is the one that is meant when none is given: a choice that the form has
// made by itself is nothing that somebody typed.
func dropStyles(values url.Values) {
	for name := range values {
		x, ok := strings.CutSuffix(name, "style")
		if ok && (values.Get(name) == "mx" || !anyBelow(values, x, name)) {
			values.Del(name)
		}
	}
}

// anyBelow tells whether a value other than that of except begins with this
// name and says something.
func anyBelow(values url.Values, prefix, except string) bool {
	for name := range values {
		if name != except && strings.HasPrefix(name, prefix) && strings.TrimSpace(values.Get(name)) != "" {
			return true
		}
	}
	return false
}

// dropBlank takes the elements of lists away in which nothing was typed,
// apart from those of the document itself, which are pages of their own.
func dropBlank(v reflect.Value) {
	for i := range v.NumField() {
		f := v.Field(i)
		switch {
		case f.Kind() == reflect.Struct:
			dropBlank(f)
		case f.Kind() == reflect.Slice && !ownPage[v.Type().Field(i).Name]:
			f.Set(filled(f))
		case f.Kind() == reflect.Slice:
			for j := range f.Len() {
				dropBlank(f.Index(j))
			}
		}
	}
}

// ownPage names the lists of a filing whose elements keep their place.
var ownPage = map[string]bool{"Firearms": true, "People": true}

func filled(list reflect.Value) reflect.Value {
	out := reflect.Zero(list.Type())
	for i := range list.Len() {
		if !blank(list.Index(i)) {
			out = reflect.Append(out, list.Index(i))
		}
	}
	return out
}

// blank tells whether every text in v is empty or only space.
func blank(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.String:
		return strings.TrimSpace(v.String()) == ""
	case reflect.Struct:
		for _, member := range v.Fields() {
			if !blank(member) {
				return false
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			if !blank(v.Index(i)) {
				return false
			}
		}
	}
	return true
}

// unbind is the way back: the values of a form that shows v. Dates stay
// whole; the date control takes them apart.
func unbind(v any) url.Values {
	values := url.Values{}
	spread(reflect.ValueOf(v), "", values)
	return values
}

func spread(v reflect.Value, name string, values url.Values) {
	switch v.Kind() {
	case reflect.String:
		if v.String() != "" {
			values.Set(name, v.String())
		}
	case reflect.Slice:
		for i := range v.Len() {
			spread(v.Index(i), name+"["+strconv.Itoa(i)+"]", values)
		}
	case reflect.Struct:
		for f, member := range v.Fields() {
			tag, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if tag != "" && tag != "-" {
				spread(member, strings.TrimPrefix(name+"."+tag, "."), values)
			}
		}
	}
}
