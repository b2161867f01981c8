package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"

	"rastreo/internal/gate"
)

// encode writes a value as the API writes everything: characters as they
// are, instants in RFC 3339 and UTC, a newline at the end.
func encode(value any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(value)
	return b.Bytes(), err
}

// send answers with a JSON document.
func send(v *gate.Visit, status int, kind string, value any) {
	b, err := encode(value)
	if err != nil {
		panic(err) // a document of ours that cannot be written is a fault of the program
	}
	v.Data(status, kind, b)
}

// reply answers with data.
func reply(v *gate.Visit, status int, value any) error {
	send(v, status, "application/json", value)
	return nil
}

// created answers that something was made, and where it is.
func (a *API) created(v *gate.Visit, path string, value any) error {
	v.Header("Location", a.Base+Root+path)
	return reply(v, http.StatusCreated, value)
}

// fresh answers a read with its strong ETag, or says that what the reader
// holds is still so. The tag depends on nothing but the bytes. Who compares
// keeps the answer themselves: no cache may (gate.headers). The rooms have
// recorded the read by then: asking again counts as reading.
func fresh(v *gate.Visit, value any) error {
	b, err := encode(value)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(b)
	tag := `"` + base64.RawURLEncoding.EncodeToString(sum[:15]) + `"`
	v.Header("ETag", tag)
	v.Header("Vary", "Accept-Language, Authorization")
	if matches(v.GetHeader("If-None-Match"), tag) {
		v.Status(http.StatusNotModified)
		v.Writer.WriteHeaderNow()
		return nil
	}
	v.Data(http.StatusOK, "application/json", b)
	return nil
}

// matches tells whether a list of tags names this one. Weak tags compare
// equal here (RFC 9110 §13.1.2).
func matches(list, tag string) bool {
	for one := range strings.SplitSeq(list, ",") {
		one = strings.TrimPrefix(strings.TrimSpace(one), "W/")
		if one == tag || one == "*" {
			return true
		}
	}
	return false
}

// next links to the page after this one, with the same filters (RFC 8288).
func (a *API) next(v *gate.Visit, cursor string) {
	if cursor == "" {
		return
	}
	q := v.Request.URL.Query()
	q.Set("cursor", cursor)
	v.Header("Link", "<"+v.Request.URL.Path+"?"+q.Encode()+`>; rel="next"`)
}
