package firearm

import (
	"slices"

	"rastreo/internal/catalog"
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

func open(text string) bool { return mx.Fold(text) == "" || isAnswer(text) }

func named(maker, importer string) bool { return !open(importer) && oneCompany(maker, importer) }

// oneCompany tells whether two names are of one company or of kin. Where a name
// is of several, one of them is enough.
func oneCompany(x, y string) bool {
	if nearly(mx.Fold(x), mx.Fold(y)) {
		return true
	}
	a, _ := FindCompany(x)
	b, _ := FindCompany(y)
	return either(a, b, func(c, d catalog.Company) bool { return c.Code == d.Code || slices.Contains(c.Kin, d.Code) })
}

// nearly tells whether two folded names are one but for a slip.
func nearly(x, y string) bool {
	return x == y || min(len(x), len(y)) >= nearest && oneEdit(x, y)
}

func calibers(x, y string) bool {
	if open(x) || open(y) || mx.Fold(x) == mx.Fold(y) {
		return true
	}
	a, b := calibersOf(x), calibersOf(y)
	return len(a) == 0 || len(b) == 0 ||
		either(a, b, func(c, d catalog.Caliber) bool { return c.Code == d.Code || slices.Contains(c.Not, d.Code) })
}

// either tells whether something holds between one of a and one of b, either
// way round.
func either[T any](a, b []T, holds func(x, y T) bool) bool {
	return slices.ContainsFunc(a, func(x T) bool {
		return slices.ContainsFunc(b, func(y T) bool { return holds(x, y) || holds(y, x) })
	})
}
