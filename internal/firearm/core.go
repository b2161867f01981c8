package firearm

import (
	"regexp"
	"slices"
	"strings"
)

// looks gives characters that are taken for each other one symbol: O, Q and D
// for 0, I and L for 1, B for 8, S for 5, Z for 2, G for 6, V for U.
var looks = strings.NewReplacer("O", "0", "Q", "0", "D", "0", "I", "1", "L", "1", "B", "8", "S", "5", "Z", "2", "G", "6", "V", "U")

// skeleton is a key with what looks alike made equal.
func skeleton(key string) string { return looks.Replace(key) }

// frame is a number as Glock stamps it on the frame for the United States.
var frame = regexp.MustCompile(`^[A-Z0?]{2,4}[0-9?]{3,4}US$`)

const (
	coreLeast = 5 // what must remain when the letters at the ends are left out
	coreShort = 3 // legible characters without which a number says nothing
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
func Core(serial string) string { return core(Key(serial)) }

func core(key string) string {
	if legible(key) < coreShort || len(key) > coreLong {
		return ""
	}
	if strings.HasSuffix(key, "US") && frame.MatchString(key) {
		key = strings.TrimSuffix(key, "US")
	}
	if _, middle, _ := cutLetters(key); len(middle) >= coreLeast {
		key = middle
	}
	return skeleton(key)
}

// cutLetters cuts a key into the letters it begins with, the middle, and the
// letters it ends with. A key of letters alone is all middle.
func cutLetters(key string) (lead, middle, trail string) {
	from := strings.IndexFunc(key, notLetter)
	if from < 0 {
		return "", key, ""
	}
	to := strings.LastIndexFunc(key, notLetter) + 1
	return key[:from], key[from:to], key[to:]
}

func notLetter(r rune) bool { return r < 'A' || r > 'Z' }

// legible counts the characters that could be read.
func legible(key string) int { return len(key) - strings.Count(key, "?") }

// Alphabets of keys: every character of a key stands for its class, so those
// that look like another are left out, but not at the ends of a number, where
// letters are cut off and digits are not.
const (
	tens    = "0123456789"
	symbols = tens + "ACEFHJKMNPRTUWXY"
	any36   = symbols + "BDGILQSVZ"
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
	key := Key(serial)
	if core(key) == "" {
		return nil
	}
	set := coreSet{}
	set.add(key)
	switch strings.Count(key, "?") {
	case 0:
		set.edited(key)
		set.unread(key)
	case 1:
		set.crossed(key)
	case 2:
		set.filled(key)
	}
	set.readings(key)
	return set.sorted()
}

// coreSet holds cores.
type coreSet map[string]bool

func (s coreSet) add(key string) {
	if c := core(key); c != "" {
		s[c] = true
	}
}

func (s coreSet) sorted() []string {
	list := make([]string, 0, len(s))
	for c := range s {
		list = append(list, c)
	}
	slices.Sort(list)
	return list
}

// alphabet is what a character of a number as long as key may be.
func alphabet(key string) string {
	switch {
	case len(key) <= soughtWhole:
		return any36 + "?"
	case len(key) <= soughtShort:
		return tens + "?"
	}
	return ""
}

// filled tries every two characters where two could not be read.
func (s coreSet) filled(key string) {
	one, other := strings.IndexByte(key, '?'), strings.LastIndexByte(key, '?')
	for _, c := range any36 + "?" {
		for _, d := range any36 + "?" {
			s.add(key[:one] + string(c) + key[one+1:other] + string(d) + key[other+1:])
		}
	}
}

// edited tries one edit at every place.
func (s coreSet) edited(key string) {
	with := alphabet(key)
	for i := range len(key) + 1 {
		for _, c := range with {
			s.add(key[:i] + string(c) + key[i:])
			if i < len(key) {
				s.add(key[:i] + string(c) + key[i+1:])
			}
		}
		if i < len(key) {
			s.add(key[:i] + key[i+1:])
		}
		if i+1 < len(key) {
			s.add(key[:i] + key[i+1:i+2] + key[i:i+1] + key[i+2:])
		}
	}
}

// unread tries two characters that somebody else could not read; one is an
// edit.
func (s coreSet) unread(key string) {
	if len(key) > soughtWhole {
		return
	}
	for i := range len(key) {
		for j := range i {
			s.add(key[:j] + "?" + key[j+1:i] + "?" + key[i+1:])
		}
	}
}

// crossed tries each character where this number lacks one, together with
// another that somebody else could not read.
func (s coreSet) crossed(key string) {
	hole := strings.IndexByte(key, '?')
	for _, c := range alphabet(key) {
		full := key[:hole] + string(c) + key[hole+1:]
		s.add(full)
		for i := range len(key) {
			s.add(full[:i] + "?" + full[i+1:])
		}
	}
}

// ends is how many characters at either end are tried as letters.
const ends = 4

// readings tries the number with characters at its ends taken for letters or
// digits that look like them, which changes what is cut off.
func (s coreSet) readings(key string) {
	s[strings.TrimSuffix(skeleton(key), "U5")] = true
	s.cut(key)
	if short, found := strings.CutSuffix(key, "US"); found {
		s.cut(short)
	}
}

func (s coreSet) cut(key string) {
	for _, from := range cuts(key) {
		for _, to := range cuts(reversed(key)) {
			if len(key)-to-from >= coreLeast {
				s[skeleton(key[from:len(key)-to])] = true
			}
		}
	}
}

// cuts lists where the letters that a key begins with may end, if what looks
// like a letter is one and what looks like a digit is one.
func cuts(key string) (at []int) {
	for i, c := range []byte(key) {
		if i > ends {
			break
		}
		if !strings.ContainsRune("ACEFHJKMNPRTUVWXY", rune(c)) {
			at = append(at, i)
		}
		if strings.ContainsRune("3479?", rune(c)) {
			break
		}
	}
	return at
}

func reversed(s string) string {
	b := []byte(s)
	slices.Reverse(b)
	return string(b)
}
