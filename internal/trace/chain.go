package trace

// Stage is one step of the chain by which a firearm came from its maker to its
// first purchaser, and whom was asked there.
type Stage struct {
	Code     StageCode
	Contacts []Contact
	Now      bool // the step that is proposed is taken here
}

// StageCode says which step of the chain it is.
type StageCode string

// The steps of the chain, and beside it the records that somebody else keeps.
const (
	StageMaker      StageCode = "maker" // or importer
	StageWholesaler StageCode = "wholesaler"
	StageDealer     StageCode = "dealer"
	StagePurchaser  StageCode = "purchaser" // nobody is asked there
	StageRecords    StageCode = "records"
)

// StageCodes lists them in their order.
var StageCodes = []StageCode{StageMaker, StageWholesaler, StageDealer, StagePurchaser, StageRecords}

// stages is where each kind of contact stands.
var stages = map[string]StageCode{
	"manufacturer": StageMaker, "importer": StageMaker, "wholesaler": StageWholesaler, "dealer": StageDealer, "other": StageRecords,
}

// Chain puts those who were asked at their steps, in order, and marks the one
// at which the next step is. The records are only there where they are asked or
// are to be.
func Chain(contacts []Contact, next Step) (chain []Stage) {
	at := next.stage(contacts)
	for _, code := range StageCodes {
		s := Stage{Code: code, Now: code == at}
		for _, c := range contacts {
			if stages[c.Kind] == code {
				s.Contacts = append(s.Contacts, c)
			}
		}
		if code != StageRecords || s.Now || len(s.Contacts) > 0 {
			chain = append(chain, s)
		}
	}
	return chain
}

// stage is where a step is taken: with whom is to be asked or is waited for; ""
// for none.
func (s Step) stage(contacts []Contact) StageCode {
	switch {
	case s.Code == StepConclude:
		return StagePurchaser
	case s.Kind != "":
		return stages[s.Kind]
	}
	for _, c := range contacts {
		if c.ID == s.Of {
			return stages[c.Kind]
		}
	}
	return ""
}
