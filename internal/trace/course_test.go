package trace_test

import (
	"slices"
	"testing"
	"time"

	"rastreo/internal/catalog"
	"rastreo/internal/trace"
)

// Every status says how far it is, what it waits for and what comes next, in
// codes of the lists.
func TestCourse(t *testing.T) {
	now := time.Date(2026, 11, 28, 18, 0, 0, 0, time.UTC)
	due, past := now.Add(time.Hour), now.Add(-time.Hour)
	for _, c := range []struct {
		name    string
		request trace.Request
		asked   string
		want    trace.Course
	}{
		{"in the queue", trace.Request{Status: trace.Queued, DueAt: due}, "", trace.Course{
			Stage: "turn", Waiting: "turn", Next: []string{"turn", "ask", "result"}, DueAt: due,
		}},
		{"late in the queue, a link asked before", trace.Request{Status: trace.Queued, DueAt: past}, "dealer", trace.Course{
			Stage: "turn", Waiting: "turn", Next: []string{"late", "turn", "ask", "result"}, DueAt: past, Late: true,
		}},
		{"with a tracer", trace.Request{Status: trace.Claimed, DueAt: due}, "", trace.Course{
			Stage: "trace", Waiting: "tracer", Next: []string{"chain", "ask", "result"}, DueAt: due,
		}},
		{"a dealer asked", trace.Request{Status: trace.Claimed, DueAt: due}, "dealer", trace.Course{
			Stage: "trace", Waiting: "dealer", Next: []string{"chain", "ask", "result"}, DueAt: due,
		}},
		{"a second person looks at it", trace.Request{Status: trace.Claimed, DueAt: due, ReviewAt: past}, "dealer", trace.Course{
			Stage: "trace", Waiting: "approval", Next: []string{"chain", "ask", "result"}, DueAt: due,
		}},
		{"asked back with time left", trace.Request{Status: trace.Returned}, "dealer", trace.Course{
			Stage: "trace", Waiting: "answer", Next: []string{"reply", "no_limit", "silence", "resume"}, Paused: past,
		}},
		{"asked back too late", trace.Request{Status: trace.Returned, DueAt: past}, "", trace.Course{
			Stage: "trace", Waiting: "answer", Next: []string{"reply", "no_limit", "silence", "resume"}, DueAt: past, Late: true,
		}},
		{"traced", trace.Request{Status: trace.Concluded, DueAt: past, Outcome: "purchaser_identified"}, "", trace.Course{
			Stage: "end", Waiting: "nothing", Next: []string{"lead", "reserved", "corrected"},
		}},
		{"could be better", trace.Request{Status: trace.Concluded, Outcome: "insufficient_information"}, "", trace.Course{
			Stage: "end", Waiting: "nothing", Next: []string{"better", "corrected"},
		}},
		{"withdrawn", trace.Request{Status: trace.Withdrawn, DueAt: past}, "", trace.Course{
			Stage: "end", Waiting: "nothing", Next: []string{"kept", "anew"},
		}},
	} {
		got := c.request.Course(c.asked, past, now)
		if got.Stage != c.want.Stage || got.Waiting != c.want.Waiting || !slices.Equal(got.Next, c.want.Next) ||
			!got.DueAt.Equal(c.want.DueAt) || !got.Paused.Equal(c.want.Paused) || got.Late != c.want.Late {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

// Whatever the outcome, whoever asked is told what it is good for; and every
// code that a course can say has words.
func TestCourseCodes(t *testing.T) {
	said := map[string]bool{"late": true, "approval": true}
	for _, s := range trace.Statuses {
		for _, outcome := range catalog.Outcome.Codes() {
			for _, kind := range append(catalog.ContactKind.Codes(), "", "nobody") {
				c := trace.Request{Status: s, Outcome: outcome}.Course(kind, time.Time{}, time.Time{})
				if !catalog.Stage.Has(c.Stage) || !catalog.Waiting.Has(c.Waiting) || s != trace.Draft && len(c.Next) == 0 {
					t.Fatalf("%s, %s, %s: %+v", s, outcome, kind, c)
				}
				for _, code := range append(c.Next, c.Waiting, c.Stage) {
					said[code] = true
				}
			}
		}
	}
	for _, l := range []*catalog.List{catalog.Next, catalog.Waiting, catalog.Stage} {
		for _, code := range l.Codes() {
			if !said[code] {
				t.Errorf("%s.%s is never said", l.ListName(), code)
			}
		}
	}
}

// What is waited for is the link that was asked last and has not answered.
func TestChased(t *testing.T) {
	at := time.Unix(1, 0)
	maker, dealer := trace.Contact{Kind: "manufacturer"}, trace.Contact{Kind: "dealer"}
	said := trace.Contact{Kind: "wholesaler", AnsweredAt: at}
	for want, contacts := range map[string][]trace.Contact{
		"": {said}, "manufacturer": {maker, said}, "dealer": {maker, said, dealer},
	} {
		if got := trace.Chased(contacts); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
