package site

import (
	"net/http"
	"net/url"
	"strconv"
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
		{Method: http.MethodPost, Path: "/login", Act: account.Enter, Title: "page.login", Begins: true, Verb: audit.SignedIn, Do: s.signIn},
		{Method: http.MethodGet, Path: "/login/code", Act: account.Enter, Title: "page.login_code", Do: s.askCode},
		{Method: http.MethodPost, Path: "/login/code", Act: account.Enter, Title: "page.login_code", Verb: audit.SignedIn, Do: s.signInByTOTP},
		{Method: http.MethodGet, Path: "/login/recovery", Act: account.Enter, Title: "page.login_recovery", Do: s.askRecovery},
		{Method: http.MethodPost, Path: "/login/recovery", Act: account.Enter, Title: "page.login_recovery", Verb: audit.CodeUsed, Do: s.signInByCode},
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
	}{{account.ReadQueue, "/queue"}, {account.ListRequests, "/requests"}, {account.SearchAudit, "/audit"}, {account.ReadPeople, "/office"}, {account.ReadSystem, "/system"}} {
		if account.Can(v.Actor, place.act, nil) {
			return s.see(v, place.path)
		}
	}
	return s.see(v, "/account")
}

// entrance is what the sign-in page says beside its form.
type entrance struct {
	Returning bool // the reader was somewhere and will be led back
	OneFactor bool // a password alone lets in
}

func (s *Site) entrance(next string) entrance { return entrance{next != "/", s.Login.OneFactor} }

func (s *Site) askLogin(v *gate.Visit) error {
	next := s.local(v.Query("next"))
	if v.Actor.ID != "" {
		return s.see(v, next)
	}
	p, err := s.form(v, url.Values{"next": {next}}, s.entrance(next))
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

// onward is where a posted form says that the reader wants to go.
func (s *Site) onward(v *gate.Visit) string { return s.local(s.Base + typed(v).Get("next")) }

func (s *Site) signIn(v *gate.Visit) error {
	posted, next := typed(v), s.onward(v)
	if v.Switching() {
		posted.Del("password")
		return s.again(v, "login/show", s.entrance(next))
	}
	who, err := s.Login.SignIn(v.Request.Context(), v.Actor, posted.Get("username"), posted.Get("password"))
	if err != nil {
		posted.Del("password")
		return s.refused(v, "login/show", "username", s.entrance("/"), err)
	}
	return s.entered(v, who, next)
}

// entered leads whoever has signed in to where they wanted to go, and whoever
// has yet to prove more to the next step.
func (s *Site) entered(v *gate.Visit, who account.Actor, next string) error {
	if who.ID == "" {
		return s.see(v, "/login/code?"+url.Values{"next": {s.Base + next}}.Encode())
	}
	return s.see(v, next)
}

// refused shows a page of signing in again with what was wrong, at a field.
func (s *Site) refused(v *gate.Visit, name, field string, data any, err error) error {
	f := fault.Of(err)
	if f.Key == "login.again" {
		return s.see(v, "/login")
	}
	if f.Kind != fault.Unauthenticated && f.Kind != fault.TooMany && f.Kind != fault.Unavailable {
		return err
	}
	v.Wait(f)
	p, err := s.form(v, typed(v), data)
	p.Problems = []Problem{{Name: field, Text: v.Say.T(f.Key, f.Args)}}
	return s.answer(v, gate.Status(f.Kind), name, p, err)
}

// step shows a page of the second step, or leads back to the first where
// nobody waits for it.
func (s *Site) step(v *gate.Visit, name string) error {
	steps, err := s.Login.Next(v.Request.Context())
	if fault.Is(err, fault.Unauthenticated) {
		return s.see(v, "/login")
	}
	if err != nil {
		return err
	}
	p, err := s.form(v, url.Values{"next": {s.local(v.Query("next"))}}, steps)
	return s.show(v, name, p, err)
}

func (s *Site) askCode(v *gate.Visit) error { return s.step(v, "login/code") }

func (s *Site) askRecovery(v *gate.Visit) error { return s.step(v, "login/recovery") }

func (s *Site) signInByTOTP(v *gate.Visit) error {
	return s.goOnBy(v, "login/code", "code", func(posted url.Values) (account.Actor, error) {
		return s.Login.SignInByTOTP(v.Request.Context(), v.Actor, posted.Get("code"))
	})
}

func (s *Site) signInByCode(v *gate.Visit) error {
	return s.goOnBy(v, "login/recovery", "code", func(posted url.Values) (account.Actor, error) {
		number, err := strconv.Atoi(strings.TrimSpace(posted.Get("code_number")))
		if err != nil {
			number = 0 // no code has it
		}
		return s.Login.SignInByCode(v.Request.Context(), v.Actor, number, posted.Get("code"))
	})
}

// goOnBy takes the second step.
func (s *Site) goOnBy(v *gate.Visit, name, field string, by func(posted url.Values) (account.Actor, error)) error {
	posted := typed(v)
	steps, err := s.Login.Next(v.Request.Context())
	if err != nil {
		return s.refused(v, name, field, steps, err)
	}
	if v.Switching() {
		posted.Del("code")
		return s.again(v, name, steps)
	}
	who, err := by(posted)
	if err != nil {
		posted.Del("code")
		return s.refused(v, name, field, steps, err)
	}
	return s.entered(v, who, s.onward(v))
}

// signOut ends the session and has the browser forget every page it has seen.
func (s *Site) signOut(v *gate.Visit) error {
	if err := s.Login.SignOut(v.Request.Context(), v.Actor); err != nil {
		return err
	}
	v.Header("Clear-Site-Data", `"cache", "storage"`)
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
