package site

import (
	"net/http"
	"net/url"
	"strconv"

	"rastreo/internal/fault"
	"rastreo/internal/gate"
	"rastreo/internal/trace"
)

// saveSection keeps what was typed in a part, right or wrong, and then does
// what was asked: go on, stay, leave, add a row.
func (s *Site) saveSection(v *gate.Visit, p part) error {
	from, err := p.read(typed(v))
	if err != nil {
		return err
	}
	saved, err := s.keep(v, p, from)
	if f := fault.Of(err); f != nil && f.Kind == fault.Stale {
		return s.changed(v, p, saved, from)
	}
	if err != nil {
		return err
	}
	value, _ := p.of(saved.Filing)
	if autosaving(v) {
		answer := map[string]any{"version": strconv.Itoa(saved.Version), "seen": mark(value)}
		s.said(v, p, saved.Filing, answer)
		if answer["lines"], err = s.typedLines(v, p, saved.Filing); err != nil {
			return err
		}
		v.JSON(http.StatusOK, answer)
		return nil
	}
	return s.goOn(v, p, saved)
}

func autosaving(v *gate.Visit) bool { return v.GetHeader("X-Requested-With") == "autosave" }

// keep writes one part into the newest version of the draft. It is Stale when
// that part is not as it was shown; a change of another part only means that
// the write is tried again on top of it.
func (s *Site) keep(v *gate.Visit, p part, from trace.Filing) (saved trace.Saved, err error) {
	const tries = 5
	for range tries {
		if saved, err = s.Intake.Draft(v.Request.Context(), v.Actor, v.Param("id")); err != nil {
			return saved, err
		}
		stored, ok := p.of(saved.Filing)
		if !ok {
			return saved, fault.New(fault.NotFound, "fault.not_found", nil)
		}
		wanted, _ := p.of(merged(p, saved.Filing, from))
		if mark(stored) == mark(wanted) {
			return saved, nil // nothing to write
		}
		if typed(v).Get("seen") != mark(stored) && typed(v).Get("over") != mark(stored) {
			return saved, fault.New(fault.Stale, "draft.stale", nil)
		}
		next := saved
		next.Filing = merged(p, saved.Filing, from)
		if next, err = s.Intake.Save(v.Request.Context(), v.Actor, next); !fault.Is(err, fault.Stale) {
			return next, err
		}
	}
	return saved, err
}

// merged is a filing with one part of another.
func merged(p part, f, from trace.Filing) trace.Filing {
	f.Firearms = append([]trace.Firearm(nil), f.Firearms...)
	f.People = append([]trace.Person(nil), f.People...)
	p.put(&f, from)
	return f
}

// changed answers when the part was changed in another window. Nothing is
// saved and nothing typed is lost: the page shows what was typed here and
// what is different there, and saves over it when told to.
func (s *Site) changed(v *gate.Visit, p part, saved trace.Saved, from trace.Filing) error {
	if autosaving(v) {
		v.JSON(http.StatusConflict, map[string]string{"code": "draft_changed"})
		return nil
	}
	value, ok := p.of(saved.Filing)
	if !ok {
		return fault.New(fault.NotFound, "fault.not_found", nil)
	}
	mine := merged(p, saved.Filing, from)
	shown := saved
	shown.Filing = mine
	d, err := s.sectionOf(v, p, shown, typed(v).Get("seen"))
	if err != nil {
		return err
	}
	d.Over = mark(value)
	d.Conflict = differing(partRows(v.Say, p, saved.Filing), partRows(v.Say, p, mine))
	page, err := s.form(v, unbind(mine), d)
	advises(v, &page, p, d)
	return s.answer(v, http.StatusConflict, sectionFiles[p.kind], page, err)
}

// goOn leads to where the button says.
func (s *Site) goOn(v *gate.Visit, p part, saved trace.Saved) error {
	posted, path := typed(v), p.path(saved.ID)
	stay := url.Values{}
	if back(v) != "" {
		stay.Set("back", "review")
	}
	switch {
	case v.Switching():
		return s.see(v, withQuery(path, stay))
	case posted.Get("refresh") != "":
		return s.see(v, withQuery(path, stay)+"#"+ID(posted.Get("refresh")))
	case posted.Get("add") != "":
		stay.Set("add", posted.Get("add"))
		return s.see(v, withQuery(path, stay)+"#add-"+ID(posted.Get("add")))
	case posted.Get("exit") != "":
		return s.done(v, "draft_saved", "/drafts/"+saved.ID)
	}
	if problems := s.problems(v, p, saved.Filing); len(problems) > 0 {
		return s.drawSection(v, http.StatusUnprocessableEntity, p, saved, problems)
	}
	if posted.Get("copy") != "" {
		return s.copyFirearm(v, saved, p.n)
	}
	return s.see(v, p.next(saved.ID, back(v)))
}

func withQuery(path string, q url.Values) string {
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// next is where a finished page leads: back to the review, to the list it
// belongs to, or to the next part.
func (p part) next(id, back string) string {
	switch {
	case back != "":
		return "/drafts/" + id + "/review"
	case p.kind == caseKind:
		return "/drafts/" + id + "/place"
	case p.kind == placeKind:
		return "/drafts/" + id + "/firearms"
	}
	return "/drafts/" + id + "/" + p.kind
}
