package mx

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"rastreo/internal/catalog"
)

// CURP is the population key of a person: letters of the name, date of birth,
// sex, entidad of birth, and a check digit. Only ParseCURP makes one; the zero
// CURP is none.
type CURP struct {
	text string // in its 18 capital characters

	// birth is the date of birth, "1993-04-11". Its century comes from position
	// 17: a digit for those born up to 1999, a letter from 2000 on.
	birth string
}

// Sex is the catalog code of the sex: H is male, M is female, X is nonbinary.
func (c CURP) Sex() string {
	if c.text == "" {
		return ""
	}
	return sexOf[c.text[10]]
}

var sexOf = map[byte]string{'H': "male", 'M': "female", 'X': "nonbinary"}

// ParseCURP reads a CURP however it was spaced or cased. The code says what is
// wrong: "curp_length", "curp_shape" (a letter where a digit belongs, or the
// reverse), "curp_entidad", "curp_date", "curp_word" (opens with a word that is
// never issued) or "curp_digit" (the check digit does not fit: one character is
// likely wrong). With curp_word and curp_digit the CURP is still returned,
// since what it says may help; with any other code it is the zero CURP.
func ParseCURP(s string) (CURP, string) {
	s = compact(s)
	if len([]rune(s)) != 18 {
		return CURP{}, "curp_length"
	}
	if !curpShape.MatchString(s) {
		return CURP{}, "curp_shape"
	}
	if _, ok := catalog.EntidadOfCURP(s[11:13]); !ok && s[11:13] != "NE" {
		return CURP{}, "curp_entidad"
	}
	c := CURP{text: s, birth: curpDate(s)}
	switch {
	case c.birth == "":
		return CURP{}, "curp_date"
	case forbidden[s[:4]]:
		return c, "curp_word"
	case s[17] != curpDigit(s[:17]):
		return c, "curp_digit"
	}
	return c, ""
}

var curpShape = regexp.MustCompile(`^[A-Z][AEIOUX][A-Z]{2}\d{6}[HMX][A-Z]{2}[B-DF-HJ-NP-TV-Z]{3}[0-9A-Z]\d$`)

// compact drops what people put between the characters of an identity number.
func compact(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -_.", r) {
			return -1
		}
		return r
	}, strings.ToUpper(Tidy(s)))
}

func curpDate(s string) string {
	century := "20"
	if s[16] <= '9' {
		century = "19"
	}
	return date(century + s[4:10])
}

// date turns YYYYMMDD into YYYY-MM-DD, or into nothing if no calendar has it.
func date(compact string) string {
	day, err := time.Parse("20060102", compact)
	if err != nil {
		return ""
	}
	return day.Format(time.DateOnly)
}

// curpDigit is the check digit of the first 17 characters: each character's
// place in the alphabet times 18 down to 2, the sum's last digit taken from ten.
func curpDigit(s string) byte {
	sum := 0
	for i := range 17 {
		sum += curpValue(s[i]) * (18 - i)
	}
	return byte('0' + (10-sum%10)%10)
}

// curpValue is the place of a character in 0-9A-NÑO-Z: the Ñ, which no CURP
// shows, still counts.
func curpValue(c byte) int {
	switch {
	case c <= '9':
		return int(c - '0')
	case c <= 'N':
		return int(c-'A') + 10
	}
	return int(c-'A') + 11
}

// forbidden is the list of four-letter openings that are never issued; the
// second letter becomes X (CURP rules, annex 2).
var forbidden = set(
	"BACA", "BAKA", "BUEI", "BUEY", "CACA", "CACO", "CAGA", "CAGO", "CAKA", "CAKO", "COGE", "COGI", "COJA", "COJE",
	"COJI", "COJO", "COLA", "CULO", "FALO", "FETO", "GETA", "GUEI", "GUEY", "JETA", "JOTO", "KACA", "KACO", "KAGA",
	"KAGO", "KAKA", "KAKO", "KOGE", "KOGI", "KOJA", "KOJE", "KOJI", "KOJO", "KOLA", "KULO", "LILO", "LOCA", "LOCO",
	"LOKA", "LOKO", "MAME", "MAMO", "MEAR", "MEAS", "MEON", "MIAR", "MION", "MOCO", "MOKO", "MULA", "MULO", "NACA",
	"NACO", "PEDA", "PEDO", "PENE", "PIPI", "PITO", "POPO", "PUTA", "PUTO", "QULO", "RATA", "ROBA", "ROBE", "ROBO",
	"RUIN", "SENO", "TETA", "VACA", "VAGA", "VAGO", "VAKA", "VUEI", "VUEY", "WUEI", "WUEY",
)

// Consistent compares the CURP with what was typed beside it and says what
// does not fit: "curp_surname1", "curp_surname2", "curp_given", "curp_birth",
// "curp_sex". What was left empty is not compared. Birth may be partial
// ("1993-04", "1993"); sex is a catalog code, and unknown fits everything.
func (c CURP) Consistent(name Parts, birth, sex string) []string {
	if c.text == "" {
		return nil
	}
	odd := c.oddLetters(name)
	if birth != "" && birth != "unknown" && !strings.HasPrefix(c.birth, birth) {
		odd = append(odd, "curp_birth")
	}
	if sex != "" && sex != "unknown" && sex != c.Sex() {
		odd = append(odd, "curp_sex")
	}
	return odd
}

// oddLetters holds the seven letters a name gives against those of the CURP.
func (c CURP) oddLetters(name Parts) (odd []string) {
	want := curpLetters(name)
	got := c.text[:4] + c.text[13:16]
	for _, part := range []struct {
		code string
		at   []int
	}{{"curp_surname1", []int{0, 1, 4}}, {"curp_surname2", []int{2, 5}}, {"curp_given", []int{3, 6}}} {
		if slices.ContainsFunc(part.at, func(i int) bool { return want[i] != '?' && want[i] != got[i] }) {
			odd = append(odd, part.code)
		}
	}
	return odd
}
