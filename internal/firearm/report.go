package firearm

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
)

// With is the report with more advice in its place, scored anew. The report
// itself stays as it was.
func (r Report) With(more ...Advice) Report {
	r.Advice = ordered(slices.Concat(r.Advice, more))
	r.Score, r.Reasons = score(r.Advice)
	return r
}

// Repeated advises that firearm number n of the same filing, counted from 1,
// has this serial number too.
func Repeated(serial string, n int) Advice {
	return Advice{
		Code: "repeated", Severity: LookAgain, Field: "serial.text", Look: LookSerial,
		Params: map[string]string{"serial": serial, "number": strconv.Itoa(n)},
	}
}

// Duplicate advises that the agency's own request with this folio may be the
// same firearm.
func Duplicate(folio string, like Likeness) Advice {
	return Advice{
		Code: "duplicate", Severity: LookAgain, Field: "serial.text", Look: LookSerial,
		Params: map[string]string{"folio": folio, "likeness": string(like)},
	}
}

// LookSerial is the Look of an advice about the serial number; the others are
// the codes of catalog.MarkingKind.
const LookSerial = "serial"

// ordered sorts advice the worst first, then as the form goes, and says
// nothing twice.
func ordered(all []Advice) []Advice {
	slices.SortStableFunc(all, func(a, b Advice) int {
		return cmp.Or(cmp.Compare(weight(a.Severity), weight(b.Severity)), cmp.Compare(place(a.Field), place(b.Field)),
			cmp.Compare(codePlace[a.Code], codePlace[b.Code]))
	})
	return slices.CompactFunc(all, func(a, b Advice) bool {
		return a.Code == b.Code && a.Field == b.Field && maps.Equal(a.Params, b.Params)
	})
}

func weight(s Severity) int { return slices.Index(Severities, s) }

// fields is the order of the form.
var fields = []string{
	"type", "manufacturer", "importer", "model", "caliber", "country", "year", "altered",
	"serial.text", "serial.reading", "serial.location", "serial.missing", "serial.restoration", "markings",
	"recovered.date", "recovered.place.entidad",
}

func place(field string) int { return slices.Index(fields, field) }
