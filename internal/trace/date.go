package trace

import (
	"regexp"
	"time"
)

// Precisions of a date.
const (
	Day     = "day"
	Month   = "month"
	Year    = "year"
	Unknown = "unknown"
)

// dateShapes maps the length of an ISO 8601 date to its layout and precision.
var dateShapes = map[int]struct{ layout, precision string }{
	0: {"", Unknown}, 4: {"2006", Year}, 7: {"2006-01", Month}, 10: {time.DateOnly, Day},
}

// Precision tells how much of a checked date is known.
func Precision(date string) string { return dateShapes[len(date)].precision }

// Span returns the first and the last day a checked date can mean.
// ok is false for an unknown date.
func Span(date string) (first, last time.Time, ok bool) {
	shape := dateShapes[len(date)]
	first, err := time.Parse(shape.layout, date)
	if err != nil || date == "" {
		return first, first, false
	}
	switch shape.precision {
	case Year:
		return first, first.AddDate(1, 0, -1), true
	case Month:
		return first, first.AddDate(0, 1, -1), true
	}
	return first, first, true
}

var clock = regexp.MustCompile(`^([01]\d|2[0-3]):[0-5]\d$`)

// checkDate returns the code of what is wrong with a date typed with this
// precision, or "". A date later than today cannot be.
func checkDate(date, precision string, today time.Time) string {
	first, _, ok := Span(date)
	if precision == Unknown {
		if date != "" {
			return "date_precision"
		}
		return ""
	}
	switch {
	case date == "":
		return "required"
	case !ok && dateLike.MatchString(date):
		return "date_calendar"
	case !ok:
		return "date_shape"
	case precision != "" && precision != Precision(date):
		return "date_precision"
	case first.Year() < 1900:
		return "date_old"
	case first.Format(time.DateOnly) > today.Format(time.DateOnly):
		return "date_future"
	}
	return ""
}

var dateLike = regexp.MustCompile(`^\d{4}(-\d{2}){0,2}$`)

// TimeToCrime returns the days from the first retail sale to the recovery.
// With a date known only to the month or year the two bounds differ. ok is
// false when a date is unknown or the sale cannot have come first.
func TimeToCrime(sold, recovered string) (least, most int, ok bool) {
	s1, s2, ok1 := Span(sold)
	r1, r2, ok2 := Span(recovered)
	if !ok1 || !ok2 || r2.Before(s1) {
		return 0, 0, false
	}
	days := func(from, to time.Time) int { return max(int(to.Sub(from).Hours()/24), 0) }
	return days(s2, r1), days(s1, r2), true
}

// shortMost is the most days from sale to recovery that count as short: three
// years, as the tracing center counts them.
const shortMost = 3 * 365

// Haste is what a time to crime says of how soon the firearm came to a crime.
type Haste string

// The hastes.
const (
	Short  Haste = "short"  // within three years, so that it may have been bought for it
	Long   Haste = "long"   // later
	Unsure Haste = "unsure" // the dates are not known so exactly
)

// HasteOf says of the bounds of a time to crime, in days, whether it is short.
func HasteOf(least, most int) Haste {
	switch {
	case most <= shortMost:
		return Short
	case least > shortMost:
		return Long
	}
	return Unsure
}
