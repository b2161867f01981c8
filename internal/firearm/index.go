package firearm

import (
	"slices"
	"strings"
	"sync"
)

// once makes a function that builds its value at first use.
func once[T any](build func() T) func() T { return sync.OnceValue(build) }

// index finds the rows of one table by their names. Keys are tight; a row may
// have many, and many rows may share one.
type index struct {
	exact map[string][]int
	loose map[string][]int    // without the words that say little
	near  map[string][]string // what is left of a key when one character goes → keys
	drop  map[string]bool
	most  int // length of the longest key
}

func newIndex(drop string) *index {
	return &index{exact: map[string][]int{}, loose: map[string][]int{}, near: map[string][]string{}, drop: set(drop)}
}

// add enters one name of a row.
func (x *index) add(row int, name string) {
	words := spoken(name)
	enter(x.exact, tight(words), row)
	x.most = max(x.most, len(tight(words)))
	short := tight(without(words, x.drop))
	enter(x.loose, short, row)
	for _, key := range slices.Compact([]string{tight(words), short}) {
		if letters(key) < 6 {
			continue
		}
		for _, rest := range shorter(key) {
			if !slices.Contains(x.near[rest], key) {
				x.near[rest] = append(x.near[rest], key)
			}
		}
	}
}

func enter(m map[string][]int, key string, row int) {
	if key != "" && !slices.Contains(m[key], row) {
		m[key] = append(m[key], row)
	}
}

// tries returns the rows of a typed name, the surest first: as it stands, and
// without the words that say little.
func (x *index) tries(words []string) [3][]int {
	if x.beyond(words) {
		return [3][]int{}
	}
	short := tight(without(words, x.drop))
	return [3][]int{x.exact[tight(words)], x.exact[short], x.loose[short]}
}

// beyond tells that a typed name is longer than any there is. It spares most of
// the work where a text is tried cut at every word.
func (x *index) beyond(words []string) bool {
	n := 0
	for _, w := range words {
		if !x.drop[w] {
			n += len(w)
		}
	}
	return n > x.most
}

// find returns the surest rows of a typed name.
func (x *index) find(words []string) []int {
	for _, rows := range x.tries(words) {
		if rows != nil {
			return rows
		}
	}
	return nil
}

// start returns the rows whose name the typed words begin with.
func (x *index) start(words []string) []int {
	for n := len(words); n > 0; n-- {
		if rows := x.exact[tight(words[:n])]; rows != nil {
			return rows
		}
	}
	return nil
}

// close returns the rows whose name is one letter away from a typed name of at
// least six letters.
func (x *index) close(words []string) (rows []int) {
	for _, typed := range []string{tight(words), tight(without(words, x.drop))} {
		if letters(typed) < 6 {
			continue
		}
		for _, rest := range append(shorter(typed), typed) {
			for _, key := range x.near[rest] {
				if oneLetter(typed, key) {
					rows = union(rows, x.exact[key], x.loose[key])
				}
			}
		}
		if rows == nil && x.near[typed] == nil {
			for _, rest := range shorter(typed) {
				rows = union(rows, x.exact[rest])
			}
		}
		if rows != nil {
			return rows
		}
	}
	return nil
}

func union(rows []int, more ...[]int) []int {
	for _, add := range more {
		for _, r := range add {
			if !slices.Contains(rows, r) {
				rows = append(rows, r)
			}
		}
	}
	return rows
}

// shorter lists what is left of a key when one character goes.
func shorter(key string) []string {
	all := make([]string, 0, len(key))
	for i := range len(key) {
		if i == 0 || key[i] != key[i-1] {
			all = append(all, key[:i]+key[i+1:])
		}
	}
	return all
}

func letters(key string) (n int) {
	for i := range len(key) {
		if isLetter(key[i]) {
			n++
		}
	}
	return n
}

// oneLetter tells whether two keys differ by one letter put in, left out or
// changed, or by two that changed places. Digits are never a slip: they make
// another model.
func oneLetter(a, b string) bool {
	if digits(a) != digits(b) {
		return false
	}
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	switch {
	case len(a) <= 1 && len(b) <= 1:
		return len(a)+len(b) > 0
	case len(a) == 2 && len(b) == 2:
		return a[0] == b[1] && a[1] == b[0]
	}
	return false
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}
