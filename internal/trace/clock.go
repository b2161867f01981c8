package trace

import (
	"time"

	"rastreo/internal/calendar"
)

// Clock counts the time the tracing center has had for a request. It stands
// still while the submitter is asked. What is kept is when it started and
// stood still, never what is left: so another priority counts the same time
// anew by its own measure, and nothing that was paused is lost.
type Clock struct {
	Start  time.Time
	Pauses []Pause // one after the other
}

// Pause is while the submitter was asked. Until is zero while they still are.
type Pause struct{ From, Until time.Time }

// target is how much time a priority gives, and whose hours it counts by: nil
// is every hour of every day.
type target struct {
	time  time.Duration
	hours *calendar.Calendar
}

// An urgent trace is meant to be done within a day, whatever day it is. A
// routine one takes five working days at the tracing center, each of nine
// hours.
var targets = map[string]target{
	"urgent":  {24 * time.Hour, nil},
	"routine": {5 * 9 * time.Hour, calendar.UnitedStates},
}

// ClockOf is the clock of a request that was filed at an instant, as its
// events have stopped and started it.
func ClockOf(filed time.Time, events []Event) Clock {
	c := Clock{Start: filed}
	for _, e := range events {
		switch e.Code {
		case EventAsked:
			c.Pause(e.At)
		case EventRecalled, EventAnswered:
			c.Resume(e.At)
		}
	}
	return c
}

// Pause stops the clock, if it runs.
func (c *Clock) Pause(at time.Time) {
	if !c.Paused() {
		c.Pauses = append(c.Pauses, Pause{From: at})
	}
}

// Resume lets it run again, if it stands still.
func (c *Clock) Resume(at time.Time) {
	if c.Paused() {
		c.Pauses[len(c.Pauses)-1].Until = at
	}
}

// Late tells whether a request that is still worked on is past its time.
func (r Request) Late(now time.Time) bool {
	return r.Status.Open() && !r.DueAt.IsZero() && now.After(r.DueAt)
}

// Paused tells whether the clock stands still.
func (c Clock) Paused() bool {
	return len(c.Pauses) > 0 && c.Pauses[len(c.Pauses)-1].Until.IsZero()
}

// Due is when a request of this priority must be done: zero while the clock
// stands still with time left.
func (c Clock) Due(priority string) time.Time {
	t := targets[priority]
	from, left := c.Start, t.time
	for _, p := range c.Pauses {
		had := t.between(from, p.From)
		if had >= left {
			break
		}
		if p.Until.IsZero() {
			return time.Time{}
		}
		from, left = p.Until, left-had
	}
	return t.add(from, left)
}

// Spent is how much of its time a request of this priority has had by an
// instant.
func (c Clock) Spent(priority string, now time.Time) (had time.Duration) {
	t := targets[priority]
	from := c.Start
	for _, p := range c.Pauses {
		if !p.From.Before(now) {
			break
		}
		had += t.between(from, p.From)
		if from = p.Until; from.IsZero() {
			return had
		}
	}
	return had + t.between(from, now)
}

func (t target) add(at time.Time, d time.Duration) time.Time {
	if t.hours == nil {
		return at.Add(d)
	}
	return t.hours.Add(at, d)
}

func (t target) between(from, to time.Time) time.Duration {
	if t.hours == nil {
		return max(0, to.Sub(from))
	}
	return t.hours.Between(from, to)
}
