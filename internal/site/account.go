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
	"rastreo/internal/office"
)

func (s *Site) accountRoutes() []gate.Route {
	return []gate.Route{
		{Method: http.MethodGet, Path: "/account", Act: account.OwnAccount, Title: "page.account", Do: s.account},
		{Method: http.MethodPost, Path: "/account", Act: account.OwnAccount, Title: "page.account", Verb: audit.AccountChanged, Do: s.saveAccount},
	}
}

// accountPage is what the page of one's own account offers.
type accountPage struct {
	Langs, Zones, Notices []Option
}

func (s *Site) accountPage(v *gate.Visit) (data accountPage) {
	data.Langs, data.Zones = langs(v.Say), zones(v.Say)
	if !account.Can(v.Actor, account.ListRequests, nil) {
		return data // they get none of these
	}
	for _, code := range office.Mutable {
		data.Notices = append(data.Notices, Option{Value: code, Text: v.Say.T("notice."+code, nil)})
	}
	return data
}

// langs are the languages of the house, each named in itself.
func langs(say *i18n.Printer) (out []Option) {
	for _, lang := range i18n.Langs {
		out = append(out, Option{Value: lang, Text: say.T("language."+lang, nil), Lang: unlike(say, lang)})
	}
	return out
}

func zones(say *i18n.Printer) (out []Option) {
	for _, zone := range i18n.Zones {
		out = append(out, Option{Value: zone, Text: say.Zone(zone)})
	}
	return out
}

func (s *Site) account(v *gate.Visit) error {
	muted, err := s.Office.Muted(v.Request.Context(), v.Actor)
	if err != nil {
		return err
	}
	values := url.Values{"language": {v.Say.Lang}, "zone": {v.Actor.Zone}, "notices": without(office.Mutable, muted)}
	p, err := s.form(v, values, s.accountPage(v))
	return s.show(v, "account/show", p, err)
}

// without is a list without what another holds.
func without(list, some []string) (rest []string) {
	for _, x := range list {
		if !slices.Contains(some, x) {
			rest = append(rest, x)
		}
	}
	return rest
}

func (s *Site) saveAccount(v *gate.Visit) error {
	data := s.accountPage(v)
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
	if len(data.Notices) == 0 {
		return s.done(v, "settings", "/account")
	}
	if err := s.Office.Mute(v.Request.Context(), v.Actor, without(office.Mutable, typed(v)["notices"])); err != nil {
		return err
	}
	return s.done(v, "settings", "/account")
}
