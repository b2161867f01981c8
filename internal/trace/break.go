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

// BreakWaits is how long what was asked waits to be decided. BreakMost is how
// much one person asks in that time.
const (
	BreakWaits = 24 * time.Hour
	BreakMost  = 5
)

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
	Verdict    string // "" until it is decided
}

// How far it is. What an auditor says to it is a verdict.
const (
	BreakWaiting  = "waiting"
	BreakApproved = "approved"
	BreakRefused  = "refused"
	BreakExpired  = "expired" // nobody decided it in time
)

// BreakStates lists them all.
var BreakStates = []string{BreakWaiting, BreakApproved, BreakRefused, BreakExpired}

// EndsAt is when it waits no longer.
func (b Break) EndsAt() time.Time { return b.At.Add(BreakWaits) }

// State says how far it is at a moment.
func (b Break) State(now time.Time) string {
	switch {
	case b.Verdict != "":
		return b.Verdict
	case now.Before(b.EndsAt()):
		return BreakWaiting
	}
	return BreakExpired
}

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
