package audit

import (
	"fmt"
	"time"
)

// Answer is what went out to a request under which something was recorded. It
// is an event of its own, [Sent], by the same request: how much goes out is not
// known before the first byte does, and by then the act is recorded.
type Answer struct {
	Status  int
	In, Out int64 // bytes of what was sent here, and of the answer, without their headers
	Took    time.Duration
}

const answerText = "status=%d in=%d out=%d ms=%d"

// String is the answer as it stands in the fields of its event.
func (a Answer) String() string {
	return fmt.Sprintf(answerText, a.Status, a.In, a.Out, a.Took.Milliseconds())
}

// ParseAnswer reads what String has written; ok is false where it is not that.
func ParseAnswer(text string) (a Answer, ok bool) {
	var took int64
	_, err := fmt.Sscanf(text, answerText, &a.Status, &a.In, &a.Out, &took)
	a.Took = time.Duration(took) * time.Millisecond
	return a, err == nil && a.String() == text
}
