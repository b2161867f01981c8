package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"unicode/utf8"

	"rastreo/internal/fault"
)

// The kinds of a JSON value, as an error names them.
const (
	object  = "object"
	array   = "array"
	text    = "string"
	number  = "number"
	boolean = "boolean"
	null    = "null"
)

// deepest is how far values may be nested: a filing needs six levels.
const deepest = 16

// whole returns a body that is one JSON object and nothing else. What cannot
// be read at all is a Malformed fault that says where.
func whole(body []byte) ([]byte, error) {
	body = bytes.TrimRight(bytes.TrimPrefix(body, mark), " \t\r\n")
	switch {
	case len(body) == 0:
		return nil, fault.New(fault.Malformed, "fault.json_empty", nil)
	case !json.Valid(body):
		return nil, broken(body)
	case (&reader{b: body}).kind() != object:
		return nil, fault.New(fault.Malformed, "fault.json_object", nil)
	case depth(body) > deepest:
		return nil, fault.New(fault.Malformed, "fault.json_deep", fault.Args{"limit": deepest})
	}
	return body, nil
}

// mark is the byte order mark that some editors begin a file with.
var mark = []byte("\ufeff")

// broken says at which line and column a body stops being JSON.
func broken(body []byte) error {
	var unread json.RawMessage
	at := len(body)
	if e, ok := errors.AsType[*json.SyntaxError](json.Unmarshal(body, &unread)); ok {
		at = min(max(int(e.Offset), 1), len(body))
	}
	before := body[:at-1]
	return fault.New(fault.Malformed, "fault.json", fault.Args{
		"line":   bytes.Count(before, []byte("\n")) + 1,
		"column": utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1,
	})
}

// depth is how far the values of a sound body are nested.
func depth(body []byte) (most int) {
	r := reader{b: body}
	for now := 0; r.i < len(body); {
		switch body[r.i] {
		case '"':
			r.skipText()
			continue
		case '{', '[':
			now++
			most = max(most, now)
		case '}', ']':
			now--
		}
		r.i++
	}
	return most
}

// reader goes through a body that is known to be sound JSON, value by value.
type reader struct {
	b []byte
	i int
}

// space skips white space, and the commas and colons between values.
func (r *reader) space() {
	for strings.IndexByte(" \t\r\n,:", r.b[r.i]) >= 0 {
		r.i++
	}
}

// kind is the kind of the value that comes next.
func (r *reader) kind() string {
	r.space()
	switch r.b[r.i] {
	case '{':
		return object
	case '[':
		return array
	case '"':
		return text
	case 't', 'f':
		return boolean
	case 'n':
		return null
	}
	return number
}

// more opens or goes on in an object or an array: it is false at the end,
// which it passes.
func (r *reader) more() bool {
	r.space()
	if c := r.b[r.i]; c == '}' || c == ']' {
		r.i++
		return false
	}
	return true
}

// raw returns the bytes of the next value and passes it.
func (r *reader) raw() []byte {
	kind, from := r.kind(), r.i
	switch kind {
	case text:
		r.skipText()
	case object, array:
		r.i++
		for r.more() {
			r.raw()
		}
	default:
		for r.i < len(r.b) && strings.IndexByte(" \t\r\n,:}]", r.b[r.i]) < 0 {
			r.i++
		}
	}
	return r.b[from:r.i]
}

func (r *reader) skipText() {
	for r.i++; r.b[r.i] != '"'; r.i++ {
		if r.b[r.i] == '\\' {
			r.i++
		}
	}
	r.i++
}

// text reads the next value, which is a string. Bytes that are not UTF-8, and
// halves of characters, become U+FFFD.
func (r *reader) text() string {
	raw := r.raw()
	if bytes.IndexByte(raw, '\\') < 0 && utf8.Valid(raw) {
		return string(raw[1 : len(raw)-1])
	}
	var s string
	_ = json.Unmarshal(raw, &s) // a sound string is always read
	return s
}
