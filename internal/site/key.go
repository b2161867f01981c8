package site

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/gate"
	"rastreo/internal/i18n"
	"rastreo/internal/login"
)

func (s *Site) keyRoutes() []gate.Route {
	return []gate.Route{
		{Method: http.MethodGet, Path: "/account/keys", Act: account.OwnKeys, Title: "key.title", Do: s.keys},
		{Method: http.MethodPost, Path: "/account/keys", Act: account.OwnKeys, Title: "key.title", Verb: audit.KeyAdded, Do: s.issueKey},
		{Method: http.MethodPost, Path: "/account/keys/:id/revoke", Act: account.OwnKeys, Verb: audit.KeyRevoked, Do: s.revokeKey},
	}
}

// keyDays are for how long a key can be made to work.
var keyDays = []int{30, login.UsualKey, login.LongestKey}

// keyPage is what the page of one's keys shows.
type keyPage struct {
	Keys         []HeldKey
	Scopes, Days []Option
}

// HeldKey is a key in a reader's words.
type HeldKey struct {
	account.Key
	Allows  []string // what it is good for
	Working bool
}

func (s *Site) held(say *i18n.Printer, role account.Role, keys []account.Key) (out []HeldKey) {
	for _, k := range keys {
		scopes := k.Scopes
		if len(scopes) == 0 {
			scopes = account.ScopesOf(role)
		}
		h := HeldKey{Key: k, Working: k.Works(s.Now())}
		for _, scope := range scopes {
			h.Allows = append(h.Allows, say.T("scope."+string(scope), nil))
		}
		out = append(out, h)
	}
	return out
}

func (s *Site) keyPage(v *gate.Visit) (data keyPage, err error) {
	keys, err := s.Login.Keys(v.Request.Context(), v.Actor)
	if err != nil {
		return data, err
	}
	data.Keys = s.held(v.Say, v.Actor.Role, keys)
	for _, scope := range account.ScopesOf(v.Actor.Role) {
		data.Scopes = append(data.Scopes, Option{Value: string(scope), Text: v.Say.T("scope."+string(scope), nil), Hint: v.Say.T("scope.means."+string(scope), nil)})
	}
	for _, days := range keyDays {
		data.Days = append(data.Days, Option{Value: strconv.Itoa(days), Text: v.Say.T("key.days", map[string]any{"n": days})})
	}
	return data, nil
}

func (s *Site) keys(v *gate.Visit) error {
	data, err := s.keyPage(v)
	if err != nil {
		return err
	}
	p, err := s.form(v, url.Values{"days": {strconv.Itoa(login.UsualKey)}}, data)
	return s.show(v, "account/keys", p, err)
}

// issueKey shows a new key. The page is the answer to the post, so that the
// secret is shown once and stands in no address and no history.
func (s *Site) issueKey(v *gate.Visit) error {
	data, err := s.keyPage(v)
	if err != nil {
		return err
	}
	if v.Switching() {
		return s.again(v, "account/keys", data)
	}
	wanted := login.NewKey{Name: typed(v).Get("key_name")}
	wanted.Days, _ = strconv.Atoi(typed(v).Get("days"))
	if !slices.Contains(keyDays, wanted.Days) {
		wanted.Days = 0
	}
	for _, scope := range typed(v)["scopes"] {
		wanted.Scopes = append(wanted.Scopes, account.Scope(scope))
	}
	secret, key, err := s.Login.IssueKey(v.Request.Context(), v.Actor, wanted)
	if err != nil {
		return s.attempt(v, "account/keys", data, err)
	}
	p, err := s.page(v, map[string]any{"Secret": secret, "Key": key})
	p.Path = "/account/keys"
	return s.show(v, "account/key", p, err)
}

func (s *Site) revokeKey(v *gate.Visit) error {
	if err := s.Login.RevokeKey(v.Request.Context(), v.Actor, v.Param("id")); err != nil {
		return err
	}
	return s.done(v, "key_revoked", "/account/keys")
}
