package trace

import (
	"time"

	"rastreo/internal/account"
)

// NamedKind is what is to change about who may know of a restricted seizure.
type NamedKind string

// The kinds of change.
const (
	NameMore NamedKind = "add"
	NameLess NamedKind = "remove"
	OpenAll  NamedKind = "open" // it is no longer restricted
)

// NamedKinds lists them all.
var NamedKinds = []NamedKind{NameMore, NameLess, OpenAll}

// Restricted is the access of a filing of which only those named may know.
const Restricted = "restricted"

// FewestNamed is how many people at least may know of a restricted seizure.
const FewestNamed = 2

// Named is somebody who may know of a restricted seizure.
type Named struct {
	account.Account
	Until time.Time // of whoever was let in in an emergency; zero for good
}

// Barred is somebody who is kept out of a seizure.
type Barred struct {
	account.Account
	House bool // by the house: a party to it bears their name
}

// Namesake is somebody of whom it was said that they only bear the name of a
// party.
type Namesake struct {
	Name, Username, Reason, ByName string
	At                             time.Time
}

// NamedChange is a change that two of those who are named must want.
type NamedChange struct {
	ID        string
	SeizureID string
	Kind      NamedKind
	AccountID string // whom it adds or takes off
	Name      string // of that person
	By        string
	ByName    string
	At        time.Time
}
