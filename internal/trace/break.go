package trace

import (
	"strings"
	"time"

	"rastreo/internal/catalog"
	"rastreo/internal/fault"
)

// BreakFor is how long somebody is let on the list of a restricted seizure in
// an emergency.
const BreakFor = 24 * time.Hour

// Break asks that a coordinator of an agency be let on the list of a
// restricted seizure for a while, because its list cannot act. Whether there is
// such a seizure is nobody's to learn by it.
type Break struct {
	ID         string
	AgencyID   string
	Agency     string
	Folio      string // as typed
	AccountID  string // who would be let on the list
	Username   string
	Name       string
	Reason     string // code
	Words      string
	By, ByName string
	At         time.Time
	DecidedBy  string
	DecidedAt  time.Time
	Verdict    string // "" while it waits
}

// What an auditor says to it.
const (
	BreakApproved = "approved"
	BreakRefused  = "refused"
)

// BreakVerdicts are how far it is, as texts name it.
var BreakVerdicts = []string{"waiting", BreakApproved, BreakRefused}

// Check tidies what was typed, or lists what is wrong with it. Nothing is
// looked up.
func (b Break) Check() (Break, error) {
	var p fault.Problems
	folio, ok := ParseFolio(b.Folio)
	switch {
	case strings.TrimSpace(b.Folio) == "":
		p.Add("/break_folio", "required", nil)
	case !ok:
		p.Add("/break_folio", "shape", nil)
	}
	switch {
	case b.Reason == "":
		p.Add("/break_reason", "required", nil)
	case !catalog.BreakReason.Has(b.Reason):
		p.Add("/break_reason", "code", nil)
	}
	if b.Words = lines(b.Words); b.Words == "" {
		p.Add("/break_words", "required", nil)
	}
	if len([]rune(b.Words)) > 1000 {
		p.Add("/break_words", "max", fault.Args{"limit": 1000})
	}
	b.Folio = folio
	return b, fault.Check(p)
}
