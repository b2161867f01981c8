package site

import (
	"net/http"
	"net/url"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/gate"
)

// Shortcut is what a key does, in words.
type Shortcut struct{ Code, Key, Text string }

func (s *Site) shortcutRoutes() []gate.Route {
	return []gate.Route{
		{Method: http.MethodGet, Path: "/account/shortcuts", Act: account.OwnAccount, Title: "shortcut.title", Do: s.shortcuts},
		{Method: http.MethodPost, Path: "/account/shortcuts", Act: account.OwnAccount, Title: "shortcut.title", Verb: audit.AccountChanged, Do: s.saveShortcuts},
	}
}

// keysOf lists the keys that do something for the visitor.
func keysOf(v *gate.Visit) (out []Shortcut) {
	list, on := v.Actor.Shortcuts()
	for _, k := range list {
		if on && k.Key != "" {
			out = append(out, Shortcut{k.Code, k.Key, v.Say.T("shortcut."+k.Code, nil)})
		}
	}
	return out
}

func (s *Site) shortcuts(v *gate.Visit) error {
	list, on := v.Actor.Shortcuts()
	values := url.Values{}
	if on {
		values.Set("shortcuts", "on")
	}
	for _, k := range list {
		values.Set("key_"+k.Code, k.Key)
	}
	p, err := s.form(v, values, shortcutPage(v))
	return s.show(v, "account/shortcuts", p, err)
}

// shortcutForm is what the form of the keys offers.
type shortcutForm struct {
	On   []Option
	Each []Shortcut // Code is the name of the field
}

func shortcutPage(v *gate.Visit) shortcutForm {
	data := shortcutForm{On: []Option{{Value: "on", Text: v.Say.T("shortcut.on", nil)}}}
	list, _ := v.Actor.Shortcuts()
	for _, k := range list {
		data.Each = append(data.Each, Shortcut{Code: "key_" + k.Code, Text: v.Say.T("shortcut."+k.Code, nil)})
	}
	return data
}

func (s *Site) saveShortcuts(v *gate.Visit) error {
	data := shortcutPage(v)
	if v.Switching() {
		return s.again(v, "account/shortcuts", data)
	}
	chosen := map[string]string{}
	list, _ := v.Actor.Shortcuts()
	for _, k := range list {
		chosen[k.Code] = typed(v).Get("key_" + k.Code)
		if typed(v).Has("reset") {
			delete(chosen, k.Code)
		}
	}
	err := s.Office.SetKeys(v.Request.Context(), v.Actor, typed(v).Get("shortcuts") == "on", chosen)
	if err != nil {
		return s.attempt(v, "account/shortcuts", data, err)
	}
	return s.done(v, "settings", "/account/shortcuts")
}
