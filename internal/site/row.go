package site

import (
	"strconv"
	"strings"

	"rastreo/internal/catalog"
	"rastreo/internal/i18n"
	"rastreo/internal/mx"
	"rastreo/internal/trace"
)

// Row is one line of a record: what was asked and what was answered.
type Row struct {
	Label, Value, Lang string
	Mark, Block        bool
	Change             string
}

// rower makes the rows of a record in a reader's words. Labels are those of
// the form, so that what was typed and what is read have one name.
type rower struct {
	say  *i18n.Printer
	lang string // of what was typed, "" on a page of that language
	rows []Row
}

// filed makes the rows of what a submitter typed.
func filed(say *i18n.Printer) *rower { return &rower{say: say, lang: foreign(say)} }

// add adds a row with the label field.<field>.
func (r *rower) add(field, value string) *Row {
	r.rows = append(r.rows, Row{Label: r.say.T("field."+field, nil), Value: value})
	return &r.rows[len(r.rows)-1]
}

// said adds what somebody typed, when they typed anything.
func (r *rower) said(field, text string) {
	if text != "" {
		r.add(field, text).Lang = r.lang
	}
}

// code adds a code in words.
func (r *rower) code(list *catalog.List, field, code string) {
	if code != "" {
		r.add(field, word(r.say, list, code))
	}
}

// word is a code in words, or the code itself when it is none of the list.
func word(say *i18n.Printer, list *catalog.List, code string) string {
	if list.Has(code) {
		return say.T(list.Key(code), nil)
	}
	return code
}

// answered is a text that may be one of the answers.
func answered(say *i18n.Printer, text string) string {
	if a := trace.Answer(text); trace.IsAnswer(a) {
		return say.T("answer."+a, nil)
	}
	return text
}

// name is the name of a code that carries its own, an answer in words, or the
// text itself.
func name(say *i18n.Printer, list *catalog.NameList, code string) string {
	if list.Has(code) {
		return list.Name(code, say.Lang)
	}
	return answered(say, code)
}

// partRows describes one part of a filing.
func partRows(say *i18n.Printer, p part, f trace.Filing) []Row {
	switch p.kind {
	case caseKind:
		return caseRows(say, f)
	case placeKind:
		return recoveryRows(say, f.Recovered)
	case firearmsKind:
		return firearmRows(say, f.Firearms[p.n])
	}
	return personRows(say, f.People[p.n])
}

func caseRows(say *i18n.Printer, f trace.Filing) []Row {
	r := filed(say)
	r.said("unit", f.Unit)
	for _, x := range f.Reference {
		label := say.T("field.reference.number", nil)
		if x.Kind != "" {
			label = word(say, catalog.ReferenceKind, x.Kind)
		}
		r.rows = append(r.rows, Row{Label: label, Value: x.Number, Mark: true})
	}
	if len(f.Reference) == 0 {
		r.add("reference", "")
	}
	r.add("offence", word(say, catalog.Offence, f.Offence))
	r.code(catalog.CustodyHolder, "custody.holder", f.Custody.Holder)
	r.said("custody.name", f.Custody.Name)
	r.said("custody.place", f.Custody.Place)
	r.said("custody.reference", f.Custody.Reference)
	r.long("narrative", f.Narrative)
	return r.rows
}

func recoveryRows(say *i18n.Printer, f trace.Recovery) []Row {
	r := filed(say)
	r.add("recovered.date", dateSaid(say, f.Date, f.Precision))
	if f.Time != "" {
		r.add("recovered.time", f.Time)
	}
	r.place(f.Place)
	return r.rows
}

// dateSaid is a date in words; one that is said to be unknown differs from
// one that nobody gave.
func dateSaid(say *i18n.Printer, date, precision string) string {
	if date == "" && precision != trace.Unknown {
		return ""
	}
	return say.Date(date)
}

// place adds what was said of a place.
func (r *rower) place(l trace.Place) {
	if l.Country != "" && l.Country != "MX" {
		r.add("place.country", name(r.say, catalog.Country, l.Country))
	}
	if l.Entidad != "" {
		r.add("place.entidad", entidad(r.say, l))
	}
	if l.Municipio != "" {
		r.add("place.municipio", municipio(r.say, l)).Lang = r.lang
	}
	r.said("place.locality", l.Locality)
	r.said("place.postal_code", l.PostalCode)
	r.said("place.settlement", r.kinded(catalog.SettlementType, l.SettlementType, l.Settlement))
	r.said("place.street", r.kinded(catalog.StreetType, l.StreetType, l.Street))
	r.said("place.exterior", l.Exterior)
	r.said("place.interior", l.Interior)
	r.said("place.between", strings.Join(l.Between, " · "))
	r.said("place.road", l.Road)
	if l.Latitude+l.Longitude != "" {
		at := string(l.Latitude) + ", " + string(l.Longitude)
		r.rows = append(r.rows, Row{Label: r.say.T("field.place.coordinates", nil), Value: at, Mark: true})
	}
	r.said("place.reference", l.Reference)
}

// kinded is a name with its kind before it, once: who typed Brecha 109 as the
// name of a brecha is not to read Brecha Brecha 109.
func (r *rower) kinded(list *catalog.List, code, typed string) string {
	if code == "" {
		return typed
	}
	kind := word(r.say, list, code)
	if strings.HasPrefix(mx.Fold(typed)+" ", mx.Fold(kind)+" ") {
		return typed
	}
	return join(" ", kind, typed)
}

// join puts what is there between what is there.
func join(between string, texts ...string) string {
	var out []string
	for _, t := range texts {
		if t != "" {
			out = append(out, t)
		}
	}
	return strings.Join(out, between)
}

// entidad is the state or province of a place in words.
func entidad(say *i18n.Printer, l trace.Place) string {
	if l.Country == "US" {
		return name(say, catalog.USState, l.Entidad)
	}
	return name(say, catalog.EntidadNames, l.Entidad)
}

func municipio(say *i18n.Printer, l trace.Place) string {
	if m, ok := catalog.MunicipioOf(l.Municipio); ok {
		return m.Name
	}
	return answered(say, l.Municipio)
}

// spot is a place in one line: Reynosa, Tamaulipas.
func spot(say *i18n.Printer, l trace.Place) string {
	return join(", ", l.Road, l.Locality, municipio(say, l), entidad(say, l))
}

func firearmRows(say *i18n.Printer, g trace.Firearm) []Row {
	r := filed(say)
	r.add("firearms.type", word(say, catalog.FirearmType, g.Type))
	for _, x := range []struct{ field, text string }{
		{"firearms.manufacturer", g.Manufacturer},
		{"firearms.importer", g.Importer},
		{"firearms.model", g.Model},
		{"firearms.caliber", g.Caliber},
	} {
		r.add(x.field, answered(say, x.text))
	}
	r.add("firearms.country", name(say, catalog.Country, g.Country))
	r.add("firearms.serial.text", g.Serial.Text).Mark = true
	r.code(catalog.Reading, "firearms.serial.reading", g.Serial.Reading)
	r.code(catalog.Location, "firearms.serial.location", g.Serial.Location)
	for _, m := range g.Markings {
		label := say.T("field.firearms.markings", nil)
		if m.Kind != "" {
			label = say.T("marking.of", map[string]any{"kind": word(say, catalog.MarkingKind, m.Kind)})
		}
		r.rows = append(r.rows, Row{Label: label, Value: m.Text, Mark: true})
		if m.Location != "" {
			r.rows = append(r.rows, Row{Label: say.T("marking.at", nil), Value: m.Location, Lang: r.lang})
		}
	}
	r.code(catalog.Priority, "firearms.priority", g.Priority)
	r.long("firearms.justification", g.Justification)
	r.long("firearms.instructions", g.Instructions)
	return r.rows
}

// long adds a text of several lines, when there is one.
func (r *rower) long(field, text string) {
	if text != "" {
		row := r.add(field, text)
		row.Block, row.Lang = true, r.lang
	}
}

func personRows(say *i18n.Printer, w trace.Person) []Row {
	r := filed(say)
	r.code(catalog.PersonRole, "people.role", w.Role)
	r.name("people.name", w.Name)
	for _, n := range w.Aliases {
		r.said("people.aliases", n.Display())
	}
	r.said("people.nicknames", strings.Join(w.Nicknames, " · "))
	if born := dateSaid(say, w.Birth.Date, w.Birth.Precision); born != "" {
		r.add("people.birth.date", born)
	}
	r.code(catalog.Sex, "people.sex", w.Sex)
	if w.CURP != "" {
		r.add("people.curp", answered(say, w.CURP)).Mark = true
	}
	for _, x := range w.Identifiers {
		label := say.T("field.people.identifiers.number", nil)
		if x.Kind != "" {
			label = word(say, catalog.IdentifierKind, x.Kind)
		}
		r.rows = append(r.rows, Row{Label: label, Value: answered(say, x.Number), Mark: true})
	}
	if w.Nationality != "" {
		r.add("people.nationality", name(say, catalog.Country, w.Nationality))
	}
	r.place(w.Address)
	return r.rows
}

// name adds a personal name: its parts one by one, since the order of
// surnames is what the two countries read differently.
func (r *rower) name(field string, n trace.Name) {
	r.said(field+".full", n.Full)
	r.said(field+".given", n.Given)
	r.said(field+".surname1", n.Surname1)
	r.said(field+".surname2", n.Surname2)
	if n.Surname2 == "" {
		r.code(catalog.Surname2State, field+".surname2_state", n.Surname2State)
	}
	r.said(field+".married_surname", n.MarriedSurname)
}

// differing lists the rows of there that here does not have.
func differing(there, here []Row) (out []Row) {
	have := map[string]bool{}
	for _, r := range here {
		have[r.Label+"\x00"+r.Value] = true
	}
	for _, r := range there {
		if !have[r.Label+"\x00"+r.Value] {
			out = append(out, r)
		}
	}
	return out
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

// who is a person in one line: the name, or the first nickname, or the number
// in the list.
func who(say *i18n.Printer, w trace.Person, i int) string {
	if n := w.Name.Display(); n != "" {
		return n
	}
	if len(w.Nicknames) > 0 && w.Nicknames[0] != "" {
		return say.T("draft.person_nickname", map[string]any{"name": w.Nicknames[0]})
	}
	return say.T("draft.person_number", map[string]any{"number": strconv.Itoa(i + 1)})
}
