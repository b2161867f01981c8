package account

import (
	"slices"

	"rastreo/internal/fault"
)

// Resource is what is known of a record when somebody wants to do something
// with it. For an account AgencyID is its agency and Filer its own id; for
// what two must agree on, Filer is who proposed it.
type Resource struct {
	AgencyID   string
	Filer      string
	Claimer    string // account of the tracer who has the request
	Second     bool   // its result waits for a second person
	Restricted bool   // only those on the list know of it
	Named      bool   // the actor is on the list
	Guest      bool   // they are named for a while, in an emergency
	Granted    bool   // a grant to the actor holds now
	Barred     bool   // the actor is kept out by name
	Opened     bool   // the actor has said what for
}

// May returns nil if the actor may do the act to the record, and else why not:
// Unauthenticated for nobody; Forbidden where the role may not, the key has
// not the scope, something of their own account must come first (fault.renew,
// fault.enrol), it was not said what for (fault.purpose), or it is time to
// prove again who it is (fault.step_up); NotFound where the actor may not even
// know of the record. Without a record it says whether the role may at all.
func May(who Actor, act Act, on *Resource) error {
	rule, ok := RuleOf(act)
	switch {
	case ok && rule.Public():
		return nil
	case who.ID == "":
		return fault.New(fault.Unauthenticated, "fault.unauthenticated", nil)
	case !ok || rule.For[who.Role] == 0:
		return forbidden("fault.forbidden")
	case !who.holds(rule.Scope):
		return forbidden("fault.scope")
	case who.Renew && act != OwnPassword && act != OwnAccount:
		return forbidden("fault.renew")
	case who.Half && !rule.First:
		return forbidden("fault.enrol")
	}
	if on != nil {
		if err := who.reaches(rule, *on); err != nil {
			return err
		}
	}
	if rule.StepUp && !who.Proven {
		return forbidden("fault.step_up")
	}
	return nil
}

// Can tells whether the actor may.
func Can(who Actor, act Act, on *Resource) bool { return May(who, act, on) == nil }

func forbidden(key string) error { return fault.New(fault.Forbidden, key, nil) }

// holds tells whether a key is good for a scope. A session is good for all.
func (a Actor) holds(s Scope) bool {
	return !a.Key || s == AnyKey || s != NoKey && slices.Contains(a.Scopes, s)
}

// reaches tells whether the actor is to the record what the rule wants.
func (a Actor) reaches(rule Rule, on Resource) error {
	is := a.relation(on)
	switch {
	case is&rule.For[a.Role] == 0 && is&rule.sees(a.Role) == 0:
		return fault.New(fault.NotFound, "fault.not_found", nil)
	case is&rule.For[a.Role] == 0:
		return forbidden("fault.forbidden")
	case rule.Purpose && is&(Own|Named) == 0 && !on.Opened:
		return forbidden("fault.purpose")
	}
	return nil
}

// sees is what of the world a role may know to exist. What lies outside is not
// found, what lies inside is forbidden.
func (r Rule) sees(role Role) Reach {
	switch {
	case r.Private:
		return 0
	case r.People:
		return seesPeople[role]
	}
	return seesRecords[role]
}

// seesPeople is of accounts and of what is decided about them.
var seesPeople = map[Role]Reach{
	Admin: Own | Colleague, Coordinator: Own | Colleague, Supervisor: Own | Colleague,
	Trainer: Any, Auditor: Any,
}

// seesRecords is of seizures, requests and grants.
var seesRecords = map[Role]Reach{
	Submitter: shared, Trainee: shared, Coordinator: wider,
	Tracer: Queue, Supervisor: Queue, Trainer: Queue,
}

// relation is what the actor is to the record.
func (a Actor) relation(on Resource) (is Reach) {
	if on.Barred {
		return 0
	}
	is = Any
	switch {
	case on.Named && on.Guest:
		is |= Guest
	case on.Named:
		is |= Named
	}
	if on.Granted {
		is |= Granted
	}
	if a.Role.Staff() {
		is |= Queue
		if on.Second {
			is |= Second
		}
	}
	if on.Claimer != "" && on.Claimer == a.ID {
		is |= Claimed
	}
	switch {
	case on.Restricted && (!on.Named || on.Guest):
	case on.Filer == a.ID:
		is |= Own
	case !on.Restricted && on.AgencyID != "" && on.AgencyID == a.AgencyID:
		is |= Colleague
	}
	return is
}
