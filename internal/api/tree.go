package api

import (
	"bytes"
	"encoding/json"
	"errors"

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

// node is one JSON value as it stood in the body, members in their order.
type node struct {
	kind  string
	text  string   // of a string, or the digits of a number
	names []string // of an object's members
	parts []node   // values of the members, or the elements of an array
}

// parse reads a body, which must be one JSON object. What cannot be read at
// all is a Malformed fault that says where.
func parse(body []byte) (n node, err error) {
	body = bytes.TrimPrefix(body, []byte("\ufeff"))
	if len(bytes.TrimSpace(body)) == 0 {
		return n, fault.New(fault.Malformed, "fault.json_empty", nil)
	}
	var whole json.RawMessage
	if err := json.Unmarshal(body, &whole); err != nil {
		return n, broken(body, err)
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	if n, err = value(d, 0); err != nil {
		return n, err
	}
	if n.kind != object {
		return n, fault.New(fault.Malformed, "fault.json_object", nil)
	}
	return n, nil
}

// broken says at which line and column a body stops being JSON.
func broken(body []byte, err error) error {
	at := len(body)
	if e, ok := errors.AsType[*json.SyntaxError](err); ok {
		at = min(max(int(e.Offset), 1), len(body))
	}
	before := body[:max(at-1, 0)]
	return fault.New(fault.Malformed, "fault.json", fault.Args{
		"line":   bytes.Count(before, []byte("\n")) + 1,
		"column": len(bytes.Runes(before[bytes.LastIndexByte(before, '\n')+1:])) + 1,
	})
}

// value reads the next value of a body that is known to be JSON.
func value(d *json.Decoder, depth int) (n node, err error) {
	if depth > deepest {
		return n, fault.New(fault.Malformed, "fault.json_deep", fault.Args{"limit": deepest})
	}
	token, err := d.Token()
	if err != nil {
		return n, err
	}
	switch t := token.(type) {
	case json.Delim:
		return inside(d, t, depth)
	case string:
		return node{kind: text, text: t}, nil
	case json.Number:
		return node{kind: number, text: t.String()}, nil
	case bool:
		return node{kind: boolean}, nil
	}
	return node{kind: null}, nil
}

// inside reads what an opened object or array holds, and its end.
func inside(d *json.Decoder, open json.Delim, depth int) (n node, err error) {
	n.kind = array
	if open == '{' {
		n.kind = object
	}
	for d.More() {
		if n.kind == object {
			name, err := d.Token()
			if err != nil {
				return n, err
			}
			member, _ := name.(string) // the name of a member is always a string
			n.names = append(n.names, member)
		}
		part, err := value(d, depth+1)
		if err != nil {
			return n, err
		}
		n.parts = append(n.parts, part)
	}
	_, err = d.Token()
	return n, err
}
