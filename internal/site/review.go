package site

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"rastreo/internal/catalog"
	"rastreo/internal/fault"
	"rastreo/internal/firearm"
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

func (s *Site) review(v *gate.Visit) error { return s.drawReview(v, http.StatusOK, nil) }

// drawReview shows every answer, everything that is wrong, or for which it was
// refused, with a link to the page that holds the field, and what looks
// doubtful.
func (s *Site) drawReview(v *gate.Visit, status int, refused error) error {
	d, reports, twins, err := s.Intake.CheckDraft(v.Request.Context(), v.Actor, v.Param("id"))
	if err != nil {
		return err
	}
	checked, err := d.Filing.Check(s.here(v))
	var looks []Look
	for _, x := range checked.Doubts() {
		looks = append(looks, Look{reviewed(d.ID, x.Pointer) + "#" + ID(x.Name()), placed(v.Say, x)})
	}
	looks = append(looks, namedAs(v, d)...)
	var problems []Problem
	if f := fault.Of(cmp.Or(refused, err)); f != nil {
		for _, x := range f.Problems {
			problems = append(problems, Problem{Name: x.Name(), Text: placed(v.Say, x), To: reviewed(d.ID, x.Pointer)})
		}
	}
	p, err := s.form(v, url.Values{}, map[string]any{
		"ID": d.ID, "Groups": reviewGroups(v.Say, d), "Looks": looks, "Checks": checks(v.Say, d, reports, twins),
	})
	p.Problems, p.Path = problems, "/drafts/"+d.ID+"/review"
	return s.answer(v, status, "draft/review", p, err)
}

// namedAs are the parties of a draft who bear the reader's own name.
func namedAs(v *gate.Visit, d trace.Saved) (looks []Look) {
	for _, i := range d.Filing.NamedAs(v.Actor.Name) {
		text := v.Say.T("draft.at_person", map[string]any{"number": strconv.Itoa(i + 1), "text": v.Say.T("draft.named_as_you", nil)})
		looks = append(looks, Look{part{peopleKind, i}.path(d.ID) + "?back=review", text})
	}
	return looks
}

// Check is what the review says of one firearm: how likely its trace is to
// succeed, and why not.
type Check struct {
	Number int
	Title  string
	To     string // the page of the firearm
	Score  Score
	Groups []CheckGroup
	Twins  []TwinView
	SameAs string // folio of the earlier request for the same firearm
}

// CheckGroup is the advice of one severity.
type CheckGroup struct {
	Severity, Title string
	Advice          []Kept
}

// Kept is an advice, and why the filing is sent against it.
type Kept struct {
	Advice
	Points int    // that it takes off the score
	Name   string // of the answer; "" when it is asked elsewhere
	Reason string
}

func checks(say *i18n.Printer, d trace.Saved, reports []firearm.Report, twins [][]trace.Twin) (list []Check) {
	for i, g := range d.Filing.Firearms {
		p := part{firearmsKind, i}
		c := Check{
			Number: i + 1, To: p.path(d.ID), Score: scored(say, reports[i]), SameAs: g.SameAs,
			Title: say.T("check.title", map[string]any{"number": strconv.Itoa(i + 1), "firearm": called(say, g)}),
		}
		if g.SameAs == "" {
			c.Twins = twinViews(say, g, twins[i])
		}
		c.Groups = checkGroups(say, d, i, reports[i])
		list = append(list, c)
	}
	return list
}

// checkGroups is the advice about a firearm of a draft; each asks once why the
// filing is sent against it. That there are twins is said where they are shown.
func checkGroups(say *i18n.Printer, d trace.Saved, i int, r firearm.Report) []CheckGroup {
	asked, given := map[string]bool{}, d.Filing.Firearms[i].Kept
	r.Advice = slices.DeleteFunc(slices.Clone(r.Advice), func(a firearm.Advice) bool { return a.Code == "duplicate" })
	return grouped(say, i, r, func(k *Kept, a firearm.Advice) {
		k.To = reviewed(d.ID, trace.AdvicePointer(i, a.Field)) + "#" + k.For
		if asked[a.Code] {
			return
		}
		asked[a.Code] = true
		k.Name, k.Reason = fmt.Sprintf("firearms[%d].kept[%d]", i, len(asked)-1), keptFor(a.Code, given)
	})
}

// keepReasons writes into a draft why it is sent against advice. An answer
// that is taken back is forgotten; what was not asked stays as it is.
func (s *Site) keepReasons(v *gate.Visit, id string) error {
	own, from := url.Values{}, trace.Filing{}
	for name, texts := range typed(v) {
		if strings.Contains(name, "].kept[") {
			own[name] = texts
		}
	}
	if err := bind(&from, own); err != nil || len(own) == 0 {
		return err
	}
	d, err := s.Intake.Draft(v.Request.Context(), v.Actor, id)
	if err != nil {
		return err
	}
	changed := false
	for i := range min(len(d.Filing.Firearms), len(from.Firearms)) {
		kept := answeredKept(d.Filing.Firearms[i].Kept, from.Firearms[i].Kept)
		changed = changed || !slices.Equal(kept, d.Filing.Firearms[i].Kept)
		d.Filing.Firearms[i].Kept = kept
	}
	if changed {
		_, err = s.Intake.Save(v.Request.Context(), v.Actor, d)
	}
	return err
}

// answeredKept puts the answers in the place of those they repeat. What is no
// advice or no reason is none.
func answeredKept(old, answers []trace.Kept) (kept []trace.Kept) {
	for _, k := range old {
		if !slices.ContainsFunc(answers, func(a trace.Kept) bool { return a.Advice == k.Advice }) {
			kept = append(kept, k)
		}
	}
	for _, a := range answers {
		if catalog.AdviceReason.Has(a.Reason) && slices.Contains(firearm.Codes, a.Advice) {
			kept = append(kept, a)
		}
	}
	return kept
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
