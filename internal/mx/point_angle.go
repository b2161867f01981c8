package mx

import (
	"math"
	"regexp"
	"strconv"
	"strings"
)

// angle is one coordinate with what the text says of it.
type angle struct {
	value float64
	axis  byte // 'N' a latitude, 'E' a longitude, 0 not said
	sure  bool // it has decimals, a sign, a mark or a letter: no bare whole number
}

// clear says that two numbers are coordinates beyond doubt.
func (a angle) clear(b angle) bool {
	return (a.axis == 0) == (b.axis == 0) && (a.axis == 0 || a.axis != b.axis) && (a.sure || b.sure)
}

// inOrder puts the latitude first: as the text says, or because only one of
// the two can be it.
func inOrder(a, b angle) (point [2]float64, ok bool) {
	if a.axis == 'E' || a.axis == 0 && math.Abs(a.value) > 90 {
		a, b = b, a
	}
	return [2]float64{a.value, b.value}, math.Abs(a.value) <= 90 && math.Abs(b.value) <= 180
}

// angleShape is the order of the marks of one coordinate: label, letter, sign,
// degrees with minutes and seconds, letter, label.
var angleShape = regexp.MustCompile(`^,?L?(H?[-+]?9d?(?:9m?(?:9s?)?)?H?)L?,?$`)

// readAngle reads the marks of one coordinate.
func readAngle(list []mark) (a angle, ok bool) {
	kinds := kindsOf(list)
	if !angleShape.MatchString(kinds) || strings.Count(kinds, "H")+strings.Count(kinds, "-")+strings.Count(kinds, "+") > 1 {
		return a, false
	}
	negative, unit := false, 1.0
	for _, m := range list {
		switch m.kind {
		case 'L', 'H':
			axis, west := axisOf(m.text)
			if a.axis != 0 && a.axis != axis {
				return a, false
			}
			a.axis, negative = axis, negative || west
		case '-':
			negative = true
		case '9':
			v, err := strconv.ParseFloat(m.text, 64)
			if err != nil || unit > 1 && (v >= 60 || a.value*unit/60 != math.Trunc(a.value*unit/60)) {
				return a, false
			}
			a.value, unit = a.value+v/unit, unit*60
		}
	}
	a.sure = kinds != "9" && kinds != ",9" && kinds != "9," || strings.Contains(textOf(list), ".")
	if negative {
		a.value = -a.value
	}
	return a, true
}

func kindsOf(list []mark) string {
	var b strings.Builder
	for _, m := range list {
		b.WriteByte(m.kind)
	}
	return b.String()
}

func textOf(list []mark) string {
	var b strings.Builder
	for _, m := range list {
		b.WriteString(m.text)
	}
	return b.String()
}

// axisOf says on which axis a letter lies and whether it is the negative side.
func axisOf(letter string) (axis byte, negative bool) {
	switch letter {
	case "S":
		return 'N', true
	case "W":
		return 'E', true
	}
	return letter[0], false
}

// halfway is where the second coordinate begins: at its label or letter, at
// the only comma, at a sign, at the number before a second degree sign, or at
// the middle of the numbers.
func halfway(list []mark) int {
	kinds := kindsOf(list)
	for _, k := range []string{"L", "H"} {
		if strings.Count(kinds, k) == 2 {
			if strings.HasPrefix(strings.Trim(kinds, ","), k) {
				return strings.LastIndex(kinds, k)
			}
			return strings.Index(kinds, k) + 1
		}
	}
	if strings.Count(kinds, ",") == 1 {
		return strings.Index(kinds, ",")
	}
	if at := strings.LastIndexAny(kinds, "+-"); at > 0 {
		return at
	}
	if strings.Count(kinds, "d") == 2 {
		return strings.LastIndex(kinds, "d") - 1
	}
	return middle(kinds)
}

// middle is where the second half of the numbers begins; an odd count has
// none.
func middle(kinds string) int {
	half, at := strings.Count(kinds, "9")/2, 0
	for i := range kinds {
		if kinds[i] != '9' {
			continue
		}
		if at == half {
			return i
		}
		at++
	}
	return 0
}
