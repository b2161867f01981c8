package trace

import "time"

// Code of an event. Codes are never renamed; the words are made when read.
type Code string

// The events of a request.
const (
	EventFiled            Code = "filed"
	EventClaimed          Code = "claimed"
	EventReleased         Code = "released"
	EventAssigned         Code = "assigned"    // tracer: the tracer's user name
	EventPrioritised      Code = "prioritised" // priority, reason
	EventLeaseExpired     Code = "lease_expired"
	EventContacted        Code = "contacted"         // kind
	EventContactAnswered  Code = "contact_answered"  // kind
	EventContactReminded  Code = "contact_reminded"  // kind
	EventContactCorrected Code = "contact_corrected" // kind
	EventContactStruck    Code = "contact_struck"    // kind
	EventAsked            Code = "asked"
	EventRecalled         Code = "recalled"
	EventAnswered         Code = "answered"
	EventAmended          Code = "amended"     // field, from, to: the submitter corrected a mark
	EventConcluded        Code = "concluded"   // outcome
	EventCorrected        Code = "corrected"   // outcome
	EventWithdrawn        Code = "withdrawn"   // reason
	EventLinked           Code = "linked"      // folio: the submitter's agency holds both for one firearm
	EventUnlinked         Code = "unlinked"    // folio
	EventTransferred      Code = "transferred" // from_agency, to_agency: acronyms
)

// Codes lists every event.
var Codes = []Code{
	EventFiled, EventClaimed, EventReleased, EventAssigned, EventPrioritised, EventLeaseExpired, EventContacted, EventContactAnswered,
	EventContactReminded, EventContactCorrected, EventContactStruck,
	EventAsked, EventRecalled, EventAnswered, EventAmended, EventConcluded, EventCorrected, EventWithdrawn,
	EventLinked, EventUnlinked, EventTransferred,
}

// Event is one thing that happened to a request. Params hold codes and typed
// marks; only the reason of a withdrawal is in free words.
type Event struct {
	RequestID string
	Seq       int // 1 for the first event of the request
	At        time.Time
	By        string // account, "" for the house itself
	ByName    string
	ByRole    string
	Code      Code
	Params    map[string]string
}

// Outside are events as whoever asked may know them: to whom a request was
// given is the center's own affair.
func Outside(events []Event) []Event {
	for i, e := range events {
		if e.Code == EventAssigned {
			events[i].Code, events[i].Params = EventClaimed, map[string]string{}
		}
	}
	return events
}

// Notice tells somebody that something happened to a request of theirs.
type Notice struct {
	ID        string
	AccountID string
	Folio     string // of the request, or of the seizure when it was received
	Code      NoticeCode
	At        time.Time
	ReadAt    time.Time // zero until read
	Mail      string    // id of the mail that carries it, "" for none
}

// NoticeCode is what a notice is about.
type NoticeCode string

// The notices.
const (
	NoticeReceived  NoticeCode = "received"
	NoticeQuestion  NoticeCode = "question"
	NoticeAnswered  NoticeCode = "answered" // for the tracer who asked
	NoticeConcluded NoticeCode = "concluded"
	NoticeCorrected NoticeCode = "corrected"
	NoticeWithdrawn NoticeCode = "withdrawn"  // for the tracer who had it
	NoticeAssigned  NoticeCode = "assigned"   // for the tracer who has it now
	NoticeTakenOver NoticeCode = "taken_over" // for the tracer who had it
	NoticePriority  NoticeCode = "priority"   // it has another one
	NoticeMessage   NoticeCode = "message"    // the tracing center has written
	NoticeWritten   NoticeCode = "written"    // for the tracer who has it: whoever asked has

	// Of many at once, without a folio: each person is told once.
	NoticeBulkAssigned     NoticeCode = "bulk_assigned"     // for the tracer who has them now
	NoticeBulkTakenOver    NoticeCode = "bulk_taken_over"   // for a tracer who had some
	NoticeBulkPriority     NoticeCode = "bulk_priority"     // for whoever follows them
	NoticeBulkUndone       NoticeCode = "bulk_undone"       // for whoever of the center was told
	NoticeBulkBack         NoticeCode = "bulk_back"         // for whoever follows them: they have the priority of before
	NoticeProposalWaits    NoticeCode = "proposal_waits"    // for those who may look at it
	NoticeProposalReturned NoticeCode = "proposal_returned" // for its author, and whoever has the request
	NoticeProposalApproved NoticeCode = "proposal_approved" // for the same
	NoticeCenterSecond     NoticeCode = "center_second"     // for auditors: the center wants a second look, or no longer

	// For auditors: what is wrong with the log.
	NoticeAuditStalled     NoticeCode = "audit_stalled"
	NoticeAuditGap         NoticeCode = "audit_gap"
	NoticeAuditShrunk      NoticeCode = "audit_shrunk"
	NoticeAuditClock       NoticeCode = "audit_clock"
	NoticeAuditUnpublished NoticeCode = "audit_unpublished"
	NoticeAuditNoFile      NoticeCode = "audit_no_file"
	NoticeAuditNoCopy      NoticeCode = "audit_no_copy"
	NoticeAuditReview      NoticeCode = "audit_review" // a week has passed since the last
	NoticeAuditDay         NoticeCode = "audit_day"    // for whoever looks after an agency, and auditors: today's checkpoint

	NoticeWrongKeys NoticeCode = "wrong_keys" // for auditors: too many API keys from one place that are none

	NoticeNamed         NoticeCode = "named"          // for whoever is put on the list of a restricted seizure
	NoticeNamedProposed NoticeCode = "named_proposed" // for the others on it
	NoticeShareProposed NoticeCode = "share_proposed" // for whoever may approve
	NoticeShareApproved NoticeCode = "share_approved" // for the other agency's coordinators
	NoticeShareAccepted NoticeCode = "share_accepted" // for whoever proposed
	NoticeShareGiven    NoticeCode = "share_given"    // for whoever reads
	NoticeShareEnded    NoticeCode = "share_ended"    // for whoever read, and whoever proposed
	NoticeBreakAsked    NoticeCode = "break_asked"    // for auditors
	NoticeBreakDecided  NoticeCode = "break_decided"  // for whoever asked
	NoticeBreakExpired  NoticeCode = "break_expired"  // the same, where nobody decided it
	NoticeBreakIn       NoticeCode = "break_in"       // for whoever is let on a list in an emergency
	NoticeBreakMade     NoticeCode = "break_made"     // for everybody else on it
	NoticeBraked        NoticeCode = "braked"         // somebody opens too much; in place of a folio their user name
	NoticeOverseen      NoticeCode = "overseen"       // for whoever has a request: a supervisor opened its personal data
	NoticeOversight     NoticeCode = "oversight"      // for auditors: a supervisor opens personal data; in place of a folio their user name
	NoticeDecoy         NoticeCode = "decoy"          // for auditors: somebody opened the decoy whose id stands in place of a folio
	NoticeDecoyMine     NoticeCode = "decoy_mine"     // for whoever made it
	NoticeParty         NoticeCode = "party"          // for coordinators: a colleague bears the name of somebody in a seizure
	NoticePartyFiler    NoticeCode = "party_filer"    // the same of whoever filed it
	NoticePartyStuck    NoticeCode = "party_stuck"    // for auditors: no coordinator may know of it

	NoticeTransferProposed NoticeCode = "transfer_proposed" // for whoever may approve
	NoticeTransferOffered  NoticeCode = "transfer_offered"  // for the other agency's coordinators
	NoticeTransferAccepted NoticeCode = "transfer_accepted" // for whoever offered or approved it
	NoticeTransferHolder   NoticeCode = "transfer_holder"   // for whoever answers for it from then on
	NoticeTransferEnded    NoticeCode = "transfer_ended"    // declined, or taken back
	NoticeTransferTracer   NoticeCode = "transfer_tracer"   // for whoever has a request of it
)

// Notices about somebody's own account, without a folio, and to those who look
// after the people of an agency.
const (
	NoticeNewDevice       NoticeCode = "new_device"
	NoticeOddHour         NoticeCode = "odd_hour"
	NoticeSessionEnded    NoticeCode = "session_ended"
	NoticeLocked          NoticeCode = "locked"
	NoticeFactorAdded     NoticeCode = "factor_added"
	NoticeFactorRemoved   NoticeCode = "factor_removed"
	NoticePasswordChanged NoticeCode = "password_changed"
	NoticeCodeUsed        NoticeCode = "code_used"
	NoticeSomeoneLocked   NoticeCode = "someone_locked"
	NoticeSomeonesCode    NoticeCode = "someones_code"
	NoticeManyLocked      NoticeCode = "many_locked"
	NoticePasskeyCopied   NoticeCode = "passkey_copied"
	NoticeSomeonesPasskey NoticeCode = "someones_passkey"
	NoticeMailChanged     NoticeCode = "mail_changed" // their notices go to another address
	NoticeMailRefused     NoticeCode = "mail_refused" // nobody has their address any more
	// Of an account or a change, whose id stands in place of the folio.
	NoticeProposed   NoticeCode = "proposed"    // a second person must agree
	NoticeDecided    NoticeCode = "decided"     // for who proposed
	NoticeActivated  NoticeCode = "activated"   // somebody who was invited has begun
	NoticeRole       NoticeCode = "role"        // theirs is another
	NoticeReset      NoticeCode = "reset"       // theirs opens anew
	NoticeEnabled    NoticeCode = "enabled"     // theirs works again
	NoticeKeyRevoked NoticeCode = "key_revoked" // one of theirs, by somebody else
	NoticeIdle       NoticeCode = "idle"        // nobody uses it, and it will be shut
	NoticeIdleEnded  NoticeCode = "idle_ended"
)

// NoticeCodes lists every notice.
var NoticeCodes = []NoticeCode{
	NoticeReceived, NoticeQuestion, NoticeAnswered, NoticeConcluded, NoticeCorrected, NoticeWithdrawn, NoticeAssigned, NoticeTakenOver, NoticePriority, NoticeMessage, NoticeWritten,
	NoticeBulkAssigned, NoticeBulkTakenOver, NoticeBulkPriority, NoticeBulkUndone, NoticeBulkBack,
	NoticeProposalWaits, NoticeProposalReturned, NoticeProposalApproved, NoticeCenterSecond,
	NoticeNewDevice, NoticeOddHour, NoticeSessionEnded, NoticeLocked, NoticeFactorAdded, NoticeFactorRemoved,
	NoticePasswordChanged, NoticeCodeUsed, NoticeSomeoneLocked, NoticeSomeonesCode, NoticeManyLocked,
	NoticeAuditStalled, NoticeAuditGap, NoticeAuditShrunk, NoticeAuditClock, NoticeAuditUnpublished, NoticeAuditNoFile, NoticeAuditNoCopy,
	NoticeWrongKeys, NoticeAuditReview, NoticeAuditDay,
	NoticePasskeyCopied, NoticeSomeonesPasskey, NoticeMailChanged, NoticeMailRefused,
	NoticeNamed, NoticeNamedProposed, NoticeShareProposed, NoticeShareApproved, NoticeShareAccepted, NoticeShareGiven, NoticeShareEnded,
	NoticeBreakAsked, NoticeBreakDecided, NoticeBreakExpired, NoticeBreakIn, NoticeBreakMade, NoticeBraked, NoticeOverseen, NoticeOversight,
	NoticeDecoy, NoticeDecoyMine, NoticeParty, NoticePartyFiler, NoticePartyStuck,
	NoticeTransferProposed, NoticeTransferOffered, NoticeTransferAccepted, NoticeTransferHolder, NoticeTransferEnded, NoticeTransferTracer,
	NoticeProposed, NoticeDecided, NoticeActivated, NoticeRole, NoticeReset, NoticeEnabled, NoticeKeyRevoked, NoticeIdle, NoticeIdleEnded,
}
