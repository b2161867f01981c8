package site

import (
	"net/http"
	"net/url"
	"slices"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/gate"
	"rastreo/internal/i18n"
	"rastreo/internal/login"
	"rastreo/internal/office"
)

func (s *Site) activateRoutes() []gate.Route {
	return []gate.Route{
		{Method: http.MethodGet, Path: "/activate", Act: account.Enter, Title: "page.activate", Do: s.askActivate},
		{Method: http.MethodPost, Path: "/activate", Act: account.Enter, Title: "page.activate", Begins: true, Verb: audit.Activated, Do: s.activate},
	}
}

func (s *Site) askActivate(v *gate.Visit) error {
	p, err := s.form(v, url.Values{"language": {v.Say.Lang}, "zone": {i18n.Zones[0]}}, settingsOf(v))
	return s.show(v, "activate/show", p, err)
}

// settingsOf are the languages and time zones to choose from.
func settingsOf(v *gate.Visit) map[string]any {
	return map[string]any{"Langs": langs(v.Say), "Zones": zones(v.Say)}
}

// activate makes an account its owner's and lets them in. Neither the code nor
// the password is shown again.
func (s *Site) activate(v *gate.Visit) error {
	form := typed(v)
	said := office.Beginning{
		Username: form.Get("username"), Code: form.Get("code"), Password: form.Get("password"), Again: form.Get("again"),
		Lang: form.Get("language"), Zone: form.Get("zone"),
	}
	for _, secret := range []string{"password", "again"} {
		form.Del(secret)
	}
	if v.Switching() {
		form.Set("language", v.Say.Lang)
		return s.again(v, "activate/show", settingsOf(v))
	}
	if !slices.Contains(i18n.Zones, said.Zone) {
		said.Zone = ""
	}
	id, err := s.Office.Activate(v.Request.Context(), v.Actor, said)
	if f := fault.Of(err); f != nil && (f.Kind == fault.Unauthenticated || f.Kind == fault.TooMany) {
		v.Wait(f)
		p, err := s.form(v, form, settingsOf(v))
		p.Problems = []Problem{{Name: "username", Text: v.Say.T(f.Key, f.Args)}}
		return s.answer(v, gate.Status(f.Kind), "activate/show", p, err)
	}
	if err != nil {
		return s.attempt(v, "activate/show", settingsOf(v), err)
	}
	if _, err := s.Login.Admit(v.Request.Context(), v.Actor, id, login.ByPassword); err != nil {
		return err
	}
	return s.see(v, "/")
}
