package site

import (
	"cmp"
	"math"
	"strconv"
	"strings"

	"rastreo/internal/fault"
	"rastreo/internal/firearm"
	"rastreo/internal/gate"
	"rastreo/internal/i18n"
	"rastreo/internal/mx"
	"rastreo/internal/trace"
)

// typedLines says what the house makes of a part as it was typed, by the id
// of the line: a name as a record of the United States will have it, the
// point that was read, what lies at the postal code. A line with nothing to
// say is empty, so that whoever changes a text sees the old line go.
func (s *Site) typedLines(v *gate.Visit, p part, f trace.Filing) (map[string]string, error) {
	lines := map[string]string{}
	switch {
	case p.kind == placeKind:
		return lines, s.placeLines(v, lines, "recovered.place", f.Recovered.Place)
	case p.kind == peopleKind && p.n < len(f.People):
		w, at := f.People[p.n], "people["+strconv.Itoa(p.n)+"]"
		lines[ID(at+".name")+"-us"] = w.Name.Parts().US().String()
		for i, n := range w.Aliases {
			lines[ID(at+".aliases["+strconv.Itoa(i)+"]")+"-us"] = n.Parts().US().String()
		}
		return lines, s.placeLines(v, lines, at+".address", w.Address)
	}
	return lines, nil
}

func (s *Site) placeLines(v *gate.Visit, lines map[string]string, name string, l trace.Place) error {
	lines[ID(name)+"-point-read"] = pointRead(v.Say, l)
	area, err := s.postal(v, l.Country, l.PostalCode)
	lines[ID(name)+"-postal"] = area.line(v.Say)
	return err
}

// pointRead is the pair of numbers that was read from coordinates, with the
// hemispheres in words, so that a lost sign is seen.
func pointRead(say *i18n.Printer, l trace.Place) string {
	lat, long, ok := mx.ParsePoint(cmp.Or(l.Point, pointOf(l)))
	if !ok {
		return ""
	}
	return join(", ",
		degrees(lat, say.T("place.north", nil), say.T("place.south", nil)),
		degrees(long, say.T("place.east", nil), say.T("place.west", nil)))
}

// degrees is a coordinate with the side of zero it is on.
func degrees(v float64, above, below string) string {
	side := above
	if v < 0 {
		v, side = -v, below
	}
	shown := strconv.FormatFloat(math.Round(v*1e6)/1e6, 'f', -1, 64) // six decimals are the width of a hand
	return shown + "° " + side
}

// line is a postal area on one line, "" where nothing is known.
func (a postalArea) line(say *i18n.Printer) string {
	if a.Name == "" && len(a.Settlements) == 0 {
		return ""
	}
	country := mexico
	if a.Settlements == nil {
		country = unitedStates
	}
	city := a.Locality
	if city == a.Name {
		city = "" // as Reynosa in Reynosa
	}
	where := join(", ", city, a.Name, entidad(say, trace.Place{Country: country, Entidad: a.Entidad}))
	return join(": ", where, a.settlements())
}

// mostNamed is how many settlements a line names.
const mostNamed = 8

func (a postalArea) settlements() string {
	var names []string
	for _, x := range a.Settlements[:min(len(a.Settlements), mostNamed)] {
		names = append(names, join(" ", x.Note, x.Value))
	}
	if len(a.Settlements) > mostNamed {
		names = append(names, "…")
	}
	return strings.Join(names, ", ")
}

// doubtful puts what deserves a second look in a part as advice at its fields.
func doubtful(say *i18n.Printer, p part, f trace.Filing) (list []Advice) {
	for _, x := range p.mine(f.Tidy().Doubts()) {
		x = asPointed(x)
		name := x.Name()
		list = append(list, Advice{
			For: ID(name), Name: name, Code: x.Code, Severity: string(firearm.LookAgain),
			Title: say.T("severity."+string(firearm.LookAgain), nil), Text: say.Problem(x),
		})
	}
	return list
}

// asPointed leads a doubt about coordinates to the one field they are typed in.
func asPointed(x fault.Problem) fault.Problem {
	if at, ok := strings.CutSuffix(x.Pointer, "/latitude"); ok {
		x.Pointer = at + "/point"
	}
	return x
}
