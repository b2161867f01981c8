package trace

import (
	"rastreo/internal/catalog"
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
	if e, ok := catalog.EntidadOfPostal(l.PostalCode); ok && l.Entidad != "" && l.Entidad != Unknown && e.Clave != l.Entidad {
		p.Add(pointer+"/postal_code", "postal_entidad", nil)
	}
	if l.Latitude != "" && !mx.InMexico(string(l.Latitude), string(l.Longitude)) {
		p.Add(pointer+"/latitude", "outside_mexico", nil)
	}
}
