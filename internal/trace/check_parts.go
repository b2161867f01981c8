package trace

import (
	"math"
	"regexp"
	"strconv"
	"time"

	"rastreo/internal/catalog"
	"rastreo/internal/fault"
	"rastreo/internal/mx"
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

// need asks for what a place of recovery cannot do without: every published
// table of traces is by entidad, and a municipio tells one ranch from another.
func (l Place) need(pointer string, p *fault.Problems) {
	if l.Entidad == "" {
		p.Add(pointer+"/entidad", "required", nil)
	}
	if l.Municipio == "" && l.Entidad != Unknown {
		p.Add(pointer+"/municipio", "required", nil)
	}
}

func (l Place) mexican() bool { return l.Country == "" || l.Country == "MX" }

func (l Place) check(pointer string, p *fault.Problems) {
	switch {
	case l.mexican():
		l.checkMexican(pointer, p)
	case l.Country == "US" && l.Entidad != "" && l.Entidad != Unknown && !catalog.USState.Has(l.Entidad):
		p.Add(pointer+"/entidad", "us_state", nil)
	}
	l.checkCoordinates(pointer, p)
}

func (l Place) checkMexican(pointer string, p *fault.Problems) {
	entidad, known := catalog.EntidadOf(l.Entidad)
	if !known && l.Entidad != "" && l.Entidad != Unknown {
		p.Add(pointer+"/entidad", "entidad", nil)
	}
	if l.Municipio != "" && l.Municipio != Unknown {
		m, ok := catalog.MunicipioOf(l.Municipio)
		switch {
		case !ok:
			p.Add(pointer+"/municipio", "municipio", nil)
		case known && m.Entidad != entidad.Clave:
			p.Add(pointer+"/municipio", "municipio_entidad", nil)
		}
	}
}

func (l Place) checkCoordinates(pointer string, p *fault.Problems) {
	for _, c := range []struct {
		member string
		typed  Coordinate
		most   float64
	}{{"/latitude", l.Latitude, 90}, {"/longitude", l.Longitude, 180}} {
		if c.typed == "" {
			if l.Latitude+l.Longitude != "" {
				p.Add(pointer+c.member, "coordinate_pair", nil)
			}
			continue
		}
		if v, ok := mx.ParseDegrees(string(c.typed)); !ok || math.Abs(v) > c.most {
			p.Add(pointer+c.member, "coordinate", fault.Args{"limit": c.most})
		}
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
