package demo

import (
	"fmt"
	"slices"
	"time"

	"rastreo/internal/trace"
)

// link is one of those who are asked, and what they will say.
type link struct{ kind, name, ffl, said string }

// early are the outcomes that need nobody to be asked.
var early = []string{
	"privately_made", "serial_obliterated", "not_a_firearm", "insufficient_information", "origin_undetermined",
	"before_records", "duplicate", "withdrawn", "serial_invalid", "nfa_referred",
}

// links is the chain from the maker to where this trace ends: with the dealer,
// or with the first who has nothing to say but how it ends.
func (l *life) links() (chain []link) {
	l.dealer = trace.Dealer{}
	if slices.Contains(early, l.outcome) {
		return nil
	}
	l.dealer = l.town.dealer(l.d.below(len(l.names.Dealer)))
	chain = append(chain, link{kind: "manufacturer", name: l.m.Manufacturer})
	if l.m.Importer != "" && l.m.Importer != "none" {
		chain = append(chain, link{kind: "importer", name: l.m.Importer})
	}
	if !slices.Contains([]string{"purchaser_identified", "dealer_identified", "dealer_records_unavailable"}, l.outcome) {
		l.dealer = trace.Dealer{}
		return l.saying(chain)
	}
	if l.d.chance(60) {
		chain = append(chain, link{kind: "wholesaler", name: pick(l.d, l.names.Wholesaler)})
	}
	return l.saying(append(chain, link{kind: "dealer", name: l.dealer.Name, ffl: l.dealer.FFL}))
}

// saying gives each link the words that lead to the next, and the last one
// those that end the trace.
func (l *life) saying(chain []link) []link {
	for i := range chain {
		if i+1 < len(chain) {
			chain[i].said = fill(pick(l.d, l.texts.Said[chain[i].kind]), "{NEXT}", chain[i+1].name)
		}
	}
	last := &chain[len(chain)-1]
	last.said = l.texts.Notes[l.outcome]
	if l.outcome == "purchaser_identified" {
		last.said = pick(l.d, l.texts.Said["dealer"])
	}
	return chain
}

// result is what the tracer writes at the end.
func (l *life) result() trace.Result {
	r := trace.Result{Outcome: l.outcome, Dealer: l.dealer, Note: l.texts.Notes[l.outcome]}
	if l.outcome != "purchaser_identified" {
		return r
	}
	r.Sold = l.at.Add(-l.d.between(140*day, 12*365*day)).Format(time.DateOnly)
	r.Purchaser = trace.Purchaser{
		Name: trace.Name{Given: pick(l.d, l.names.USGiven), Surname1: pick(l.d, l.names.USSurname), Surname2State: "none"},
		Birth: trace.Birth{
			Date: fmt.Sprintf("%d-%02d-%02d", 1958+l.d.below(36), 1+l.d.below(12), 1+l.d.below(28)),
		},
		Document: l.dealer.State + " DL 00000000",
		Address: trace.Place{
			Country: "US", Entidad: l.dealer.State, Locality: l.dealer.City,
			Street: "Example Street", Exterior: l.d.number("00#"),
		},
	}
	return r
}
