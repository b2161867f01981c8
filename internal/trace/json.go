package trace

import (
	"encoding/json"
	"regexp"
)

// Coordinate is decimal degrees as typed. In JSON it may be a number or a
// string; what is a plain number goes out as a number.
type Coordinate string

// UnmarshalJSON takes a number or a string.
func (c *Coordinate) UnmarshalJSON(b []byte) error {
	var n json.Number
	if err := json.Unmarshal(b, &n); err == nil {
		*c = Coordinate(n.String())
		return nil
	}
	return json.Unmarshal(b, (*string)(c))
}

// plainNumber is what JSON writes as a number, with nothing around it.
var plainNumber = regexp.MustCompile(`^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$`)

// MarshalJSON writes a number where the text is one. Whatever else was typed
// stays text: a draft keeps it, and must be able to read it again.
func (c Coordinate) MarshalJSON() ([]byte, error) {
	if plainNumber.MatchString(string(c)) {
		return []byte(c), nil
	}
	return json.Marshal(string(c))
}

// UnmarshalJSON takes a marking as an object, or as its text alone.
func (m *Marking) UnmarshalJSON(b []byte) error {
	if b[0] == '"' {
		*m = Marking{}
		return json.Unmarshal(b, &m.Text)
	}
	type plain Marking
	return json.Unmarshal(b, (*plain)(m))
}

// UnmarshalJSON takes a name as an object, or as the full name alone.
func (n *Name) UnmarshalJSON(b []byte) error {
	if b[0] == '"' {
		*n = Name{}
		return json.Unmarshal(b, &n.Full)
	}
	type plain Name
	return json.Unmarshal(b, (*plain)(n))
}
