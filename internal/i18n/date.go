package i18n

import (
	"strconv"
	"time"
)

// Date writes a date that may be partial: 2026-03-05, 2026-03 or 2026, the
// month as a word because 02/11 means two days on the two sides of the border.
// "" is said to be unknown; anything that is no date comes back as it is.
func (p *Printer) Date(text string) string {
	switch {
	case text == "":
		return p.T("date.unknown", nil)
	case len(text) == len("2006"):
		return text
	case len(text) == len("2006-01"):
		if t, err := time.Parse("2006-01", text); err == nil {
			return p.T("date.month_year", map[string]any{"month": p.month(t), "year": t.Format("2006")})
		}
	default:
		if t, err := time.Parse(time.DateOnly, text); err == nil {
			return p.date(t)
		}
	}
	return text
}

// Day writes the date an instant falls on in the printer's zone.
func (p *Printer) Day(at time.Time) string { return p.date(at.In(p.zone)) }

// Clock writes the time of day of an instant in the printer's zone: 14:05.
func (p *Printer) Clock(at time.Time) string { return at.In(p.zone).Format("15:04") }

// Instant writes date, time of day and the place whose time it is. The zero
// instant is said to be unknown.
func (p *Printer) Instant(at time.Time) string {
	if at.IsZero() {
		return p.T("date.unknown", nil)
	}
	return p.T("date.instant", map[string]any{
		"date": p.Day(at), "time": p.Clock(at), "zone": p.place(at),
	})
}

// Span writes a length of time given in days: years of 365 days, and the rest
// in days. Tracing centers count the time to crime so.
func (p *Printer) Span(days int) string {
	const year = 365
	years := days / year
	if years <= 0 {
		return p.T("span.days", map[string]any{"n": days})
	}
	whole := p.T("span.years", map[string]any{"n": years})
	rest := days % year
	if rest == 0 {
		return whole
	}
	return p.T("span.both", map[string]any{"years": whole, "days": p.T("span.days", map[string]any{"n": rest})})
}

// SpanRange writes a length of time known only between two bounds, in days,
// both included.
func (p *Printer) SpanRange(least, most int) string {
	if least == most {
		return p.Span(least)
	}
	return p.T("span.range", map[string]any{"from": p.Span(least), "to": p.Span(most)})
}

// DayRange writes the same in days alone.
func (p *Printer) DayRange(least, most int) string {
	days := func(n int) string { return p.T("span.days", map[string]any{"n": n}) }
	if least == most {
		return days(least)
	}
	return p.T("span.range", map[string]any{"from": days(least), "to": days(most)})
}

func (p *Printer) date(t time.Time) string {
	return p.T("date.day", map[string]any{
		"day": strconv.Itoa(t.Day()), "month": p.month(t), "year": t.Format("2006"),
	})
}

func (p *Printer) month(t time.Time) string {
	return p.T("date.month."+strconv.Itoa(int(t.Month())), nil)
}
