package trace

import (
	"slices"
	"strings"
	"time"

	"rastreo/internal/firearm"
)

// Reports checks every firearm of a filing for what would make its trace
// fail, one report each, in the order of the filing. today is the day where
// the submitter is. Nothing in a report is a reason to refuse.
func (f Filing) Reports(today time.Time) []firearm.Report {
	reports := make([]firearm.Report, len(f.Firearms))
	for i := range f.Firearms {
		reports[i] = f.Report(i, today)
	}
	return reports
}

// Report is the one of firearm i: a page that edits one need not check all.
func (f Filing) Report(i int, today time.Time) firearm.Report {
	return f.repeated(i, firearm.Check(f.Firearms[i].Description(f.Recovered), today))
}

// repeated advises of a firearm that looks like one before it in the filing, of
// those the one most alike.
// Numbers that differ in one character do not: both firearms are at hand, and
// those of one batch follow each other.
func (f Filing) repeated(i int, r firearm.Report) firearm.Report {
	mine, best, at := f.Firearms[i].Twin(), len(firearm.Likenesses), 0
	for j, g := range f.Firearms[:i] {
		like, ok := firearm.Compare(mine, g.Twin())
		if rank := slices.Index(firearm.Likenesses, like); ok && like != firearm.Near && rank < best {
			best, at = rank, j
		}
	}
	if best == len(firearm.Likenesses) {
		return r
	}
	return r.With(firearm.Repeated(f.Firearms[at].Serial.Text, at+1))
}

// Description is the firearm as a check sees it.
func (g Firearm) Description(r Recovery) firearm.Description {
	d := firearm.Description{
		Type: g.Type, Manufacturer: g.Manufacturer, Importer: g.Importer, Model: g.Model, Caliber: g.Caliber,
		Country: g.Country, Year: g.Year, Altered: g.Altered,
		Serial: firearm.Serial{
			Text: g.Serial.Text, Reading: g.Serial.Reading, Location: g.Serial.Location,
			Missing: g.Serial.Missing, Restoration: g.Serial.Restoration,
		},
		Recovered: firearm.Recovered{
			Date: r.Date, Precision: r.Precision, Country: r.Place.Country, Entidad: r.Place.Entidad, Municipio: r.Place.Municipio,
		},
	}
	for _, m := range g.Markings {
		d.Markings = append(d.Markings, firearm.Mark{Kind: m.Kind, Text: m.Text, Reading: m.Reading, Location: m.Location})
	}
	return d
}

// Twin is what two firearms are compared by.
func (g Firearm) Twin() firearm.Twin {
	return firearm.Twin{
		Serial: g.Serial.Text, Manufacturer: g.Manufacturer, Importer: g.Importer, Model: g.Model, Caliber: g.Caliber,
	}
}

// AdvicePointer is the pointer into a filing of a field that an advice about
// firearm i names.
func AdvicePointer(i int, field string) string {
	pointer := "/" + strings.ReplaceAll(field, ".", "/")
	if strings.HasPrefix(field, "recovered.") {
		return pointer
	}
	return at("/firearms", i) + pointer
}
