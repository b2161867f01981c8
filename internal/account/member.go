package account

import "time"

// Member is one of an agency's people, as whoever looks after them sees it.
type Member struct {
	ID        string
	AgencyID  string
	Agency    string // acronym
	Kind      string // of the agency
	Username  string
	Name      string
	Role      Role
	Disabled  bool
	Active    bool      // has chosen a password
	Locked    bool      // too many failures to sign in
	Invited   time.Time // until when the code works that lets them begin; zero for none
	Awaits    bool      // a second person has not said yes to the account
	Passkeys  int
	TOTPs     int
	CreatedAt time.Time
	SeenAt    time.Time // zero for never
}

// States of a member, of which the first that holds is told.
const (
	IsDisabled = "disabled"
	IsAwaiting = "awaiting"
	IsInvited  = "invited"
	IsLapsed   = "lapsed" // was invited, and the code ran out
	IsLocked   = "locked"
	IsActive   = "active"
)

// States lists them.
var States = []string{IsDisabled, IsAwaiting, IsInvited, IsLapsed, IsLocked, IsActive}

// State tells how things stand with the account at a moment.
func (m Member) State(now time.Time) string {
	switch {
	case m.Disabled:
		return IsDisabled
	case m.Awaits:
		return IsAwaiting
	case !m.Active && now.Before(m.Invited):
		return IsInvited
	case !m.Active:
		return IsLapsed
	case m.Locked:
		return IsLocked
	}
	return IsActive
}

// Enough tells whether the factors suffice to sign in: a passkey, or a TOTP
// where the role can do no harm to many.
func (m Member) Enough() bool { return m.Passkeys > 0 || m.TOTPs > 0 && !m.Role.Privileged() }
