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

// Compare tells whether two firearms may be one, and how their numbers agree.
func Compare(a, b Twin) (Likeness, bool) { return "", false }

// Repeated advises that firearm number n of the same filing has this serial.
func Repeated(serial string, n int) Advice { return Advice{} }

// With is the report with more advice, scored anew.
func (r Report) With(more ...Advice) Report { return r }
