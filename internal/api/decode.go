package api

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"reflect"
	"strings"

	"rastreo/internal/fault"
)

// body reads the whole body of a request that must carry JSON. Its size is
// bounded by the gate, whose error passes through.
func body(r *http.Request) ([]byte, error) {
	if !isJSON(r.Header) {
		return nil, fault.New(fault.Malformed, "fault.unsupported_media_type", nil)
	}
	b, err := io.ReadAll(r.Body)
	if _, large := errors.AsType[*http.MaxBytesError](err); err != nil && !large {
		return nil, fault.New(fault.Malformed, "fault.body_cut", nil)
	}
	return b, err
}

// isJSON tells whether the headers announce one body of JSON in UTF-8, not
// compressed.
func isJSON(h http.Header) bool {
	kind, args, err := mime.ParseMediaType(h.Get("Content-Type"))
	charset := strings.ToLower(args["charset"])
	coding := strings.ToLower(h.Get("Content-Encoding"))
	return err == nil && kind == "application/json" && (charset == "" || charset == "utf-8") &&
		(coding == "" || coding == "identity")
}

// decode reads a body into T, strictly: names match exactly, every member is
// known and of its type. When anything does not fit, the answer is one Invalid
// fault that lists all of it together with what check finds in the rest, in
// the order of T. When all fits nothing is checked: that is the room's work.
func decode[T any](b []byte, check func(T) error) (t T, err error) {
	if b, err = whole(b); err != nil {
		return t, err
	}
	f := filler{reader: reader{b: b}}
	f.fill(reflect.ValueOf(&t).Elem(), anyList)
	if len(f.problems) == 0 {
		return t, nil
	}
	var checked fault.Problems
	if check != nil {
		if found := fault.Of(check(t)); found != nil {
			checked = found.Problems
		}
	}
	return t, fault.Check(merge[T](f.problems, checked))
}
