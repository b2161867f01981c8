// Package mx knows what is peculiar to Mexico in names, identity numbers and
// places: two surnames, the CURP and the RFC, postal codes, road kilometres.
//
// Everything here is pure. Nothing alters what somebody typed: a text is
// tidied before it is kept (Tidy), and a key stands beside it for searching
// (Fold). A reading that fails gives a short stable code such as "curp_digit",
// which is advice for the reader and never a reason to refuse a filing: people
// without papers and papers with errors are both real.
package mx

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Tidy does to typed text all that may be done before it is kept: Unicode NFC,
// no control characters, no invisible or direction-changing characters, runs
// of white space as one space, none at the ends. Letter case is never touched.
// Bytes that are not UTF-8 become U+FFFD, so that a check can still see them.
func Tidy(s string) string {
	if isTidy(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	gap := false
	for _, r := range strings.ToValidUTF8(s, string(utf8.RuneError)) {
		switch {
		case unicode.IsSpace(r):
			gap = b.Len() > 0
			continue
		case unicode.IsControl(r), invisible(r):
			continue
		case gap:
			b.WriteByte(' ')
			gap = false
		}
		b.WriteRune(r)
	}
	return norm.NFC.String(b.String())
}

// isTidy sees in one pass that a plain text needs nothing.
func isTidy(s string) bool {
	last := byte(' ')
	for i := range len(s) {
		c := s[i]
		if c < ' ' || c >= 0x7f || c == ' ' && last == ' ' {
			return false
		}
		last = c
	}
	return last != ' ' || s == ""
}

// invisible tells the characters that change what a reader sees without being
// seen: direction marks and overrides, zero-width space, byte order mark. The
// joiners of scripts and emoji stay.
func invisible(r rune) bool {
	switch {
	case r == 0x061C, r == 0x200B, r == 0x200E, r == 0x200F, r == 0x2060, r == 0xFEFF:
		return true
	case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069:
		return true
	}
	return false
}

// Fold gives the search key of a text: capitals without accents, Ñ as N, full
// stops and apostrophes gone, dashes and other punctuation as space, single
// spaces. "Núñez-D’Amico, Mª." and "nunez damico ma" meet in one key.
//
// Folding twice is folding once. The signs ? & + # / and @ stay, since they
// tell marks and numbers apart. A Spanish collator would keep Ñ and N apart,
// which is right for sorting and wrong for finding.
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	gap := false
	for _, r := range s {
		switch f := foldRune(r); f {
		case "":
		case " ":
			gap = b.Len() > 0
		default:
			if gap {
				b.WriteByte(' ')
				gap = false
			}
			b.WriteString(f)
		}
	}
	return b.String()
}

// foldRune is what one character becomes: its plain capital or capitals, one
// space, or nothing. Decomposition goes character by character, and the marks
// whose order could matter are dropped, so a text folds as its characters do.
func foldRune(r rune) string {
	if int(r) < len(folded) {
		return folded[r]
	}
	return foldSlow(r)
}

// folded holds the answer for the Latin letters and the combining accents,
// which are all that names and places in Mexico are made of.
var folded = func() (table [0x370]string) {
	for r := range table {
		table[r] = foldSlow(rune(r))
	}
	return table
}()

func foldSlow(r rune) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToUpper(norm.NFKD.String(string(r)))) {
		switch class(r) {
		case keep:
			b.WriteRune(r)
		case space:
			return " "
		}
	}
	return b.String()
}

const (
	keep = iota
	space
	drop
)

// class says what folding does with a decomposed character.
func class(r rune) int {
	switch {
	case strings.ContainsRune("?&+#/@", r):
		return keep
	case strings.ContainsRune(".'’‘ʼʹ`^~", r), unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return drop
	case unicode.IsSpace(r), unicode.IsPunct(r), r < utf8.RuneSelf && unicode.IsSymbol(r):
		return space
	case unicode.IsControl(r):
		return drop
	}
	return keep
}

// CaseKey gives the key by which two typings of one case number meet:
// capitals without accents, every dash as "-", no space beside a dash or a
// slash and single spaces elsewhere. There is no national format to check.
func CaseKey(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(strings.ToUpper(norm.NFKD.String(Tidy(s)))) {
		switch {
		case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
			continue
		case unicode.IsSpace(r):
			gap = b.Len() > 0
			continue
		case unicode.Is(unicode.Pd, r), r == '−':
			r = '-'
		}
		if gap && !joint(r) && !joint(lastByte(&b)) {
			b.WriteByte(' ')
		}
		gap = false
		b.WriteRune(r)
	}
	return b.String()
}

func joint(r rune) bool { return r == '-' || r == '/' }

func lastByte(b *strings.Builder) rune { return rune(b.String()[b.Len()-1]) }
