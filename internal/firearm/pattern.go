package firearm

import (
	"strings"
	"unicode"

	"rastreo/internal/mx"
)

// A serial pattern is written as the catalogue has it: @ stands for a letter,
// # for a digit, what is in parentheses may be left out, and everything else
// stands for itself. Separators may be left out or put anywhere.

// plain is a serial number as patterns see it: capitals and digits as stamped,
// letter O a letter, without separators; ? stays.
func plain(serial string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '?' {
			return r
		}
		return -1
	}, mx.Fold(serial))
}

// fits tells whether a plain serial number has the form of a pattern. A
// character that cannot be read, ?, fits everything.
func fits(pattern, s string) bool {
	for i := 0; i < len(pattern); i++ {
		c := pattern[i]
		switch {
		case c == '(':
			end := closing(pattern, i)
			return fits(pattern[i+1:end]+pattern[end+1:], s) || fits(pattern[end+1:], s)
		case !isSlot(c):
			continue // a separator
		case s == "" || !meets(c, s[0]):
			return false
		}
		s = s[1:]
	}
	return s == ""
}

// closing is where the parenthesis that opens at i is closed.
func closing(pattern string, i int) int {
	depth := 0
	for ; i < len(pattern); i++ {
		switch pattern[i] {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return len(pattern) - 1
}

func isSlot(c byte) bool { return c == '@' || c == '#' || isLetter(c) || isDigit(c) }

func isLetter(c byte) bool { return c >= 'A' && c <= 'Z' }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func meets(slot, c byte) bool {
	switch slot {
	case '@':
		return isLetter(c) || c == '?'
	case '#':
		return isDigit(c) || c == '?'
	}
	return slot == c || c == '?'
}

// fitsAny tells whether a serial number has the form of one of the patterns.
func fitsAny(patterns []string, serial string) bool {
	s := plain(serial)
	for _, p := range patterns {
		if fits(p, s) {
			return true
		}
	}
	return false
}

// Sample shows a pattern to people: AAA0000 for @@@####. What may be left out
// stays in parentheses.
func Sample(pattern string) string {
	return strings.NewReplacer("@", "A", "#", "0").Replace(pattern)
}

// samples shows several patterns.
func samples(patterns []string) string {
	all := make([]string, len(patterns))
	for i, p := range patterns {
		all[i] = Sample(p)
	}
	return strings.Join(all, ", ")
}

// alike are the characters that are taken for one another on worn steel, each
// with what it may be instead (Police Officer's Guide to Recovered Firearms).
var alike = map[byte]string{
	'O': "0DQ", '0': "ODQ", 'Q': "O0", 'D': "O0", 'I': "1L", '1': "IL", 'L': "1I", 'B': "8", '8': "B", 'S': "5", '5': "S",
	'Z': "2", '2': "Z", 'G': "6", '6': "G", 'U': "V", 'V': "U",
}

// spaced puts the separators of a serial number as typed back between the
// characters that were read in it.
func spaced(typed, read string) string {
	var b strings.Builder
	for _, r := range typed {
		switch {
		case plain(string(r)) == "":
			b.WriteRune(r)
		case read != "":
			b.WriteByte(read[0])
			read = read[1:]
		}
	}
	return b.String() + read
}

// reread changes as few characters as it can for others that look alike so
// that the serial number fits a pattern: at most two. A number longer than the
// pattern is not tried: there would be no end of pairs.
func reread(pattern, serial string, swap map[byte]string) (string, bool) {
	s := []byte(plain(serial))
	if len(s) > len(pattern) {
		return "", false
	}
	for i, c := range s {
		for _, a := range []byte(swap[c]) {
			s[i] = a
			if fits(pattern, string(s)) {
				return string(s), true
			}
			for j := i + 1; j < len(s); j++ {
				d := s[j]
				for _, b := range []byte(swap[d]) {
					if s[j] = b; fits(pattern, string(s)) {
						return string(s), true
					}
				}
				s[j] = d
			}
		}
		s[i] = c
	}
	return "", false
}
