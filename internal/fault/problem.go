package fault

import (
	"strconv"
	"strings"
)

// Problem is one thing wrong with one field.
type Problem struct {
	Pointer string // RFC 6901, into the document: /firearms/0/serial/text
	Code    string // stable reason: required, max, curp_digit
	Args    Args
}

// Problems lists problems in the order the form shows its fields.
type Problems []Problem

// Add appends a problem.
func (p *Problems) Add(pointer, code string, args Args) {
	*p = append(*p, Problem{pointer, code, args})
}

// Under returns the problems of everything below a pointer.
func (p Problems) Under(pointer string) (below Problems) {
	for _, x := range p {
		if x.Pointer == pointer || strings.HasPrefix(x.Pointer, pointer+"/") {
			below = append(below, x)
		}
	}
	return below
}

// Name is the HTML name of the field: firearms[0].serial.text.
func (p Problem) Name() string { return Name(p.Pointer) }

// Field is the dotted name the field's texts are keyed by: no indexes, and
// everything of a place or an address is place.<member>, because one
// set of words serves every address.
func (p Problem) Field() string { return Field(Name(p.Pointer)) }

// Name turns a pointer into an HTML name: /a/0/b is a[0].b.
func Name(pointer string) string {
	var b strings.Builder
	for s := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "~1", "/"), "~0", "~")
		if _, err := strconv.Atoi(s); err == nil && b.Len() > 0 {
			b.WriteString("[" + s + "]")
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('.')
		}
		b.WriteString(s)
	}
	return b.String()
}

// Pointer turns an HTML name into a pointer: a[0].b is /a/0/b.
func Pointer(name string) string {
	name = strings.ReplaceAll(strings.ReplaceAll(name, "]", ""), "[", ".")
	return "/" + strings.ReplaceAll(name, ".", "/")
}

// Field drops the indexes of an HTML name and folds places and addresses
// into one: people[1].address.street is place.street.
func Field(name string) string {
	var parts []string
	for s := range strings.SplitSeq(Pointer(name)[1:], "/") {
		if _, err := strconv.Atoi(s); err != nil {
			parts = append(parts, s)
		}
	}
	for i, s := range parts[:max(len(parts)-1, 0)] {
		if s == "place" || s == "address" {
			return strings.Join(append([]string{"place"}, parts[i+1:]...), ".")
		}
	}
	return strings.Join(parts, ".")
}
