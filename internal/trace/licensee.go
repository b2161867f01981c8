package trace

import (
	"reflect"
	"slices"
	"time"

	"rastreo/internal/catalog"
	"rastreo/internal/fault"
	"rastreo/internal/firearm"
)

// Licensee is somebody in the directory who can be asked about a firearm: a
// manufacturer's desk, an importer, a wholesaler, a dealer. Call the typed form
// through Check.
type Licensee struct {
	ID        string    `json:"id"`
	Name      string    `json:"name" validate:"required,max=256"` // as licensed
	TradeName string    `json:"trade_name,omitempty" validate:"max=256"`
	FFL       string    `json:"ffl,omitempty" validate:"max=32"`
	Kinds     []string  `json:"kinds" validate:"required,max=5,dive,code=contact_kind"`
	City      string    `json:"city,omitempty" validate:"max=128"`
	State     string    `json:"state,omitempty" validate:"max=2"` // two letters
	Phone     string    `json:"phone,omitempty" validate:"max=64"`
	Email     string    `json:"email,omitempty" validate:"max=256"`
	Fax       string    `json:"fax,omitempty" validate:"max=64"`
	Hours     string    `json:"hours,omitempty" validate:"max=256"`
	Channel   string    `json:"channel,omitempty" validate:"omitempty,code=contact_channel"` // the preferred
	Closed    string    `json:"closed,omitempty" validate:"max=32"`                          // out of business since
	Note      string    `json:"note,omitempty" validate:"max=2000" tidy:"lines"`
	Version   int       `json:"version"` // the first is 1
	ChangedAt time.Time `json:"changed_at"`
}

// Check tidies a typed licensee, or lists what is wrong.
func (l Licensee) Check(now time.Time) (Licensee, error) {
	tidy(reflect.ValueOf(&l).Elem(), "")
	l.Kinds = untwice(l.Kinds)
	p := shape(l)
	if l.State != "" && !catalog.USState.Has(l.State) {
		p.Add("/state", "us_state", nil)
	}
	l.FFL = checkFFL("/ffl", l.FFL, &p)
	if l.Closed != "" {
		if code := checkDate(l.Closed, Precision(l.Closed), now); code != "" {
			p.Add("/closed", code, nil)
		}
	}
	return l, fault.Check(inOrder[Licensee](p))
}

// untwice keeps each text once, where it first stands; nothing is nil.
func untwice(list []string) (out []string) {
	for _, x := range list {
		if x != "" && !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}

// Called is the name a licensee is known by.
func (l Licensee) Called() string {
	if l.TradeName != "" {
		return l.TradeName
	}
	return l.Name
}

// Lapsed tells whether the license has expired.
func (l Licensee) Lapsed(now time.Time) bool { return firearm.FFL(l.FFL).Expired(now) }
