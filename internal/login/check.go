package login

import (
	"slices"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"rastreo/internal/account"
	"rastreo/internal/fault"
)

// Shortest and longest password, in characters (NIST SP 800-63B-4).
const (
	shortestPassword = 15
	longestPassword  = 128
)

// CheckPassword says what is wrong with a new password of an account of this
// agency, at /password: its length, and where little is left of it without
// words, names, repetitions and runs, what it leans on.
func (l *Login) CheckPassword(a account.Account, agency, password string) (p fault.Problems) {
	password = norm.NFC.String(password)
	switch n := utf8.RuneCountInString(password); {
	case password == "":
		p.Add("/password", "required", nil)
	case n < shortestPassword:
		p.Add("/password", "password_short", fault.Args{"limit": shortestPassword})
	case n > longestPassword:
		p.Add("/password", "max", fault.Args{"limit": longestPassword})
	}
	left, found := weigh(password, ownWords(a, agency))
	if left >= enough || len(p) > 0 && len(found) == 0 {
		return p
	}
	for _, flaw := range flaws {
		if slices.Contains(found, flaw) {
			p.Add("/password", flaw, nil)
		}
	}
	return p
}
