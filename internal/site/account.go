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
)

func (s *Site) accountRoutes() []gate.Route {
	return []gate.Route{
		{Method: http.MethodGet, Path: "/account", Act: account.OwnAccount, Title: "page.account", Do: s.account},
		{Method: http.MethodPost, Path: "/account", Act: account.OwnAccount, Title: "page.account", Verb: audit.AccountChanged, Do: s.saveAccount},
		{Method: http.MethodPost, Path: "/account/keys", Act: account.OwnKeys, Title: "key.title", Stands: "/account", Verb: audit.KeyAdded, Do: s.issueKey},
		{Method: http.MethodPost, Path: "/account/keys/:id/revoke", Act: account.OwnKeys, Verb: audit.KeyRevoked, Do: s.revokeKey},
	}
}

// accountPage is what the page of one's own account shows.
type accountPage struct {
	Keys  []account.Key
	Langs []Option
	Zones []Option
}

func (s *Site) accountPage(v *gate.Visit) (data accountPage, err error) {
	if data.Keys, err = s.Login.Keys(v.Request.Context(), v.Actor); err != nil {
		return data, err
	}
	for _, lang := range i18n.Langs {
		data.Langs = append(data.Langs, Option{Value: lang, Text: v.Say.T("language."+lang, nil), Lang: unlike(v.Say, lang)})
	}
	for _, zone := range i18n.Zones {
		data.Zones = append(data.Zones, Option{Value: zone, Text: v.Say.Zone(zone)})
	}
	return data, nil
}

func (s *Site) account(v *gate.Visit) error {
	data, err := s.accountPage(v)
	if err != nil {
		return err
	}
	p, err := s.form(v, url.Values{"language": {v.Say.Lang}, "zone": {v.Actor.Zone}}, data)
	return s.show(v, "account/show", p, err)
}

func (s *Site) saveAccount(v *gate.Visit) error {
	data, err := s.accountPage(v)
	if err != nil {
		return err
	}
	if v.Switching() {
		typed(v).Set("language", v.Say.Lang)
		return s.again(v, "account/show", data)
	}
	lang, zone := typed(v).Get("language"), typed(v).Get("zone")
	if !slices.Contains(i18n.Zones, zone) {
		return s.attempt(v, "account/show", data, fault.Check(fault.Problems{{Pointer: "/zone", Code: "code"}}))
	}
	if err := s.Office.Settings(v.Request.Context(), v.Actor, lang, zone); err != nil {
		return s.attempt(v, "account/show", data, err)
	}
	return s.done(v, "settings", "/account")
}

// issueKey shows a new key. The page is the answer to the post, so that the
// secret is shown once and stands in no address and no history.
func (s *Site) issueKey(v *gate.Visit) error {
	data, err := s.accountPage(v)
	if err != nil {
		return err
	}
	secret, key, err := s.Login.IssueKey(v.Request.Context(), v.Actor, typed(v).Get("key_name"))
	if err != nil {
		typed(v).Set("language", v.Say.Lang)
		typed(v).Set("zone", v.Actor.Zone)
		return s.attempt(v, "account/show", data, err)
	}
	p, err := s.page(v, map[string]any{"Secret": secret, "Key": key})
	p.Path = "/account"
	return s.show(v, "account/key", p, err)
}

func (s *Site) revokeKey(v *gate.Visit) error {
	if err := s.Login.RevokeKey(v.Request.Context(), v.Actor, v.Param("id")); err != nil {
		return err
	}
	return s.done(v, "key_revoked", "/account")
}
