// Package audit names every act that changes data or shows somebody's
// personal data.
package audit

import (
	"slices"

	"rastreo/internal/account"
)

// Verb is an act. Verbs are never renamed: they stay in the log forever.
type Verb string

// The verbs.
const (
	AgencyAdded      Verb = "agency.added"
	AccountAdded     Verb = "account.added"
	AccountChanged   Verb = "account.changed"
	SignedIn         Verb = "account.signed_in"
	SignInTried      Verb = "account.sign_in_tried"
	SignedOut        Verb = "account.signed_out"
	KeyAdded         Verb = "key.added"
	KeyRevoked       Verb = "key.revoked"
	KeyTried         Verb = "key.tried" // one that is none
	DraftSaved       Verb = "draft.saved"
	DraftRead        Verb = "draft.read"
	DraftDiscarded   Verb = "draft.discarded"
	SeizureFiled     Verb = "seizure.filed"
	SeizureRead      Verb = "seizure.read"
	RequestRead      Verb = "request.read"
	RequestClaimed   Verb = "request.claimed"
	RequestReleased  Verb = "request.released"
	RequestAssigned  Verb = "request.assigned"
	Prioritised      Verb = "request.prioritised"
	FiguresRead      Verb = "figures.read"
	LeaseExpired     Verb = "request.lease_expired"
	Contacted        Verb = "request.contacted"
	ContactAnswered  Verb = "request.contact_answered"
	ContactReminded  Verb = "request.contact_reminded"
	ContactCorrected Verb = "request.contact_corrected"
	ContactStruck    Verb = "request.contact_struck"
	DocumentAdded    Verb = "document.added"
	DocumentRead     Verb = "document.read"
	DocumentStruck   Verb = "document.struck"
	Asked            Verb = "request.asked"
	Recalled         Verb = "request.recalled"
	Answered         Verb = "request.answered"
	Concluded        Verb = "request.concluded"
	Corrected        Verb = "request.corrected"
	Withdrawn        Verb = "request.withdrawn"
	Messaged         Verb = "request.messaged"
	Linked           Verb = "request.linked"
	Unlinked         Verb = "request.unlinked"
	TwinsSought      Verb = "request.twins_sought"
	PeopleSought     Verb = "people.sought"
	CatalogLoaded    Verb = "catalog.loaded"
	NoticesRead      Verb = "notice.read"
	NoticesMade      Verb = "notice.made"
	Swept            Verb = "house.swept"

	Proposed      Verb = "result.proposed" // a second person must look at it
	ProposalRead  Verb = "result.proposal_read"
	ProposalEnded Verb = "result.approved"
	ProposalBack  Verb = "result.sent_back"
	ProposalTaken Verb = "result.withdrawn"
	CenterChanged Verb = "center.changed"

	Refused         Verb = "house.refused" // somebody tried what they may not
	Proved          Verb = "account.proved"
	AccountLocked   Verb = "account.locked"
	AccountUnlocked Verb = "account.unlocked"
	PasswordChanged Verb = "account.password_changed"
	FactorAdded     Verb = "factor.added"
	FactorRemoved   Verb = "factor.removed"
	FactorStopped   Verb = "factor.stopped" // a passkey was met in two places
	FactorsReset    Verb = "factor.reset"
	CodesMade       Verb = "factor.codes_made"
	CodeUsed        Verb = "factor.code_used"
	SessionRead     Verb = "session.read"
	SessionEnded    Verb = "session.ended"
	TypedKept       Verb = "session.typed_kept"
	TypedTaken      Verb = "session.typed_taken"

	PeopleRead      Verb = "office.people_read"
	Invited         Verb = "account.invited"
	Activated       Verb = "account.activated"
	AccountDisabled Verb = "account.disabled"
	AccountEnabled  Verb = "account.enabled"
	RoleChanged     Verb = "account.role_changed"
	ChangeProposed  Verb = "change.proposed"
	ChangeApproved  Verb = "change.approved"
	ChangeRefused   Verb = "change.refused"

	SeizureOpened     Verb = "seizure.opened" // with what for
	SeizureExported   Verb = "seizure.exported"
	SeizureRestricted Verb = "seizure.restricted"
	NamedChanged      Verb = "seizure.named_changed"
	Unrestricted      Verb = "seizure.unrestricted"
	ViewersRead       Verb = "seizure.viewers_read"
	Barred            Verb = "seizure.barred"
	Unbarred          Verb = "seizure.unbarred"
	GrantProposed     Verb = "grant.proposed"
	GrantApproved     Verb = "grant.approved"
	GrantAccepted     Verb = "grant.accepted"
	GrantRefused      Verb = "grant.refused"
	GrantRevoked      Verb = "grant.revoked"
	GrantsRead        Verb = "grant.read"
	BreakAsked        Verb = "break.asked" // to be let on a list in an emergency
	BreakApproved     Verb = "break.approved"
	BreakRefused      Verb = "break.refused"
	BreakExpired      Verb = "break.expired" // nobody decided it in time
	BreaksRead        Verb = "break.read"
	Braked            Verb = "house.braked" // too many openings in an hour

	TransferOffered  Verb = "transfer.offered"
	TransferApproved Verb = "transfer.approved"
	TransferAccepted Verb = "transfer.accepted"
	TransferEnded    Verb = "transfer.ended" // taken back or declined
	TransfersRead    Verb = "transfer.read"

	RequestSeen   Verb = "request.seen" // at the tracing center, without personal data
	DecoyMarked   Verb = "decoy.marked"
	DecoyUnmarked Verb = "decoy.unmarked"
	DecoysRead    Verb = "decoy.read"
	DecoyAlarmed  Verb = "decoy.alarmed"

	BulkTried   Verb = "bulk.tried" // many requests at once: what it would do was counted
	BulkBegun   Verb = "bulk.begun"
	BulkCarried Verb = "bulk.carried" // some of it was done or undone; each request is recorded beside it
	BulkUndone  Verb = "bulk.undone"

	LicenseeAdded   Verb = "licensee.added"
	LicenseeChanged Verb = "licensee.changed"

	WordingAdded   Verb = "wording.added"
	WordingChanged Verb = "wording.changed"

	ViewKept    Verb = "view.kept"
	ViewChanged Verb = "view.changed"
	ViewDeleted Verb = "view.deleted"

	AuditSought   Verb = "audit.sought"
	AuditExported Verb = "audit.exported"
	AuditReviewed Verb = "audit.reviewed"
	AuditAlarmed  Verb = "audit.alarmed"
	SystemRead    Verb = "system.read"

	MailSent    Verb = "mail.sent"    // to the account it names
	MailDropped Verb = "mail.dropped" // there was nothing to say any more
	MailRefused Verb = "mail.refused" // nobody has the address
	MailFailed  Verb = "mail.failed"  // given up
	MailRevived Verb = "mail.revived" // what was given up is tried again

	DailyTold Verb = "audit.daily_told"
	Sent      Verb = "house.answered" // what an [Answer] was, by the same request as its act
)

// Verbs lists every verb, for the pages and tests that must know them all.
var Verbs = []Verb{
	AgencyAdded, AccountAdded, AccountChanged, SignedIn, SignInTried, SignedOut,
	KeyAdded, KeyRevoked, KeyTried, DraftSaved, DraftRead, DraftDiscarded, SeizureFiled, SeizureRead,
	RequestRead, RequestClaimed, RequestReleased, RequestAssigned, Prioritised, FiguresRead, LeaseExpired, Contacted, ContactAnswered,
	ContactReminded, ContactCorrected, ContactStruck, DocumentAdded, DocumentRead, DocumentStruck,
	Asked, Recalled, Answered, Concluded, Corrected, Withdrawn, Messaged, Linked, Unlinked,
	Proposed, ProposalRead, ProposalEnded, ProposalBack, ProposalTaken, CenterChanged,
	TwinsSought, PeopleSought, CatalogLoaded, NoticesRead, NoticesMade, Swept,
	Refused, Proved, AccountLocked, AccountUnlocked, PasswordChanged, FactorAdded, FactorRemoved, FactorStopped, FactorsReset,
	CodesMade, CodeUsed, SessionRead, SessionEnded, TypedKept, TypedTaken,
	PeopleRead, Invited, Activated, AccountDisabled, AccountEnabled, RoleChanged, ChangeProposed, ChangeApproved, ChangeRefused,
	SeizureOpened, SeizureExported, SeizureRestricted, NamedChanged, Unrestricted, ViewersRead, Barred, Unbarred,
	GrantProposed, GrantApproved, GrantAccepted, GrantRefused, GrantRevoked, GrantsRead,
	BreakAsked, BreakApproved, BreakRefused, BreakExpired, BreaksRead, Braked,
	TransferOffered, TransferApproved, TransferAccepted, TransferEnded, TransfersRead,
	RequestSeen, DecoyMarked, DecoyUnmarked, DecoysRead, DecoyAlarmed,
	BulkTried, BulkBegun, BulkCarried, BulkUndone,
	LicenseeAdded, LicenseeChanged, WordingAdded, WordingChanged, ViewKept, ViewChanged, ViewDeleted,
	MailSent, MailDropped, MailRefused, MailFailed, MailRevived,
	AuditSought, AuditExported, AuditReviewed, AuditAlarmed, SystemRead, DailyTold, Sent,
}

// Act is one thing done: by whom, what, to which record, and whatever else the
// log keeps of it. It holds ids and codes, never a name or what somebody typed.
type Act struct {
	By      string // account id, or "" for the house itself
	Verb    Verb
	On      string // folio or private id of the record
	Via     string // id of the request that carried it, as in the log
	Agency  string // id of the agency of whoever acts
	Session string // id of their session or API key
	Source  string // where from: a keyed hash of the address
	Outcome string // "" is done; else the code of the fault it met
	Purpose string // code of what personal data was opened for
	Grant   string // id of the grant it rests on
	Fields  string // what of the record was shown, codes with spaces between
	To      string // id of the agency it was shown to, where that is another

	Role account.Role // of whoever acts; the log does not keep it
}

// By is an act of somebody.
func By(who account.Actor, verb Verb, on string) Act {
	return Act{
		By: who.ID, Verb: verb, On: on, Via: who.Via,
		Agency: who.AgencyID, Session: who.Session, Source: who.Source, Role: who.Role,
	}
}

// Who is whoever acts, as far as the act knows them; the house itself where it
// is nobody's.
func (a Act) Who() account.Actor {
	if a.By == "" {
		return account.House
	}
	return account.Actor{ID: a.By, AgencyID: a.Agency, Role: a.Role, Via: a.Via, Session: a.Session, Source: a.Source}
}

// Views are the verbs by which a seizure or one of its requests is shown to
// somebody, or is not.
var Views = []Verb{SeizureRead, SeizureExported, SeizureOpened, RequestRead, RequestClaimed, BreakApproved, Refused}

// Opens tells whether somebody who does it has a record before them, or tried
// to.
func Opens(verb Verb) bool { return slices.Contains(opens, verb) }

var opens = []Verb{
	SeizureRead, SeizureExported, SeizureOpened, RequestRead, RequestSeen, RequestClaimed, TwinsSought, ViewersRead, GrantsRead,
	Withdrawn, Answered, Linked, Unlinked, Corrected, ProposalRead, SeizureRestricted, ChangeProposed, NamedChanged, Unrestricted, Barred, Unbarred,
	GrantProposed, GrantApproved, GrantAccepted, TransferOffered, TransferApproved, TransferAccepted, Braked, BreakAsked, Refused,
}
