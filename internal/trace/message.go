package trace

import (
	"reflect"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/fault"
)

// Message is what one side writes to the other about a request without stopping
// its clock. It is never changed or taken away.
type Message struct {
	ID        string    `json:"id"`
	RequestID string    `json:"-"`
	Text      string    `json:"text" validate:"required,max=2000" tidy:"lines"`
	Lang      string    `json:"lang"` // the writer's language, for the reader's sake
	By        string    `json:"-"`
	ByName    string    `json:"by,omitempty"`
	ByRole    string    `json:"role"`
	At        time.Time `json:"at"`
}

// Check tidies a typed message, or lists what is wrong with it.
func (m Message) Check() (Message, error) {
	tidy(reflect.ValueOf(&m).Elem(), "")
	return m, fault.Check(inOrder[Message](shape(m)))
}

// Thread is a page of the messages of a request, newest first, and the span of
// time it covers.
type Thread struct {
	Messages    []Message
	Next        string // the cursor of the page of older ones, "" at the end
	From, Until time.Time
	Private     bool // withheld from this reader
}

// Covers tells whether what happened at an instant belongs on this page.
func (t Thread) Covers(at time.Time) bool {
	return !at.Before(t.From) && (t.Until.IsZero() || at.Before(t.Until))
}

// Outside are messages as whoever asked may know them: who of the center wrote
// is the center's own affair.
func (t Thread) Outside() Thread {
	for i, m := range t.Messages {
		if account.Role(m.ByRole).Staff() {
			t.Messages[i].ByName = ""
		}
	}
	return t
}
