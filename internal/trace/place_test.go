package trace_test

import (
	"testing"

	"rastreo/internal/trace"
)

// Old and everyday names of places become today's codes; what nobody knows
// stays as typed, for the check to ask about.
func TestPlaceInWords(t *testing.T) {
	for _, c := range []struct{ typed, want trace.Place }{
		{
			trace.Place{Entidad: "Distrito Federal", Municipio: "delegación Cuauhtémoc"},
			trace.Place{Country: "MX", Entidad: "09", Municipio: "09015"},
		},
		{
			trace.Place{Country: "México", Entidad: "Tamps.", Municipio: "REYNOSA"},
			trace.Place{Country: "MX", Entidad: "28", Municipio: "28032"},
		},
		{
			trace.Place{Country: "EUA", Entidad: "TX", Municipio: "Hidalgo"},
			trace.Place{Country: "US", Entidad: "TX", Municipio: "Hidalgo"},
		},
		{
			trace.Place{Entidad: "28", Municipio: "unknown", Point: "25°59'10\"N 98°07'02\"W"},
			trace.Place{Country: "MX", Entidad: "28", Municipio: "unknown", Point: "25°59'10\"N 98°07'02\"W", Latitude: "25.986111", Longitude: "-98.117222"},
		},
		{
			trace.Place{Entidad: "Atlántida", Municipio: "28032", Point: "25.98, -98.1", Latitude: "19.4", Longitude: "-99.1"},
			trace.Place{Country: "MX", Entidad: "Atlántida", Municipio: "28032", Point: "25.98, -98.1", Latitude: "19.4", Longitude: "-99.1"},
		},
	} {
		f := good()
		f.Recovered.Place = c.typed
		if got := f.Tidy().Recovered.Place; !same(got, c.want) {
			t.Errorf("%+v became\n%+v, want\n%+v", c.typed, got, c.want)
		}
	}
}

func same(a, b trace.Place) bool {
	a.Between, b.Between = nil, nil
	return a.Country == b.Country && a.Entidad == b.Entidad && a.Municipio == b.Municipio &&
		a.Point == b.Point && a.Latitude == b.Latitude && a.Longitude == b.Longitude
}
