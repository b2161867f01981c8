package trace

import (
	"slices"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/fault"
	"rastreo/internal/firearm"
)

// Seizure is a filed seizure (aseguramiento): one recovery with one place,
// one date and one or more firearms.
type Seizure struct {
	ID         string
	Folio      string
	AgencyID   string
	Agency     string // the agency's acronym
	AgencyName string
	FiledBy    string // who answers for it: whoever filed it, until it is handed over

	FilerName   string // who filed it
	FilerAgency string // the name of the agency it was filed for
	FiledAt     time.Time
	Restricted  bool              // only those on its list may know of it
	Private     bool              // personal data is withheld from this reader
	Grant       *Grant            // what it is shown under, to somebody of another agency
	Filing                        // as checked; Firearms is empty, each is in a Request
	Requests    []Request         // in the order they were typed
	Chased      map[string]string // by the id of a request: the link of the chain that has yet to answer
	Reports     []firearm.Report  // of the checks, while the firearms are still in the filing
}

// Request is a trace request (solicitud): one firearm of a seizure.
type Request struct {
	ID      string
	Folio   string
	Ordinal int // 1 for the first firearm of the seizure

	SeizureID    string
	SeizureFolio string
	AgencyID     string
	Agency       string // the agency's acronym
	FiledBy      string
	FiledAt      time.Time
	Recovered    string // date of recovery, as precise as it is known
	Entidad      string // of the recovery

	Firearm
	Report firearm.Report // of the check when it was filed; of a list only the score is read

	Status     Status
	QueuedAt   time.Time
	TurnAt     time.Time // its place in the queue among those of its priority
	DueAt      time.Time // zero while the submitter is asked and there was time left
	ClaimedBy  string    // account of the tracer, "" while nobody has it
	Claimer    string    // the tracer's name
	Claim      int       // how many claims were made of it so far
	ClaimedAt  time.Time
	LeaseUntil time.Time // when an idle claim goes back to the queue
	ReviewAt   time.Time // since when its result waits for a second person; zero while none does
	EndedAt    time.Time // concluded or withdrawn
	Outcome    string    // code, "" until concluded
	Restricted bool      // as its seizure is
}

// Resource is what the policy is asked about the request.
func (r Request) Resource() account.Resource {
	return account.Resource{AgencyID: r.AgencyID, Filer: r.FiledBy, Claimer: r.ClaimedBy, Restricted: r.Restricted, Second: r.Waits()}
}

// Resource is what the policy is asked about the seizure.
func (s Seizure) Resource() account.Resource {
	return account.Resource{AgencyID: s.AgencyID, Filer: s.FiledBy, Restricted: s.Restricted}
}

// Waits tells whether a result of the request waits for a second person.
func (r Request) Waits() bool { return !r.ReviewAt.IsZero() }

// meanwhile are the moves that can be made while a result waits for a second
// person: somebody else may get the request, and its submitter take it back. All
// else would change what is being looked at.
var meanwhile = []Move{Hand, Withdraw, SendBack}

// Move changes the status, or says why it may not.
func (r *Request) Move(m Move) error {
	switch {
	case r.Waits() && !slices.Contains(meanwhile, m):
		return fault.New(fault.Conflict, "proposal.waits", nil)
	case !r.Waits() && m == SendBack:
		return fault.New(fault.Conflict, "proposal.none", nil)
	}
	to, err := r.Status.Move(m)
	if err != nil {
		return err
	}
	r.Status = to
	return nil
}

// Receipt is what a submitter gets for a filing: the public numbers.
type Receipt struct {
	Folio    string           `json:"folio"`
	FiledAt  time.Time        `json:"filed_at"`
	Requests []ReceiptRequest `json:"requests"`
}

// ReceiptRequest is one firearm's line of a receipt.
type ReceiptRequest struct {
	Folio  string         `json:"folio"`
	Status Status         `json:"status"`
	Report firearm.Report `json:"report,omitzero"`
}

// Receipt returns the seizure's receipt as of its filing.
func (s Seizure) Receipt() Receipt {
	r := Receipt{Folio: s.Folio, FiledAt: s.FiledAt}
	for _, q := range s.Requests {
		r.Requests = append(r.Requests, ReceiptRequest{q.Folio, q.Status, q.Report})
	}
	return r
}

// Saved is a filing that is still being typed, as one person's draft.
type Saved struct {
	ID        string
	AccountID string
	Filing    Filing
	Version   int // grows by one with every save
	CreatedAt time.Time
	UpdatedAt time.Time
}

// Dossier is one request with everything a reader may see of it.
type Dossier struct {
	Request   Request
	Seizure   Seizure
	Private   bool   // personal data is withheld from this reader
	Grant     *Grant // what it is shown under, to somebody of another agency
	Events    []Event
	Questions []Question
	Thread    Thread    // the last messages
	Contacts  []Contact // staff only
	Course    Course    // for whoever asked
	Results   []Result  // newest version first
	Twins     []Twin    // requests that look like the same firearm: for a submitter those of the own agency
	Links     []Link    // what was found of this request and others, newest first
	Seen      []Seen    // staff only: what of it is in other requests too
}

// Question returns the question that waits for an answer, or nil.
func (d Dossier) Question() *Question {
	if d.Request.Status != Returned {
		return nil // it was withdrawn with the question still open
	}
	for i, q := range d.Questions {
		if q.Open() {
			return &d.Questions[i]
		}
	}
	return nil
}

// Asked is when the question that waits for an answer was asked, zero while
// there is none.
func (d Dossier) Asked() time.Time {
	if q := d.Question(); q != nil {
		return q.AskedAt
	}
	return time.Time{}
}

// Result returns the result that holds, or nil before there is one.
func (d Dossier) Result() *Result {
	if len(d.Results) == 0 {
		return nil
	}
	return &d.Results[0]
}
