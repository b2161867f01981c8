package trace

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"rastreo/internal/firearm"
	"rastreo/internal/mx"
)

// TraitKind is by what requests are seen to belong together.
type TraitKind string

// The kinds there are. The place of recovery is seen by its address and by its
// coordinates.
const (
	TraitPerson    TraitKind = "person"
	TraitAddress   TraitKind = "address"
	TraitPoint     TraitKind = "point"
	TraitDealer    TraitKind = "dealer"
	TraitPurchaser TraitKind = "purchaser"
)

// Trait is what of a request others may have too: personal data. Key is one
// text for all writings of the same.
type Trait struct {
	Kind TraitKind
	Key  string
	Born string // of whoever is named: YYYY-MM-DD, "" where it is not wholly known
}

// Seen is in how many other requests there is the same.
type Seen struct {
	Trait
	Code      string // names it among those of its request: person-2
	Ordinal   int    // of the person in the seizure, from 1
	Called    string // the person, the dealer or the purchaser, as written
	Otherwise bool   // those who bear the same name and were born on another day
	N         int    // at most SeenMost + 1
}

// SeenMost is where counting stops: a page says "more than" from there on.
const SeenMost = 100

// Many tells whether there are more than were counted.
func (s Seen) Many() bool { return s.N > SeenMost }

// Shown is the number that a page says.
func (s Seen) Shown() int { return min(s.N, SeenMost) }

// traits collects distinct ones. One name that is borne by two people, or
// whose day of birth is known of one alone, is of nobody's day.
type traits []Trait

func (l *traits) add(x Trait) {
	if x.Key == "" {
		return
	}
	i := slices.IndexFunc(*l, func(y Trait) bool { return y.Kind == x.Kind && y.Key == x.Key })
	switch {
	case i < 0:
		*l = append(*l, x)
	case (*l)[i].Born != x.Born:
		(*l)[i].Born = ""
	}
}

// Traits are of a seizure the whole names of its parties, their aliases too
// (see mx.NameKey), and the place of recovery.
func (f Filing) Traits() []Trait {
	var list traits
	for _, p := range f.People {
		for _, key := range p.partyKeys() {
			list.add(Trait{TraitPerson, key, p.Birth.day()})
		}
	}
	list.add(Trait{Kind: TraitAddress, Key: f.Recovered.Place.addressKey()})
	list.add(Trait{Kind: TraitPoint, Key: f.Recovered.Place.pointKey()})
	return list
}

// TradeTraits are of a request the dealers of the contacts that count and,
// of the newest of its results, the dealer and the purchaser.
func TradeTraits(contacts []Contact, results []Result) []Trait {
	var list traits
	for _, x := range traded(contacts, results) {
		list.add(x.Trait)
	}
	return list
}

func traded(contacts []Contact, results []Result) (list []Seen) {
	add := func(x Trait, called string) {
		if x.Key != "" && !slices.ContainsFunc(list, func(y Seen) bool { return y.Kind == x.Kind && y.Key == x.Key }) {
			list = append(list, Seen{Trait: x, Called: called})
		}
	}
	for _, c := range contacts {
		if c.Counts() && c.Kind == "dealer" {
			add(Trait{Kind: TraitDealer, Key: firearm.FFL(c.FFL).RDS()}, c.Name)
		}
	}
	if len(results) > 0 {
		r := results[0]
		add(Trait{Kind: TraitDealer, Key: firearm.FFL(r.Dealer.FFL).RDS()}, r.Dealer.Name)
		add(Trait{TraitPurchaser, r.Purchaser.Name.purchaserKey(), r.Purchaser.Birth.day()}, r.Purchaser.Name.Display())
	}
	return list
}

// Sought are what of a request to look for in others, none of them counted yet.
// Of somebody whose day of birth is known those of the name who were born on
// another day are looked for apart.
func (d Dossier) Sought() (list []Seen) {
	for i, p := range d.Seizure.People {
		x := Trait{TraitPerson, p.soughtKey(), p.Birth.day()}
		list = append(list, Seen{Trait: x, Code: "person-" + strconv.Itoa(i+1), Ordinal: i + 1, Called: p.Name.Display()})
		if x.Born != "" {
			list = append(list, Seen{Trait: x, Code: "namesake-" + strconv.Itoa(i+1), Ordinal: i + 1, Called: p.Name.Display(), Otherwise: true})
		}
	}
	place := d.Seizure.Recovered.Place
	list = append(list,
		Seen{Trait: Trait{Kind: TraitAddress, Key: place.addressKey()}, Code: string(TraitAddress)},
		Seen{Trait: Trait{Kind: TraitPoint, Key: place.pointKey()}, Code: string(TraitPoint)})
	for i, x := range traded(d.Contacts, d.Results) {
		x.Code = fmt.Sprintf("%s-%d", x.Kind, i+1)
		list = append(list, x)
	}
	return slices.DeleteFunc(list, func(x Seen) bool { return x.Key == "" })
}

// soughtKey is the person's own name, "" of a witness.
func (p Person) soughtKey() string {
	if p.Role == witness {
		return ""
	}
	return mx.NameKey(p.Name.Parts())
}

// day is the day of birth, "" where it is not known to the day.
func (b Birth) day() string {
	if len(b.Date) != len("2006-01-02") {
		return ""
	}
	return b.Date
}

// purchaserKey is the folded words of a whole name in alphabetical order, "" of
// fewer than two: a form of the United States has one surname, so it asks for
// less than mx.NameKey.
func (n Name) purchaserKey() string {
	words := strings.Fields(mx.Fold(n.Display()))
	if len(words) < 2 {
		return ""
	}
	slices.Sort(words)
	return strings.Join(words, " ")
}

// addressKey is the street with its number, or the road with its kilometre, in
// its municipio or else in its postal code; "" where one of the two is not known.
func (l Place) addressKey() string {
	area, way := l.Municipio, strings.TrimSpace(l.Street+" "+l.Exterior)
	if area == "" || area == Unknown {
		if area = l.PostalCode; area == "" || area == Unknown {
			return ""
		}
	}
	switch {
	case l.Street != "":
		way = mx.Fold(l.Settlement) + "|" + mx.Fold(way)
	case l.RoadMark != "" && l.Road+l.RoadCode != "" || kilometre(l.Road):
		way = mx.Fold(strings.Join([]string{l.RoadCode, l.Road, l.RoadMark}, " "))
	default:
		return ""
	}
	return strings.Join([]string{mx.Fold(l.Country), mx.Fold(l.Entidad), mx.Fold(area), way}, "|")
}

// pointKey is the coordinates to a thousandth of a degree, some 100 m; "" where
// there are none.
func (l Place) pointKey() string {
	lat, ok := mx.ParseDegrees(string(l.Latitude))
	long, too := mx.ParseDegrees(string(l.Longitude))
	if !ok || !too {
		return ""
	}
	return fmt.Sprintf("%.0f,%.0f", math.Round(lat*1000)+0, math.Round(long*1000)+0)
}
