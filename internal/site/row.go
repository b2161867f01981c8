package site

import (
	"strings"

	"rastreo/internal/catalog"
	"rastreo/internal/i18n"
	"rastreo/internal/trace"
)

// Row is one line of a record: what was asked and what was answered.
type Row struct {
	Label, Value, Lang string
	Mark, Block        bool
	Change             string
	Note               string // how and where it was read
	Flag               string // what whoever reads it should know
}

// rower makes the rows of a record in a reader's words. Labels are those of
// the form, so that what was typed and what is read have one name.
type rower struct {
	say  *i18n.Printer
	lang string // of what was typed, "" on a page of that language
	desk bool   // for the tracing center, who take it over into records of the United States
	rows []Row
}

// filed makes the rows of what a submitter typed.
func filed(say *i18n.Printer) *rower { return &rower{say: say, lang: foreign(say)} }

// taken makes the same rows for the tracing center.
func taken(say *i18n.Printer) *rower {
	r := filed(say)
	r.desk = true
	return r
}

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
		return recoveryRows(filed(say), f.Recovered)
	case firearmsKind:
		return firearmRows(say, f.Firearms[p.n])
	}
	return personRows(filed(say), f.People[p.n])
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
	if f.Access == trace.Restricted {
		r.code(catalog.Access, "access", f.Access)
		r.add("named", strings.Join(f.Named, " · ")).Mark = true
	}
	return r.rows
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

// long adds a text of several lines, when there is one.
func (r *rower) long(field, text string) {
	if text != "" {
		row := r.add(field, text)
		row.Block, row.Lang = true, r.lang
	}
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
