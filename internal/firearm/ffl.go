package firearm

import (
	"regexp"
	"strings"
	"time"
	"unicode"

	"rastreo/internal/catalog"
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

// part is one of the six parts of a license that ParseFFL made.
func (f FFL) part(i int) string {
	parts := strings.Split(string(f), "-")
	if len(parts) != 6 {
		return ""
	}
	return parts[i]
}

// Region is the digit of the region that issued the license.
func (f FFL) Region() string { return f.part(0) }

// Type is the two digits of what the license is for.
func (f FFL) Type() string { return f.part(3) }

// County is the county of the license, in a state of two letters; it is none
// where the state is not given or has no such county.
func (f FFL) County(state string) (c catalog.County, ok bool) {
	code := f.part(2)
	if code == "" {
		return c, false
	}
	for _, c := range catalog.Counties(state) {
		if strings.HasSuffix(c.FIPS, code) {
			return c, true
		}
	}
	return c, false
}

// Key is what stays when a license is renewed: everything but its expiry.
func (f FFL) Key() string {
	if f.part(5) == "" {
		return ""
	}
	return f.part(0) + f.part(1) + f.part(2) + f.part(3) + f.part(5)
}

// RDS is the short form of a license: its first three and last five digits.
func (f FFL) RDS() string {
	if f.part(5) == "" {
		return ""
	}
	return f.part(0) + f.part(1) + f.part(5)
}

// months are the letters of the months, January to December.
const months = "ABCDEFGHJKLM"

// Expiry is the month in which the license ends, as 2027-06, in the year nearest
// to now that has its digit. It is "" where there is no license.
func (f FFL) Expiry(now time.Time) string {
	part := f.part(4)
	if len(part) != 2 {
		return ""
	}
	month := strings.IndexByte(months, part[1]) + 1
	year := now.Year() - now.Year()%10 + int(part[0]-'0')
	switch away := (year-now.Year())*12 + month - int(now.Month()); {
	case away > 60:
		year -= 10
	case away <= -60:
		year += 10
	}
	return time.Date(year, time.Month(month), 1, 0, 0, 0, 0, time.UTC).Format("2006-01")
}

// Expired tells whether the month in which the license ends is over.
func (f FFL) Expired(now time.Time) bool {
	end := f.Expiry(now)
	return end != "" && end < now.Format("2006-01")
}
