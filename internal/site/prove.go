package site

import (
	"net/http"
	"net/url"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/gate"
	"rastreo/internal/login"
)

func (s *Site) proveRoutes() []gate.Route {
	return []gate.Route{
		{Method: http.MethodGet, Path: "/prove", Act: account.OwnSessions, Title: "page.prove", Do: s.askProof},
		{Method: http.MethodPost, Path: "/prove", Act: account.OwnSessions, Title: "page.prove", Verb: audit.Proved, Do: s.prove},
	}
}

// secretPage is a page that asks somebody who is signed in for a password.
// Their user name stands in it unseen, for what keeps passwords for them.
type secretPage struct {
	login.Steps
	Username string
	Renew    bool // the one of now need not be told
}

func (s *Site) secretPage(v *gate.Visit) (data secretPage, err error) {
	data.Renew = v.Actor.Renew
	data.Username, err = s.Login.Username(v.Request.Context(), v.Actor)
	return data, err
}

func (s *Site) provePage(v *gate.Visit) (data secretPage, err error) {
	if data, err = s.secretPage(v); err != nil {
		return data, err
	}
	data.Steps, err = s.Login.Proofs(v.Request.Context(), v.Actor)
	return data, err
}

// askProof asks once more who it is, before an act that harms much in wrong
// hands.
func (s *Site) askProof(v *gate.Visit) error {
	steps, err := s.provePage(v)
	if err != nil {
		return err
	}
	p, err := s.form(v, url.Values{"next": {s.local(v.Query("next"))}}, steps)
	return s.show(v, "login/prove", p, err)
}

func (s *Site) prove(v *gate.Visit) error {
	posted := typed(v)
	steps, err := s.provePage(v)
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
