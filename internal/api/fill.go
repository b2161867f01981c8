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

// filler reads a body into a Go value and notes everything that does not fit:
// wrong types (type), members nobody knows (unknown_member), members given
// twice (duplicate_member), lists that are too long (max) and text that was
// not UTF-8 (utf8).
type filler struct {
	reader
	path     []string // names and numbers of where the reader is
	problems fault.Problems
}

// problem notes what does not fit where the reader is.
func (f *filler) problem(code string, args fault.Args) {
	var pointer strings.Builder
	for _, step := range f.path {
		pointer.WriteByte('/')
		pointer.WriteString(escape.Replace(step))
	}
	f.problems.Add(pointer.String(), code, args)
}

// fill reads the next value into v. What does not fit is passed over, and v
// stays at its zero value. A list may have most elements.
func (f *filler) fill(v reflect.Value, most int) {
	got, want := f.kind(), wanted(v)
	switch {
	case got != want && got == spare(v):
		f.alternative(v, got)
	case got != want:
		f.raw()
		f.problem("type", fault.Args{"expected": want, "got": got})
	case want == text:
		v.SetString(f.readable())
	case want == array:
		f.list(v, most)
	case v.Kind() == reflect.Map:
		f.values(v)
	default:
		f.members(v)
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
	if !v.Addr().Type().Implements(unmarshaler) {
		return ""
	}
	if v.Kind() == reflect.Struct {
		return text
	}
	return number
}

var unmarshaler = reflect.TypeFor[json.Unmarshaler]()

func (f *filler) alternative(v reflect.Value, got string) {
	from := f.i
	if got == text {
		f.readable()
	} else {
		f.raw()
	}
	own, ok := reflect.TypeAssert[json.Unmarshaler](v.Addr())
	if !ok || own.UnmarshalJSON(f.b[from:f.i]) != nil {
		f.problem("type", fault.Args{"expected": wanted(v), "got": got})
	}
}

// readable reads a text and reports one that held bytes which are not UTF-8:
// a name kept so is wrong for ever.
func (f *filler) readable() string {
	s := f.text()
	if strings.ContainsRune(s, utf8.RuneError) {
		f.problem("utf8", nil)
	}
	return s
}

// list reads no more elements than may be there: the rest is one problem.
func (f *filler) list(v reflect.Value, most int) {
	f.i++
	v.Set(reflect.MakeSlice(v.Type(), 0, 0))
	n := 0
	for ; f.more(); n++ {
		if n >= most {
			f.raw()
			continue
		}
		v.Grow(1)
		v.SetLen(n + 1)
		f.inside(strconv.Itoa(n), v.Index(n), anyList)
	}
	f.bound(n, most)
}

// inside fills what stands one step further down.
func (f *filler) inside(step string, v reflect.Value, most int) {
	f.path = append(f.path, step)
	f.fill(v, most)
	f.path = f.path[:len(f.path)-1]
}

func (f *filler) bound(n, most int) {
	if n > most {
		f.problem("max", fault.Args{"limit": strconv.Itoa(most), "items": true})
	}
}

func (f *filler) values(v reflect.Value) {
	v.Set(reflect.MakeMap(v.Type()))
	f.each(func(name string) {
		key := reflect.ValueOf(name)
		if v.MapIndex(key).IsValid() {
			f.refuse("duplicate_member", name)
			return
		}
		held := reflect.New(v.Type().Elem()).Elem()
		f.inside(name, held, anyList)
		v.SetMapIndex(key, held)
	})
}

// members reads an object. Of a member given twice the first counts, and the
// second is a problem, because readers disagree on it.
func (f *filler) members(v reflect.Value) {
	known := membersOf(v.Type())
	var seen uint64
	f.each(func(name string) {
		m, ok := known[name]
		bit := uint64(1) << m.index
		switch {
		case !ok:
			f.refuse("unknown_member", name)
		case seen&bit != 0:
			f.refuse("duplicate_member", name)
		default:
			seen |= bit
			f.inside(name, v.Field(m.index), m.most)
		}
	})
}

// refuse passes over a member that cannot be taken.
func (f *filler) refuse(code, name string) {
	f.raw()
	f.path = append(f.path, name)
	f.problem(code, fault.Args{"member": name})
	f.path = f.path[:len(f.path)-1]
}

// each visits the members of an object, as many as an object may have.
func (f *filler) each(visit func(name string)) {
	f.i++
	n := 0
	for ; f.more(); n++ {
		name := f.text()
		if n >= anyObject {
			f.raw()
			continue
		}
		visit(name)
	}
	f.bound(n, anyObject)
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
	kept, _ := shapes.Load(t)
	if known, ok := kept.(map[string]member); ok {
		return known
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
