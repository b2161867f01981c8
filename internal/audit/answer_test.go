package audit_test

import (
	"testing"
	"time"

	"rastreo/internal/audit"
)

// What went out is read as it was written, and nothing else is read as that.
func TestAnswer(t *testing.T) {
	a := audit.Answer{Status: 200, In: 12, Out: 48_213, Took: 7*time.Millisecond + time.Microsecond}
	text := a.String()
	if text != "status=200 in=12 out=48213 ms=7" {
		t.Errorf("written as %q", text)
	}
	a.Took = 7 * time.Millisecond
	if got, ok := audit.ParseAnswer(text); !ok || got != a {
		t.Errorf("read as %+v %v", got, ok)
	}
	for _, other := range []string{"", "people narrative", "request-claim", text + " ", text + "x", "status=0200 in=1 out=1 ms=1"} {
		if got, ok := audit.ParseAnswer(other); ok {
			t.Errorf("%q is read as %+v", other, got)
		}
	}
}
