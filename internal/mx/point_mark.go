package mx

import (
	"regexp"
	"strings"
)

// mark is one piece of a written point.
type mark struct {
	kind byte   // 9 number, - + sign, d m s degree signs, L label, H hemisphere, "," between
	text string // a number as Go writes it; N S E W for a label or a letter
}

// hyphened is the writing of degrees with hyphens: 25-58-48 N.
var hyphened = regexp.MustCompile(`(\d)-(\d{1,2})-(\d{1,2}(?:\.\d+)?) *([NSEWO])\b`)

// pointMarks cuts a text into at most 24 marks; a text that holds anything
// else is no point.
func pointMarks(text string, decimal byte) (out []mark, ok bool) {
	text = hyphened.ReplaceAllString(text, "$1 $2 $3 $4")
	for at := 0; at < len(text); {
		n, m := numberMark(text[at:], decimal)
		if n == 0 {
			n, m = signMark(text, at)
		}
		if n == 0 {
			n, m = wordMark(text[at:])
		}
		if n == 0 || len(out) > 24 {
			return nil, false
		}
		if m.kind != 0 {
			out = append(out, m)
		}
		at += n
	}
	return out, true
}

// numberMark reads digits with a decimal part.
func numberMark(rest string, decimal byte) (int, mark) {
	n := leadingDigits(rest)
	if n == 0 || n > 3 {
		return 0, mark{}
	}
	whole := rest[:n]
	if len(rest) == n || rest[n] != decimal {
		return n, mark{'9', whole}
	}
	part := leadingDigits(rest[n+1:])
	if part == 0 || part > 20 {
		return n, mark{'9', whole}
	}
	return n + 1 + part, mark{'9', whole + "." + rest[n+1:n+1+part]}
}

func leadingDigits(s string) int { return len(s) - len(strings.TrimLeft(s, "0123456789")) }

// signMark reads signs and what stands between. A minus right behind a digit
// could be a hyphen, and a point between digits is no pause.
func signMark(text string, at int) (int, mark) {
	behind := at > 0 && leadingDigits(text[at-1:]) > 0
	switch c := text[at]; c {
	case ' ', ':', '=':
		return 1, mark{}
	case '.':
		return count(!behind || leadingDigits(text[at+1:]) == 0), mark{}
	case '-', '+':
		return count(!behind), mark{kind: c}
	case '\'':
		return 1, mark{kind: 'm'}
	case '"':
		return 1, mark{kind: 's'}
	case ',', ';', '/', '|', '&':
		return 1, mark{kind: ','}
	}
	if strings.HasPrefix(text[at:], "°") {
		return len("°"), mark{kind: 'd'}
	}
	return 0, mark{}
}

// wordMark reads a letter of a hemisphere, a label, or a word that says only
// that coordinates are meant.
func wordMark(rest string) (int, mark) {
	n := len(rest) - len(strings.TrimLeft(rest, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
	word := rest[:n]
	if kind, ok := pointWords[word]; ok {
		return n, kind
	}
	return 0, mark{}
}

var pointWords = map[string]mark{
	"N": {'H', "N"}, "NORTE": {'H', "N"}, "NORTH": {'H', "N"}, "S": {'H', "S"}, "SUR": {'H', "S"}, "SOUTH": {'H', "S"},
	"E": {'H', "E"}, "ESTE": {'H', "E"}, "EAST": {'H', "E"}, "ORIENTE": {'H', "E"},
	"W": {'H', "W"}, "WEST": {'H', "W"}, "O": {'H', "W"}, "OESTE": {'H', "W"}, "PONIENTE": {'H', "W"},
	"LAT": {'L', "N"}, "LATITUD": {'L', "N"}, "LATITUDE": {'L', "N"},
	"LON": {'L', "E"}, "LONG": {'L', "E"}, "LNG": {'L', "E"}, "LONGITUD": {'L', "E"}, "LONGITUDE": {'L', "E"},
	"COORDENADA": {}, "COORDENADAS": {}, "COORD": {}, "COORDS": {}, "COORDINATES": {}, "UBICACION": {}, "LOCATION": {},
	"GPS": {}, "GRADOS": {}, "Y": {}, "AND": {},
}
