package trace

import (
	"slices"

	"rastreo/internal/fault"
)

// Status is where a request stands.
type Status string

// The statuses.
const (
	Draft     Status = "draft"     // being typed; nobody else sees it
	Queued    Status = "queued"    // waits for a tracer
	Claimed   Status = "claimed"   // a tracer works on it
	Returned  Status = "returned"  // waits for the submitter's answer
	Concluded Status = "concluded" // has an outcome
	Withdrawn Status = "withdrawn" // the submitter took it back
)

// Statuses in the order a request meets them.
var Statuses = []Status{Draft, Queued, Claimed, Returned, Concluded, Withdrawn}

// Filed lists the statuses that a filed request can have.
var Filed = Statuses[1:]

// Open tells whether somebody still has work to do.
func (s Status) Open() bool { return s == Queued || s == Claimed || s == Returned }

// Move is what somebody does to a request.
type Move string

// The moves.
const (
	File     Move = "file"
	Claim    Move = "claim"
	Release  Move = "release"
	Hand     Move = "hand"          // a supervisor gives it to a tracer
	HandBack Move = "hand_returned" // the same while the submitter is asked
	Expire   Move = "expire"        // the lease ran out
	Chase    Move = "contact"       // asks somebody of the chain
	Ask      Move = "ask"
	Recall   Move = "recall" // the tracer takes the question back
	Answered Move = "answer"
	Conclude Move = "conclude"
	Correct  Move = "correct" // a new version of the result
	Withdraw Move = "withdraw"
	Propose  Move = "propose"   // a result, which a second person must look at
	SendBack Move = "send_back" // it is for the author again
)

// stays is where a move ends that leaves the status as it is.
const stays Status = ""

// moves says where each move may start and where it ends.
var moves = map[Move]struct {
	from []Status
	to   Status
}{
	File:     {[]Status{Draft}, Queued},
	Claim:    {[]Status{Queued}, Claimed},
	Release:  {[]Status{Claimed}, Queued},
	Hand:     {[]Status{Queued, Claimed}, Claimed},
	HandBack: {[]Status{Returned}, Returned},
	Expire:   {[]Status{Claimed}, Queued},
	Chase:    {[]Status{Claimed}, Claimed},
	Ask:      {[]Status{Claimed}, Returned},
	Recall:   {[]Status{Returned}, Claimed},
	Answered: {[]Status{Returned}, Claimed},
	Conclude: {[]Status{Claimed}, Concluded},
	Correct:  {[]Status{Concluded}, Concluded},
	Withdraw: {[]Status{Queued, Claimed, Returned}, Withdrawn},
	Propose:  {[]Status{Claimed, Concluded}, stays},
	SendBack: {[]Status{Claimed, Concluded}, stays},
}

// Moves lists every move.
var Moves = []Move{File, Claim, Release, Hand, HandBack, Expire, Chase, Ask, Recall, Answered, Conclude, Correct, Withdraw, Propose, SendBack}

// Move returns the status after a move. A move that cannot start here is a
// Conflict whose key names the status that stands in the way.
func (s Status) Move(m Move) (Status, error) {
	way, ok := moves[m]
	if !ok || !slices.Contains(way.from, s) {
		return s, fault.New(fault.Conflict, "fault.move."+string(s), nil)
	}
	if way.to == stays {
		return s, nil
	}
	return way.to, nil
}

// Can tells whether a move may start here.
func (s Status) Can(m Move) bool {
	_, err := s.Move(m)
	return err == nil
}
