package site

import (
	"strings"

	"rastreo/internal/catalog"
	"rastreo/internal/firearm"
	"rastreo/internal/i18n"
	"rastreo/internal/trace"
)

func firearmRows(say *i18n.Printer, g trace.Firearm) []Row { return describedRows(say, g, nil) }

// requestRows describes the firearm of a request, and says which of its names
// the catalogue did not know when it was filed.
func requestRows(say *i18n.Printer, q trace.Request) []Row {
	if q.Report.Listed.Version == "" {
		return firearmRows(say, q.Firearm)
	}
	return describedRows(say, q.Firearm, &q.Report.Listed)
}

func describedRows(say *i18n.Printer, g trace.Firearm, listed *firearm.Listed) []Row {
	r := filed(say)
	r.add("firearms.type", word(say, catalog.FirearmType, g.Type))
	r.named(g, listed)
	r.sighted("country", name(say, catalog.Country, g.Country), g.Read.Country)
	if g.Year != "" {
		r.add("firearms.year", answered(say, g.Year))
	}
	r.altered(g.Altered)
	if row := r.serial(g.Serial); listed != nil && listed.Serial != "" && listed.Serial != g.Serial.Text {
		row.Note = say.T("request.compared_as", map[string]any{"key": listed.Serial})
	}
	for _, m := range g.Markings {
		r.marking(m)
	}
	r.code(catalog.Priority, "firearms.priority", g.Priority)
	r.long("firearms.justification", g.Justification)
	r.long("firearms.instructions", g.Instructions)
	if g.SameAs != "" {
		r.rows = append(r.rows, Row{Label: r.say.T("request.same_as", nil), Value: g.SameAs, Mark: true})
	}
	return r.rows
}

// named adds what names the firearm.
func (r *rower) named(g trace.Firearm, listed *firearm.Listed) {
	if listed == nil {
		listed = &firearm.Listed{Manufacturer: "-", Importer: "-", Model: "-", Caliber: "-"} // nobody asked
	}
	for _, x := range []struct {
		member, text, listed string
		read                 trace.Sighting
	}{
		{"manufacturer", g.Manufacturer, listed.Manufacturer, g.Read.Manufacturer},
		{"importer", g.Importer, listed.Importer, g.Read.Importer},
		{"model", g.Model, listed.Model, g.Read.Model},
		{"caliber", g.Caliber, listed.Caliber, g.Read.Caliber},
	} {
		row := r.sighted(x.member, answered(r.say, x.text), x.read)
		if x.listed == "" && known(x.text) != "" {
			row.Flag = r.say.T("request.unlisted", nil)
		}
	}
}

// sighted adds an identifier with how it reads and where.
func (r *rower) sighted(member, text string, s trace.Sighting) *Row {
	row := r.add("firearms."+member, text)
	row.Note = sighting(r.say, s.Reading, s.Location)
	return row
}

// sighting is how a mark reads and where, in words.
func sighting(say *i18n.Printer, reading, location string) string {
	var words []string
	if reading != "" {
		words = append(words, word(say, catalog.Reading, reading))
	}
	if location != "" {
		words = append(words, word(say, catalog.Location, location))
	}
	return strings.Join(words, " · ")
}

func (r *rower) altered(codes []string) {
	var words []string
	for _, code := range codes {
		words = append(words, word(r.say, catalog.Altered, code))
	}
	if words != nil {
		r.add("firearms.altered", strings.Join(words, " · "))
	}
}

func (r *rower) serial(s trace.Serial) *Row {
	at := len(r.rows)
	r.add("firearms.serial.text", s.Text).Mark = true
	r.code(catalog.Reading, "firearms.serial.reading", s.Reading)
	r.code(catalog.Location, "firearms.serial.location", s.Location)
	if s.Missing != "" {
		r.add("firearms.serial.missing", answered(r.say, s.Missing))
	}
	r.code(catalog.Restoration, "firearms.serial.restoration", s.Restoration)
	return &r.rows[at]
}

// marking adds another mark. Where it stands may be a part of the list, or
// what somebody wrote.
func (r *rower) marking(m trace.Marking) {
	label := r.say.T("field.firearms.markings", nil)
	if m.Kind != "" {
		label = r.say.T("marking.of", map[string]any{"kind": word(r.say, catalog.MarkingKind, m.Kind)})
	}
	row := Row{Label: label, Value: m.Text, Mark: true, Note: sighting(r.say, m.Reading, "")}
	if catalog.Location.Has(m.Location) {
		row.Note = sighting(r.say, m.Reading, m.Location)
	}
	r.rows = append(r.rows, row)
	if m.Location != "" && !catalog.Location.Has(m.Location) {
		r.rows = append(r.rows, Row{Label: r.say.T("marking.at", nil), Value: m.Location, Lang: r.lang})
	}
}

// called is a firearm in one line: Pistola semiautomática Glock 17, 9 mm.
func called(say *i18n.Printer, g trace.Firearm) string {
	kind := say.T("draft.firearm_new", nil)
	if g.Type != "" {
		kind = word(say, catalog.FirearmType, g.Type)
	}
	return join(", ", join(" ", kind, known(g.Manufacturer), known(g.Model)), known(g.Caliber))
}

// known is a mark, or "" for an answer that stands in its place.
func known(text string) string {
	if trace.IsAnswer(trace.Answer(text)) {
		return ""
	}
	return text
}
