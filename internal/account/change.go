package account

import "time"

// Change is what two people of an agency must agree on: one proposes it,
// another approves.
type Change struct {
	ID        string
	AgencyID  string
	Kind      string // one of ChangeKinds
	AccountID string // whom it is about
	Role      Role   // the one they are to have; "" where it is not about that
	By        string
	At        time.Time
	ExpiresAt time.Time
	DecidedBy string // "" while it is open, or when it expired
	DecidedAt time.Time
	Verdict   string // "" while it is open, else one of Verdicts
	Agency    string // its acronym
	Name      string // of the person it is about
	Username  string
	ByName    string
	Decider   string // name of who decided
}

// Kinds of change.
const (
	InviteChange  = "invite"  // a new account with a role that one alone cannot give
	RoleChange    = "role"    // another role
	FactorsChange = "factors" // begin anew without any factor
)

// ChangeKinds lists them.
var ChangeKinds = []string{InviteChange, RoleChange, FactorsChange}

// Verdicts on a change.
const (
	Approved = "approved"
	Refused  = "refused"
	Expired  = "expired"
)

// Verdicts lists them.
var Verdicts = []string{Approved, Refused, Expired}
