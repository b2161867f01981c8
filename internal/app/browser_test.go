package app_test

import (
	"crypto/rand"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/app"
	"rastreo/internal/i18n"
	"rastreo/internal/site/sitetest"
	"rastreo/locales"
)

// password opens every account of these tests.
const password = "quince-caracteres-o-más"

// clock shows the time it is told, and goes on by itself not at all.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.now }

func (c *clock) Advance(d time.Duration) { c.mu.Lock(); defer c.mu.Unlock(); c.now = c.now.Add(d) }

// start is when every test begins: the morning of March 5 in Mexico City.
var start = time.Date(2026, 3, 5, 16, 30, 0, 0, time.UTC)

// served is the whole house behind an address.
type served struct {
	*app.App
	t      testing.TB
	url    string
	origin string // the same by its name, to which passkeys are bound
	clock  *clock
	words  *i18n.Bundle
}

// serve opens a house and serves it, as it is set for tests and then by more.
// The worker runs when the test says Tick.
func serve(t testing.TB, c app.Config, more ...func(*app.Config)) *served {
	t.Helper()
	words, err := i18n.Load(locales.FS)
	must(t, err)
	s := &served{t: t, clock: &clock{now: start}, words: words}
	c = settings(c, s.clock.Now)
	server := httptest.NewUnstartedServer(nil)
	_, port, err := net.SplitHostPort(server.Listener.Addr().String())
	must(t, err)
	s.origin = "http://localhost:" + port
	c.Origin = s.origin
	for _, set := range more {
		set(&c)
	}
	s.App, err = app.Open(t.Context(), c)
	must(t, err)
	server.Config.Handler = s.App
	server.Start()
	s.url = server.URL
	t.Cleanup(func() { server.Close(); must(t, s.Close()) })
	return s
}

func settings(c app.Config, now func() time.Time) app.Config {
	c.OneFactor, c.Migrate, c.Lease, c.Every, c.Now, c.Random, c.Log = true, true, 48*time.Hour, time.Hour, now, rand.Reader, slog.New(slog.DiscardHandler)
	return c
}

// empty serves a live world on an empty database, with the accounts of the
// walk: an investigator, a colleague of another agency and a tracer.
func empty(t testing.TB, more ...func(*app.Config)) *served {
	t.Helper()
	s := serve(t, app.Config{Live: filepath.Join(t.TempDir(), "live.db")}, more...)
	fgr := account.Agency{Code: "FGR", Name: "Fiscalía General de la República", Kind: account.Federal}
	center := account.Agency{Code: "NTC", Name: "National Tracing Center", Kind: account.Center}
	for _, a := range []app.NewAccount{
		{Agency: fgr, Account: account.Account{Username: "fgr.mendez", Name: "Itzel Méndez Arriaga", Role: account.Submitter, Lang: "es", Zone: "America/Mexico_City"}},
		{Agency: fgr, Account: account.Account{Username: "fgr.ochoa", Name: "Raúl Ochoa", Role: account.Submitter, Lang: "en", Zone: "America/Matamoros"}},
		{Agency: center, Account: account.Account{Username: "ntc.walker", Name: "Denise Walker", Role: account.Tracer, Lang: "en", Zone: "America/New_York"}},
	} {
		s.add(a)
	}
	return s
}

// add adds an account whose owner chooses the password of these tests.
func (s *served) add(a app.NewAccount) {
	s.t.Helper()
	added, err := s.AddAccount(s.t.Context(), a)
	must(s.t, err)
	res, err := http.PostForm(s.url+"/activate", url.Values{
		"username": {added.Username}, "code": {added.Code}, "password": {password}, "again": {password}, "language": {a.Lang}, "zone": {a.Zone},
	})
	must(s.t, err)
	must(s.t, res.Body.Close())
	if res.Request.URL.Path == "/activate" {
		s.t.Fatalf("activating %s: %s", added.Username, res.Status)
	}
}

// staged serves the worlds whose databases c names, relative to a folder of
// the test, filled with the records of a demonstration.
func staged(t testing.TB, c app.Config) *served {
	t.Helper()
	for _, name := range []*string{&c.Live, &c.Training} {
		if *name != "" {
			*name = filepath.Join(t.TempDir(), *name)
		}
	}
	_, err := app.Demo(t.Context(), settings(c, func() time.Time { return start }))
	must(t, err)
	return serve(t, c)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// reader is somebody at a window, who reads in one language.
type reader struct {
	*sitetest.Window
	house   *served
	say     *i18n.Printer
	scripts bool // JavaScript runs
}

// reader puts somebody before a window upon a world, "" or "/training".
func (s *served) reader(t testing.TB, b *sitetest.Browser, base, lang string) *reader {
	t.Helper()
	return &reader{b.Window(t, s.url+base), s, s.words.Printer(lang, time.UTC), true}
}

// t is a text in the reader's language.
func (r *reader) t(key string, args ...any) string {
	m := map[string]any{}
	for i := 0; i+1 < len(args); i += 2 {
		m[fmt.Sprint(args[i])] = args[i+1]
	}
	return r.say.T(key, m)
}

// signIn signs somebody in whose account may speak another language.
func (r *reader) signIn(username, password string) {
	r.T.Helper()
	r.Go("/login?lang=" + r.say.Lang)
	r.Fill([2]string{"username", username}, [2]string{"password", password})
	r.Press(r.t("action.sign_in"))
}

// another opens another tab of the same reader.
func (r *reader) another() *reader {
	r.T.Helper()
	tab := *r
	tab.Window = r.Tab()
	return &tab
}

// press presses what bears the text of a key.
func (r *reader) press(key string) {
	r.T.Helper()
	r.Press(r.t(key))
}

// Go opens a path of the reader's world.
func (r *reader) Go(path string) *reader { r.T.Helper(); r.Window.Go(path); return r }
