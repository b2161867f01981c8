package calendar

import "time"

// Workday tells whether offices open on the day of an instant.
func (c *Calendar) Workday(at time.Time) bool { return c.hours.IsWorkday(at.In(c.zone)) }

// Open tells whether offices are open at an instant.
func (c *Calendar) Open(at time.Time) bool {
	at = at.In(c.zone)
	return c.Workday(at) && !at.Before(c.hours.WorkdayStart(at)) && at.Before(c.hours.WorkdayEnd(at))
}
