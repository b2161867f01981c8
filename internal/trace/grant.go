package trace

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/catalog"
	"rastreo/internal/fault"
)

// Grant lets people of another agency read some of a seizure for a while. It
// is proposed by one person and approved by another, and holds once the other
// agency has accepted it and said who reads.
type Grant struct {
	ID         string
	SeizureID  string
	Folio      string // of the seizure
	AgencyID   string // whose the seizure is
	Agency     string
	ToAgency   string   // id of the agency it is shown to
	To         string   // its acronym
	People     []string // user names as typed
	Fields     []string // codes
	Purpose    string
	Words      string // what for, in words
	Until      string // last day, YYYY-MM-DD
	By, ByName string // who proposed it
	At         time.Time
	ExpiresAt  time.Time
	ApprovedBy string
	ApprovedAt time.Time
	AcceptedBy string
	AcceptedAt time.Time
	EndedBy    string // whoever revoked or refused it
	EndedAt    time.Time
	Readers    []account.Account // those who may read, once accepted
}

// GrantState is how far a grant is.
type GrantState string

// The states of a grant.
const (
	GrantProposed GrantState = "proposed"
	GrantApproved GrantState = "approved"
	GrantHolds    GrantState = "holds"
	GrantExpired  GrantState = "expired"
	GrantEnded    GrantState = "ended"
)

// GrantStates lists them all.
var GrantStates = []GrantState{GrantProposed, GrantApproved, GrantHolds, GrantExpired, GrantEnded}

// State says how far the grant is at a moment.
func (g Grant) State(now time.Time) GrantState {
	switch {
	case !g.EndedAt.IsZero():
		return GrantEnded
	case !now.Before(g.ExpiresAt):
		return GrantExpired
	case !g.AcceptedAt.IsZero():
		return GrantHolds
	case !g.ApprovedAt.IsZero():
		return GrantApproved
	}
	return GrantProposed
}

// grantDays is how long a grant may hold.
const grantDays = 90

// userNames cuts what was typed where user names end.
var userNames = regexp.MustCompile(`[\s,;]+`)

// UserNames are the user names in a typed text, each once, as accounts have
// them.
func UserNames(typed string) (names []string) {
	for _, n := range userNames.Split(strings.ToLower(typed), -1) {
		if n != "" && !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	return names
}

// Check tidies a typed grant, or lists what is wrong with it. now is the
// moment where the proposer is; the last day counts there to its end. Nobody is
// looked up: whether the other agency has such people it says itself.
func (g Grant) Check(now time.Time) (Grant, error) {
	var p fault.Problems
	g.People, g.Words = UserNames(strings.Join(g.People, " ")), lines(g.Words)
	if g.To == "" {
		p.Add("/to", "required", nil)
	}
	if len(g.People) == 0 {
		p.Add("/readers", "required", nil)
	}
	if len(g.People) > 20 {
		p.Add("/readers", "max", fault.Args{"limit": 20, "items": true})
	}
	for _, f := range g.Fields {
		if !catalog.GrantField.Has(f) {
			p.Add("/fields", "code", nil)
		}
	}
	if !slices.Contains(g.Fields, "firearm") {
		g.Fields = append([]string{"firearm"}, g.Fields...)
	}
	switch {
	case g.Purpose == "":
		p.Add("/purpose", "required", nil)
	case !catalog.Purpose.Has(g.Purpose):
		p.Add("/purpose", "code", nil)
	}
	if g.Words == "" {
		p.Add("/words", "required", nil)
	}
	if len([]rune(g.Words)) > 1000 {
		p.Add("/words", "max", fault.Args{"limit": 1000})
	}
	g.checkUntil(now, &p)
	return g, fault.Check(p)
}

func (g *Grant) checkUntil(now time.Time, p *fault.Problems) {
	day, err := time.ParseInLocation(time.DateOnly, g.Until, now.Location())
	if err != nil {
		p.Add("/until", "required", nil)
		return
	}
	g.ExpiresAt = day.AddDate(0, 0, 1)
	if !g.ExpiresAt.After(now) || g.ExpiresAt.After(now.AddDate(0, 0, grantDays+1)) {
		p.Add("/until", "grant_until", fault.Args{"limit": grantDays})
	}
}

// GrantFields are what several grants show together, in the order of the list.
func GrantFields(grants []Grant) (fields []string) {
	for _, f := range catalog.GrantField.Codes() {
		if slices.ContainsFunc(grants, func(g Grant) bool { return f == "firearm" || slices.Contains(g.Fields, f) }) {
			fields = append(fields, f)
		}
	}
	return fields
}

// Impersonal are the fields that say nothing of people: they are shown before
// anybody has said what for.
var Impersonal = []string{"firearm", "case"}

// Purposes are what somebody of this role may say that they open for.
func Purposes(r account.Role) []string {
	if r.Staff() {
		return []string{"trace_chain", "identify_purchaser", "verify_identity", "supervise", "court", "audit_request"}
	}
	return []string{"coordinate", "related_case", "verify_identity", "court", "audit_request"}
}
