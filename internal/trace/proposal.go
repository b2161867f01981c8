package trace

import (
	"maps"
	"slices"
	"time"

	"rastreo/internal/fault"
	"rastreo/internal/mx"
)

// Proposal is a result that somebody has found and a second person must look
// at before it is one. Nobody outside the tracing center learns of it.
type Proposal struct {
	ID        string
	RequestID string
	Result    Result   // as it would be; By is the author
	Also      []string // folios of linked requests that it answers too
	DecidedBy string   // account; "" while it waits
	Decider   string   // name
	DecidedAt time.Time
	Verdict   Sight
	Notes     map[string]string // of one sent back: field of ProposalFields → why
}

// Sight is what a second person made of a proposal.
type Sight string

// What becomes of a proposal.
const (
	SightWaits     Sight = ""
	SightApproved  Sight = "approved"
	SightReturned  Sight = "returned"
	SightWithdrawn Sight = "withdrawn" // by whoever has the request
)

// Sights lists what can become of one.
var Sights = []Sight{SightApproved, SightReturned, SightWithdrawn}

// ProposalFields lists what can be said something of when a proposal is sent
// back: fields of the result, in their order, and all of it.
var ProposalFields = []string{
	"outcome", "dealer.name", "dealer.ffl", "dealer.city", "sold", "purchaser.name", "purchaser.birth.date", "purchaser.document",
	"purchaser.address", "note", "whole",
}

// Open tells whether the proposal waits.
func (p Proposal) Open() bool { return p.Verdict == SightWaits }

// Names tells whether the result says who bought the firearm.
func (r Result) Names() bool { return r.Outcome == "purchaser_identified" }

// NamedAs tells whether the purchaser bears the whole name of an account: then
// its owner is not to judge the result.
func (r Result) NamedAs(name string) bool {
	bears := r.Purchaser.Name.Parts()
	key := mx.NameKey(mx.Parts{Full: name})
	return key != "" && key == mx.NameKey(bears) || name != "" && mx.Fold(name) == mx.Fold(bears.Display())
}

// CheckNotes tidies what was typed to send a proposal back, or lists what is
// wrong: at least one field must say why.
func CheckNotes(typed map[string]string) (map[string]string, error) {
	notes, p := map[string]string{}, fault.Problems{}
	for _, field := range slices.Sorted(maps.Keys(typed)) {
		text := lines(typed[field])
		switch {
		case !slices.Contains(ProposalFields, field):
			p.Add("/notes", "code", nil)
		case len([]rune(text)) > 1000:
			p.Add("/notes", "max", fault.Args{"limit": 1000})
		case text != "":
			notes[field] = text
		}
	}
	if len(p) == 0 && len(notes) == 0 {
		p.Add("/notes", "required", nil)
	}
	return notes, fault.Check(p)
}
