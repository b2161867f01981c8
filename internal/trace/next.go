package trace

import (
	"slices"
	"time"

	"rastreo/internal/firearm"
)

// Step is what a tracer may do next about a request. It proposes, and keeps
// nobody from doing anything else.
type Step struct {
	Code StepCode
	Kind string // of whom to ask, a contact kind; "" for nobody
	Name string // as far as it is known
	Of   string // id of the contact that is waited for
}

// StepCode says why a step is proposed.
type StepCode string

// The steps.
const (
	StepWait       StepCode = "wait"       // somebody has time left to answer
	StepRemind     StepCode = "remind"     // somebody has not answered in time
	StepReminded   StepCode = "reminded"   // the same, and was reminded of late
	StepRegistry   StepCode = "registry"   // a firearm of the National Firearms Act
	StepImporter   StepCode = "importer"   // an importer is stamped
	StepForeign    StepCode = "foreign"    // made abroad, and no importer is known
	StepMaker      StepCode = "maker"      // made in the United States, or nobody knows
	StepWholesaler StepCode = "wholesaler" // the maker or importer has said whom they sold to
	StepDealer     StepCode = "dealer"     // the wholesaler has said so
	StepClosed     StepCode = "closed"     // whoever is next has closed: out-of-business records
	StepConclude   StepCode = "conclude"   // the dealer has answered
)

// StepCodes lists every step.
var StepCodes = []StepCode{
	StepWait, StepRemind, StepReminded, StepRegistry, StepImporter, StepForeign, StepMaker, StepWholesaler, StepDealer, StepClosed, StepConclude,
}

// after is the step after an answer of somebody of each kind.
var after = map[string]Step{
	"manufacturer": {Code: StepWholesaler, Kind: "wholesaler"},
	"importer":     {Code: StepWholesaler, Kind: "wholesaler"},
	"wholesaler":   {Code: StepDealer, Kind: "dealer"},
	"dealer":       {Code: StepConclude},
}

// NextStep proposes how a trace goes on, from the firearm and from whom was
// asked so far, in order. closed tells whether somebody of the directory has
// gone out of business.
func NextStep(g Firearm, contacts []Contact, closed func(Contact) bool, now time.Time) Step {
	for _, c := range contacts {
		switch {
		case !c.Open():
		case closed(c):
			return Step{StepClosed, "other", c.Name, c.ID}
		case c.Late(now) && now.After(c.respite()):
			return Step{StepRemind, "", c.Name, c.ID}
		case c.Late(now):
			return Step{StepReminded, "", c.Name, c.ID}
		default:
			return Step{StepWait, "", c.Name, c.ID}
		}
	}
	for _, c := range slices.Backward(contacts) {
		if step, ok := after[c.Kind]; ok && c.Counts() {
			return step
		}
	}
	return begin(g)
}

// begin is whom to ask first.
func begin(g Firearm) Step {
	known := func(text string) string {
		if IsAnswer(text) {
			return ""
		}
		return text
	}
	switch country := known(g.Country); {
	case firearm.Registered(g.Type):
		return Step{Code: StepRegistry, Kind: "other"}
	case known(g.Importer) != "":
		return Step{Code: StepImporter, Kind: "importer", Name: g.Importer}
	case country != "" && country != "US":
		return Step{Code: StepForeign, Kind: "importer"}
	}
	return Step{Code: StepMaker, Kind: "manufacturer", Name: known(g.Manufacturer)}
}
