package calendar

import "time"

// Nobody is told anything at night, by their own clock; and what waits for the
// day is told at the hour of the digest.
const (
	nightFalls = 21
	nightEnds  = 7
	digestHour = 8
)

// Night tells whether it is night somewhere at an instant: from 21:00 to 07:00.
func Night(at time.Time, zone *time.Location) bool {
	hour := at.In(zone).Hour()
	return hour >= nightFalls || hour < nightEnds
}

// Awake is the instant itself or, where that lies in the night, the end of that
// night, in UTC.
func Awake(at time.Time, zone *time.Location) time.Time {
	for Night(at, zone) {
		here := at.In(zone)
		day := here.Day()
		if here.Hour() >= nightFalls {
			day++
		}
		morning := time.Date(here.Year(), here.Month(), day, nightEnds, 0, 0, 0, zone)
		if !morning.After(at) { // the clock was set back, or a day left out
			morning = at.Add(time.Hour)
		}
		at = morning
	}
	return at.UTC()
}

// Digest is 08:00 by the clock of a zone of the first day after an instant on
// which offices are open, in UTC. A working day whose 08:00 is still to come is
// that day.
func (c *Calendar) Digest(after time.Time, zone *time.Location) time.Time {
	here := after.In(zone)
	for day := here.Day(); ; day++ {
		at := time.Date(here.Year(), here.Month(), day, digestHour, 0, 0, 0, zone)
		if at.After(after) && c.hours.IsWorkday(at) {
			return at.UTC()
		}
	}
}
