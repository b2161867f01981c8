// Package account knows people, their agencies and what each may do.
package account

import (
	"slices"
	"sync"
	"time"

	"rastreo/internal/fault"
)

// Role is what a person is here for.
type Role string

// The roles. A coordinator sees the whole agency's records; a supervisor is
// the tracing center's.
const (
	Submitter   Role = "submitter"
	Coordinator Role = "coordinator"
	Tracer      Role = "tracer"
	Supervisor  Role = "supervisor"
)

// Roles in the order menus show them.
var Roles = []Role{Submitter, Coordinator, Tracer, Supervisor}

// Has tells whether r is a role.
func (r Role) Has() bool { return slices.Contains(Roles, r) }

// Requester tells whether the role belongs to an agency that asks for traces.
func (r Role) Requester() bool { return r == Submitter || r == Coordinator }

// Staff tells whether the role belongs to the tracing center.
func (r Role) Staff() bool { return r == Tracer || r == Supervisor }

// Account is one person who may sign in.
type Account struct {
	ID        string
	AgencyID  string
	Username  string // opaque, lower case, unique in the world
	Password  string // argon2id in PHC form, never the password
	Name      string // as the person writes it
	Role      Role
	Lang      string // "es" or "en"
	Zone      string // IANA name
	Disabled  bool
	CreatedAt time.Time
}

// Agency is an institution that seizes firearms or traces them.
type Agency struct {
	ID      string
	Code    string // acronym, unique: FGR, FGJ-TAM
	Name    string // official, never translated
	Kind    string // federal, state, center
	Entidad string // INEGI clave of a state agency, else ""
}

// Kinds of agency.
const (
	Federal = "federal"
	State   = "state"
	Center  = "center"
)

// Actor is whoever is doing something. The zero Actor is nobody.
type Actor struct {
	ID       string
	AgencyID string
	Agency   string // the agency's acronym
	Name     string
	Role     Role
	Lang     string
	Zone     string
	Via      string // id of the request they act by, as in the log; "" from the console
}

// zones keeps the time zones that actors have been asked for: to load one
// means to read a file. Names that are no zone are not kept.
var zones sync.Map // string → *time.Location

// Local is a moment on the actor's own clock, or in UTC where their zone is
// unknown. What today is depends on it.
func (a Actor) Local(t time.Time) time.Time {
	known, _ := zones.Load(a.Zone)
	if zone, ok := known.(*time.Location); ok {
		return t.In(zone)
	}
	zone, err := time.LoadLocation(a.Zone)
	if err != nil {
		return t.UTC()
	}
	zones.Store(a.Zone, zone)
	return t.In(zone)
}

// Must returns an Unauthenticated fault for nobody, and a Forbidden one
// unless the actor has one of the roles.
func (a Actor) Must(roles ...Role) error {
	if a.ID == "" {
		return fault.New(fault.Unauthenticated, "fault.unauthenticated", nil)
	}
	if !slices.Contains(roles, a.Role) {
		return fault.New(fault.Forbidden, "fault.forbidden", nil)
	}
	return nil
}

// MayRead tells whether the actor may know that a record of this agency,
// filed by this account, exists. Staff see every record of the queue; what
// of it they see is for the room to decide.
func (a Actor) MayRead(agencyID, filedBy string) bool {
	switch {
	case a.Role.Staff():
		return true
	case a.Role == Coordinator:
		return a.AgencyID == agencyID
	case a.Role == Submitter:
		return a.ID == filedBy
	}
	return false
}

// Key is an API key as it is kept: only its hash, never the secret.
type Key struct {
	ID        string
	AccountID string
	Name      string // what the owner calls it
	Hint      string // the first characters, to tell keys apart
	Hash      string // SHA-256 of the whole key, hexadecimal
	CreatedAt time.Time
	RevokedAt time.Time // zero while it works
}
