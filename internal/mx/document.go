package mx

import "regexp"

// documentShape is the form of numbers that have no check digit, as wide as
// what is in use: the passport's one letter and eight digits or, of other
// series and countries, six to twelve letters and digits; the digits of a
// matrícula consular; a cartilla with its letter or without; seven or eight
// digits of a cédula profesional; the letters, date and figures of a CUIP.
var documentShape = map[string]*regexp.Regexp{
	"passport":           regexp.MustCompile(`^[A-Z0-9]{6,12}$`),
	"matricula_consular": regexp.MustCompile(`^[0-9]{6,10}$`),
	"cartilla":           regexp.MustCompile(`^[A-Z]?[0-9]{5,10}$`),
	"cedula_profesional": regexp.MustCompile(`^[0-9]{7,8}$`),
	"cuip":               regexp.MustCompile(`^[A-Z]{4}[0-9]{6}[A-Z0-9]{6,14}$`),
}

// nssAdvice says what is odd about a social security number: "nss_length"
// unless it is eleven digits, "nss_digit" where the last does not fit the rest
// by Luhn's rule, which one wrong or two turned digits cause.
func nssAdvice(number string) string {
	s := compact(number)
	switch {
	case len(s) != 11 || !digits(s):
		return "nss_length"
	case luhn(s)%10 != 0:
		return "nss_digit"
	}
	return ""
}

// luhn adds the digits, every second one from the right doubled and, past
// nine, less nine.
func luhn(s string) (sum int) {
	for i := range len(s) {
		d := int(s[len(s)-1-i] - '0')
		if i%2 == 1 {
			d *= 2
		}
		if d > 9 {
			d -= 9
		}
		sum += d
	}
	return sum
}

// electorAdvice says what is odd about a clave de elector: its form, or a date
// that no calendar has.
func electorAdvice(number string) string {
	if !IsClaveElector(number) {
		return "ine_shape"
	}
	birth := compact(number)[6:12]
	if date("19"+birth) == "" && date("20"+birth) == "" {
		return "ine_date"
	}
	return ""
}
