package api

import (
	"maps"
	"net/http"
	"strconv"
	"strings"

	"rastreo/internal/fault"
	"rastreo/internal/gate"
	"rastreo/internal/i18n"
)

// problem is an error as RFC 9457 wants it. Code is stable; title, detail and
// the details of errors are in the reader's language.
type problem struct {
	Type     string      `json:"type"`
	Title    string      `json:"title"`
	Status   int         `json:"status"`
	Detail   string      `json:"detail"`
	Instance string      `json:"instance"`
	Code     string      `json:"code"`
	Livemode bool        `json:"livemode"`
	Errors   []oneDetail `json:"errors,omitempty"`
}

// oneDetail is one thing wrong with the body, at a JSON Pointer.
type oneDetail struct {
	Pointer string     `json:"pointer"`
	Code    string     `json:"code"`
	Params  fault.Args `json:"params,omitempty"`
	Detail  string     `json:"detail"`
}

// mostErrors bounds an answer: a body that is wrong in more places than this
// is wrong in one way.
const mostErrors = 1000

// Answer tells a fault as a problem document. It is the gate's Answer.
func (a *API) Answer(v *gate.Visit, f *fault.Error, status int) {
	if status == http.StatusUnauthorized {
		v.Header("WWW-Authenticate", `Bearer realm="rastreo"`)
	}
	v.Header("Content-Language", v.Say.Tag())
	v.Header("Vary", "Accept-Language, Authorization")
	v.Header("Cache-Control", "no-store")
	code := Code(f)
	send(v, status, "application/problem+json", problem{
		Type: "urn:rastreo:problem:" + code, Title: v.Say.T(titles[f.Kind], nil), Status: status,
		Detail: v.Say.T(said(f.Key), f.Args), Instance: "urn:rastreo:request:" + v.ID,
		Code: code, Livemode: a.Live, Errors: details(v.Say, f.Problems),
	})
}

// Code is the stable code of a fault: its key, without the prefix that most
// keys share. fault.too_large is too_large, queue.empty stays.
func Code(f *fault.Error) string { return strings.TrimPrefix(f.Key, "fault.") }

// titles of the kinds.
var titles = map[fault.Kind]string{
	fault.Invalid:         "api.title.invalid",
	fault.Malformed:       "api.title.malformed",
	fault.Unauthenticated: "api.title.unauthenticated",
	fault.Forbidden:       "api.title.forbidden",
	fault.NotFound:        "api.title.not_found",
	fault.Conflict:        "api.title.conflict",
	fault.Stale:           "api.title.stale",
	fault.TooLarge:        "api.title.too_large",
	fault.TooMany:         "api.title.too_many",
	fault.Unavailable:     "api.title.unavailable",
	fault.Internal:        "api.title.internal",
}

// said is what is said to a program where pages speak of signing in and
// loading again.
func said(key string) string {
	switch key {
	case "fault.unauthenticated":
		return "api.unauthenticated"
	case "fault.not_found":
		return "api.not_found"
	case "fault.malformed":
		return "api.malformed"
	case "fault.internal":
		return "api.internal"
	}
	return key
}

// kinds of JSON values in words.
var kinds = map[string]string{
	object: "api.json.object", array: "api.json.array", text: "api.json.string",
	number: "api.json.number", boolean: "api.json.boolean", null: "api.json.null",
}

func details(say *i18n.Printer, all fault.Problems) (errors []oneDetail) {
	for _, p := range all[:min(len(all), mostErrors)] {
		errors = append(errors, oneDetail{p.Pointer, p.Code, params(p.Args), sentence(say, p)})
	}
	return errors
}

// params are what a reason needs, numbers as numbers.
func params(args fault.Args) fault.Args {
	out := maps.Clone(args)
	if typed, ok := out["limit"].(string); ok {
		if n, err := strconv.Atoi(typed); err == nil {
			out["limit"] = n
		}
	}
	delete(out, "items")
	return out
}

// sentence says one problem. Those of the body's shape are for programmers:
// they name the member by its pointer.
func sentence(say *i18n.Printer, p fault.Problem) string {
	switch p.Code {
	case "type":
		return say.T("v.type", fault.Args{
			"pointer":  p.Pointer,
			"expected": kind(say, p.Args["expected"]),
			"got":      kind(say, p.Args["got"]),
		})
	case "unknown_member":
		return say.T("v.unknown_member", fault.Args{"pointer": p.Pointer})
	case "duplicate_member":
		return say.T("v.duplicate_member", fault.Args{"pointer": p.Pointer})
	case "unknown_parameter":
		return say.T("v.unknown_parameter", fault.Args{"parameter": p.Args["parameter"]})
	case "parameter":
		return say.T("v.parameter", fault.Args{"parameter": p.Args["parameter"]})
	}
	return say.Problem(fault.Problem{Pointer: formPointer(p.Pointer), Code: p.Code, Args: p.Args})
}

// kind names a kind of JSON value.
func kind(say *i18n.Printer, of any) string {
	name, _ := of.(string)
	return say.T(kinds[name], nil)
}

// formPointer is where the form has what stands at a pointer: the values of
// an answer are the firearm's.
func formPointer(pointer string) string {
	if field, ok := strings.CutPrefix(pointer, "/values/"); ok {
		return "/firearms/" + strings.ReplaceAll(field, ".", "/")
	}
	return pointer
}
