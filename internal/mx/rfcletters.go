package mx

import "strings"

// rfcFits says whether the four letters of an RFC can come from a name. The
// tax authority takes them as the CURP does, with three differences: who has
// one surname gives two letters of it and two of the given name, so does the
// given name where the first surname has one or two letters, and an unseemly
// word loses its last letter and not its second. The Ñ may stand as itself, as
// N or as X.
func rfcFits(letters string, name Parts) bool {
	s1, s2, given := curpWord(name.Surname1), curpWord(name.Surname2), curpGiven(name.given())
	forms := [][4]byte{{initial(s1), innerVowel(s1), initial(s2), initial(given)}}
	if s2 == "" {
		forms = append(forms, [4]byte{initial(s1), letterAt(s1, 1), initial(given), letterAt(given, 1)})
	}
	if len(s1) == 1 || len(s1) == 2 {
		forms = append(forms, [4]byte{initial(s1), initial(s2), initial(given), letterAt(given, 1)})
	}
	letters = strings.ReplaceAll(letters, "Ñ", "X")
	for _, form := range forms {
		if rfcForm(letters, form) {
			return true
		}
	}
	return false
}

// letterAt is a letter of a word; past its end there is X, and of no word
// nothing is known.
func letterAt(word string, i int) byte {
	switch {
	case word == "":
		return '?'
	case i < len(word) && word[i] != '/':
		return word[i]
	}
	return 'X'
}

// rfcForm holds letters against a form. The last may be the X of an unseemly
// word, and where Ñ was read as X an N is as good.
func rfcForm(letters string, form [4]byte) bool {
	for i := range 4 {
		switch got := letters[i]; {
		case form[i] == '?', form[i] == got, i == 3 && got == 'X', form[i] == 'X' && got == 'N':
		default:
			return false
		}
	}
	return true
}
