package trace

import (
	"fmt"
	"io"
	"regexp"
	"strings"
)

// folioAlphabet has no two characters that can be taken for each other when
// read aloud, written by hand or stamped: no 0 1 5 8 B D G I O Q S V Z. It has
// 23, a prime, so the weighted check character finds every single wrong
// character and every swap of two neighbours.
const folioAlphabet = "234679ACEFHJKLMNPRTUWXY"

// Folio kinds: what the public number stands for.
const (
	RequestFolio = "RM" // rastreo en México: one firearm
	SeizureFolio = "AS" // aseguramiento: one seizure
)

// trainingPrefix marks every folio of a training world.
const trainingPrefix = "PRUEBA-"

var folioShape = regexp.MustCompile(`^(PRUEBA-)?(RM|AS)-(\d{4})-([2-9A-Y]{6})-([2-9A-Y])$`)

// NewFolio draws a folio such as RM-2026-7KXH4P-C. Prefix is "" in the live
// world and "PRUEBA-" in the training world. random yields the draw.
func NewFolio(random io.Reader, prefix, kind string, year int) (string, error) {
	body := make([]byte, 6)
	for i := 0; i < len(body); {
		var b [1]byte
		if _, err := io.ReadFull(random, b[:]); err != nil {
			return "", err
		}
		// 253 is 11 × 23: a byte above it would favour some characters.
		if b[0] < 253 {
			body[i] = folioAlphabet[int(b[0])%len(folioAlphabet)]
			i++
		}
	}
	return fmt.Sprintf("%s%s-%04d-%s-%c", prefix, kind, year, body, folioCheck(kind, year, string(body))), nil
}

// ParseFolio reads a folio as typed: any case, spaces for dashes or none.
// ok is false when it is not a folio or its check character disagrees.
func ParseFolio(typed string) (folio string, ok bool) {
	s := strings.ToUpper(strings.Join(strings.FieldsFunc(typed, func(r rune) bool { return r == ' ' || r == '-' || r == '–' }), ""))
	prefix := ""
	if rest, cut := strings.CutPrefix(s, trainingPrefix[:len(trainingPrefix)-1]); cut {
		prefix, s = trainingPrefix, rest
	}
	if len(s) != 13 {
		return "", false
	}
	folio = prefix + s[:2] + "-" + s[2:6] + "-" + s[6:12] + "-" + s[12:]
	m := folioShape.FindStringSubmatch(folio)
	if m == nil {
		return "", false
	}
	var year int
	fmt.Sscan(m[3], &year)
	return folio, folioCheck(m[2], year, m[4]) == m[5][0]
}

// FolioPrefix is what stands before the kind: "" in the live world.
func FolioPrefix(folio string) string {
	if strings.HasPrefix(folio, trainingPrefix) {
		return trainingPrefix
	}
	return ""
}

// FolioKey is the part of a folio people search by: the drawn characters
// and the check character.
func FolioKey(folio string) string {
	if len(folio) < 8 {
		return ""
	}
	tail := folio[len(folio)-8:]
	return tail[:6] + tail[7:]
}

// folioCheck is the weighted sum, modulo 23, of the kind, the year and the
// drawn characters.
func folioCheck(kind string, year int, body string) byte {
	sum := int(kind[0]) + year
	for i := range len(body) {
		sum += (i + 2) * strings.IndexByte(folioAlphabet, body[i])
	}
	return folioAlphabet[sum%len(folioAlphabet)]
}

// IsRequest tells whether a folio is a request's and not a seizure's.
func IsRequest(folio string) bool {
	return strings.HasPrefix(strings.TrimPrefix(folio, trainingPrefix), RequestFolio+"-")
}
