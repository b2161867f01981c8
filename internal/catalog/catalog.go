// Package catalog holds the closed lists of the house: every code that a
// filing, a trace or a result may carry, and nothing else.
//
// Two kinds of list exist. The words of a List live in the locales under
// catalog.<list>.<code>, so a reader's language is chosen where the code is
// shown. A NameList carries its own names, because the name of a country or of
// a state is a fact about the place and not a phrase of this program.
//
// Lists are ordered the way a form offers them. They are built once and never
// change while the program runs, so all of them are safe for concurrent use.
package catalog

import "slices"

// List is an ordered set of codes whose words live in the locales.
type List struct {
	name  string
	codes []string
	index map[string]int
}

func newList(name string, codes ...string) *List {
	index := make(map[string]int, len(codes))
	for i, code := range codes {
		index[code] = i
	}
	return &List{name: name, codes: codes, index: index}
}

// ListName is the name of the list as it stands in locale keys, such as
// "firearm_type".
func (l *List) ListName() string { return l.name }

// Codes returns the codes in the order a form offers them; the slice is the
// caller's own.
func (l *List) Codes() []string { return slices.Clone(l.codes) }

// Has says whether code belongs to the list; case counts.
func (l *List) Has(code string) bool {
	_, ok := l.index[code]
	return ok
}

// Prefix is what stands before a code in a locale key: "catalog.<list>.".
func (l *List) Prefix() string { return "catalog." + l.name + "." }

// Key is the locale key of a code's words: "catalog.<list>.<code>".
func (l *List) Key(code string) string { return l.Prefix() + code }

// Lists is every list whose codes must have a text in each language.
var Lists = []*List{
	FirearmType, FirearmGroup, MarkingKind, Reading, Location, Altered, Restoration, AdviceReason, LinkReason,
	Offence, ReferenceKind, Priority, CustodyHolder, Precision,
	PersonRole, Sex, Surname2State, NameStyle, IdentifierKind,
	ContactKind, ContactChannel, FFLRegion, FFLType, Outcome, OutcomeFamily,
	Access, Purpose, BreakReason, GrantField, Waiting, Stage, Next, TransferReason,
	SettlementType, StreetType, RoadType, RoadAdmin, RoadToll, RoadSide,
}

// NameLists is every list that carries its own names.
var NameLists = []*NameList{Country, USState, EntidadNames}
