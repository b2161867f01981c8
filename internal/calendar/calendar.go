// Package calendar knows when offices on the two sides of the border are
// open: their hours, and the days on which the law closes them.
package calendar

import (
	"time"
	_ "time/tzdata" // zones, where the machine has none

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/us"
)

// Calendar is one country's office hours: Monday to Friday, but not on a
// public holiday, by the clock of its capital. It may be used side by side.
type Calendar struct {
	zone  *time.Location
	hours *cal.BusinessCalendar
}

// The two calendars. The federal holidays of the United States are those of
// 5 USC 6103, with Friday or Monday instead where one falls on a weekend;
// Mexico's are those of article 74 of the Ley Federal del Trabajo, which knows
// no such day instead.
var (
	UnitedStates = office("America/New_York", 8*time.Hour, 17*time.Hour, us.Holidays)
	Mexico       = office("America/Mexico_City", 9*time.Hour, 18*time.Hour, mexican)
)

// mexican are the days of article 74, as reformed in 2006 and 2023. The ninth,
// the day of an election, is set anew by each electoral law and is not here.
var mexican = []*cal.Holiday{
	fixed(time.January, 1),
	monday(time.February, 1),
	monday(time.March, 3),
	fixed(time.May, 1),
	fixed(time.September, 16),
	{Month: time.October, Day: 1, Func: handover},
	monday(time.November, 3),
	fixed(time.December, 25),
}

func fixed(m time.Month, day int) *cal.Holiday {
	return &cal.Holiday{Month: m, Day: day, Func: cal.CalcDayOfMonth}
}

func monday(m time.Month, nth int) *cal.Holiday {
	return &cal.Holiday{Month: m, Weekday: time.Monday, Offset: nth, Func: cal.CalcWeekdayOffset}
}

// handover is the first of October of every sixth year since 2024, when the
// federal executive changes hands.
func handover(h *cal.Holiday, year int) time.Time {
	if year < 2024 || (year-2024)%6 != 0 {
		return time.Time{}
	}
	return cal.CalcDayOfMonth(h, year)
}

func office(zone string, opens, closes time.Duration, holidays []*cal.Holiday) *Calendar {
	where, err := time.LoadLocation(zone)
	if err != nil {
		panic(err) // the zones are in the binary
	}
	hours := cal.NewBusinessCalendar()
	hours.SetWorkHours(opens, closes)
	hours.AddHoliday(holidays...)
	return &Calendar{where, hours}
}

// Add is the instant by which offices will have been open for d since at, to
// the second and in UTC. Nothing is added to at where d is not positive.
func (c *Calendar) Add(at time.Time, d time.Duration) time.Time {
	return c.hours.AddWorkHours(second(at.In(c.zone)), d.Truncate(time.Second)).UTC()
}

// Between is how long offices were open from one instant to a later one, to
// the second. It is nothing where the second is not later.
func (c *Calendar) Between(from, to time.Time) time.Duration {
	from, to = second(from.In(c.zone)), second(to.In(c.zone))
	if !from.Before(to) {
		return 0
	}
	return c.hours.WorkHoursInRange(from, to)
}

// second cuts an instant: within the last second of a day parts of one would
// be counted backwards.
func second(t time.Time) time.Time { return t.Truncate(time.Second) }
