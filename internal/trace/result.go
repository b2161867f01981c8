package trace

import (
	"reflect"
	"time"

	"rastreo/internal/catalog"
	"rastreo/internal/fault"
)

// Result is how a trace ended. A corrected result is a new version beside
// the old one. TimeToCrime is computed and never typed.
type Result struct {
	RequestID string    `json:"-"`
	Version   int       `json:"version"`
	Outcome   string    `json:"outcome" validate:"required,code=outcome"`
	Family    string    `json:"family"`
	Dealer    Dealer    `json:"dealer,omitzero"`
	Purchaser Purchaser `json:"purchaser,omitzero"`
	Sold      string    `json:"sold,omitempty" validate:"max=32"` // date of the first retail sale
	Note      string    `json:"note,omitempty" validate:"max=4000" tidy:"lines"`
	Reason    string    `json:"reason,omitempty" validate:"max=1000" tidy:"lines"` // why it was corrected
	Lang      string    `json:"-"`                                                 // the author's language, for the reader's sake
	By        string    `json:"-"`
	ByName    string    `json:"-"`
	At        time.Time `json:"at"`
	Also      []string  `json:"-"` // folios of linked requests that it is to answer too
	Waits     bool      `json:"-"` // a second person must look at it first
}

// Dealer is the retail licensee that sold the firearm.
type Dealer struct {
	Name  string `json:"name,omitempty" validate:"max=256"`
	FFL   string `json:"ffl,omitempty" validate:"max=32"`
	City  string `json:"city,omitempty" validate:"max=128"`
	State string `json:"state,omitempty" validate:"max=2"` // two letters
}

// Purchaser is the first retail purchaser.
type Purchaser struct {
	Name     Name   `json:"name,omitzero"`
	Birth    Birth  `json:"birth,omitzero"`
	Document string `json:"document,omitempty" validate:"max=128"` // kind and number of the identification shown
	Address  Place  `json:"address,omitzero"`
}

// mostAlso is how many linked requests one result answers at once.
const mostAlso = 50

// said tells whether anything is said of the purchaser. A country is not: a form
// begins with one.
func (p Purchaser) said() bool {
	p.Name.Style, p.Name.Surname2State, p.Birth.Precision, p.Address.Country = "", "", "", ""
	if len(p.Address.Between) == 0 {
		p.Address.Between = nil
	}
	return !reflect.ValueOf(p).IsZero()
}

// Check tidies a typed result, or lists what is wrong with it. What the
// outcome says was found must be there, and only that.
func (r Result) Check(now time.Time) (Result, error) {
	tidy(reflect.ValueOf(&r).Elem(), "")
	r.Purchaser.Name, r.Purchaser.Address = r.Purchaser.Name.tidy(), r.Purchaser.Address.tidy()
	p := shape(r)
	r.Family = catalog.Family(r.Outcome)
	r.Dealer.FFL = checkFFL("/dealer/ffl", r.Dealer.FFL, &p)
	if r.Dealer.State != "" && !catalog.USState.Has(r.Dealer.State) {
		p.Add("/dealer/state", "us_state", nil)
	}
	if r.Sold != "" {
		if code := checkDate(r.Sold, Precision(r.Sold), now); code != "" {
			p.Add("/sold", code, nil)
		}
	}
	if r.Purchaser.Birth.Date != "" {
		if code := checkDate(r.Purchaser.Birth.Date, r.Purchaser.Birth.Precision, now); code != "" {
			p.Add("/purchaser/birth/date", code, nil)
		}
	}
	r.Purchaser.Name.check("/purchaser/name", &p)
	r.Purchaser.Address.check("/purchaser/address", &p)
	r.checkFound(&p)
	if len(r.Also) > mostAlso {
		p.Add("/also", "max", fault.Args{"limit": mostAlso})
	}
	for _, folio := range r.Also[:min(len(r.Also), mostAlso)] {
		if known, ok := ParseFolio(folio); !ok || !IsRequest(known) {
			p.Add("/also", "folio", nil)
		}
	}
	return r, fault.Check(inOrder[Result](p))
}

// checkFound asks for the dealer and the purchaser that the outcome claims.
func (r Result) checkFound(p *fault.Problems) {
	if (r.Outcome == "purchaser_identified" || r.Outcome == "dealer_identified") && r.Dealer.Name == "" {
		p.Add("/dealer/name", "required", nil)
	}
	named := r.Purchaser.Name.Full + r.Purchaser.Name.Given + r.Purchaser.Name.Surname1
	if r.Outcome == "purchaser_identified" && named == "" {
		p.Add("/purchaser/name/full", "required", nil)
	}
	if r.Outcome == "purchaser_identified" && r.Sold == "" {
		p.Add("/sold", "required", nil)
	}
	if r.Outcome != "purchaser_identified" && r.Purchaser.said() {
		p.Add("/purchaser/name/full", "not_found", nil)
	}
}
