package site

import (
	"time"

	"rastreo/internal/catalog"
	"rastreo/internal/i18n"
	"rastreo/internal/trace"
)

// Course is where a request stands, in the words of whoever asked.
type Course struct {
	Steps    []string // of a request's life
	At       int      // the present one
	Expected string   // when it is expected, or why that cannot be said; "" at the end
	Means    string   // what that date is
	Late     bool
	Waiting  string
	Next     []string
}

func courseOf(say *i18n.Printer, d trace.Dossier) Course {
	c := d.Course
	out := Course{Waiting: word(say, catalog.Waiting, c.Waiting), Late: c.Late, Expected: expected(say, d.Request.Priority, c)}
	for i, code := range catalog.Stage.Codes() {
		if code == c.Stage {
			out.At = i
		}
		out.Steps = append(out.Steps, word(say, catalog.Stage, code))
	}
	if d.Request.Status == trace.Withdrawn {
		out.Steps[out.At] = say.T("status.withdrawn", nil)
	}
	if out.Expected != "" {
		out.Means = say.T("course.means."+d.Request.Priority, nil)
	}
	for _, code := range c.Next {
		out.Next = append(out.Next, word(say, catalog.Next, code))
	}
	return out
}

// expected is when something is expected, as exactly as its priority deserves:
// of what is urgent hours count.
func expected(say *i18n.Printer, priority string, c trace.Course) string {
	at := func(t time.Time) map[string]any {
		if priority == trace.Urgent {
			return map[string]any{"at": say.Instant(t)}
		}
		return map[string]any{"at": say.Day(t)}
	}
	switch {
	case c.Late:
		return say.T("course.was", at(c.DueAt))
	case !c.DueAt.IsZero():
		return say.T("course.before", at(c.DueAt))
	case !c.Paused.IsZero():
		return say.T("course.paused", map[string]any{"at": say.Day(c.Paused)})
	}
	return ""
}
