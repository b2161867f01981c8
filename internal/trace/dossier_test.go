package trace_test

import (
	"testing"

	"rastreo/internal/trace"
)

// Only a request that waits for an answer has a question to answer: one that
// was withdrawn meanwhile takes none.
func TestQuestionToAnswer(t *testing.T) {
	for _, s := range trace.Statuses {
		d := trace.Dossier{Request: trace.Request{Status: s}, Questions: []trace.Question{{Text: "¿?"}}}
		if got := d.Question() != nil; got != (s == trace.Returned) {
			t.Errorf("%s: a question to answer is %v", s, got)
		}
	}
}
