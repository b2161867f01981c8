// Package audit names every act that changes data or shows somebody's
// personal data.
package audit

import "rastreo/internal/account"

// Verb is an act. Verbs are never renamed: they stay in the log forever.
type Verb string

// The verbs.
const (
	AgencyAdded     Verb = "agency.added"
	AccountAdded    Verb = "account.added"
	AccountChanged  Verb = "account.changed"
	SignedIn        Verb = "account.signed_in"
	SignInTried     Verb = "account.sign_in_tried"
	SignedOut       Verb = "account.signed_out"
	KeyAdded        Verb = "key.added"
	KeyRevoked      Verb = "key.revoked"
	DraftSaved      Verb = "draft.saved"
	DraftRead       Verb = "draft.read"
	DraftDiscarded  Verb = "draft.discarded"
	SeizureFiled    Verb = "seizure.filed"
	SeizureRead     Verb = "seizure.read"
	RequestRead     Verb = "request.read"
	RequestClaimed  Verb = "request.claimed"
	RequestReleased Verb = "request.released"
	LeaseExpired    Verb = "request.lease_expired"
	Contacted       Verb = "request.contacted"
	ContactAnswered Verb = "request.contact_answered"
	Asked           Verb = "request.asked"
	Recalled        Verb = "request.recalled"
	Answered        Verb = "request.answered"
	Concluded       Verb = "request.concluded"
	Corrected       Verb = "request.corrected"
	Withdrawn       Verb = "request.withdrawn"
	Linked          Verb = "request.linked"
	Unlinked        Verb = "request.unlinked"
	TwinsSought     Verb = "request.twins_sought"
	PeopleSought    Verb = "people.sought"
	CatalogLoaded   Verb = "catalog.loaded"
	NoticesRead     Verb = "notice.read"
	NoticesMade     Verb = "notice.made"
	Swept           Verb = "house.swept"
)

// Verbs lists every verb, for the pages and tests that must know them all.
var Verbs = []Verb{
	AgencyAdded, AccountAdded, AccountChanged, SignedIn, SignInTried, SignedOut,
	KeyAdded, KeyRevoked, DraftSaved, DraftRead, DraftDiscarded, SeizureFiled, SeizureRead,
	RequestRead, RequestClaimed, RequestReleased, LeaseExpired, Contacted, ContactAnswered,
	Asked, Recalled, Answered, Concluded, Corrected, Withdrawn, Linked, Unlinked,
	TwinsSought, PeopleSought, CatalogLoaded, NoticesRead, NoticesMade, Swept,
}

// Act is one thing done: by whom, what, to which record.
type Act struct {
	By   string // account id, or "" for the house itself
	Verb Verb
	On   string // folio or private id of the record
	Via  string // id of the request that carried it, as in the log
}

// By is an act of somebody.
func By(who account.Actor, verb Verb, on string) Act {
	return Act{By: who.ID, Verb: verb, On: on, Via: who.Via}
}
