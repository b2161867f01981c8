package site

import (
	"net/http"
	"net/url"
	"strings"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/catalog"
	"rastreo/internal/fault"
	"rastreo/internal/gate"
	"rastreo/internal/i18n"
	"rastreo/internal/trace"
)

// draftRoutes are the pages of a draft apart from its sections and lists.
func (s *Site) draftRoutes() []gate.Route {
	return []gate.Route{
		{Method: http.MethodGet, Path: "/drafts", Act: account.Draft, Title: "page.drafts", Verb: audit.DraftRead, Do: s.drafts},
		{Method: http.MethodPost, Path: "/drafts", Act: account.Draft, Verb: audit.DraftSaved, Do: s.begin},
		{Method: http.MethodGet, Path: "/drafts/:id", Act: account.Draft, Title: "draft.title", Verb: audit.DraftRead, Do: s.tasks},
		{Method: http.MethodGet, Path: "/drafts/:id/review", Act: account.Draft, Title: "draft.review", Verb: audit.DraftRead, Do: s.review},
		{Method: http.MethodPost, Path: "/drafts/:id/file", Act: account.File, Title: "draft.review", Verb: audit.SeizureFiled, Do: s.fileDraft},
		{Method: http.MethodGet, Path: "/drafts/:id/discard", Act: account.Draft, Title: "draft.discard", Verb: audit.DraftRead, Do: s.askDiscard},
		{Method: http.MethodPost, Path: "/drafts/:id/discard", Act: account.Draft, Verb: audit.DraftDiscarded, Do: s.discard},
	}
}

// draftLine is a draft in a list.
type draftLine struct {
	To, Title string
	Saved     trace.Saved
	Firearms  int
}

func (s *Site) draftLines(v *gate.Visit, cursor string) (out []draftLine, next string, err error) {
	page, err := s.Intake.Drafts(v.Request.Context(), v.Actor, cursor)
	for _, d := range page.Drafts {
		out = append(out, draftLine{"/drafts/" + d.ID, draftTitle(v.Say, d.Filing), d, len(d.Filing.Firearms)})
	}
	return out, page.Next, err
}

// draftTitle is what a draft is known by before it has a folio: its first
// case number, else the offence.
func draftTitle(say *i18n.Printer, f trace.Filing) string {
	for _, r := range f.Reference {
		if number := strings.TrimSpace(r.Number); number != "" {
			return number
		}
	}
	if catalog.Offence.Has(f.Offence) {
		return say.T("catalog.offence."+f.Offence, nil)
	}
	return say.T("draft.unnamed", nil)
}

func (s *Site) drafts(v *gate.Visit) error {
	lines, next, err := s.draftLines(v, v.Query("cursor"))
	if err != nil {
		return err
	}
	p, err := s.page(v, map[string]any{
		"Lines": lines, "Older": older("/drafts", url.Values{}, next), "Newer": newest("/drafts", v.Request.URL.Query()),
	})
	return s.show(v, "draft/list", p, err)
}

func (s *Site) begin(v *gate.Visit) error {
	d, err := s.Intake.Begin(v.Request.Context(), v.Actor)
	if err != nil {
		return err
	}
	return s.see(v, "/drafts/"+d.ID)
}

// Task is one line of a task list.
type Task struct{ To, Title, Hint, State string }

func (s *Site) tasks(v *gate.Visit) error {
	d, err := s.Intake.Draft(v.Request.Context(), v.Actor, v.Param("id"))
	if err != nil {
		return err
	}
	_, err = d.Filing.Check(s.here(v))
	var problems fault.Problems
	if f := fault.Of(err); f != nil {
		problems = f.Problems
	}
	p, err := s.page(v, map[string]any{
		"Draft": d, "Title": draftTitle(v.Say, d.Filing), "Tasks": taskList(v.Say, d, problems), "Left": len(problems),
	})
	return s.show(v, "draft/tasks", p, err)
}

func taskList(say *i18n.Printer, d trace.Saved, problems fault.Problems) []Task {
	path, f := "/drafts/"+d.ID, d.Filing
	casePart, _ := part{kind: caseKind}.of(f)
	review := Task{path + "/review", say.T("draft.review", nil), say.T("draft.review_ready", nil), "todo"}
	if len(problems) > 0 {
		review.Hint, review.State = say.T("draft.review_left", map[string]any{"n": len(problems)}), "blocked"
	}
	return []Task{
		{path + "/case", say.T("draft.case", nil), say.T("draft.case_hint", nil), taskState(problems, begun(casePart), caseKind)},
		{path + "/place", say.T("draft.place", nil), say.T("draft.place_hint", nil), taskState(problems, begun(f.Recovered), placeKind)},
		{path + "/firearms", say.T("draft.firearms", nil), say.T("draft.firearms_count", map[string]any{"n": len(f.Firearms)}), taskState(problems, len(f.Firearms) > 0, firearmsKind)},
		{path + "/people", say.T("draft.people", nil), say.T("draft.people_count", map[string]any{"n": len(f.People)}), taskState(problems, len(f.People) > 0, peopleKind)},
		review,
	}
}

// taskState says how far a section is. What is only missing is still in
// progress; what is wrong is a problem.
func taskState(problems fault.Problems, begun bool, kind string) string {
	if !begun {
		return "todo"
	}
	state := "done"
	for _, p := range problems {
		if partOf(p.Pointer).kind != kind {
			continue
		}
		if p.Code != "required" && p.Code != "min" {
			return "wrong"
		}
		state = "doing"
	}
	return state
}

func (s *Site) fileDraft(v *gate.Visit) error {
	if err := s.keepReasons(v, v.Param("id")); err != nil && !fault.Is(err, fault.NotFound) {
		return err // a draft that was filed is gone, and filing again answers as before
	}
	if v.Switching() {
		return s.see(v, "/drafts/"+v.Param("id")+"/review")
	}
	r, err := s.Intake.FileDraft(v.Request.Context(), v.Actor, v.Param("id"))
	if f := fault.Of(err); f != nil && f.Kind == fault.Invalid {
		return s.drawReview(v, gate.Status(f.Kind), err)
	}
	if err != nil {
		return err
	}
	return s.see(v, "/seizures/"+r.Folio+"/receipt")
}

func (s *Site) askDiscard(v *gate.Visit) error {
	d, err := s.Intake.Draft(v.Request.Context(), v.Actor, v.Param("id"))
	if err != nil {
		return err
	}
	p, err := s.page(v, draftLine{"/drafts/" + d.ID, draftTitle(v.Say, d.Filing), d, len(d.Filing.Firearms)})
	return s.show(v, "draft/discard", p, err)
}

func (s *Site) discard(v *gate.Visit) error {
	if err := s.Intake.Discard(v.Request.Context(), v.Actor, v.Param("id")); err != nil {
		return err
	}
	return s.done(v, "draft_discarded", "/requests")
}
