package mx

import (
	"regexp"
	"strconv"
	"strings"
)

// maxPoint bounds the text of a point; a message with a link is far shorter.
const maxPoint = 2000

// ParsePoint reads the coordinates of one point as people paste them from a
// telephone: decimal degrees with point or comma, degrees with minutes and
// seconds under any kind of sign, hemisphere letters (O is oeste) and the
// words for latitude and longitude, a geo: address, a link of Google, Apple,
// Waze, Bing or OpenStreetMap, alone or in a message. Latitude comes first
// unless the text says otherwise or the number cannot be one.
//
// What can be read in two ways is not read: "25,98", or two whole numbers
// without a sign. A short link holds no coordinates and is not followed.
func ParsePoint(s string) (lat, long float64, ok bool) {
	if len(s) > maxPoint {
		return 0, 0, false
	}
	if links := mapLink.FindAllString(s, 8); links != nil {
		if point, ok := linkedPoint(links); ok {
			return point[0], point[1], true
		}
		s = mapLink.ReplaceAllString(s, " ")
	}
	if point, ok := writtenPoint(s); ok {
		return point[0], point[1], true
	}
	return 0, 0, false
}

// writtenPoint reads a point that is written out.
func writtenPoint(s string) (point [2]float64, ok bool) {
	text := pointSigns.Replace(" " + strings.ToUpper(Tidy(s)) + " ")
	a, okA := readPoint(text, '.')
	b, okB := readPoint(text, ',')
	switch {
	case okA && okB && a != b:
		return point, false
	case okA:
		return a, true
	case okB:
		return b, true
	}
	return buriedPoint(text)
}

// buriedPoint finds the only pair of decimal degrees in a sentence; each needs
// three decimals, so that no price or date is taken for one.
func buriedPoint(text string) (point [2]float64, ok bool) {
	found := decimalPair.FindAllStringSubmatch(text, 2)
	if len(found) != 1 {
		return point, false
	}
	return readPoint(" "+found[0][1]+" ", '.')
}

var decimalPair = regexp.MustCompile(`[^\pL\d.,+-](-?\d{1,3}\.\d{3,15}[,; ] ?-?\d{1,3}\.\d{3,15})\b`)

// FormatPoint writes a point so that ParsePoint reads the same: "25.98, -98.1".
// Six decimals, a hand's breadth, are the most it writes.
func FormatPoint(lat, long float64) string { return degreesText(lat) + ", " + degreesText(long) }

// degreesText keeps one decimal at least, which tells a coordinate from a
// whole number of anything.
func degreesText(v float64) string {
	text := strings.TrimRight(strconv.FormatFloat(v, 'f', 6, 64), "0")
	if strings.HasSuffix(text, ".") {
		text += "0"
	}
	return text
}

// pointSigns makes one of every kind of sign. Two single primes are a double
// one.
var pointSigns = strings.NewReplacer(
	"''", `"`, "′′", `"`, "’’", `"`, "´´", `"`, "‘‘", `"`,
	"″", `"`, "”", `"`, "“", `"`, "˝", `"`, "′", "'", "’", "'", "‘", "'", "´", "'", "`", "'", "ʹ", "'", "ʺ", `"`,
	"º", "°", "˚", "°", "ᵒ", "°", "−", "-", "–", "-", "—", "-", "‐", "-", "‑", "-",
	"(", " ", ")", " ", "[", " ", "]", " ", "Í", "I", "Ó", "O",
)

// readPoint reads a text that is a point and nothing else. The decimal sign is
// a point or a comma.
func readPoint(text string, decimal byte) (point [2]float64, ok bool) {
	marks, ok := pointMarks(text, decimal)
	if !ok {
		return point, false
	}
	at := halfway(marks)
	a, okA := readAngle(marks[:at])
	b, okB := readAngle(marks[at:])
	if !okA || !okB || !a.clear(b) {
		return point, false
	}
	return inOrder(a, b)
}
