// Package account knows people, their agencies and what each may do.
package account

import (
	"slices"
	"sync"
	"time"
)

// Account is one person who may sign in.
type Account struct {
	ID        string
	AgencyID  string
	Username  string // opaque, lower case, unique in the world
	Password  string // a hash in PHC form, never the password; "" until they have chosen one
	Name      string // as the person writes it
	Role      Role
	Lang      string // "es" or "en"
	Zone      string // IANA name
	Disabled  bool
	CreatedAt time.Time
	SeenAt    time.Time // when they last signed in; zero for never
}

// Agency is an institution that seizes firearms or traces them.
type Agency struct {
	ID      string
	Code    string // acronym, unique: FGR, FGJ-TAM
	Name    string // official, never translated
	Kind    string // federal, state, center
	Entidad string // INEGI clave of a state agency, else ""
	Second  bool   // of a center: a result that names a purchaser is for two people to find
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
	Username string
	Name     string
	Role     Role
	Lang     string
	Zone     string
	Keys     string // what keys of the keyboard do for them, as kept: see Shortcuts
	Via      string // id of the request they act by, as in the log; "" from the console
	Session  string // id of their session or key, as in the log
	Source   string // where they act from: a keyed hash of the address
	Proven   bool   // proved within five minutes who they are
	Compact  bool   // wants as many rows on a screen as fit
	Half     bool   // signed in, and has yet to add the factors that the role asks for
	Renew    bool   // signed in with a recovery code, and has yet to choose a password: may else only set the language
	Key      bool   // acts by an API key
	Scopes   []Scope
	Until    time.Time // when the key ends; zero for never
}

// House is the house itself: a timer, the console, or whoever finds out who
// somebody is. It may nothing that the policy asks a person for.
var House = Actor{Role: house}

// House tells whether it is the house itself.
func (a Actor) House() bool { return a.Role == house }

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

// Key is an API key as it is kept: only its hash, never the secret.
type Key struct {
	ID        string
	AccountID string
	Name      string  // what the owner calls it
	Hint      string  // the first characters, to tell keys apart
	Hash      string  // SHA-256 of the whole key, hexadecimal
	Scopes    []Scope // what it is good for; none is all that its owner's role allows
	CreatedAt time.Time
	ExpiresAt time.Time // zero for never
	UsedAt    time.Time // to the minute; zero for never
	RevokedAt time.Time // zero while it works
}

// Works tells whether the key still lets a program in.
func (k Key) Works(now time.Time) bool {
	return k.RevokedAt.IsZero() && (k.ExpiresAt.IsZero() || now.Before(k.ExpiresAt))
}

// Fits tells whether a role has everything the key is good for. A key without
// scopes of its own was good for all that the role before allowed.
func (k Key) Fits(before, role Role) bool {
	scopes := k.Scopes
	if len(scopes) == 0 {
		scopes = ScopesOf(before)
	}
	has := ScopesOf(role)
	return len(has) > 0 && !slices.ContainsFunc(scopes, func(s Scope) bool { return !slices.Contains(has, s) })
}
