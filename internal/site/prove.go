package site

import (
	"net/http"
	"net/url"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/gate"
)

func (s *Site) proveRoutes() []gate.Route {
	return []gate.Route{
		{Method: http.MethodGet, Path: "/prove", Act: account.OwnSessions, Title: "page.prove", Do: s.askProof},
		{Method: http.MethodPost, Path: "/prove", Act: account.OwnSessions, Title: "page.prove", Verb: audit.Proved, Do: s.prove},
	}
}

// askProof asks once more who it is, before an act that harms much in wrong
// hands.
func (s *Site) askProof(v *gate.Visit) error {
	steps, err := s.Login.Proofs(v.Request.Context(), v.Actor)
	if err != nil {
		return err
	}
	p, err := s.form(v, url.Values{"next": {s.local(v.Query("next"))}}, steps)
	return s.show(v, "login/prove", p, err)
}

func (s *Site) prove(v *gate.Visit) error {
	posted := typed(v)
	steps, err := s.Login.Proofs(v.Request.Context(), v.Actor)
	if err != nil {
		return err
	}
	password, code := posted.Get("password"), posted.Get("code")
	posted.Del("password")
	posted.Del("code")
	if v.Switching() {
		return s.again(v, "login/prove", steps)
	}
	if err := s.Login.ProveByPassword(v.Request.Context(), v.Actor, password, code); err != nil {
		return s.refused(v, "login/prove", "password", steps, err)
	}
	return s.see(v, s.onward(v))
}
