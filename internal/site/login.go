package site

import (
	"net/http"
	"net/url"
	"strings"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/gate"
)

func (s *Site) loginRoutes() []gate.Route {
	return []gate.Route{
		{Method: http.MethodGet, Path: "/", Act: account.Look, Title: "site.name", Do: s.home},
		{Method: http.MethodGet, Path: "/login", Act: account.Enter, Title: "page.login", Do: s.askLogin},
		{Method: http.MethodPost, Path: "/login", Act: account.Enter, Title: "page.login", Verb: audit.SignedIn, Do: s.signIn},
		{Method: http.MethodPost, Path: "/logout", Act: account.Enter, Verb: audit.SignedOut, Do: s.signOut},
		{Method: http.MethodPost, Path: "/language", Act: account.Enter, Verb: audit.AccountChanged, Do: s.language},
		{Method: http.MethodGet, Path: "/help", Act: account.Enter, Title: "page.help", Do: s.help},
	}
}

// home leads everybody to where their work is.
func (s *Site) home(v *gate.Visit) error {
	for _, place := range []struct {
		act  account.Act
		path string
	}{{account.ReadQueue, "/queue"}, {account.ListRequests, "/requests"}} {
		if account.Can(v.Actor, place.act, nil) {
			return s.see(v, place.path)
		}
	}
	return s.see(v, "/account")
}

func (s *Site) askLogin(v *gate.Visit) error {
	next := s.local(v.Query("next"))
	if v.Actor.ID != "" {
		return s.see(v, next)
	}
	p, err := s.form(v, url.Values{"next": {next}}, next != "/")
	return s.show(v, "login/show", p, err)
}

// local returns the path of this world that next leads to, and "/" for
// anything that leads elsewhere.
func (s *Site) local(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || strings.ContainsAny(next, "\\\r\n\t") {
		return "/"
	}
	path, ok := strings.CutPrefix(next, s.Base)
	if !ok || !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.HasPrefix(path, "/login") ||
		strings.Contains(u.Path, "/..") {
		return "/"
	}
	return path
}

func (s *Site) signIn(v *gate.Visit) error {
	posted := typed(v)
	next := s.local(s.Base + posted.Get("next"))
	if v.Switching() {
		posted.Del("password")
		return s.again(v, "login/show", next != "/")
	}
	who, err := s.Login.SignIn(v.Request.Context(), v.Actor, posted.Get("username"), posted.Get("password"))
	if err != nil {
		return s.refused(v, err)
	}
	if err := s.Login.Keep(v.Request.Context(), who); err != nil {
		return err
	}
	return s.see(v, next)
}

// refused shows the sign-in page again with what was wrong; only the password
// is not kept.
func (s *Site) refused(v *gate.Visit, err error) error {
	f := fault.Of(err)
	if f.Kind != fault.Unauthenticated && f.Kind != fault.TooMany && f.Kind != fault.Unavailable {
		return err
	}
	v.Wait(f)
	typed(v).Del("password")
	p, err := s.form(v, typed(v), false)
	p.Problems = []Problem{{Name: "username", Text: v.Say.T(f.Key, f.Args)}}
	return s.answer(v, gate.Status(f.Kind), "login/show", p, err)
}

func (s *Site) signOut(v *gate.Visit) error {
	if err := s.Login.SignOut(v.Request.Context(), v.Actor); err != nil {
		return err
	}
	return s.see(v, "/login")
}

// language answers the switch of a page without a form. The gate has already
// changed the language; what is left is the way back.
func (s *Site) language(v *gate.Visit) error {
	return s.see(v, s.local(s.Base+typed(v).Get("back")))
}

func (s *Site) help(v *gate.Visit) error {
	p, err := s.page(v, nil)
	return s.show(v, "help/show", p, err)
}
