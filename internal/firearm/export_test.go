package firearm

import "rastreo/internal/catalog"

// FindCaliber is the one caliber that a typed text names.
func FindCaliber(text string) (catalog.Caliber, bool) {
	if found := calibersOf(text); len(found) == 1 {
		return found[0], true
	}
	return catalog.Caliber{}, false
}

// Fits tells whether a serial number as typed has the form of a pattern.
func Fits(pattern, serial string) bool { return fits(pattern, plain(serial)) }
