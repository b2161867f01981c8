package firearm

import (
	"slices"
	"strings"

	"rastreo/internal/catalog"
)

// stampedName is a name of the catalogue as it stands on firearms: without the
// brackets that tell rows apart or, where those quote the mark, the mark.
func stampedName(name string) string {
	plain, note, found := strings.Cut(name, " (")
	if !found || !strings.HasSuffix(note, ")") {
		return name
	}
	if _, mark, quoted := strings.Cut(note, `"`); quoted {
		mark, _, _ = strings.Cut(mark, `"`)
		return mark
	}
	return plain
}

// misspelt is the name, or the word of it, of which what was typed is a slip
// that the catalogue knows as a habit, such as "Berreta"; "" when the name may
// well be stamped as it was typed. Initials and a plural are no slip.
func misspelt(typed string, found []catalog.Company) string {
	words := slices.DeleteFunc(spoken(typed), func(w string) bool { return len(w) < 2 }) // initials
	key := tight(without(words, companyIndex().drop))
	var slip string
	for _, c := range found {
		for _, name := range append(strings.Fields(stampedName(c.Name)), wordsInBrackets(c.Name)...) {
			is := tight(spoken(name))
			if is == key {
				return ""
			}
			if slipOf(is, key) {
				slip = name
			}
		}
		whole := tight(without(spoken(stampedName(c.Name)), companyIndex().drop))
		if whole == key {
			return ""
		}
		if slip == "" && slipOf(whole, key) {
			slip = stampedName(c.Name)
		}
	}
	return slip
}

// shortestSlip is how many letters a name has at least of which a slip can be
// told.
const shortestSlip = 4

func slipOf(name, typed string) bool {
	if min(letters(name), letters(typed)) < shortestSlip || strings.TrimSuffix(name, "S") == strings.TrimSuffix(typed, "S") {
		return false
	}
	return oneLetter(name, typed) || undoubled(name) == undoubled(typed)
}

// undoubled makes one of letters that stand twice.
func undoubled(key string) string { return string(slices.Compact([]byte(key))) }

func wordsInBrackets(name string) []string {
	_, note, _ := strings.Cut(name, " (")
	return strings.Fields(strings.Trim(note, "()"))
}
