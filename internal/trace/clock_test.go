package trace_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"rastreo/internal/calendar"
	"rastreo/internal/trace"
)

var priorities = []string{"urgent", "routine"}

// drawClock draws a clock, and the instant after which nothing happens to it.
func drawClock(t *rapid.T) (c trace.Clock, end time.Time) {
	at := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(rapid.IntRange(0, 5*365*24*3600).Draw(t, "start")) * time.Second)
	later := func(name string) time.Time {
		at = at.Add(time.Duration(rapid.IntRange(0, 10*24*3600).Draw(t, name)) * time.Second)
		return at
	}
	c.Start = at
	for range rapid.IntRange(0, 5).Draw(t, "pauses") {
		c.Pauses = append(c.Pauses, trace.Pause{From: later("from"), Until: later("until")})
	}
	return c, later("end")
}

// Whatever the pauses: what was spent until a request is due is what its
// priority gives, and the time of a pause is not in it.
func TestClockPauses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, _ := drawClock(t)
		for _, p := range priorities {
			due := c.Due(p)
			if got, want := c.Spent(p, due), gives(p); got != want {
				t.Fatalf("%s: %v were spent until it was due, not %v", p, got, want)
			}
			for _, pause := range c.Pauses {
				if got := c.Spent(p, pause.Until) - c.Spent(p, pause.From); got != 0 {
					t.Fatalf("%s: %v of a pause were counted", p, got)
				}
			}
		}
	})
}

func gives(priority string) time.Duration {
	if priority == "urgent" {
		return 24 * time.Hour
	}
	return 45 * time.Hour
}

// A pause moves what is due by the time it took from the center, no more and
// no less; one that begins after it was due moves nothing.
func TestClockMoves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, end := drawClock(t)
		for _, p := range priorities {
			due := c.Due(p)
			longer := trace.Clock{Start: c.Start, Pauses: append(slices.Clip(c.Pauses), trace.Pause{From: end, Until: end.Add(72 * time.Hour)})}
			got := longer.Due(p)
			if !due.After(end) && !got.Equal(due) {
				t.Fatalf("%s: due %v, and after a later pause %v", p, due, got)
			}
			if due.After(end) && worked(p, end.Add(72*time.Hour), got) != worked(p, end, due) {
				t.Fatalf("%s: %v were left before the pause, %v after it", p, worked(p, end, due), worked(p, end.Add(72*time.Hour), got))
			}
		}
	})
}

func worked(priority string, from, to time.Time) time.Duration {
	if priority == "urgent" {
		return to.Sub(from)
	}
	return calendar.UnitedStates.Between(from, to)
}

// What a request is due by rests on its life alone: another priority and back
// is as if nothing had been changed.
func TestClockPriority(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, end := drawClock(t)
		before := c.Due("routine")
		if u := c.Due("urgent"); u.Before(c.Start.Add(24 * time.Hour)) {
			t.Fatalf("urgent gives less than a day: %v", u)
		}
		c.Spent("urgent", end)
		if after := c.Due("routine"); !after.Equal(before) {
			t.Fatalf("%v, and %v after another priority", before, after)
		}
	})
}

// While the submitter is asked nothing is due, unless it was before.
func TestClockAsked(t *testing.T) {
	start := time.Date(2026, 11, 24, 15, 0, 0, 0, time.UTC) // a Tuesday, ten in the morning there
	day := 24 * time.Hour
	event := func(code trace.Code, after time.Duration) trace.Event {
		return trace.Event{Code: code, At: start.Add(after)}
	}
	for name, x := range map[string]struct {
		events []trace.Event
		urgent string
	}{
		"nothing asked":           {nil, "2026-11-25T15:00:00Z"},
		"asked":                   {[]trace.Event{event(trace.EventClaimed, time.Hour), event(trace.EventAsked, 2*time.Hour)}, ""},
		"asked when it was late":  {[]trace.Event{event(trace.EventAsked, 30*time.Hour)}, "2026-11-25T15:00:00Z"},
		"answered":                {[]trace.Event{event(trace.EventAsked, 2*time.Hour), event(trace.EventAnswered, 2*time.Hour+4*day)}, "2026-11-29T15:00:00Z"},
		"recalled":                {[]trace.Event{event(trace.EventAsked, 2*time.Hour), event(trace.EventRecalled, 3*time.Hour)}, "2026-11-25T16:00:00Z"},
		"asked twice, answered":   {[]trace.Event{event(trace.EventAsked, 2*time.Hour), event(trace.EventAnswered, 3*time.Hour), event(trace.EventAsked, 5*time.Hour), event(trace.EventAnswered, 10*time.Hour)}, "2026-11-25T21:00:00Z"},
		"answered without asking": {[]trace.Event{event(trace.EventAnswered, 3*time.Hour)}, "2026-11-25T15:00:00Z"},
	} {
		due := trace.ClockOf(start, x.events).Due("urgent")
		if due.IsZero() && x.urgent == "" {
			continue
		}
		if got := due.Format(time.RFC3339); got != x.urgent {
			t.Errorf("%s: due %s, want %s", name, got, x.urgent)
		}
	}
	if got := (trace.Clock{Start: start}).Due("routine").Format(time.RFC3339); got != "2026-12-02T15:00:00Z" {
		t.Errorf("routine, over Thanksgiving: due %s", got)
	}
}

// Five thousand guns of a vault, filed at once, do not bury what others and
// the same agency seize that week.
func TestTurn(t *testing.T) {
	now := time.Date(2026, 11, 24, 15, 0, 0, 0, time.UTC)
	file := func(last map[trace.Lane]time.Time, agency, recovered string, at time.Time) time.Time {
		r := trace.Request{AgencyID: agency, Recovered: recovered, FiledAt: at}
		r.Priority = "routine"
		lane := trace.LaneOf(r)
		turn := lane.Turn(trace.Clock{Start: at}.Due("routine"), last[lane])
		last[lane] = turn
		return turn
	}
	last := map[trace.Lane]time.Time{}
	var vault []time.Time
	for range 5000 {
		vault = append(vault, file(last, "A", "2009-05-02", now))
	}
	before := func(turn time.Time) (n int) {
		for _, v := range vault {
			if v.Before(turn) {
				n++
			}
		}
		return n
	}
	for _, x := range []struct {
		agency, recovered string
		after             time.Duration
		most              int
	}{
		{"B", "2026-11-23", time.Hour, 60},
		{"A", "2026-11-23", time.Hour, 60},
		{"B", "2026-11", 72 * time.Hour, 500},
		{"B", "2012", time.Hour, 60},
	} {
		turn := file(last, x.agency, x.recovered, now.Add(x.after))
		if n := before(turn); n > x.most {
			t.Errorf("%s of %s stands behind %d of the vault, at most %d may be before it", x.agency, x.recovered, n, x.most)
		}
	}
	if turn := file(last, "A", "2009", now.Add(time.Hour)); !turn.After(vault[4999]) {
		t.Error("one more of the vault passes the rest")
	}
}

// Turns of a lane never go back, keep their distance, and come before they are
// due never.
func TestTurnOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lane := trace.Lane{AgencyID: "A", Priority: "routine", Fresh: rapid.Bool().Draw(t, "fresh")}
		at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
		var last time.Time
		for range rapid.IntRange(1, 50).Draw(t, "n") {
			at = at.Add(time.Duration(rapid.IntRange(0, 3600).Draw(t, "after")) * time.Second)
			turn := lane.Turn(at, last)
			if turn.Before(at) || !last.IsZero() && turn.Sub(last) < time.Minute {
				t.Fatalf("due %v, last %v: %v", at, last, turn)
			}
			last = turn
		}
	})
}
