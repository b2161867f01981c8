package site

import (
	"net/http"
	"strconv"

	"rastreo/internal/fault"
	"rastreo/internal/gate"
	"rastreo/internal/i18n"
	"rastreo/internal/trace"
)

// Group is a titled set of rows, with the page where they can be changed.
type Group struct {
	Title, Change string
	Rows          []Row
}

// Look is a place that deserves a second look before sending.
type Look struct{ To, Text string }

func (s *Site) review(v *gate.Visit) error { return s.drawReview(v, http.StatusOK) }

// drawReview shows every answer, everything that is wrong with a link to the
// page that holds the field, and what looks doubtful.
func (s *Site) drawReview(v *gate.Visit, status int) error {
	d, err := s.Intake.Draft(v.Request.Context(), v.Actor, v.Param("id"))
	if err != nil {
		return err
	}
	checked, err := d.Filing.Check(s.here(v))
	var looks []Look
	for _, x := range checked.Doubts() {
		looks = append(looks, Look{reviewed(d.ID, x.Pointer) + "#" + ID(x.Name()), placed(v.Say, x)})
	}
	var problems []Problem
	if f := fault.Of(err); f != nil {
		for _, x := range f.Problems {
			problems = append(problems, Problem{Name: x.Name(), Text: placed(v.Say, x), To: reviewed(d.ID, x.Pointer)})
		}
	}
	p, err := s.page(v, map[string]any{
		"ID": d.ID, "Groups": reviewGroups(v.Say, d), "Looks": looks, "Ready": len(problems) == 0,
	})
	p.Problems, p.Path = problems, "/drafts/"+d.ID+"/review"
	return s.answer(v, status, "draft/review", p, err)
}

// placed says a problem with the firearm or person it belongs to, since a
// review shows all of them at once.
func placed(say *i18n.Printer, x fault.Problem) string {
	p := partOf(x.Pointer)
	if !p.listed() || p.n < 0 {
		return say.Problem(x)
	}
	key := "draft.at_firearm"
	if p.kind == peopleKind {
		key = "draft.at_person"
	}
	return say.T(key, map[string]any{"number": strconv.Itoa(p.n + 1), "text": say.Problem(x)})
}

// reviewed is the page that holds a field, with the way back to the review.
func reviewed(id, pointer string) string {
	p := partOf(pointer)
	if p.listed() && p.n < 0 {
		return "/drafts/" + id + "/" + p.kind
	}
	return p.path(id) + "?back=review"
}

func reviewGroups(say *i18n.Printer, d trace.Saved) (groups []Group) {
	add := func(title string, p part) {
		groups = append(groups, Group{title, p.path(d.ID) + "?back=review", partRows(say, p, d.Filing)})
	}
	add(say.T("draft.case", nil), part{kind: caseKind})
	add(say.T("draft.place", nil), part{kind: placeKind})
	for i, g := range d.Filing.Firearms {
		add(say.T("draft.firearm_number", map[string]any{"number": strconv.Itoa(i + 1)})+": "+called(say, g), part{firearmsKind, i})
	}
	for i, w := range d.Filing.People {
		add(who(say, w, i), part{peopleKind, i})
	}
	return groups
}
