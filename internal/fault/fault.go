// Package fault holds the one error type of the house.
//
// A fault has a kind, which the gate turns into a status, and a key, which a
// door turns into a sentence in the reader's language. Whatever is no fault is
// internal: logged whole and shown to nobody.
package fault

import (
	"errors"
	"fmt"
	"strings"
)

// Kind says what went wrong in terms every door understands.
type Kind string

// The kinds, with the HTTP status the gate gives each.
const (
	Invalid         Kind = "invalid"         // 422
	Malformed       Kind = "malformed"       // 400: cannot be read at all
	Unauthenticated Kind = "unauthenticated" // 401
	Forbidden       Kind = "forbidden"       // 403: may see, may not do
	NotFound        Kind = "not_found"       // 404: also "may not see"
	Conflict        Kind = "conflict"        // 409
	Stale           Kind = "stale"           // 412
	TooLarge        Kind = "too_large"       // 413
	TooMany         Kind = "too_many"        // 429
	Unavailable     Kind = "unavailable"     // 503
	Internal        Kind = "internal"        // 500
)

// Kinds lists every kind, for tables that must cover them all.
var Kinds = []Kind{
	Invalid, Malformed, Unauthenticated, Forbidden, NotFound, Conflict, Stale,
	TooLarge, TooMany, Unavailable, Internal,
}

// Args fill the placeholders of a text. The argument "n" also picks the plural.
type Args map[string]any

// Error is a fault.
type Error struct {
	Kind     Kind
	Key      string // what to say: a locale key, which without its "fault." is the code of the JSON answer
	Args     Args
	Problems Problems
}

// New returns a fault.
func New(kind Kind, key string, args Args) error {
	return &Error{Kind: kind, Key: key, Args: args}
}

// Check returns nil when there are no problems, and one Invalid fault
// carrying them all otherwise.
func Check(p Problems) error {
	if len(p) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Key: "fault.fields", Args: Args{"n": len(p)}, Problems: p}
}

// Error is for logs: it names keys and fields, never sentences or values.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", e.Kind, e.Key)
	for _, p := range e.Problems {
		fmt.Fprintf(&b, "; %s: %s", p.Pointer, p.Code)
	}
	return b.String()
}

// Of returns the fault inside err, or an Internal one. Of(nil) is nil.
func Of(err error) *Error {
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e
	}
	return &Error{Kind: Internal, Key: "fault.internal"}
}

// Is tells whether err is a fault of this kind.
func Is(err error, kind Kind) bool {
	return err != nil && Of(err).Kind == kind
}
