// Package firearm reads what is stamped on a firearm and what licenses the
// people who sold it. What was stamped is never altered; the keys made here
// stand beside it for searching and matching.
package firearm

import (
	"strings"

	"rastreo/internal/mx"
)

// Key is the form in which two typings of one serial number meet: folded to
// capitals, letter O as zero (the rule of NCIC), and everything that is
// neither letter, digit nor "?" left out.
func Key(serial string) string {
	var b strings.Builder
	for _, r := range mx.Fold(serial) {
		switch {
		case r == 'O':
			b.WriteByte('0')
		case r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '?':
			b.WriteRune(r)
		}
	}
	return b.String()
}
