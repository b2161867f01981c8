package firearm

import (
	"bytes"
	"slices"
)

// What a character of a number may be when it is sought. Every character stands
// for those that look like it, but not at the ends, where letters are cut off
// and digits are not.
const (
	anyDigit  = "0123456789"
	anySymbol = anyDigit + "ACEFHJKMNPRTUWXY" + "BDGILQSVZ"
)

// Lengths of a key up to which a number is sought under every character, or
// under digits alone. Serial numbers are shorter.
const (
	soughtWhole = 15
	soughtShort = 30
)

// Cores lists, sorted, every core that a number may have which is one edit
// away from this one: a character changed, missing, added or swapped with the
// next, up to two characters that could not be read, or any number of
// characters taken for others that look alike. Where this number has up to two
// "?" they are tried instead. The list is bounded, some 500 for a usual number.
func Cores(serial string) []string {
	return CoresIn(serial, func([]byte) bool { return true })
}

// CoresIn lists those of Cores that may tells to be worth a look. may is asked
// some thousand times, about some core more than once, and must not keep what
// it is given.
func CoresIn(serial string, may func(core []byte) bool) []string {
	key := []byte(Key(serial))
	s := coreSet{may: may, found: map[string]bool{}}
	if len(coreTo(nil, key)) == 0 {
		return nil
	}
	s.add(key)
	switch bytes.Count(key, []byte("?")) {
	case 0:
		s.changed(key)
		s.longer(key)
		s.shorter(key)
		s.unread(key)
	case 1:
		s.crossed(key)
	case 2:
		s.filled(key)
	}
	s.readings(key)
	return s.sorted()
}

// coreSet gathers cores. core is room for the one that is looked at.
type coreSet struct {
	may   func([]byte) bool
	found map[string]bool
	core  []byte
}

// add notes the core of a key.
func (s *coreSet) add(key []byte) {
	if s.core = coreTo(s.core[:0], key); len(s.core) > 0 {
		s.note()
	}
}

// note notes the core in its room.
func (s *coreSet) note() {
	if s.may(s.core) && !s.found[string(s.core)] {
		s.found[string(s.core)] = true
	}
}

func (s *coreSet) sorted() []string {
	list := make([]string, 0, len(s.found))
	for c := range s.found {
		list = append(list, c)
	}
	slices.Sort(list)
	return list
}

// alphabet is what a character of a number as long as key may be.
func alphabet(key []byte) string {
	switch {
	case len(key) <= soughtWhole:
		return anySymbol + "?"
	case len(key) <= soughtShort:
		return anyDigit + "?"
	}
	return ""
}

// at tries every character in one place.
func (s *coreSet) at(key []byte, i int, with string) {
	was := key[i]
	for _, c := range []byte(with) {
		key[i] = c
		s.add(key)
	}
	key[i] = was
}

// changed tries one character changed, or swapped with the next.
func (s *coreSet) changed(key []byte) {
	for i := range key {
		s.at(key, i, alphabet(key))
		if i > 0 {
			key[i-1], key[i] = key[i], key[i-1]
			s.add(key)
			key[i-1], key[i] = key[i], key[i-1]
		}
	}
}

// longer tries one character more.
func (s *coreSet) longer(key []byte) {
	more := append([]byte{'?'}, key...)
	for i := range more {
		s.at(more, i, alphabet(key))
		if i < len(key) {
			more[i] = key[i] // the place moves on
		}
	}
}

// shorter tries one character less.
func (s *coreSet) shorter(key []byte) {
	less := slices.Clone(key[1:])
	for i := range key {
		s.add(less)
		if i < len(less) {
			less[i] = key[i]
		}
	}
}

// unread tries one character that somebody else could not read, with all that
// the ends may be taken for, and two.
func (s *coreSet) unread(key []byte) {
	if len(key) > soughtWhole {
		return
	}
	for i, was := range key {
		key[i] = '?'
		s.readings(key)
		for j := range i {
			s.at(key, j, "?")
		}
		key[i] = was
	}
}

// crossed tries each character where this number lacks one, with all that the
// ends may be taken for, and with another that somebody else could not read.
func (s *coreSet) crossed(key []byte) {
	hole := bytes.IndexByte(key, '?')
	for _, c := range []byte(alphabet(key)) {
		key[hole] = c
		s.add(key)
		s.readings(key)
		for i := range key {
			s.at(key, i, "?")
		}
	}
	key[hole] = '?'
}

// filled tries every two characters where two could not be read.
func (s *coreSet) filled(key []byte) {
	one, other := bytes.IndexByte(key, '?'), bytes.LastIndexByte(key, '?')
	for _, c := range []byte(anySymbol + "?") {
		key[one] = c
		s.at(key, other, anySymbol+"?")
	}
	key[one] = '?'
}

// ends is how many characters at either end are tried as letters.
const ends = 4

// readings tries the number with characters at its ends taken for letters or
// digits that look like them, which changes what is cut off.
func (s *coreSet) readings(key []byte) {
	whole := skeletonTo(nil, key)
	s.core = append(s.core[:0], bytes.TrimSuffix(whole, []byte("U5"))...)
	s.note()
	s.cut(key)
	if short, found := bytes.CutSuffix(key, []byte("US")); found {
		s.cut(short)
	}
}

func (s *coreSet) cut(key []byte) {
	back := slices.Clone(key)
	slices.Reverse(back)
	for _, from := range cuts(key) {
		for _, to := range cuts(back) {
			if end := len(key) - to; end-from >= coreLeast {
				s.core = skeletonTo(s.core[:0], key[from:end])
				s.note()
			}
		}
	}
}

// cuts lists where the letters that a key begins with may end, if what looks
// like a letter is one and what looks like a digit is one.
func cuts(key []byte) (at []int) {
	for i, c := range key[:min(len(key), ends+1)] {
		if bytes.IndexByte([]byte("ACEFHJKMNPRTUVWXY"), c) < 0 {
			at = append(at, i)
		}
		if bytes.IndexByte([]byte("3479?"), c) >= 0 {
			break
		}
	}
	return at
}
