package firearm

import "strings"

// affixMost is how many letters at one end a number may lack.
const affixMost = 4

// affix tells whether two keys are one number but for letters that one of them
// lacks before or after it.
func affix(x, y string) bool {
	if len(x) > len(y) {
		x, y = y, x
	}
	return lacks(x, y) || bothLack(x, y)
}

// lacks tells whether y is x between letters.
func lacks(x, y string) bool {
	if len(x) < nearest || len(x) == len(y) {
		return false
	}
	a, b := skeleton(x), skeleton(y)
	for from := range min(affixMost, len(y)-len(x)) + 1 {
		to := from + len(x)
		if len(y)-to <= affixMost && b[from:to] == a && onlyLetters(y[:from]) && onlyLetters(y[to:]) {
			return true
		}
	}
	return false
}

// bothLack tells whether each has letters at an end where the other has none.
func bothLack(x, y string) bool {
	lead, middle, trail := cutLetters(x)
	lead2, middle2, trail2 := cutLetters(y)
	return len(middle) >= nearest && skeleton(middle) == skeleton(middle2) &&
		missing(lead, lead2) && missing(trail, trail2)
}

func missing(x, y string) bool {
	return x == y || (x == "" || y == "") && max(len(x), len(y)) <= affixMost
}

func onlyLetters(s string) bool { return !strings.ContainsFunc(s, notLetter) }

// oneEdit tells whether one character changed, added, left out, or swapped
// with the next makes one text the other (Damerau and Levenshtein).
func oneEdit(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	switch len(b) - len(a) {
	case 0:
		return i == len(a) || a[i+1:] == b[i+1:] || swapped(a[i:], b[i:])
	case 1:
		return a[i:] == b[i+1:]
	}
	return false
}

func swapped(a, b string) bool {
	return len(a) > 1 && a[0] == b[1] && a[1] == b[0] && a[2:] == b[2:]
}
