package site

import (
	"net/http"
	"net/url"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/gate"
	"rastreo/internal/login"
)

func (s *Site) sessionRoutes() []gate.Route {
	const at = "/account/sessions"
	return []gate.Route{
		{Method: http.MethodGet, Path: at, Act: account.OwnSessions, Title: "page.sessions", Do: s.sessions},
		{Method: http.MethodPost, Path: at + "/:id/end", Act: account.OwnSessions, Verb: audit.SessionEnded, Do: s.endSession},
		{Method: http.MethodPost, Path: at + "/end", Act: account.OwnSessions, Verb: audit.SessionEnded, Do: s.endSessions},
		{Method: http.MethodGet, Path: "/account/password", Act: account.OwnPassword, Title: "page.password", Do: s.askPassword},
		{Method: http.MethodPost, Path: "/account/password", Act: account.OwnPassword, Title: "page.password", Verb: audit.PasswordChanged, Do: s.changePassword},
		{Method: http.MethodPost, Path: "/session/stay", Act: account.OwnSessions, Verb: audit.SessionRead, Do: s.stay},
		{Method: http.MethodPost, Path: "/session/typed", Act: account.OwnSessions, Verb: audit.TypedKept, Do: s.keepTyped},
	}
}

func (s *Site) sessions(v *gate.Visit) error {
	list, err := s.Login.Visits(v.Request.Context(), v.Actor)
	if err != nil {
		return err
	}
	p, err := s.page(v, map[string]any{"Visits": list, "Others": len(list) > 1})
	return s.show(v, "account/sessions", p, err)
}

func (s *Site) endSession(v *gate.Visit) error {
	err := s.Login.EndVisit(v.Request.Context(), v.Actor, v.Param("id"))
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	return s.done(v, "session_ended", "/account/sessions")
}

func (s *Site) endSessions(v *gate.Visit) error {
	if err := s.Login.EndOthers(v.Request.Context(), v.Actor); err != nil {
		return err
	}
	return s.done(v, "sessions_ended", "/account/sessions")
}

func (s *Site) askPassword(v *gate.Visit) error {
	data, err := s.secretPage(v)
	if err != nil {
		return err
	}
	p, err := s.form(v, url.Values{}, data)
	return s.show(v, "account/password", p, err)
}

func (s *Site) changePassword(v *gate.Visit) error {
	old, password := typed(v).Get("old_password"), typed(v).Get("password")
	typed(v).Del("old_password")
	typed(v).Del("password")
	data, err := s.secretPage(v)
	if err != nil {
		return err
	}
	if v.Switching() {
		return s.again(v, "account/password", data)
	}
	err = s.Login.ChangePassword(v.Request.Context(), v.Actor, old, password)
	if f := fault.Of(err); f != nil && f.Kind != fault.Invalid {
		return s.refused(v, "account/password", "old_password", data, err)
	}
	if err != nil {
		return s.attempt(v, "account/password", data, err)
	}
	return s.done(v, "password_changed", "/account")
}

// stay answers the script of whoever stays before a page without asking for
// another: that they asked is enough for the session to go on.
func (s *Site) stay(v *gate.Visit) error {
	v.JSON(http.StatusOK, map[string]int{"seconds": lasts(v.Actor)})
	return nil
}

// keepTyped keeps what stands in a form while the session is about to end.
func (s *Site) keepTyped(v *gate.Visit) error {
	at, err := url.Parse(v.Query("at"))
	if err != nil || s.local(at.Path) == "/" {
		return fault.New(fault.NotFound, "fault.not_found", nil)
	}
	if err := s.Login.KeepTyped(v.Request.Context(), v.Actor, v.Actor.ID, at.Path, typed(v)); err != nil {
		return err
	}
	v.JSON(http.StatusOK, map[string]bool{"kept": true})
	return nil
}

// lasts is how many seconds a page may stand before its session is over. The
// house notes once a minute that somebody was here, so it may be a minute less
// than the session has.
func lasts(who account.Actor) int {
	return int((login.Idle(who.Role) - time.Minute).Seconds())
}
