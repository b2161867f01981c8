package trace

import (
	"regexp"
	"strconv"
	"time"

	"rastreo/internal/fault"
)

// at is the pointer to element i of a list.
func at(list string, i int) string { return list + "/" + strconv.Itoa(i) }

func (r Recovery) check(pointer string, now time.Time, p *fault.Problems) {
	if code := checkDate(r.Date, r.Precision, now); code != "" {
		p.Add(pointer+"/date", code, nil)
	}
	if r.Time != "" && !clock.MatchString(r.Time) {
		p.Add(pointer+"/time", "time_shape", nil)
	}
	r.Place.check(pointer+"/place", p)
	if r.Place.mexican() {
		r.Place.need(pointer+"/place", p)
	}
}

func (g Firearm) check(pointer string, p *fault.Problems) {
	needsText := g.Serial.Reading == "legible" || g.Serial.Reading == "partial" || g.Serial.Reading == "restamped"
	if needsText && g.Serial.Text == "" {
		p.Add(pointer+"/serial/text", "required", nil)
	}
	if g.Serial.Reading == "none" && g.Serial.Text != "" {
		p.Add(pointer+"/serial/text", "serial_none", nil)
	}
	if n, err := strconv.Atoi(g.Serial.Missing); g.Serial.Missing != "" && g.Serial.Missing != Unknown && (err != nil || n < 0 || n > 64) {
		p.Add(pointer+"/serial/missing", "count", nil)
	}
	if g.Year != "" && !IsAnswer(g.Year) && !year.MatchString(g.Year) {
		p.Add(pointer+"/year", "year", nil)
	}
	if _, ok := ParseFolio(g.SameAs); g.SameAs != "" && !ok {
		p.Add(pointer+"/same_as", "folio", nil)
	}
	if g.Priority == Urgent && g.Justification == "" {
		p.Add(pointer+"/justification", "required", nil)
	}
}

var year = regexp.MustCompile(`^(1[6-9]|20)\d\d$`)

// Priorities.
const (
	Urgent  = "urgent"
	Routine = "routine"
)

func (w Person) check(pointer string, now time.Time, p *fault.Problems) {
	if w.Birth.Date != "" || w.Birth.Precision != "" && w.Birth.Precision != Unknown {
		if code := checkDate(w.Birth.Date, w.Birth.Precision, now); code != "" {
			p.Add(pointer+"/birth/date", code, nil)
		}
	}
	w.Name.check(pointer+"/name", p)
	for i, n := range w.Aliases {
		n.check(at(pointer+"/aliases", i), p)
	}
	w.Address.check(pointer+"/address", p)
}

func (n Name) check(pointer string, p *fault.Problems) {
	if n.Surname2 != "" && (n.Surname2State == "none" || n.Surname2State == Unknown) {
		p.Add(pointer+"/surname2", "surname2_state", nil)
	}
	if n.Surname2 == "" && n.Surname2State == "given" {
		p.Add(pointer+"/surname2", "required", nil)
	}
}
