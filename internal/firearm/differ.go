package firearm

import (
	"slices"
	"unicode"
)

// Piece is a part of a typed text. Same tells whether the other text has it
// too.
type Piece struct {
	Text string
	Same bool
}

// differMost is how many characters are compared; a serial has fewer.
const differMost = 128

// Differ cuts two typed serial numbers into what they share and what they do
// not, so that the difference can be marked. Nothing is left out: the pieces
// of each make up its text. Upper and lower case are the same and so are all
// spaces, dashes and dots, wherever they stand; O and 0 are not.
func Differ(a, b string) (left, right []Piece) {
	x, y := marks([]rune(a)), marks([]rune(b))
	align(x, y)
	return pieces(x), pieces(y)
}

// mark is one character of a typed number.
type mark struct {
	as   rune // typed
	by   rune // compared by; 0 for what does not count
	same bool
}

func marks(text []rune) []mark {
	list := make([]mark, len(text))
	for i, r := range text {
		list[i] = mark{as: r, same: true}
		if unicode.IsLetter(r) || unicode.IsNumber(r) || r == '?' {
			list[i].by, list[i].same = unicode.ToUpper(r), false
		}
	}
	return list
}

// align marks a longest common part as the same.
func align(x, y []mark) {
	a, b := counting(x), counting(y)
	if len(a) > differMost || len(b) > differMost {
		return
	}
	best := table(a, b)
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i].by == b[j].by && best[i][j] == best[i+1][j+1]+1:
			a[i].same, b[j].same = true, true
			i, j = i+1, j+1
		case best[i+1][j] >= best[i][j+1]:
			i++
		default:
			j++
		}
	}
}

// counting are the characters that are compared.
func counting(list []mark) (some []*mark) {
	for i := range list {
		if list[i].by != 0 {
			some = append(some, &list[i])
		}
	}
	return some
}

// table holds how much the rest of a and of b have in common, from each pair
// of places on.
func table(a, b []*mark) [][]int {
	best := make([][]int, len(a)+1)
	for i := range best {
		best[i] = make([]int, len(b)+1)
	}
	for i, x := range slices.Backward(a) {
		for j, y := range slices.Backward(b) {
			best[i][j] = max(best[i+1][j], best[i][j+1])
			if x.by == y.by {
				best[i][j] = max(best[i][j], best[i+1][j+1]+1)
			}
		}
	}
	return best
}

func pieces(list []mark) (out []Piece) {
	for i := 0; i < len(list); {
		end := slices.IndexFunc(list[i:], func(m mark) bool { return m.same != list[i].same })
		if end < 0 {
			end = len(list) - i
		}
		text := make([]rune, end)
		for k := range text {
			text[k] = list[i+k].as
		}
		out = append(out, Piece{string(text), list[i].same})
		i += end
	}
	return out
}
