package firearm

import (
	"regexp"
	"strings"
	"unicode"
)

// FFL is a U.S. federal firearms license number in its usual form,
// R-DD-CCC-TT-YM-SSSSS: region, district, county, type, expiry, sequence.
type FFL string

// The regions 2 and 7 do not exist; the types are those a license can have;
// the expiry is a digit of the year and a month letter, A to M without I.
var fflShape = regexp.MustCompile(`^([1345689])(\d{2})(\d{3})(0[1236789]|1[01])(\d[A-HJ-M])(\d{5})$`)

// ParseFFL reads a license number with or without its dashes. code says what
// is wrong: ffl_length when it has not 15 characters, ffl_shape when a part
// cannot be.
func ParseFFL(typed string) (ffl FFL, code string) {
	s := strings.ToUpper(strings.Map(func(r rune) rune {
		if r == '-' || unicode.IsSpace(r) {
			return -1
		}
		return r
	}, typed))
	if len(s) != 15 {
		return "", "ffl_length"
	}
	m := fflShape.FindStringSubmatch(s)
	if m == nil {
		return "", "ffl_shape"
	}
	return FFL(strings.Join(m[1:], "-")), ""
}
