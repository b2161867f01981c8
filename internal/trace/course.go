package trace

import (
	"slices"
	"time"

	"rastreo/internal/catalog"
)

// Course is where a request stands, as whoever asked may know it. All of it is
// codes.
type Course struct {
	Stage   string    // catalog.Stage
	Waiting string    // catalog.Waiting
	Next    []string  // catalog.Next, in the order it is to be read
	DueAt   time.Time // zero while the clock stands still, and at the end
	Paused  time.Time // since when it stands still with time left
	Late    bool
}

// Course says where a request stands. asked is the link of the chain that has
// yet to answer, a contact kind, "" for none; paused is when the submitter was
// asked.
func (r Request) Course(asked string, paused, now time.Time) Course {
	c := Course{Stage: r.Status.stage(), Waiting: r.Waiting(asked), Late: r.Late(now)}
	if r.Status.Open() {
		c.DueAt = r.DueAt
	}
	if r.Status == Returned && r.DueAt.IsZero() {
		c.Paused = paused
	}
	c.Next = r.next(c)
	return c
}

// stage is how far a request of this status is.
func (s Status) stage() string {
	switch s {
	case Queued:
		return "turn"
	case Claimed, Returned:
		return "trace"
	case Concluded, Withdrawn:
		return "end"
	}
	return "received"
}

// Waiting is what a request waits for: where it is worked on, for the link of
// the chain that has yet to answer, for the second person who looks at its
// result, or for the tracer.
func (r Request) Waiting(asked string) string {
	switch r.Status {
	case Queued:
		return "turn"
	case Returned:
		return "answer"
	case Claimed:
		if r.Waits() {
			return "approval"
		}
		if catalog.ContactKind.Has(asked) {
			return asked
		}
		return "tracer"
	}
	return "nothing"
}

// Chased is the link of the chain that was asked last and has yet to answer,
// "" where all have answered.
func Chased(contacts []Contact) string {
	for _, c := range slices.Backward(contacts) {
		if c.AnsweredAt.IsZero() && c.StruckAt.IsZero() {
			return c.Kind
		}
	}
	return ""
}

// next is what happens next, or what whoever asked can do.
func (r Request) next(c Course) (next []string) {
	if c.Late && r.Status != Returned {
		next = append(next, "late")
	}
	switch r.Status {
	case Queued:
		return append(next, "turn", "ask", "result")
	case Claimed:
		return append(next, "chain", "ask", "result")
	case Returned:
		return append(next, "reply", "no_limit", "silence", "resume")
	case Withdrawn:
		return append(next, "kept", "anew")
	case Concluded:
		return append(next, afterwards[catalog.Family(r.Outcome)]...)
	}
	return next
}

// afterwards is what can be done once a trace has ended, by the family of its
// outcome.
var afterwards = map[string][]string{
	"traced":    {"lead", "reserved", "corrected"},
	"record":    {"closed", "reserved", "corrected"},
	"origin":    {"closed", "reserved", "corrected"},
	"requester": {"better", "corrected"},
}
