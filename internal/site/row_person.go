package site

import (
	"strconv"
	"strings"

	"rastreo/internal/catalog"
	"rastreo/internal/i18n"
	"rastreo/internal/trace"
)

func personRows(r *rower, w trace.Person) []Row {
	r.code(catalog.PersonRole, "people.role", w.Role)
	r.name("people.name", w.Name)
	for _, n := range w.Aliases {
		r.said("people.aliases", n.Display())
	}
	r.said("people.nicknames", strings.Join(w.Nicknames, " · "))
	if born := dateSaid(r.say, w.Birth.Date, w.Birth.Precision); born != "" {
		r.add("people.birth.date", born)
	}
	r.code(catalog.Sex, "people.sex", w.Sex)
	r.documents(w)
	if w.Nationality != "" {
		r.add("people.nationality", name(r.say, catalog.Country, w.Nationality))
	}
	r.place(w.Address)
	return r.rows
}

// documents adds the numbers under which a person is known.
func (r *rower) documents(w trace.Person) {
	if w.CURP != "" {
		r.add("people.curp", answered(r.say, w.CURP)).Mark = true
	}
	for _, x := range w.Identifiers {
		label := r.say.T("field.people.identifiers.number", nil)
		if x.Kind != "" {
			label = word(r.say, catalog.IdentifierKind, x.Kind)
		}
		r.rows = append(r.rows, Row{Label: label, Value: answered(r.say, x.Number), Mark: true})
	}
}

// name adds a personal name: its parts one by one, since the order of
// surnames is what the two countries read differently.
func (r *rower) name(field string, n trace.Name) {
	r.said(field+".full", n.Full)
	if n.Style == "us" {
		r.nameUS(field, n)
	} else {
		r.nameMX(field, n)
	}
	if !r.desk {
		return
	}
	us := n.Parts().US()
	r.line("name.us.line", us.String())
	r.line("name.us.also", strings.Join(us.Also, " · "))
}

func (r *rower) nameMX(field string, n trace.Name) {
	r.said(field+".given", n.Given)
	r.said(field+".surname1", n.Surname1)
	r.said(field+".surname2", n.Surname2)
	if n.Surname2 == "" {
		r.code(catalog.Surname2State, field+".surname2_state", n.Surname2State)
	}
	r.said(field+".married_surname", n.MarriedSurname)
}

func (r *rower) nameUS(field string, n trace.Name) {
	r.line("name.us.given", n.Given)
	r.said(field+".middle", n.Middle)
	r.line("name.us.surname1", n.Surname1)
	r.said(field+".surname2", n.Surname2)
	r.said(field+".suffix", n.Suffix)
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
