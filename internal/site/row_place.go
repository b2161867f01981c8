package site

import (
	"strings"

	"rastreo/internal/catalog"
	"rastreo/internal/i18n"
	"rastreo/internal/trace"
)

func recoveryRows(r *rower, f trace.Recovery) []Row {
	r.add("recovered.date", dateSaid(r.say, f.Date, f.Precision))
	if f.Time != "" {
		r.add("recovered.time", f.Time)
	}
	r.place(f.Place)
	return r.rows
}

// dateSaid is a date in words; one that is said to be unknown differs from
// one that nobody gave.
func dateSaid(say *i18n.Printer, date, precision string) string {
	if date == "" && precision != trace.Unknown {
		return ""
	}
	return say.Date(date)
}

// place adds what was said of a place: the whole on one line as people there
// write it, then what a line leaves out or a reader looks for by itself.
func (r *rower) place(l trace.Place) {
	r.line("place.line", address(r.say, l).Line())
	if r.desk {
		r.line("place.us_line", onRecord(r.say, l))
	}
	if l.Country != "" && l.Country != mexico {
		r.add("place.country", name(r.say, catalog.Country, l.Country))
	}
	if l.Entidad != "" {
		r.add("place.entidad", entidad(r.say, l))
	}
	if l.Municipio != "" {
		r.add("place.municipio", municipio(r.say, l)).Lang = r.lang
	}
	r.said("place.reference", l.Reference)
	r.point(l)
}

// line adds what the house makes of something, under a label of its own.
func (r *rower) line(key, text string) {
	if text != "" {
		r.rows = append(r.rows, Row{Label: r.say.T(key, nil), Value: text, Lang: r.lang})
	}
}

// point adds coordinates as they were read, and as they were pasted where
// that says something else.
func (r *rower) point(l trace.Place) {
	read := join(", ", string(l.Latitude), string(l.Longitude))
	if read == "" && l.Point == "" {
		return
	}
	row := r.add("place.point", read)
	row.Mark, row.Note = true, pointRead(r.say, l)
	if read == "" {
		row.Value = l.Point
	} else if strings.TrimSpace(l.Point) != read && l.Point != "" {
		row.Note = join(" · ", row.Note, l.Point)
	}
}

// entidad is the state or province of a place in words.
func entidad(say *i18n.Printer, l trace.Place) string {
	if l.Country == unitedStates {
		return name(say, catalog.USState, l.Entidad)
	}
	return name(say, catalog.EntidadNames, l.Entidad)
}

func municipio(say *i18n.Printer, l trace.Place) string {
	if m, ok := catalog.MunicipioOf(l.Municipio); ok {
		return m.Name
	}
	return answered(say, l.Municipio)
}
