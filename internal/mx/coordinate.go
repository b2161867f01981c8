package mx

import (
	"regexp"
	"strconv"
	"strings"

	"rastreo/internal/catalog"
)

// ParseDegrees reads one coordinate in decimal degrees as people type or paste
// it: "25.6866", "25,6866", "-100.3161°", "100.3161 W", "100.3161 O" (oeste).
// The range is not checked here: a latitude ends at 90, a longitude at 180.
func ParseDegrees(s string) (float64, bool) {
	found := degrees.FindStringSubmatch(strings.ToUpper(Tidy(s)))
	if found == nil {
		return 0, false
	}
	v, err := strconv.ParseFloat(found[2]+"."+found[3]+"0", 64)
	if err != nil {
		return 0, false
	}
	signed := found[1] != "" && found[1] != "+"
	if found[4] != "" && found[1] != "" {
		return 0, false // a sign and a letter would say the same twice, or not
	}
	if signed || strings.Contains("SWO", found[4]) && found[4] != "" {
		v = -v
	}
	return v, true
}

var degrees = regexp.MustCompile(`^([+\-−–]?) ?(\d{1,3})(?:[.,](\d{1,15}))?(?: ?°)? ?([NSEWO]?)$`)

// InMexico says whether a point (WGS 84, decimal degrees) lies in the box
// around Mexico, its islands included. Some of the United States, Guatemala and
// Belize lies in it too, so it can only show what is certainly wrong.
func InMexico(latitude, longitude float64) bool {
	return latitude >= 14.3 && latitude <= 32.8 && longitude >= -118.7 && longitude <= -86.5
}

// CoordinateAdvice says what is odd about a point that should lie in Mexico:
// "coordinate_sign" when the longitude lacks its minus, "coordinate_swapped"
// when latitude and longitude stand in each other's place,
// "coordinate_outside" when the point lies elsewhere. Empty is nothing odd.
func CoordinateAdvice(latitude, longitude float64) string {
	switch {
	case InMexico(latitude, longitude):
		return ""
	case InMexico(latitude, -longitude):
		return "coordinate_sign"
	case InMexico(longitude, latitude), InMexico(longitude, -latitude):
		return "coordinate_swapped"
	}
	return "coordinate_outside"
}

// PointAdvice says what is odd about a point that should lie in an entidad
// (INEGI key, or "" where it is not known): a code of CoordinateAdvice, or
// "coordinate_entidad" when the point lies in Mexico and far from there.
func PointAdvice(latitude, longitude float64, entidad string) string {
	if code := CoordinateAdvice(latitude, longitude); code != "" {
		return code
	}
	if e, ok := catalog.EntidadOf(entidad); ok && !e.Near(latitude, longitude) {
		return "coordinate_entidad"
	}
	return ""
}
