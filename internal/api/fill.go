package api

import (
	"encoding/json"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"rastreo/internal/fault"
)

// filler reads a tree into a Go value and notes everything that does not fit:
// wrong types (type), members nobody knows (unknown_member), members given
// twice (duplicate_member), lists that are too long (max) and text that was
// not UTF-8 (utf8).
type filler struct{ problems fault.Problems }

// fill puts n where it belongs. What does not fit stays at its zero value.
func (f *filler) fill(n node, v reflect.Value, pointer string, most int) {
	want := wanted(v)
	switch {
	case n.kind != want && n.kind == spare(v):
		f.alternative(n, v, pointer)
	case n.kind != want:
		f.problems.Add(pointer, "type", fault.Args{"expected": want, "got": n.kind})
	case want == text:
		v.SetString(n.text)
		f.readable(n, pointer)
	case want == array:
		f.list(n, v, pointer, most)
	case v.Kind() == reflect.Map:
		f.values(n, v, pointer)
	default:
		f.members(n, v, pointer)
	}
}

// wanted is the JSON kind of a Go type. Bodies are made of text, lists,
// objects and maps from text to text.
func wanted(v reflect.Value) string {
	switch v.Kind() {
	case reflect.Struct, reflect.Map:
		return object
	case reflect.Slice:
		return array
	}
	return text
}

// spare is the other kind that a type with a reading of its own takes: an
// object may be said in one text, a text that is a number as a number.
func spare(v reflect.Value) string {
	if _, own := v.Addr().Interface().(json.Unmarshaler); !own {
		return ""
	}
	if v.Kind() == reflect.Struct {
		return text
	}
	return number
}

func (f *filler) alternative(n node, v reflect.Value, pointer string) {
	raw := []byte(n.text)
	if n.kind == text {
		raw, _ = json.Marshal(n.text) // a string always has a JSON form
		f.readable(n, pointer)
	}
	if own, ok := v.Addr().Interface().(json.Unmarshaler); !ok || own.UnmarshalJSON(raw) != nil {
		f.problems.Add(pointer, "type", fault.Args{"expected": wanted(v), "got": n.kind})
	}
}

// readable reports text that held bytes which are not UTF-8: the parser puts
// U+FFFD in their place, and a name kept so is wrong for ever.
func (f *filler) readable(n node, pointer string) {
	if strings.ContainsRune(n.text, utf8.RuneError) {
		f.problems.Add(pointer, "utf8", nil)
	}
}

// list reads no more elements than may be there: the rest is one problem.
func (f *filler) list(n node, v reflect.Value, pointer string, most int) {
	if len(n.parts) > most {
		f.problems.Add(pointer, "max", fault.Args{"limit": strconv.Itoa(most), "items": true})
		n.parts = n.parts[:most]
	}
	v.Set(reflect.MakeSlice(v.Type(), len(n.parts), len(n.parts)))
	for i, part := range n.parts {
		f.fill(part, v.Index(i), pointer+"/"+strconv.Itoa(i), anyList)
	}
}

func (f *filler) values(n node, v reflect.Value, pointer string) {
	v.Set(reflect.MakeMap(v.Type()))
	f.each(n, pointer, func(name, at string, part node) {
		held := reflect.New(v.Type().Elem()).Elem()
		f.fill(part, held, at, anyList)
		v.SetMapIndex(reflect.ValueOf(name), held)
	})
}

func (f *filler) members(n node, v reflect.Value, pointer string) {
	known := membersOf(v.Type())
	f.each(n, pointer, func(name, at string, part node) {
		m, ok := known[name]
		if !ok {
			f.problems.Add(at, "unknown_member", fault.Args{"member": name})
			return
		}
		f.fill(part, v.Field(m.index), at, m.most)
	})
}

// each visits the members of an object once: of a name given twice the first
// counts, and the second is a problem, because readers disagree on it.
func (f *filler) each(n node, pointer string, visit func(name, at string, part node)) {
	if len(n.names) > anyObject {
		f.problems.Add(pointer, "max", fault.Args{"limit": strconv.Itoa(anyObject), "items": true})
		n.names = n.names[:anyObject]
	}
	seen := map[string]bool{}
	for i, name := range n.names {
		at := pointer + "/" + escape.Replace(name)
		if seen[name] {
			f.problems.Add(at, "duplicate_member", fault.Args{"member": name})
			continue
		}
		seen[name] = true
		visit(name, at, n.parts[i])
	}
}

// escape writes a name as a step of a pointer (RFC 6901 §3).
var escape = strings.NewReplacer("~", "~0", "/", "~1")

// Bounds where the type sets none: nobody is told of ten thousand problems.
const (
	anyList   = 200
	anyObject = 100
)

// member is where a JSON member goes in a struct.
type member struct {
	index int
	most  int // elements, if it is a list
}

// shapes keeps what reflection found: map[string]member by reflect.Type.
var shapes sync.Map

// membersOf maps the names of a body's members to its fields. Names match
// exactly. The limit of a list is the one its rules say.
func membersOf(t reflect.Type) map[string]member {
	if known, ok := shapes.Load(t); ok {
		return known.(map[string]member)
	}
	known := map[string]member{}
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		if name == "-" || name == "" {
			continue
		}
		m := member{i, anyList}
		rules, _, _ := strings.Cut(t.Field(i).Tag.Get("validate"), "dive")
		if found := limit.FindStringSubmatch(rules); found != nil {
			m.most, _ = strconv.Atoi(found[1])
		}
		known[name] = m
	}
	shapes.Store(t, known)
	return known
}

var limit = regexp.MustCompile(`\bmax=(\d+)`)

// merge adds what a check found to what did not fit, leaving out what the
// check only found because something did not fit, in the order of T.
func merge[T any](misfit, checked fault.Problems) fault.Problems {
	all := slices.Clone(misfit)
	for _, p := range checked {
		caused := slices.ContainsFunc(misfit, func(m fault.Problem) bool {
			return p.Pointer == m.Pointer || m.Code == "type" && strings.HasPrefix(p.Pointer, m.Pointer+"/")
		})
		if !caused {
			all = append(all, p)
		}
	}
	root := reflect.TypeFor[T]()
	type placed struct {
		fault.Problem
		at []int
	}
	order := make([]placed, len(all))
	for i, p := range all {
		order[i] = placed{p, position(root, p.Pointer)}
	}
	slices.SortStableFunc(order, func(a, b placed) int { return slices.Compare(a.at, b.at) })
	for i, p := range order {
		all[i] = p.Problem
	}
	return all
}

// position is the place of a pointer in a body: the index of the member at
// each depth. Unknown members come after the known ones of their object.
func position(t reflect.Type, pointer string) (path []int) {
	for step := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		switch t.Kind() {
		case reflect.Slice:
			i, _ := strconv.Atoi(step)
			path, t = append(path, i), t.Elem()
		case reflect.Struct:
			m, ok := membersOf(t)[step]
			if !ok {
				return append(path, t.NumField())
			}
			path, t = append(path, m.index), t.Field(m.index).Type
		}
	}
	return path
}
