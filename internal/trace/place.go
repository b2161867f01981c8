package trace

import (
	"math"
	"reflect"
	"strings"

	"rastreo/internal/catalog"
	"rastreo/internal/fault"
	"rastreo/internal/mx"
)

// Place is a Mexican address, a stretch of road, a pair of coordinates, or
// a foreign address. In the United States entidad is the state's two
// letters, municipio the county in words, locality the city and
// postal_code the ZIP code.
type Place struct {
	Country        string     `json:"country,omitempty" validate:"omitempty,country"` // MX when left out
	Entidad        string     `json:"entidad,omitempty" validate:"max=64"`            // INEGI clave, 2 digits; or unknown
	Municipio      string     `json:"municipio,omitempty" validate:"max=128"`         // INEGI clave, 5 digits; or unknown
	Locality       string     `json:"locality,omitempty" validate:"max=128"`
	PostalCode     string     `json:"postal_code,omitempty" validate:"max=16"`
	SettlementType string     `json:"settlement_type,omitempty" validate:"omitempty,code=settlement_type"`
	Settlement     string     `json:"settlement,omitempty" validate:"max=128"`
	StreetType     string     `json:"street_type,omitempty" validate:"omitempty,code=street_type"`
	Street         string     `json:"street,omitempty" validate:"max=128"`
	Exterior       string     `json:"exterior,omitempty" validate:"max=32"`
	Interior       string     `json:"interior,omitempty" validate:"max=32"`
	Road           string     `json:"road,omitempty" validate:"max=256"` // Carretera Federal 2, tramo …, km 64+500
	RoadType       string     `json:"road_type,omitempty" validate:"omitempty,code=road_type"`
	RoadAdmin      string     `json:"road_admin,omitempty" validate:"omitempty,code=road_admin"`
	RoadToll       string     `json:"road_toll,omitempty" validate:"omitempty,code=road_toll"`
	RoadCode       string     `json:"road_code,omitempty" validate:"max=16"`     // 45D
	RoadStretch    string     `json:"road_stretch,omitempty" validate:"max=128"` // tramo: Reynosa–Río Bravo
	RoadMark       string     `json:"road_mark,omitempty" validate:"max=32"`     // kilometre and metres: 64+500
	RoadSide       string     `json:"road_side,omitempty" validate:"omitempty,code=road_side"`
	Between        []string   `json:"between,omitempty" validate:"max=2,dive,max=128"`
	Behind         string     `json:"behind,omitempty" validate:"max=128"` // the street at the back
	Reference      string     `json:"reference,omitempty" validate:"max=512"`
	Point          string     `json:"point,omitempty" validate:"max=512"`    // coordinates as pasted; latitude and longitude are read from it
	Latitude       Coordinate `json:"latitude,omitempty" validate:"max=32"`  // WGS 84, decimal degrees
	Longitude      Coordinate `json:"longitude,omitempty" validate:"max=32"` // WGS 84, decimal degrees
}

// tidy gives a place its default country, and codes for what was typed in
// words: "Distrito Federal", "delegación Cuauhtémoc", "EUA". Latitude and
// longitude are read from a pasted point where they were not given.
func (l Place) tidy() Place {
	l.Between = untailed(l.Between)
	if l.Country = country(l.Country); l.Country == "" && !reflect.ValueOf(l).IsZero() {
		l.Country = "MX"
	}
	if l.mexican() {
		l = l.coded()
	}
	if lat, long, ok := mx.ParsePoint(l.Point); ok && l.Latitude+l.Longitude == "" {
		north, east, _ := strings.Cut(mx.FormatPoint(lat, long), ", ")
		l.Latitude, l.Longitude = Coordinate(north), Coordinate(east)
	}
	return l
}

// country is the code of a country typed in words, or the text itself.
func country(typed string) string {
	if iso, ok := mx.FindCountry(typed); ok {
		return iso
	}
	return typed
}

func (l Place) coded() Place {
	if e, ok := mx.FindEntidad(l.Entidad); ok && !catalog.EntidadNames.Has(l.Entidad) {
		l.Entidad = e.Clave
	}
	if _, ok := catalog.MunicipioOf(l.Municipio); ok || l.Municipio == "" || !catalog.EntidadNames.Has(l.Entidad) {
		return l
	}
	if m, ok := mx.FindMunicipio(l.Entidad, l.Municipio); ok {
		l.Municipio = m.Clave
	}
	return l
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
	l.checkPoint(pointer, p)
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

// checkPoint asks for a pasted point that can be read.
func (l Place) checkPoint(pointer string, p *fault.Problems) {
	if _, _, ok := mx.ParsePoint(l.Point); l.Point != "" && !ok {
		p.Add(pointer+"/point", "point", nil)
	}
}

func (l Place) doubts(pointer string, p *fault.Problems) {
	if !l.mexican() {
		return
	}
	doubt(pointer+"/postal_code", mx.PostalAdvice(l.PostalCode, l.Entidad), p)
	if l.Road != "" && l.RoadMark == "" && !kilometre(l.Road) {
		p.Add(pointer+"/road", "road_mark", nil)
	}
	if l.RoadMark != "" && !kilometre(l.RoadMark) && !kilometre("km "+l.RoadMark) {
		p.Add(pointer+"/road_mark", "road_mark", nil)
	}
	lat, ok1 := mx.ParseDegrees(string(l.Latitude))
	long, ok2 := mx.ParseDegrees(string(l.Longitude))
	if ok1 && ok2 {
		doubt(pointer+l.pointMember(), mx.PointAdvice(lat, long, l.Entidad), p)
	}
}

func kilometre(text string) bool {
	_, ok := mx.ParseRoadMark(text)
	return ok
}

// pointMember is the field in which the reader typed the coordinates.
func (l Place) pointMember() string {
	if l.Point != "" {
		return "/point"
	}
	return "/latitude"
}
