package mx

import (
	"fmt"
	"regexp"
	"strings"
)

// RoadMark is a kilometre mark of a road (cadenamiento): kilometres and metres
// from where the road is measured.
type RoadMark struct{ Km, M int }

// String is the mark as an address writes it: "km 64+500".
func (m RoadMark) String() string { return fmt.Sprintf("km %d+%03d", m.Km, m.M) }

// roadMarkLine is a mark that somebody typed on its own ("64+500", "km 64.5")
// as an address writes it. Metres that nobody gave are not made up, and what
// cannot be read stands as typed.
func roadMarkLine(typed string) string {
	typed = Tidy(typed)
	text := typed
	if leadingDigits(typed) > 0 {
		text = "km " + typed
	}
	mark, ok := ParseRoadMark(text)
	switch {
	case !ok:
		return typed
	case mark.M == 0 && !strings.HasSuffix(text, "000"):
		return fmt.Sprintf("km %d", mark.Km)
	}
	return mark.String()
}

// ParseRoadMark finds the first kilometre mark in a description of a road:
// "km 64+500", "Km. 64 + 500", "kilómetro 64.5", "K.M. 64 más 500", "km 64".
// A distance ("a 64 km de Reynosa", "5 km 300 m") is no mark, and metres need
// three digits, since nobody can tell whether "64+5" is five metres or five
// hundred.
func ParseRoadMark(road string) (RoadMark, bool) {
	road = Tidy(road)
	for _, at := range roadMark.FindAllStringSubmatchIndex(road, -1) {
		if otherNumber.MatchString(road[at[1]:]) {
			continue
		}
		return RoadMark{number(group(road, at, 1)), number((group(road, at, 2) + group(road, at, 3) + "000")[:3])}, true
	}
	return RoadMark{}, false
}

// roadMark is the word, a number of up to four digits, and either + and three
// digits or a decimal part.
var roadMark = regexp.MustCompile(`(?i)(?:^|[^\pL])(?:k\.?\s?m\.?s?|kil[oó]metros?)[.:]?\s*(\d{1,4})` +
	`(?:\s*(?:\+|m[aá]s)\s*(\d{3})|[.,](\d{1,3}))?`)

// otherNumber is what may not follow: more of the same number, or metres.
var otherNumber = regexp.MustCompile(`(?i)^(?:\d|[.,]\d|\s*\+|\s*m[aá]s\s*\d|\s*m(?:ts?|etros?)?(?:[^\pL]|$))`)

func group(s string, at []int, n int) string {
	if at[2*n] < 0 {
		return ""
	}
	return s[at[2*n]:at[2*n+1]]
}

// number reads a few digits, which cannot fail.
func number(digits string) (n int) {
	for _, c := range digits {
		n = n*10 + int(c-'0')
	}
	return n
}
