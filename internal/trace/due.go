package trace

import (
	"time"

	"rastreo/internal/calendar"
)

// What a list can be narrowed to by when its requests must be done.
const (
	DueLate  = "late"  // their time has passed
	DueSoon  = "soon"  // it passes within the next four hours of the tracing center's office
	DueToday = "today" // it passes, or passed, on the day it is for whoever asks
	DueNone  = "none"  // the clock stands still: their submitter is asked
)

// Dues lists them in the order a form shows them.
var Dues = []string{DueLate, DueSoon, DueToday, DueNone}

// soonHours are how far ahead soon reaches: half of a day at the office.
const soonHours = 4 * time.Hour

// DueSpan is a part of what is due: from an instant, included, until another, or
// with None what has no due time. A zero until is no bound; the zero DueSpan is
// everything.
type DueSpan struct {
	From, Until time.Time
	None        bool
}

// DueSpanOf is the part of what is due that one of Dues means at a moment on the
// clock of whoever asks. Anything else means everything.
func DueSpanOf(due string, now time.Time) DueSpan {
	switch due {
	case DueLate:
		return DueSpan{Until: now}
	case DueSoon:
		return DueSpan{From: now, Until: calendar.UnitedStates.Add(now, soonHours)}
	case DueToday:
		day := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
		return DueSpan{From: day, Until: day.AddDate(0, 0, 1)}
	case DueNone:
		return DueSpan{None: true}
	}
	return DueSpan{}
}

// All tells whether nothing is left out.
func (s DueSpan) All() bool { return s == DueSpan{} }

// Has tells whether a request that must be done at an instant, or has none, is
// in it.
func (s DueSpan) Has(due time.Time) bool {
	switch {
	case s.All():
		return true
	case s.None || due.IsZero():
		return s.None && due.IsZero()
	}
	return !due.Before(s.From) && (s.Until.IsZero() || due.Before(s.Until))
}
