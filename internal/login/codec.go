package login

import (
	"encoding/json"
	"fmt"
	"time"
)

// codec writes what a session remembers. Every page reads it, and the general
// codec of the library learns its own types anew each time.
type codec struct{}

// visit is a session as it is kept.
type visit struct {
	Until   time.Time `json:"until"`
	Account string    `json:"account,omitempty"`
	Seen    int64     `json:"seen,omitempty"`
	Fresh   bool      `json:"fresh,omitempty"`
	Proven  int64     `json:"proven,omitempty"`
}

// Encode writes the end of a session and its values.
func (codec) Encode(until time.Time, values map[string]any) ([]byte, error) {
	v := visit{Until: until}
	for key, value := range values {
		var ok bool
		switch key {
		case accountKey:
			v.Account, ok = value.(string)
		case seenKey:
			v.Seen, ok = value.(int64)
		case freshKey:
			v.Fresh, ok = value.(bool)
		case provenKey:
			v.Proven, ok = value.(int64)
		}
		if !ok {
			return nil, fmt.Errorf("login: session value %q of type %T", key, value)
		}
	}
	return json.Marshal(v)
}

// Decode reads them.
func (codec) Decode(b []byte) (time.Time, map[string]any, error) {
	var v visit
	if err := json.Unmarshal(b, &v); err != nil {
		return time.Time{}, nil, err
	}
	values := map[string]any{}
	if v.Account != "" {
		values[accountKey] = v.Account
	}
	if v.Seen != 0 {
		values[seenKey] = v.Seen
	}
	if v.Proven != 0 {
		values[provenKey] = v.Proven
	}
	if v.Fresh {
		values[freshKey] = true
	}
	return v.Until, values, nil
}
