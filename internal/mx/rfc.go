package mx

import (
	"regexp"
	"strings"
)

// RFC is the taxpayer number of a person (13 characters) or a company (12).
// Only ParseRFC makes one.
type RFC struct{ text string } // in capitals

// Generic says that the RFC is one of the two that stand for anybody: the
// public, or a foreigner.
func (r RFC) Generic() bool { return r.text == "XAXX010101000" || r.text == "XEXX010101000" }

// ParseRFC reads an RFC however it was spaced or cased. The code says what is
// wrong: "rfc_length", "rfc_shape", "rfc_date" or "rfc_digit". The last is no
// more than a hint, and the RFC is returned with it: about one issued RFC in
// seventy bears a digit that the published rule does not give.
func ParseRFC(s string) (RFC, string) {
	s = compact(s)
	letters := len([]rune(s)) - 9
	if letters != 3 && letters != 4 {
		return RFC{}, "rfc_length"
	}
	if !rfcShape.MatchString(s) {
		return RFC{}, "rfc_shape"
	}
	r := RFC{text: s}
	birth := string([]rune(s)[letters : letters+6])
	if date("19"+birth) == "" && date("20"+birth) == "" {
		return RFC{}, "rfc_date"
	}
	if !r.Generic() && rfcDigit(s) != s[len(s)-1] {
		return r, "rfc_digit"
	}
	return r, ""
}

// Consistent compares the RFC of a person with what was typed beside it:
// "rfc_name" where its letters do not come from the name, "rfc_birth" where
// its date is another. What was left empty is not compared, a birth may be
// partial ("1993-04"), and neither a company's RFC nor a generic one says
// anything about a person.
func (r RFC) Consistent(name Parts, birth string) (odd []string) {
	runes := []rune(r.text)
	if len(runes) != 13 || r.Generic() {
		return nil
	}
	if !rfcFits(string(runes[:4]), name) {
		odd = append(odd, "rfc_name")
	}
	if day := strings.ReplaceAll(birth, "-", ""); len(day) > 2 && digits(day) && !strings.HasPrefix(string(runes[4:10]), day[2:]) {
		odd = append(odd, "rfc_birth")
	}
	return odd
}

var rfcShape = regexp.MustCompile(`^[A-Z&Ñ]{3,4}\d{6}[A-Z0-9]{2}[0-9A]$`)

// rfcDigit is the check character: a company's number is filled with one space
// in front, each character's place times 13 down to 2, taken from eleven.
func rfcDigit(s string) byte {
	runes := []rune(s)
	if len(runes) == 12 {
		runes = append([]rune{' '}, runes...)
	}
	sum := 0
	for i, r := range runes[:12] {
		sum += strings.IndexRune(rfcAlphabet, r) * (13 - i)
	}
	return "0123456789A"[(11-sum%11)%11]
}

// rfcAlphabet puts the Ñ last, so that the place of every character is also its
// place in bytes.
const rfcAlphabet = "0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ"

// IsClaveElector says whether s has the form of the key on a voter card, which
// is all that can be said: the rule of its last digits is not public.
func IsClaveElector(s string) bool { return electorShape.MatchString(compact(s)) }

var electorShape = regexp.MustCompile(`^[A-Z]{6}\d{6}(0[1-9]|[12]\d|3[0-2]|8[78])[HMX]\d{3}$`)
