package firearm

import (
	"strconv"
	"strings"
	"time"
)

// dateMissing: time to crime, and every table of Mexico, counts from the day of
// recovery (ATF F 3312.1, part VIII).
func dateMissing(s *sight) []Advice {
	if isAnswer(s.Recovered.Date) || s.Recovered.Precision == "unknown" {
		return advise("date_missing", LookAgain, "recovered.date")
	}
	return nil
}

// dateFuture: a request that contradicts itself comes back.
func dateFuture(s *sight) []Advice {
	if d, ok := s.recovered(); ok && d.After(s.today) {
		return advise("date_future", LikelyToFail, "recovered.date", "date", s.Recovered.Date)
	}
	return nil
}

// dateOld: few successful traces gave a lead where the firearm had been
// recovered years before (OIG I-2011-001).
func dateOld(s *sight) []Advice {
	if d, ok := s.recovered(); ok && d.Before(s.today.AddDate(-1, 0, 0)) {
		return advise("date_old", LookAgain, "recovered.date", "date", s.Recovered.Date)
	}
	return nil
}

// dateBeforeMade: nothing is recovered before its model was first made.
func dateBeforeMade(s *sight) []Advice {
	d, ok := s.recovered()
	if first := s.firstMade(); ok && first > 0 && d.Year() < first {
		return advise("date_before_made", LookAgain, "recovered.date", "date", s.Recovered.Date, "year", strconv.Itoa(first))
	}
	return nil
}

// entidadMissing: 344 of the 7,198 traces of 2008 could not be tied to a state
// of Mexico (GAO-09-709).
func entidadMissing(s *sight) []Advice {
	r := s.Recovered
	if r.Entidad == "" && (r.Country == "" || r.Country == "MX") {
		return advise("entidad_missing", LookAgain, "recovered.place.entidad")
	}
	return nil
}

// recovered is the last day on which the firearm may have been recovered.
func (s *sight) recovered() (time.Time, bool) {
	text := s.Recovered.Date
	for layout, more := range map[string][3]int{"2006-01-02": {}, "2006-01": {0, 1, -1}, "2006": {1, 0, -1}} {
		if len(text) != len(layout) {
			continue
		}
		d, err := time.ParseInLocation(layout, text, s.today.Location())
		if end := d.AddDate(more[0], more[1], more[2]); err == nil && d.Before(s.today) && end.After(s.today) {
			return s.today, true // this month or this year, not yet over
		} else if err == nil {
			return end, true
		}
	}
	return time.Time{}, false
}

// firstMade is the year before which the firearm cannot have been made, or 0.
func (s *sight) firstMade() int {
	if y, ok := year(s.Year); ok {
		return y
	}
	first := 0
	for i, m := range s.models {
		if m.First == 0 {
			return 0
		}
		if i == 0 || m.First < first {
			first = m.First
		}
	}
	return first
}

// year reads four digits that can be a year of manufacture.
func year(text string) (int, bool) {
	text = strings.TrimSpace(text)
	y, err := strconv.Atoi(text)
	return y, err == nil && len(text) == 4 && y >= 1850 && y < 2100
}
