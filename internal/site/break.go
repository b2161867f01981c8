package site

import (
	"net/http"
	"net/url"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/catalog"
	"rastreo/internal/gate"
	"rastreo/internal/i18n"
	"rastreo/internal/share"
	"rastreo/internal/trace"
)

func (s *Site) breakRoutes() []gate.Route {
	return []gate.Route{
		{Method: http.MethodGet, Path: "/shared/break", Act: account.AskBreak, Title: "page.break", Verb: audit.BreaksRead, Do: s.newBreak},
		{Method: http.MethodPost, Path: "/shared/break", Act: account.AskBreak, Title: "page.break", Verb: audit.BreakAsked, Do: s.askBreak},
		{Method: http.MethodGet, Path: "/audit/breaks", Act: account.ReviewAudit, Title: "page.breaks", Verb: audit.BreaksRead, Do: s.breaks},
		{Method: http.MethodPost, Path: "/audit/breaks/:id", Act: account.ApproveBreak, Title: "page.breaks", Verb: audit.BreakApproved, Do: s.decideBreak},
	}
}

// Broken is what was asked in an emergency, in a reader's words.
type Broken struct {
	trace.Break
	Why, State string
	Open       bool // it waits
	Own        bool // whom it lets in is who asked
}

func (s *Site) broken(say *i18n.Printer, list []trace.Break) (out []Broken) {
	for _, b := range list {
		state := b.State(s.Now())
		out = append(out, Broken{
			Break: b, Why: word(say, catalog.BreakReason, b.Reason), State: say.T("break.state."+state, nil),
			Open: state == trace.BreakWaiting, Own: b.By == b.AccountID,
		})
	}
	return out
}

// breakPage is the form and what the reader has asked before.
type breakPage struct {
	Asked        []Broken
	Reasons      []Option
	Names        bool // whoever asks says who is let in
	Older, Newer string
}

func (s *Site) breakPage(v *gate.Visit) (p breakPage, err error) {
	found, err := s.Share.Breaks(v.Request.Context(), v.Actor, v.Query("cursor"))
	p = breakPage{Asked: s.broken(v.Say, found.Asked), Names: v.Actor.Role == account.Admin}
	p.Older, p.Newer = turns(v, "/shared/break", found)
	for _, code := range catalog.BreakReason.Codes() {
		p.Reasons = append(p.Reasons, Option{Value: code, Text: word(v.Say, catalog.BreakReason, code)})
	}
	return p, err
}

// turns are the links to the pages beside this one.
func turns(v *gate.Visit, path string, found share.Breaks) (before, after string) {
	q := func() url.Values { return v.Request.URL.Query() }
	return older(path, q(), found.Next), newest(path, q())
}

func (s *Site) newBreak(v *gate.Visit) error {
	data, err := s.breakPage(v)
	if err != nil {
		return err
	}
	p, err := s.form(v, nil, data)
	return s.show(v, "share/break", p, err)
}

func (s *Site) askBreak(v *gate.Visit) error {
	data, err := s.breakPage(v)
	if err != nil {
		return err
	}
	if v.Switching() {
		return s.again(v, "share/break", data)
	}
	posted := typed(v)
	err = s.Share.AskBreak(v.Request.Context(), v.Actor, trace.Break{
		Folio: posted.Get("break_folio"), Reason: posted.Get("break_reason"), Words: posted.Get("break_words"), Username: posted.Get("break_coordinator"),
	})
	if err != nil {
		return s.attempt(v, "share/break", data, err)
	}
	return s.done(v, "break_asked", "/shared/break")
}

func (s *Site) breaks(v *gate.Visit) error {
	found, err := s.Share.AllBreaks(v.Request.Context(), v.Actor, v.Query("cursor"))
	if err != nil {
		return err
	}
	data := map[string]any{"Asked": s.broken(v.Say, found.Asked)}
	data["Older"], data["Newer"] = turns(v, "/audit/breaks", found)
	p, err := s.page(v, data)
	return s.show(v, "audit/breaks", p, err)
}

func (s *Site) decideBreak(v *gate.Visit) error {
	approve := typed(v).Get("verdict") == "approve"
	if err := s.Share.DecideBreak(v.Request.Context(), v.Actor, v.Param("id"), approve); err != nil {
		return err
	}
	return s.done(v, "break_decided", "/audit/breaks")
}
