package firearm

import (
	"slices"

	"rastreo/internal/mx"
)

// fits tells whether two descriptions may be of one firearm: makers that are
// one, that are kin, or of which one is the other's importer, because the two
// are so often mixed up; and calibers that are one or taken for each other.
// What nobody knows, could read or typed fits everything, and so does a
// caliber that is in no list.
func (a Twin) fits(b Twin) bool { return a.makers(b) && calibers(a.Caliber, b.Caliber) }

func (a Twin) makers(b Twin) bool {
	return open(a.Manufacturer) || open(b.Manufacturer) || oneCompany(a.Manufacturer, b.Manufacturer) ||
		named(a.Manufacturer, b.Importer) || named(a.Importer, b.Manufacturer)
}

// alike tells whether maker and model were typed and are the same.
func (a Twin) alike(b Twin) bool {
	return !open(a.Manufacturer) && !open(a.Model) && mx.Fold(a.Model) == mx.Fold(b.Model) &&
		!open(b.Manufacturer) && oneCompany(a.Manufacturer, b.Manufacturer)
}

// unsaid are the answers that may stand for a mark.
var unsaid = []string{"", "UNKNOWN", "NONE", "ILLEGIBLE"}

func open(text string) bool { return slices.Contains(unsaid, mx.Fold(text)) }

func named(maker, importer string) bool { return !open(importer) && oneCompany(maker, importer) }

// oneCompany tells whether two names are of one company.
func oneCompany(x, y string) bool { return nearly(mx.Fold(x), mx.Fold(y)) }

// nearly tells whether two folded names are one but for a slip.
func nearly(x, y string) bool {
	return x == y || min(len(x), len(y)) >= nearest && oneEdit(x, y)
}

func calibers(x, y string) bool { return open(x) || open(y) || mx.Fold(x) == mx.Fold(y) }
