package firearm

// Twin is what two firearms are compared by: texts as typed.
type Twin struct {
	Serial, Manufacturer, Importer, Model, Caliber string
}

// Likeness is how two serial numbers agree.
type Likeness string

// The likenesses, the closest first.
const (
	Same       Likeness = "same"       // the same number
	Confusable Likeness = "confusable" // but for letters and digits that look alike
	Illegible  Likeness = "illegible"  // as far as either can be read
	Affix      Likeness = "affix"      // but for letters before or after
	Near       Likeness = "near"       // but for one character
)

// Likenesses lists every likeness, the closest first.
var Likenesses = []Likeness{Same, Confusable, Illegible, Affix, Near}

// Lengths of a key in characters that could be read.
const (
	weak    = 4 // shorter numbers are borne by many: maker and model must agree too
	strong  = 7 // so long a number alone says that it is one firearm
	nearest = 5 // what must agree before letters or one character may differ
)

// Compare tells whether two firearms may be one, and how their numbers agree.
// It does not matter which comes first.
//
// Makers and calibers must be compatible (see [Twin.fits]), because two makers
// may use one number. Only where the same number is long or has letters are
// they not asked: whoever describes one firearm twice often describes it
// differently, and the number is the harder to get wrong.
func Compare(a, b Twin) (Likeness, bool) {
	x, y := Key(a.Serial), Key(b.Serial)
	like := likeness(x, y)
	switch {
	case like == "":
		return "", false
	case legible(x) < weak || legible(y) < weak:
		return like, (like == Same || like == Confusable) && a.alike(b)
	case like == Same && speaks(x):
		return like, true
	}
	return like, a.fits(b)
}

// speaks tells whether a number alone is reason to look at two firearms.
func speaks(key string) bool {
	lead, _, trail := cutLetters(key)
	return len(key) >= strong || len(key) >= nearest && lead+trail != ""
}

// likeness says how two keys agree, or "".
func likeness(x, y string) Likeness {
	whole := legible(x) == len(x) && legible(y) == len(y)
	a, b := skeleton(x), skeleton(y)
	switch {
	case x == "" || y == "":
		return ""
	case x == y && whole:
		return Same
	case a == b && whole:
		return Confusable
	case !whole:
		return illegible(a, b)
	case affix(x, y):
		return Affix
	case min(len(a), len(b)) >= nearest && oneEdit(a, b):
		return Near
	}
	return ""
}

// illegible tells whether two skeletons agree wherever both could be read, in
// enough places to mean something. Where an end is not legible either, the
// number of characters is known from its question marks.
func illegible(a, b string) Likeness {
	if len(a) != len(b) {
		return ""
	}
	agree := 0
	for i := range len(a) {
		switch {
		case a[i] == '?' || b[i] == '?':
		case a[i] != b[i]:
			return ""
		default:
			agree++
		}
	}
	if agree < weak {
		return ""
	}
	return Illegible
}
