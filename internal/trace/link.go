package trace

import (
	"time"

	"rastreo/internal/catalog"
	"rastreo/internal/fault"
	"rastreo/internal/firearm"
)

// Verdict says what somebody found of two requests that look alike.
type Verdict string

// The verdicts.
const (
	SameFirearm      Verdict = "same"
	DifferentFirearm Verdict = "different"
)

// Verdicts lists both.
var Verdicts = []Verdict{SameFirearm, DifferentFirearm}

// Link is what somebody found of two requests. A link is never deleted: it is
// undone, and both acts stay.
type Link struct {
	ID       string    `json:"-"`
	Folio    string    `json:"-"`     // of the request that was looked at
	Other    string    `json:"other"` // folio of the other
	Verdict  Verdict   `json:"verdict"`
	Reason   string    `json:"reason"` // catalog.LinkReason, for different firearms
	Why      string    `json:"why"`    // in words
	Center   bool      `json:"-"`      // made by the tracing center: no submitter learns of it
	By       string    `json:"-"`      // account
	ByName   string    `json:"-"`
	At       time.Time `json:"-"`
	UndoneBy string    `json:"-"` // account
	UndoneAt time.Time `json:"-"` // zero while it holds
}

// Holds tells whether the link was not undone.
func (l Link) Holds() bool { return l.UndoneAt.IsZero() }

// Check tidies a typed link, or lists what is wrong with it. The center says
// why two requests are different firearms.
func (l Link) Check() (Link, error) {
	var p fault.Problems
	l.Why = lines(l.Why)
	other, ok := ParseFolio(l.Other)
	switch {
	case !ok:
		p.Add("/other", "folio", nil)
	case other == l.Folio:
		p.Add("/other", "itself", nil)
	default:
		l.Other = other
	}
	if l.Verdict != SameFirearm && l.Verdict != DifferentFirearm {
		p.Add("/verdict", "code", nil)
	}
	switch {
	case l.Verdict != DifferentFirearm:
		l.Reason = ""
	case l.Reason == "":
		p.Add("/reason", "required", nil)
	case !catalog.LinkReason.Has(l.Reason):
		p.Add("/reason", "code", nil)
	}
	if len([]rune(l.Why)) > 1000 {
		p.Add("/why", "max", fault.Args{"limit": 1000})
	}
	if l.Reason == "other" && l.Why == "" {
		p.Add("/why", "required", nil)
	}
	return l, fault.Check(p)
}

// Twin is another request that looks like the same firearm, without anything
// personal, and what was found of the two.
type Twin struct {
	Request  Request
	Likeness firearm.Likeness
	Link     *Link // the one that holds, or nil
}

// Judge gives each twin the link that holds. Where the center and an agency
// both said something, the center's counts.
func Judge(twins []Twin, links []Link) {
	for i := range twins {
		for j, l := range links {
			if l.Other != twins[i].Request.Folio || !l.Holds() {
				continue
			}
			if twins[i].Link == nil || l.Center {
				twins[i].Link = &links[j]
			}
		}
	}
}
