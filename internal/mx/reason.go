package mx

import (
	"slices"
	"strings"
)

// reasons gathers the pairs of one kind into one reason each.
func (m *matching) reasons() (out []Reason) {
	for _, code := range MatchReasons {
		var sum pair
		for _, p := range m.pairs {
			if p.code == code {
				sum.typed |= p.typed
				sum.found |= p.found
			}
		}
		if sum.typed != 0 {
			out = append(out, m.reason(code, sum))
		}
	}
	return append(out, m.remarks()...)
}

// remarks are the reasons that are about the whole name.
func (m *matching) remarks() (out []Reason) {
	if m.swapped() {
		out = append(out, m.reason("swapped", m.of(surname1, surname2)))
	}
	if p := m.of(marriedName); p.typed != 0 {
		out = append(out, m.reason("married", p))
	}
	missing := ^m.used.typed & (1<<len(m.typed) - 1)
	if missing != 0 {
		out = append(out, m.reason("absent", pair{typed: missing}))
	}
	return out
}

// of sums the pairs that found some part of the name.
func (m *matching) of(kinds ...int) (sum pair) {
	for _, p := range m.pairs {
		if slices.ContainsFunc(kinds, func(k int) bool { return m.has(p.found, k) }) {
			sum.typed |= p.typed
			sum.found |= p.found
		}
	}
	return sum
}

func (m *matching) reason(code string, p pair) Reason {
	var typed, found []string
	for i, w := range m.typed {
		if p.typed>>i&1 == 1 {
			typed = append(typed, w.typed)
		}
	}
	for j, s := range m.name {
		if p.found>>j&1 == 1 {
			found = append(found, s.typed)
		}
	}
	return Reason{code, strings.Join(typed, " "), strings.Join(found, " ")}
}
