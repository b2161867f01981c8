package trace_test

import (
	"testing"

	"rastreo/internal/fault"
	"rastreo/internal/trace"
)

// Bytes that are not UTF-8 are reported wherever they are typed: kept, they
// would be wrong for ever.
func TestUnreadable(t *testing.T) {
	const broken = "n\xfamero"
	gun := good().Firearms[0]
	asked := trace.Question{Fields: []string{"serial.text"}}
	for pointer, check := range map[string]func() error{
		"/note": func() error {
			_, err := trace.Contact{Kind: "dealer", Name: "Armería", Note: broken}.CheckAsked(trace.Moment{}, now)
			return err
		},
		"/said": func() error {
			_, err := trace.Contact{Kind: "dealer", Name: "Armería"}.CheckAnswered(broken, trace.Moment{}, now)
			return err
		},
		"/text": func() error { _, err := trace.Question{Text: broken}.Check(); return err },
		"/values/serial.text": func() error {
			_, _, _, err := trace.Reply{Values: map[string]string{"serial.text": broken}}.Check(asked, gun)
			return err
		},
		"/purchaser/document": func() error {
			_, err := trace.Result{Outcome: "expired", Purchaser: trace.Purchaser{Document: broken}}.Check(now)
			return err
		},
	} {
		f := fault.Of(check())
		if f == nil || !has(f.Problems, pointer, "utf8") {
			t.Errorf("%s: %v", pointer, f)
		}
	}
}

func has(problems fault.Problems, pointer, code string) bool {
	for _, p := range problems {
		if p.Pointer == pointer && p.Code == code {
			return true
		}
	}
	return false
}
