package firearm

import (
	"bytes"
	"strings"
)

// looks gives characters that are taken for each other one symbol: O, Q and D
// for 0, I and L for 1, B for 8, S for 5, Z for 2, G for 6, V for U.
var looks = func() (table [256]byte) {
	for i := range table {
		table[i] = byte(i)
	}
	for letter, symbol := range map[byte]byte{
		'O': '0', 'Q': '0', 'D': '0', 'I': '1', 'L': '1', 'B': '8', 'S': '5', 'Z': '2', 'G': '6', 'V': 'U',
	} {
		table[letter] = symbol
	}
	return table
}()

// skeleton is a key with what looks alike made equal.
func skeleton(key string) string { return string(skeletonTo(nil, []byte(key))) }

func skeletonTo(to, key []byte) []byte {
	for _, c := range key {
		to = append(to, looks[c])
	}
	return to
}

const (
	coreLeast = 5  // what must remain when the letters at the ends are left out
	coreShort = 3  // legible characters without which a number says nothing
	coreLong  = 64 // characters beyond which it is no number
)

// Core is what a serial number is looked up by when it is sought under its
// misreadings: the skeleton of its key without the letters before and after,
// because prefix and suffix letters are what is left out most. A "?" stays. It
// is "" for a number with fewer than three legible characters or with more than
// 64.
//
// Letters are cut off before they are made digits: of SBR12345 and 12345 both
// have the core 12345, which they would not if S and B became 5 and 8 first.
// The price is that B12345 and 812345 have different cores. It is paid where
// one looks up (see Cores), not with a second row for every number.
func Core(serial string) string { return string(coreTo(nil, []byte(Key(serial)))) }

// coreTo appends the core of a key, or nothing.
func coreTo(to, key []byte) []byte {
	if len(key) > coreLong || len(key)-bytes.Count(key, []byte("?")) < coreShort {
		return to
	}
	if onFrame(key) {
		key = key[:len(key)-len("US")]
	}
	if from, end := middle(key); end-from >= coreLeast {
		key = key[from:end]
	}
	return skeletonTo(to, key)
}

// onFrame tells a number as Glock stamps it on the frame for the United States:
// two to four letters, three or four digits, US. A letter O is a zero here, and
// a "?" may be either.
func onFrame(key []byte) bool {
	body, ok := bytes.CutSuffix(key, []byte("US"))
	if !ok {
		return false
	}
	for letters := 2; letters <= 4; letters++ {
		if n := len(body) - letters; n >= 3 && n <= 4 && every(body[:letters], mayLetter) && every(body[letters:], mayDigit) {
			return true
		}
	}
	return false
}

func mayLetter(c byte) bool { return isLetter(c) || c == '0' || c == '?' }
func mayDigit(c byte) bool  { return isDigit(c) || c == '?' }

// middle is where a key is neither the letters it begins with nor those it ends
// with. A key of letters alone is all middle.
func middle(key []byte) (from, end int) {
	for from < len(key) && isLetter(key[from]) {
		from++
	}
	if from == len(key) {
		return 0, len(key)
	}
	for end = len(key); isLetter(key[end-1]); {
		end--
	}
	return from, end
}

// cutLetters cuts a key into the letters it begins with, the middle, and the
// letters it ends with.
func cutLetters(key string) (lead, mid, trail string) {
	from, end := middle([]byte(key))
	return key[:from], key[from:end], key[end:]
}

func notLetter(r rune) bool { return r < 'A' || r > 'Z' }

// legible counts the characters that could be read.
func legible(key string) int { return len(key) - strings.Count(key, "?") }
