package db

import (
	"bytes"
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"fmt"
)

// JSON is a value that a TEXT column holds as JSON. NULL is the zero value.
type JSON[T any] struct{ V T }

// AsJSON gives v as an argument of a statement.
func AsJSON[T any](v T) JSON[T] { return JSON[T]{v} }

// FromJSON gives v as a destination of Scan.
func FromJSON[T any](v *T) sql.Scanner { return document[T]{v} }

// Value is the compact JSON text.
func (j JSON[T]) Value() (driver.Value, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(j.V); err != nil {
		return nil, err
	}
	return string(bytes.TrimSuffix(b.Bytes(), []byte("\n"))), nil
}

// Scan decodes the text.
func (j *JSON[T]) Scan(v any) error { return document[T]{&j.V}.Scan(v) }

type document[T any] struct{ to *T }

// Scan decodes into a fresh value, so that nothing of the old one remains.
func (d document[T]) Scan(v any) error {
	var text []byte
	switch v := v.(type) {
	case nil:
	case string:
		text = []byte(v)
	case []byte:
		text = v
	default:
		return fmt.Errorf("db: %T is no JSON text", v)
	}
	var fresh T
	if len(text) > 0 {
		if err := json.Unmarshal(text, &fresh); err != nil {
			return err
		}
	}
	*d.to = fresh
	return nil
}
