package trace

import (
	"strconv"

	"rastreo/internal/fault"
	"rastreo/internal/mx"
)

// Doubts lists what in a checked filing deserves a second look before it is
// sent: it is never a reason to refuse. Real documents break every rule of
// form, so a CURP, a postal code or a coordinate that looks wrong is kept.
func (f Filing) Doubts() (p fault.Problems) {
	f.Recovered.Place.doubts("/recovered/place", &p)
	for i, w := range f.People {
		if w.CURP != "" {
			if _, code := mx.ParseCURP(w.CURP); code != "" {
				p.Add(at("/people", i)+"/curp", code, nil)
			}
		}
		w.Address.doubts(at("/people", i)+"/address", &p)
	}
	return inOrder[Filing](p)
}

func (l Place) doubts(pointer string, p *fault.Problems) {
	if !l.mexican() {
		return
	}
	if code := mx.PostalAdvice(l.PostalCode, l.Entidad); code != "" {
		p.Add(pointer+"/postal_code", code, nil)
	}
	if l.Latitude != "" && !inMexico(l.Latitude, l.Longitude) {
		p.Add(pointer+"/latitude", "outside_mexico", nil)
	}
}

// inMexico tells whether a pair lies in the rectangle around Mexico, its
// islands and the sea between.
func inMexico(latitude, longitude Coordinate) bool {
	lat, err1 := strconv.ParseFloat(string(latitude), 64)
	long, err2 := strconv.ParseFloat(string(longitude), 64)
	return err1 == nil && err2 == nil && lat > 14 && lat < 33 && long > -119 && long < -86
}
