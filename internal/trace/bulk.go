package trace

import (
	"reflect"
	"slices"
	"time"

	"rastreo/internal/fault"
)

// BulkAct is an act that can be done to many requests at once.
type BulkAct string

// The acts.
const (
	BulkClaim    BulkAct = "claim"
	BulkRelease  BulkAct = "release"
	BulkAssign   BulkAct = "assign"
	BulkPriority BulkAct = "priority"
)

// BulkActs lists every act, in the order a form shows them.
var BulkActs = []BulkAct{BulkClaim, BulkRelease, BulkAssign, BulkPriority}

// BulkWanted is what is to be done to each request. Call the typed form through
// Check.
type BulkWanted struct {
	Act           BulkAct `json:"act"`
	Tracer        string  `json:"tracer,omitempty"` // user name; of assign
	Priority      string  `json:"priority,omitempty"`
	Justification string  `json:"justification,omitempty" tidy:"lines"`
}

// Check tidies what is wanted, or lists what is wrong. What belongs to another
// act is dropped.
func (w BulkWanted) Check() (BulkWanted, error) {
	tidy(reflect.ValueOf(&w).Elem(), "")
	var p fault.Problems
	switch w.Act {
	case BulkAssign:
		if w.Tracer == "" {
			p.Add("/tracer", "choose", nil)
		}
		return BulkWanted{Act: w.Act, Tracer: w.Tracer}, fault.Check(p)
	case BulkPriority:
		u, err := Urgency{w.Priority, w.Justification}.Check()
		return BulkWanted{Act: w.Act, Priority: u.Priority, Justification: u.Justification}, err
	}
	if !slices.Contains(BulkActs, w.Act) {
		p.Add("/act", "choose", nil)
	}
	return BulkWanted{Act: w.Act}, fault.Check(p)
}

// BulkState is how far a bulk act has come.
type BulkState string

// The states.
const (
	BulkTried   BulkState = "tried" // counted, and nothing done
	BulkRunning BulkState = "running"
	BulkDone    BulkState = "done"
	BulkUndoing BulkState = "undoing"
	BulkUndone  BulkState = "undone"
)

// BulkStates lists every state.
var BulkStates = []BulkState{BulkTried, BulkRunning, BulkDone, BulkUndoing, BulkUndone}

// BulkWhy is why a request is left as it is.
type BulkWhy string

// The reasons.
const (
	WhyUnknown  BulkWhy = "unknown" // no request has that folio
	WhyTaken    BulkWhy = "taken"   // somebody else has it
	WhyOwn      BulkWhy = "own"     // whoever acts has it already
	WhyNotYours BulkWhy = "not_yours"
	WhyHasIt    BulkWhy = "has_it" // the tracer it would be given to
	WhySame     BulkWhy = "same"   // it has that priority
	WhyWaiting  BulkWhy = "waiting"
	WhyAsked    BulkWhy = "asked" // its submitter is
	WhyEnded    BulkWhy = "ended"
	WhyLimit    BulkWhy = "limit" // as much as one may claim at once is in hand
	WhyMoved    BulkWhy = "moved" // it is not any more as it was seen
	WhyGone     BulkWhy = "gone"  // whoever had it before can have none any more
)

// BulkWhys lists every reason, in the order a page shows them.
var BulkWhys = []BulkWhy{
	WhyTaken, WhyOwn, WhyNotYours, WhyHasIt, WhySame, WhyWaiting, WhyAsked, WhyEnded, WhyLimit, WhyMoved, WhyGone, WhyUnknown,
}

// bulkNamed is how many folios a count names.
const bulkNamed = 5

// BulkSome is how many requests something is so of, and the first of them.
type BulkSome struct {
	N      int      `json:"n"`
	Folios []string `json:"folios,omitempty"`
}

func (s *BulkSome) add(folio string) {
	s.N++
	if len(s.Folios) < bulkNamed {
		s.Folios = append(s.Folios, folio)
	}
}

// BulkTally counts the requests that change and, by the reason, those that do not.
type BulkTally struct {
	Change BulkSome             `json:"change"`
	Stay   map[BulkWhy]BulkSome `json:"stay,omitempty"`
}

// Add counts a request; why is "" if it changes.
func (t *BulkTally) Add(folio string, why BulkWhy) {
	if why == "" {
		t.Change.add(folio)
		return
	}
	if t.Stay == nil {
		t.Stay = map[BulkWhy]BulkSome{}
	}
	s := t.Stay[why]
	s.add(folio)
	t.Stay[why] = s
}

// Stays is how many do not change.
func (t BulkTally) Stays() (n int) {
	for _, s := range t.Stay {
		n += s.N
	}
	return n
}

// All is how many were counted.
func (t BulkTally) All() int { return t.Change.N + t.Stays() }

// BulkItem is one request of a bulk act: how it was seen when the act was tried
// and, once it is done, how it was before and was left.
type BulkItem struct {
	ID     string   `json:"id"`
	Folio  string   `json:"folio"`
	Seen   BulkSeen `json:"seen"`
	Before *BulkWas `json:"before,omitempty"` // nil where nothing was done
	Left   BulkSeen `json:"left,omitzero"`
}

// BulkSeen is what of a request tells whether it is still the same.
type BulkSeen struct {
	Status   Status    `json:"status"`
	Claim    int       `json:"claim"`
	By       string    `json:"by,omitempty"` // account of its tracer
	Priority string    `json:"priority"`
	TurnAt   time.Time `json:"turn_at"`
}

// SeenOf is a request as it is now.
func SeenOf(r Request) BulkSeen {
	return BulkSeen{r.Status, r.Claim, r.ClaimedBy, r.Priority, r.TurnAt.UTC()}
}

// Holds tells whether a request is still as it was seen, as far as the act is
// about it.
func (s BulkSeen) Holds(act BulkAct, r Request) bool {
	if act == BulkPriority && (s.Priority != r.Priority || !s.TurnAt.Equal(r.TurnAt)) {
		return false
	}
	return s.Claim == r.Claim && s.By == r.ClaimedBy && s.Status == r.Status
}

// Lasts tells whether a request is still as the act left it. Of a priority it
// does not matter who works on it meanwhile.
func (s BulkSeen) Lasts(act BulkAct, r Request) bool {
	if act == BulkPriority {
		return s.Priority == r.Priority && s.TurnAt.Equal(r.TurnAt) && r.Status.Open()
	}
	return s.Holds(act, r)
}

// BulkWas is what an act changed.
type BulkWas struct {
	By            string    `json:"by,omitempty"` // account of its tracer
	Priority      string    `json:"priority"`
	Justification string    `json:"justification,omitempty"`
	TurnAt        time.Time `json:"turn_at"`
}

// UndoFor is how long a bulk act can be undone after its end, and BulkWaits how
// long one that was tried can be begun.
const (
	UndoFor   = 10 * time.Minute
	BulkWaits = time.Hour
)

// Bulk is one act done to many requests at once. It is tried first, which
// counts what it would do, and then begun.
type Bulk struct {
	ID      string
	By      string // account of whoever acts
	ByName  string
	State   BulkState
	At      time.Time // when it was tried
	BegunAt time.Time
	EndedAt time.Time // when all was done or, later, undone
	Key     string    // of whoever sends it by a program, "" for none
	Hash    string    // of what was sent under the key
	Steps   int       // how many pieces it is done in
	Step    int       // how many of them are done; less again while it is undone
	Plan    BulkTally // what it would do when it was tried
	Result  BulkTally // what it did
	Undo    BulkTally // what of it was put back
	BulkBody
}

// BulkBody is what of a bulk act nobody looks for.
type BulkBody struct {
	BulkWanted
	TracerID   string  `json:"tracer_id,omitempty"`
	TracerName string  `json:"tracer_name,omitempty"`
	More       bool    `json:"more,omitempty"` // there were more than one act takes
	Doer       BulkWho `json:"doer,omitzero"`
	Undoer     BulkWho `json:"undoer,omitzero"`
}

// BulkWho is who began or undid it, as the log knows them.
type BulkWho struct {
	ID      string `json:"id"`
	Via     string `json:"via,omitempty"`
	Session string `json:"session,omitempty"`
	Source  string `json:"source,omitempty"`
}

// Active tells whether there is something left to be done.
func (b Bulk) Active() bool { return b.State == BulkRunning || b.State == BulkUndoing }

// Mind returns why it cannot be begun now, or nil.
func (b Bulk) Mind(now time.Time) error {
	switch {
	case b.State != BulkTried:
		return fault.New(fault.Conflict, "bulk.begun", nil)
	case b.Plan.Change.N == 0:
		return fault.New(fault.Conflict, "bulk.nothing", nil)
	case now.Sub(b.At) > BulkWaits:
		return fault.New(fault.Stale, "bulk.old", nil)
	}
	return nil
}

// UndoUntil is when it can be undone at the latest: zero while it is done.
func (b Bulk) UndoUntil() time.Time {
	if b.State != BulkDone {
		return time.Time{}
	}
	return b.EndedAt.Add(UndoFor)
}

// MindUndo returns why it cannot be undone now, or nil. What is still being
// done is stopped and undone.
func (b Bulk) MindUndo(now time.Time) error {
	switch {
	case b.State == BulkTried:
		return fault.New(fault.Conflict, "bulk.not_begun", nil)
	case b.State == BulkUndoing, b.State == BulkUndone:
		return fault.New(fault.Conflict, "bulk.undone", nil)
	case b.State == BulkDone && now.After(b.UndoUntil()):
		return fault.New(fault.Conflict, "bulk.late", nil)
	}
	return nil
}
