package trace

import (
	"time"

	"rastreo/internal/catalog"
	"rastreo/internal/fault"
	"rastreo/internal/mx"
)

// Transfer hands a seizure over to another agency, which has the firearms from
// then on. One person offers it, another of the same agency approves, and a
// coordinator of the other agency accepts and says who answers for it there.
//
// What goes and what stays, once it is accepted:
//   - The seizure goes with its people, requests, questions, contacts, results
//     and history; folios, places in the queue, clocks and claims stay as they
//     are. Nothing is filed again.
//   - The agency that had it reads it no more: it keeps this transfer, which
//     names folios, dates and documents, and nothing of people. What it needs to
//     read on the other agency shares with it.
//   - Its grants to others end, and so does what waited on its list: the other
//     agency has promised nothing.
//   - A restricted seizure stays restricted, to those whom the other agency
//     names. Who is kept out of it by name stays out.
//   - Figures say whose a request is: they follow, so that a correction counts
//     where the result does. The log stays with whoever did what it says.
//   - A decoy is never handed over; nobody can tell.
type Transfer struct {
	ID         string
	SeizureID  string
	Folio      string // of the seizure
	AgencyID   string // who hands it over
	Agency     string
	ToAgency   string // id of the agency that takes it
	To         string // its acronym
	Restricted bool   // it was when it was offered
	Requests   int    // how many firearms
	Date       string // when custody passes, YYYY-MM-DD
	Document   string // number of the official letter
	Reason     string // catalog.TransferReason
	By, ByName string // who offered it
	At         time.Time
	ExpiresAt  time.Time
	ApprovedBy string
	ApprovedAt time.Time
	AcceptedBy string
	TakerName  string
	AcceptedAt time.Time
	Holder     string // account that answers for it from then on
	HolderName string
	Reference  Reference // under which the other agency knows the case
	EndedBy    string    // whoever took it back or declined it
	EndedAt    time.Time
	Why        string // of whoever declined it
}

// TransferState is how far a transfer is.
type TransferState string

// The states of a transfer.
const (
	TransferProposed TransferState = "proposed" // a second person must agree
	TransferOffered  TransferState = "offered"  // waits for the other agency
	TransferDone     TransferState = "done"
	TransferDeclined TransferState = "declined"  // by the other agency
	TransferTaken    TransferState = "cancelled" // taken back
	TransferExpired  TransferState = "expired"
)

// TransferStates lists them all.
var TransferStates = []TransferState{TransferProposed, TransferOffered, TransferDone, TransferDeclined, TransferTaken, TransferExpired}

// TransferWaits is how long an offer waits for the other agency.
const TransferWaits = 30 * 24 * time.Hour

// State says how far the transfer is at a moment.
func (t Transfer) State(now time.Time) TransferState {
	switch {
	case !t.AcceptedAt.IsZero():
		return TransferDone
	case !t.EndedAt.IsZero() && t.Why != "":
		return TransferDeclined
	case !t.EndedAt.IsZero():
		return TransferTaken
	case !now.Before(t.ExpiresAt):
		return TransferExpired
	case !t.ApprovedAt.IsZero():
		return TransferOffered
	}
	return TransferProposed
}

// Waits tells whether it can still be accepted or taken back.
func (t Transfer) Waits(now time.Time) bool {
	s := t.State(now)
	return s == TransferProposed || s == TransferOffered
}

const longestDocument = 80

// Check tidies a typed offer, or lists what is wrong with it. now is the moment
// where whoever offers is.
func (t Transfer) Check(now time.Time) (Transfer, error) {
	var p fault.Problems
	if t.To == "" {
		p.Add("/to", "required", nil)
	}
	if code := checkDate(t.Date, Day, now); code != "" {
		p.Add("/handed", code, nil)
	}
	t.Document = mx.Tidy(t.Document)
	switch n := len([]rune(t.Document)); {
	case n == 0:
		p.Add("/document", "required", nil)
	case n > longestDocument:
		p.Add("/document", "max", fault.Args{"limit": longestDocument})
	}
	switch {
	case t.Reason == "":
		p.Add("/transfer_reason", "required", nil)
	case !catalog.TransferReason.Has(t.Reason):
		p.Add("/transfer_reason", "code", nil)
	}
	return t, fault.Check(p)
}

// Taking is what whoever accepts a transfer says.
type Taking struct {
	Reference Reference // the own number of the case
	Holder    string    // user name of who answers for it
	Named     []string  // user names of who may know of a restricted one, beside them and whoever accepts
}

// Check tidies what was typed, or lists what is wrong with it.
func (t Taking) Check() (Taking, error) {
	var p fault.Problems
	t.Reference.Number = mx.Tidy(t.Reference.Number)
	switch {
	case t.Reference.Kind == "":
		p.Add("/case_kind", "required", nil)
	case !catalog.ReferenceKind.Has(t.Reference.Kind):
		p.Add("/case_kind", "code", nil)
	}
	switch n := len([]rune(t.Reference.Number)); {
	case n == 0:
		p.Add("/case_number", "required", nil)
	case n > longestDocument:
		p.Add("/case_number", "max", fault.Args{"limit": longestDocument})
	}
	if len(UserNames(t.Holder)) != 1 {
		p.Add("/holder", "required", nil)
	}
	return t, fault.Check(p)
}

// longestWhy is the most characters of why a transfer is declined.
const longestWhy = 500

// Declined tidies why the other agency does not take it.
func Declined(typed string) (why string, err error) {
	var p fault.Problems
	why = lines(typed)
	switch n := len([]rune(why)); {
	case n == 0:
		p.Add("/decline_why", "required", nil)
	case n > longestWhy:
		p.Add("/decline_why", "max", fault.Args{"limit": longestWhy})
	}
	return why, fault.Check(p)
}
