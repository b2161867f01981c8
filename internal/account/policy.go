package account

import (
	"maps"
	"slices"
)

// Reach says on whose records a role may do something, as a set.
type Reach uint

// What somebody can be to a record. Own leaves out Agency, so that what a
// colleague must do, such as approving, is not done by oneself.
const (
	Own       Reach = 1 << iota // filed it, made it, or is it
	Colleague                   // of the same agency, and it is not restricted
	Named                       // on the list of those who may know of a restricted one
	Guest                       // the same for a while, in an emergency
	Granted                     // shared with them, and the grant holds
	Claimed                     // has claimed the request
	Second                      // works at the tracing center, where its result waits for a second person
	Queue                       // works at the tracing center, where every request arrives
	Any                         // whatever it is, or where there is no record
)

// Scope is what an API key may be used for.
type Scope string

// Scopes. Every key may look at catalogues and at whose it is.
const (
	NoKey     Scope = ""       // only with a session
	AnyKey    Scope = "any"    // whatever the key's scopes
	ScopeRead Scope = "read"   // requests, seizures and their results
	ScopeFile Scope = "file"   // check, file, answer, withdraw, link
	ScopeWork Scope = "work"   // the queue and the tracer's acts
	ScopeFind Scope = "people" // search for people
)

// Scopes that a key can be given, in the order a form shows them.
var Scopes = []Scope{ScopeRead, ScopeFile, ScopeWork, ScopeFind}

// Rule is one line of the policy.
type Rule struct {
	Act     Act
	For     map[Role]Reach // "" is nobody in particular
	StepUp  bool           // proved who they are within five minutes
	Purpose bool           // said what for, unless it is their own or they are named
	Private bool           // to everybody else the record is not there
	First   bool           // open to whoever has yet to add the factors of their role
	People  bool           // about an account, not a seizure or request
	Scope   Scope
}

// sets of roles that share a reach.
func all(r Reach) map[Role]Reach { return each(r, Roles...) }

func each(r Reach, roles ...Role) map[Role]Reach {
	m := map[Role]Reach{}
	for _, role := range roles {
		m[role] = r
	}
	return m
}

// requesters: a submitter and a trainee reach what is theirs, a coordinator
// what is the agency's.
func requesters(own, coordinator Reach) map[Role]Reach {
	return map[Role]Reach{Submitter: own, Trainee: own, Coordinator: coordinator}
}

// join puts sets of different roles together.
func join(sets ...map[Role]Reach) map[Role]Reach {
	m := map[Role]Reach{}
	for _, set := range sets {
		maps.Copy(m, set)
	}
	return m
}

func staff(r Reach) map[Role]Reach { return each(r, Tracer, Supervisor, Trainer) }

const (
	mine    = Own | Named | Guest
	shared  = mine | Granted
	whole   = mine | Colleague
	wider   = whole | Granted
	lasting = Own | Named | Colleague // nobody for a while: they leave who may know of it as it is
)

//go:generate go run access_gen.go

// Policy is who may do what, and all of it: what is not here nobody may.
var Policy = []Rule{
	{Act: Enter, For: map[Role]Reach{"": Any}, Scope: AnyKey},

	{Act: Look, For: all(Any), Scope: AnyKey},
	{Act: ReadNotices, For: all(Own), Private: true},
	{Act: OwnAccount, For: all(Own), Private: true, First: true},
	{Act: OwnSessions, For: all(Own), Private: true, First: true},
	{Act: OwnFactors, For: all(Own), Private: true, StepUp: true, First: true},
	{Act: OwnPassword, For: all(Own), Private: true, First: true},
	{Act: ReadDaily, For: all(Any)},
	{Act: OwnKeys, For: each(Own, Submitter, Coordinator, Trainee, Tracer, Supervisor, Trainer), Private: true, StepUp: true},

	{Act: Draft, For: requesters(Own, Own), Private: true},
	{Act: Check, For: requesters(Any, Any), Scope: ScopeFile},
	{Act: File, For: requesters(Any, Any), Scope: ScopeFile},
	{Act: ListRequests, For: join(requesters(Any, Any), staff(Any)), Scope: ScopeRead},
	{Act: ReadRequest, For: join(requesters(shared, wider), staff(Queue)), Scope: ScopeRead},
	{Act: ReadSeizure, For: requesters(shared, wider), Purpose: true, Scope: ScopeRead},
	{Act: OpenSeizure, For: requesters(Guest|Granted, Guest|Colleague|Granted), Scope: ScopeRead},
	{Act: ExportSeizure, For: requesters(mine, whole), StepUp: true},
	{Act: Answer, For: requesters(mine, whole), Scope: ScopeFile},
	{Act: Withdraw, For: requesters(mine, whole), Scope: ScopeFile},
	{Act: Message, For: join(requesters(mine, whole), map[Role]Reach{Tracer: Claimed, Supervisor: Queue, Trainer: Queue}), Scope: ScopeFile},
	{Act: Link, For: join(requesters(mine, whole), staff(Queue)), Scope: ScopeFile},
	{Act: FindPeople, For: join(requesters(Any, Any), staff(Any)), Scope: ScopeFind},
	{Act: SeeViewers, For: requesters(mine, whole)},
	{Act: Restrict, For: requesters(Own, lasting)},
	{Act: ChangeNamed, For: requesters(Named, Named), StepUp: true},
	{Act: ProposeGrant, For: requesters(Own, lasting), StepUp: true},
	{Act: ApproveGrant, For: each(Colleague|Named, Coordinator), StepUp: true},
	{Act: AcceptGrant, For: each(Colleague, Coordinator), StepUp: true},
	{Act: RevokeGrant, For: requesters(mine, whole)},
	{Act: OfferTransfer, For: requesters(Own, lasting), Scope: ScopeFile},
	{Act: ApproveTransfer, For: each(Colleague|Named, Coordinator), StepUp: true},
	{Act: AcceptTransfer, For: each(Colleague, Coordinator), StepUp: true},
	{Act: EndTransfer, For: requesters(mine, whole), Scope: ScopeFile},
	{Act: ReadTransfers, For: requesters(mine, whole), Scope: ScopeRead},
	{Act: Bar, For: each(lasting, Coordinator)},
	{Act: MarkDecoy, For: each(Own, Coordinator), StepUp: true, Private: true},

	{Act: ReadQueue, For: staff(Any), Scope: ScopeWork},
	{Act: Claim, For: staff(Queue), Scope: ScopeWork},
	{Act: Release, For: map[Role]Reach{Tracer: Claimed, Supervisor: Queue, Trainer: Queue}, Scope: ScopeWork},
	{Act: Assign, For: each(Queue, Supervisor, Trainer), Scope: ScopeWork},
	{Act: Prioritise, For: map[Role]Reach{Tracer: Claimed, Supervisor: Queue, Trainer: Queue}, Scope: ScopeWork},
	{Act: Bulk, For: staff(Any), Scope: ScopeWork},
	{Act: Work, For: staff(Claimed), Scope: ScopeWork},
	{Act: Correct, For: map[Role]Reach{Tracer: Claimed, Supervisor: Queue, Trainer: Queue}, Scope: ScopeWork},
	{Act: Approve, For: staff(Second), Scope: ScopeWork},
	{Act: OpenRequest, For: map[Role]Reach{Tracer: Claimed | Second, Supervisor: Queue, Trainer: Queue}, Scope: ScopeWork},
	{Act: ReadFigures, For: each(Any, Coordinator, Supervisor, Trainer), Scope: ScopeRead},
	{Act: ReadLicensees, For: staff(Any), Scope: ScopeWork},
	{Act: KeepLicensees, For: staff(Any), Scope: ScopeWork},
	{Act: ReadWordings, For: staff(Any), Scope: ScopeWork},
	{Act: KeepWordings, For: each(Any, Supervisor, Trainer)},
	{Act: KeepViews, For: staff(Any), Scope: ScopeWork},
	{Act: ShareViews, For: each(Any, Supervisor, Trainer)},
	{Act: StopGrant, For: each(Any, Supervisor)},

	{Act: AskBreak, For: each(Any, Coordinator, Admin)},
	{Act: ApproveBreak, For: each(Any, Auditor), StepUp: true},

	{Act: ReadPeople, For: map[Role]Reach{Admin: Own | Colleague, Trainer: Any, Auditor: Any}, People: true},
	{Act: Invite, For: map[Role]Reach{Admin: Colleague, Trainer: Any}, StepUp: true, People: true},
	{Act: ChangeRole, For: each(Colleague, Admin), StepUp: true, People: true},
	{Act: Disable, For: map[Role]Reach{Admin: Colleague, Trainer: Any}, People: true},
	{Act: Unlock, For: map[Role]Reach{Admin: Colleague, Trainer: Any}, People: true},
	{Act: ResetFactors, For: map[Role]Reach{Admin: Colleague, Trainer: Any}, StepUp: true, People: true},
	{Act: RevokeKeys, For: map[Role]Reach{Admin: Colleague, Trainer: Any}, StepUp: true, People: true},
	{Act: ChangeCenter, For: each(Colleague, Admin, Supervisor), StepUp: true, People: true},
	{Act: ReadChanges, For: join(each(Own|Colleague, Admin, Coordinator, Supervisor), each(Any, Auditor)), People: true},
	{Act: ApproveChange, For: each(Colleague, Admin, Coordinator, Supervisor), StepUp: true, People: true},

	{Act: SearchAudit, For: each(Any, Auditor)},
	{Act: ExportAudit, For: each(Any, Auditor), StepUp: true},
	{Act: ReviewAudit, For: each(Any, Auditor)},
	{Act: ReadDecoys, For: each(Any, Auditor)},
	{Act: ReadSystem, For: each(Any, Operator)},
	{Act: ReviveMail, For: each(Any, Operator)},
}

// rules finds a line by its act.
var rules = func() map[Act]Rule {
	m := make(map[Act]Rule, len(Policy))
	for _, r := range Policy {
		m[r.Act] = r
	}
	return m
}()

// RuleOf returns the line of the policy about an act; ok is false where there
// is none, and then nobody may.
func RuleOf(act Act) (r Rule, ok bool) {
	r, ok = rules[act]
	return r, ok
}

// Public tells whether anybody may, signed in or not.
func (r Rule) Public() bool { return r.For[""] != 0 }

// ScopesOf lists what keys of a role can be given: the scopes of what the role
// may do, if it may have keys at all.
func ScopesOf(role Role) (list []Scope) {
	if rules[OwnKeys].For[role] == 0 {
		return nil
	}
	for _, s := range Scopes {
		if slices.ContainsFunc(Policy, func(r Rule) bool { return r.Scope == s && r.For[role] != 0 }) {
			list = append(list, s)
		}
	}
	return list
}
