package trace

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/go-playground/validator/v10"

	"rastreo/internal/catalog"
	"rastreo/internal/fault"
	"rastreo/internal/firearm"
)

// Check tidies a filing and returns it, or one Invalid fault that lists
// everything wrong with it in the order of the form. now is the moment in the
// submitter's own zone: a recovery cannot lie in its future.
func (f Filing) Check(now time.Time) (Filing, error) {
	f = f.Tidy()
	p := shape(f)
	f.Recovered.check("/recovered", now, &p)
	for i, g := range f.Firearms {
		g.check(at("/firearms", i), &p)
	}
	for i, who := range f.People {
		who.check(at("/people", i), now, &p)
	}
	switch {
	case f.Access == Restricted && len(f.Named) == 0:
		p.Add("/named", "required", nil)
	case f.Access == "" && len(f.Named) > 0:
		p.Add("/access", "required", nil) // who names people means to leave it to them
	}
	return f, fault.Check(inOrder[Filing](p))
}

// shape runs the rules that stand in the validate tags, and the one that holds
// for every text.
func shape(v any) (p fault.Problems) {
	var found validator.ValidationErrors
	_ = errors.As(rules.Struct(v), &found) // whatever else it says is a fault of the tags, and the tests'
	for _, e := range found {
		_, name, _ := strings.Cut(e.Namespace(), ".")
		p.Add(fault.Pointer(name), e.Tag(), ruleArgs(e))
	}
	unreadable(reflect.ValueOf(v), "", &p)
	return p
}

// unreadable reports texts that held bytes which are not UTF-8: a name typed
// in another encoding would be kept wrong for ever.
func unreadable(v reflect.Value, pointer string, p *fault.Problems) {
	switch v.Kind() {
	case reflect.String:
		if strings.ContainsRune(v.String(), utf8.RuneError) {
			p.Add(pointer, "utf8", nil)
		}
	case reflect.Slice:
		for i := range v.Len() {
			unreadable(v.Index(i), at(pointer, i), p)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			unreadable(v.Field(i), pointer+"/"+jsonName(v.Type().Field(i)), p)
		}
	}
}

// ruleArgs gives a text what it may want to say: the limit of a rule.
func ruleArgs(e validator.FieldError) fault.Args {
	switch {
	case e.Tag() == "max" && e.Kind() == reflect.Slice:
		return fault.Args{"limit": e.Param(), "items": true}
	case e.Param() != "":
		return fault.Args{"limit": e.Param()}
	}
	return nil
}

// rules is the validator with the house's own tags: code=<list> for the
// closed lists, advice for what a check may say, country for ISO 3166-1 or an
// answer.
var rules = func() *validator.Validate {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterTagNameFunc(jsonName)
	lists := map[string]*catalog.List{}
	for _, l := range catalog.Lists {
		lists[l.ListName()] = l
	}
	must := func(err error) {
		if err != nil {
			panic(err) // a tag that cannot be registered is a fault of this file
		}
	}
	must(v.RegisterValidation("code", func(f validator.FieldLevel) bool {
		return lists[f.Param()].Has(f.Field().String())
	}))
	must(v.RegisterValidation("advice", func(f validator.FieldLevel) bool {
		return slices.Contains(firearm.Codes, f.Field().String())
	}))
	must(v.RegisterValidation("country", func(f validator.FieldLevel) bool {
		return catalog.Country.Has(f.Field().String()) || IsAnswer(f.Field().String())
	}))
	must(v.RegisterValidation("max", func(f validator.FieldLevel) bool {
		return length(f.Field()) <= limit(f.Param())
	}))
	return v
}()

// length counts characters of a text and elements of a list.
func length(v reflect.Value) int {
	if v.Kind() == reflect.String {
		return utf8.RuneCountInString(v.String())
	}
	return v.Len()
}

func limit(param string) (n int) {
	for _, c := range param {
		n = n*10 + int(c-'0')
	}
	return n
}

// jsonName is the member name of a struct field.
func jsonName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}

// inOrder sorts problems as the members of T stand, and keeps one problem a
// field: the first found says what to do first.
func inOrder[T any](p fault.Problems) fault.Problems {
	root := reflect.TypeFor[T]()
	slices.SortStableFunc(p, func(a, b fault.Problem) int {
		return slices.Compare(position(root, a.Pointer), position(root, b.Pointer))
	})
	return slices.CompactFunc(p, func(a, b fault.Problem) bool { return a.Pointer == b.Pointer })
}

// position is the place of a pointer in the form: the index of the member at
// each depth.
func position(t reflect.Type, pointer string) (path []int) {
	for s := range strings.SplitSeq(pointer[1:], "/") {
		switch t.Kind() {
		case reflect.Slice:
			path, t = append(path, limit(s)), t.Elem()
		case reflect.Struct:
			for i := range t.NumField() {
				if f := t.Field(i); jsonName(f) == s {
					path, t = append(path, i), f.Type
					break
				}
			}
		}
	}
	return path
}
