package demo

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/intake"
	"rastreo/internal/trace"
)

// filers lists who files, each as often as their agency does.
var filers = []string{
	"tam.garza", "tam.garza", "tam.garza", "tam.garza", "tam.coordina", "bc.leyva", "bc.leyva", "bc.leyva",
	"chih.chavez", "chih.chavez", "chih.chavez", "gto.rangel", "gto.rangel", "mich.tinoco", "mich.tinoco",
	"cdmx.nava", "cdmx.nava", "fgr.mendez", "fgr.mendez", "sedena.rojas", "gn.ibarra",
}

// lately is how long before now the last seizures are filed; those of an odd
// place are urgent.
var lately = []time.Duration{5 * time.Hour, 2 * time.Hour, 50 * time.Minute, 12 * time.Minute}

// file plans the seizures until the firearms are enough.
func (t *town) file() {
	var plans []func(at time.Time, urgent bool)
	for have, i := t.twins()+t.trusted(), 0; have < t.Requests; i++ {
		d, l := newDice(t.Seed, "seizure", strconv.Itoa(i)), t.lanes[i%lanes]
		n := min(size(d), t.Requests-have)
		have += n
		plans = append(plans, func(at time.Time, urgent bool) {
			l.plan(at, func(ctx context.Context) (step, time.Duration, error) {
				return nil, 0, l.seize(ctx, d, n, urgent || d.chance(7))
			})
		})
	}
	for i, plan := range plans {
		if left := len(plans) - i; left <= len(lately) {
			nth := len(lately) - left
			plan(t.Now.Add(-lately[nth]), nth%2 == 1)
			continue
		}
		plan(t.Now.Add(-span+span*time.Duration(i)/time.Duration(len(plans))), false)
	}
}

// size is how many firearms are found together.
func size(d *dice) int {
	switch r := d.below(100); {
	case r < 62:
		return 1
	case r < 82:
		return 2
	case r < 92:
		return 3
	}
	return 4 + d.below(5)
}

// seize files one seizure and begins the life of each of its requests.
func (l *lane) seize(ctx context.Context, d *dice, n int, urgent bool) error {
	who := l.actors[pick(d, filers)]
	f, lives := l.filing(d, who, n, urgent)
	receipt, _, err := l.intake.File(ctx, who, f, intake.Once{})
	if err != nil {
		return err
	}
	for i, own := range lives {
		own.folio = receipt.Requests[i].Folio
		then, after := own.begin()
		l.plan(l.at.Add(after), then)
	}
	return nil
}

func (l *lane) filing(d *dice, who account.Actor, n int, urgent bool) (f trace.Filing, lives []*life) {
	place := pick(d, l.placesOf(who))
	kind := who.Agency
	if l.texts.References[kind] == nil {
		kind = "state"
	}
	f = trace.Filing{
		Unit: pick(d, l.texts.Units[kind]), Offence: pick(d, l.texts.Offences), Custody: pick(d, l.texts.Custody),
		Recovered: l.recovered(d, place), Narrative: pick(d, l.texts.Narratives), People: l.involved(d),
	}
	if n > 3 {
		f.Offence = "acopio"
	}
	f.Custody.Reference = d.number(f.Custody.Reference)
	for _, r := range l.texts.References[kind] {
		number := fill(r.Number, "{ENT}", place.Entidad, "{YEAR}", l.at.Format("2006"))
		f.Reference = append(f.Reference, trace.Reference{Kind: r.Kind, Number: d.number(number)})
	}
	for i := range n {
		own := l.newLife(d, who, i)
		if urgent {
			own.g.Priority, own.g.Justification = trace.Urgent, pick(d, l.texts.Justifications)
		}
		f.Firearms, lives = append(f.Firearms, own.g), append(lives, own)
	}
	return f, lives
}

// placesOf lists where an agency works: its state, or everywhere.
func (t *town) placesOf(who account.Actor) []trace.Place {
	i := slices.IndexFunc(t.agencies, func(a agency) bool { return a.Code == who.Agency })
	state := t.agencies[i].Entidad
	if state == "" {
		return t.places
	}
	return slices.DeleteFunc(slices.Clone(t.places), func(p trace.Place) bool { return p.Entidad != state })
}

// recovered is when and where. Some reports are vague about the day.
func (l *lane) recovered(d *dice, place trace.Place) trace.Recovery {
	day := l.at.Add(-d.between(26*time.Hour, 25*24*time.Hour))
	r := trace.Recovery{Date: day.Format(time.DateOnly), Place: place}
	switch n := d.below(100); {
	case n < 60:
		r.Time = fmt.Sprintf("%02d:%02d", d.below(24), d.below(60))
	case n < 90:
	case n < 95:
		r.Date = day.AddDate(0, -1, 0).Format("2006-01")
	case n < 98:
		r.Date = day.AddDate(-1, 0, 0).Format("2006")
	default:
		r.Date, r.Precision = "", trace.Unknown
	}
	return r
}

// involved is who was there: nobody, somebody of the fixtures, or somebody
// put together from common names.
func (t *town) involved(d *dice) (people []trace.Person) {
	for range []int{0, 1, 1, 1, 2, 3}[d.below(6)] {
		if d.chance(45) {
			people = append(people, pick(d, t.people))
			continue
		}
		w := trace.Person{Role: "possessor", Sex: "male", Nationality: "MX", Name: trace.Name{
			Given: pick(d, t.names.Given), Surname1: pick(d, t.names.Surname), Surname2: pick(d, t.names.Surname),
		}}
		w.Birth.Date = fmt.Sprintf("%d-%02d-%02d", 1965+d.below(40), 1+d.below(12), 1+d.below(28))
		if d.chance(40) {
			w.Nicknames = []string{pick(d, t.names.Nickname)}
		}
		people = append(people, w)
	}
	return people
}

// draw picks a model, as often as it is found.
func (t *town) draw(d *dice) model {
	total := 0
	for _, m := range t.firearms {
		total += m.Weight
	}
	n := d.below(total)
	for _, m := range t.firearms {
		if n -= m.Weight; n < 0 {
			return m
		}
	}
	return t.firearms[0]
}

// firearm is one of a model as it was found; serial is what its number is,
// whatever can be read of it.
func firearm(d *dice, m model) (g trace.Firearm, serial string) {
	serial = d.number(m.Serial)
	g = trace.Firearm{
		Type: m.Type, Manufacturer: m.Manufacturer, Importer: m.Importer, Model: m.Model, Caliber: m.Caliber,
		Country: m.Country, Markings: slices.Clone(m.Markings),
		Serial: trace.Serial{Text: serial, Reading: "legible", Location: m.Location},
	}
	switch n := d.below(100); {
	case m.Reading != "":
		g.Serial.Text, g.Serial.Reading = "", m.Reading
	case n < 10:
		g.Serial.Text, g.Serial.Reading = smudge(d, serial), "partial"
	case n < 13:
		g.Serial.Reading = "restamped"
	case n < 18:
		g.Serial.Text, g.Serial.Reading = "", "obliterated"
	}
	return g, serial
}

// smudge makes one character of a number illegible.
func smudge(d *dice, serial string) string {
	at := d.below(len(serial) - 1)
	return strings.Join([]string{serial[:at], serial[at+1:]}, "?")
}
