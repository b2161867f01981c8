package gate_test

import (
	"bytes"
	"crypto/rand"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"rastreo/internal/account"
	"rastreo/internal/db/dbtest"
	"rastreo/internal/fault"
	"rastreo/internal/gate"
	"rastreo/internal/i18n"
	"rastreo/internal/login"
	"rastreo/internal/office"
	"rastreo/internal/secret"
	"rastreo/internal/store/storetest"
	"rastreo/locales"
)

// entrance is a gate with a handful of routes and one account of each role.
type entrance struct {
	http.Handler
	log    *bytes.Buffer
	secret string // API key of a submitter
	cookie *http.Cookie

	storage interface{ Close() error }
}

func open(t *testing.T) *entrance {
	t.Helper()
	x := storetest.Open(t, dbtest.SQLite(t))
	l, err := login.New(x.Store, login.Config{Secret: secret.New(make([]byte, 32)), OneFactor: true, Now: x.Clock.Now, Random: rand.Reader, KeyPrefix: "rst_live_", Cookie: "rastreo", Path: "/"})
	must(t, err)
	bundle, err := i18n.Load(locales.FS)
	must(t, err)
	who, err := office.New(x.Store, office.Config{Hash: l.Hash}).AddAccount(t.Context(), account.Account{
		AgencyID: x.Agency("FGR", account.Federal).ID, Username: "perito", Name: "Perito", Role: account.Submitter, Lang: "es", Zone: "America/Tijuana",
	}, "quince caracteres")
	must(t, err)
	e := &entrance{log: &bytes.Buffer{}, storage: x.DB}
	e.secret, _, err = l.IssueKey(t.Context(), account.Actor{ID: who.ID, Role: who.Role, Proven: true}, login.Usual("key", who.Role))
	must(t, err)
	g := gate.New(gate.Config{
		Bundle: bundle, Login: l, World: gate.Live, Now: x.Clock.Now,
		Log: slog.New(slog.NewTextHandler(e.log, nil)),
	})
	engine := g.Engine()
	routes := func(keep gate.Handler) []gate.Route {
		say := func(v *gate.Visit) error {
			v.Header("Via", v.Actor.Via)
			v.String(http.StatusOK, v.Say.Lang+" "+v.Actor.Name)
			return nil
		}
		return []gate.Route{
			{Method: "GET", Path: "/open", Act: account.Enter, Do: say},
			{Method: "POST", Path: "/open", Act: account.Enter, Do: say},
			{Method: "POST", Path: "/in", Act: account.Enter, Do: keep},
			{Method: "GET", Path: "/mine", Act: account.Look, Do: say},
			{Method: "POST", Path: "/mine", Act: account.Look, Do: say},
			{Method: "POST", Path: "/mine/act", Act: account.Look, Do: say},
			{Method: "GET", Path: "/staff", Act: account.Claim, Do: say},
			{Method: "GET", Path: "/of/:name", Act: account.Enter, Do: say},
			{Method: "GET", Path: "/panic", Act: account.Enter, Do: func(*gate.Visit) error { panic("secret detail") }},
		}
	}
	answer := func(v *gate.Visit, f *fault.Error, status int) { v.String(status, f.Key) }
	keep := func(v *gate.Visit) error {
		_, err := l.Admit(v.Request.Context(), v.Actor, who.ID, login.ByPassword)
		return err
	}
	must(t, g.Pages(engine.Group(""), routes(keep), answer))
	must(t, g.JSON(engine.Group("/api"), routes(keep), answer))
	e.Handler = g.Wrap(engine, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) }))
	e.cookie = e.ask("POST", "/in", "", nil).Result().Cookies()[1] // the first is the browser
	return e
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (e *entrance) ask(method, path, body string, headers map[string]string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	if method == "POST" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for k, v := range headers {
		r.Header.Set(k, v)
	}
	w := httptest.NewRecorder()
	e.ServeHTTP(w, r)
	return w
}

func TestWhoMayEnter(t *testing.T) {
	e := open(t)
	cookie := map[string]string{"Cookie": e.cookie.Name + "=" + e.cookie.Value}
	key := map[string]string{"Authorization": "Bearer " + e.secret}
	for _, c := range []struct {
		name, method, path string
		headers            map[string]string
		status             int
		body, location     string
	}{
		{"a public page", "GET", "/open", nil, 200, "es ", ""},
		{"a page for those signed in", "GET", "/mine?q=1", nil, 303, "", "/login?next=%2Fmine%3Fq%3D1"},
		{"a form whose session has ended", "POST", "/mine", nil, 303, "", "/login?next=%2Fmine"},
		{"an act without a page of its own", "POST", "/mine/act", nil, 303, "", "/login"},
		{"signed in", "GET", "/mine", cookie, 200, "es Perito", ""},
		{"not for this role", "GET", "/staff", cookie, 403, "fault.forbidden", ""},
		{"a key opens no page", "GET", "/mine", key, 303, "", "/login?next=%2Fmine"},
		{"a cookie opens no API", "GET", "/api/mine", cookie, 401, "fault.unauthenticated", ""},
		{"with the key", "GET", "/api/mine", key, 200, " Perito", ""},
		{"a wrong key", "GET", "/api/mine", map[string]string{"Authorization": "Bearer rst_live_x"}, 401, "fault.key", ""},
		{"a wrong scheme", "GET", "/api/mine", map[string]string{"Authorization": "Basic " + e.secret}, 401, "fault.unauthenticated", ""},
		{"not for this role either", "GET", "/api/staff", key, 403, "fault.forbidden", ""},
		{"a path that is not UTF-8", "GET", "/of/%ff%fe", nil, 404, "fault.not_found", ""},
		{"a query that is not UTF-8", "GET", "/open?q=%ff", nil, 400, "fault.utf8", ""},
		{"a query with NUL", "GET", "/open?q=a%00", nil, 400, "fault.utf8", ""},
	} {
		w := e.ask(c.method, c.path, "", c.headers)
		if via := w.Header().Get("Via"); w.Code == http.StatusOK && via != w.Header().Get("X-Request-Id") {
			t.Errorf("%s: acts by request %q", c.name, via)
		}
		if w.Code != c.status || !strings.Contains(w.Body.String(), c.body) || w.Header().Get("Location") != c.location {
			t.Errorf("%s: %d %q %q", c.name, w.Code, w.Body, w.Header().Get("Location"))
		}
	}
}

func TestLanguage(t *testing.T) {
	e := open(t)
	for _, c := range []struct {
		name, method, path, body string
		headers                  map[string]string
		want                     string
	}{
		{"Spanish first", "GET", "/open", "", nil, "es"},
		{"what the browser accepts", "GET", "/open", "", map[string]string{"Accept-Language": "en-GB,en;q=0.9"}, "en"},
		{"a language the house has not", "GET", "/open", "", map[string]string{"Accept-Language": "fr"}, "es"},
		{"the cookie before the browser", "GET", "/open", "", map[string]string{"Accept-Language": "es", "Cookie": "lang=en"}, "en"},
		{"the query before the cookie", "GET", "/open?lang=es", "", map[string]string{"Cookie": "lang=en"}, "es"},
		{"the switch of a form", "POST", "/open", "lang=en&x=1", nil, "en"},
		{"nonsense in the switch", "POST", "/open", "lang=xx", nil, "es"},
	} {
		w := e.ask(c.method, c.path, c.body, c.headers)
		if got := strings.Fields(w.Body.String() + " -")[0]; got != c.want {
			t.Errorf("%s: %q", c.name, got)
		}
		if c.name == "the switch of a form" && !strings.Contains(w.Header().Get("Set-Cookie"), "lang=en") {
			t.Error("the switch was not remembered")
		}
	}
}

func TestLimitsAndHeaders(t *testing.T) {
	e := open(t)
	w := e.ask("POST", "/open", "x="+strings.Repeat("a", gate.MaxBody+1), nil)
	if w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("a body too large: %d %s", w.Code, w.Body)
	}
	for _, path := range []string{"/open", "/mine", "/nowhere", "/panic"} {
		h := e.ask("GET", path, "", nil).Header()
		csp := h.Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") || h.Get("X-Content-Type-Options") != "nosniff" ||
			h.Get("Cache-Control") != "no-store" || h.Get("X-Request-Id") == "" {
			t.Errorf("%s: %v", path, h)
		}
	}
}

// Without its storage the house says that it is away, through the same door
// and with the same headers as ever.
func TestAway(t *testing.T) {
	e := open(t)
	must(t, e.storage.Close())
	for path, headers := range map[string]map[string]string{
		"/mine":     {"Cookie": e.cookie.Name + "=" + e.cookie.Value},
		"/api/mine": {"Authorization": "Bearer " + e.secret},
	} {
		w := e.ask("GET", path, "", headers)
		if w.Code != http.StatusServiceUnavailable || w.Body.String() != "fault.unavailable" ||
			w.Header().Get("Retry-After") == "" || w.Header().Get("Content-Security-Policy") == "" {
			t.Errorf("%s: %d %q %v", path, w.Code, w.Body, w.Header())
		}
	}
	if !strings.Contains(e.log.String(), "unavailable") {
		t.Error("the log does not say why")
	}
}

func TestPanicIsCalm(t *testing.T) {
	e := open(t)
	w := e.ask("GET", "/panic", "", nil)
	if w.Code != http.StatusInternalServerError || w.Body.String() != "fault.internal" {
		t.Errorf("%d %q", w.Code, w.Body)
	}
	if !strings.Contains(e.log.String(), "secret detail") {
		t.Error("the log does not say what happened")
	}
}

// Another site's page cannot write in the name of whoever is signed in.
func TestCrossOrigin(t *testing.T) {
	e := open(t)
	for site, want := range map[string]int{"same-origin": 200, "cross-site": 403, "none": 200} {
		if w := e.ask("POST", "/open", "", map[string]string{"Sec-Fetch-Site": site}); w.Code != want {
			t.Errorf("%s: %d, want %d", site, w.Code, want)
		}
	}
}

func TestLogLine(t *testing.T) {
	e := open(t)
	e.log.Reset()
	e.ask("GET", "/of/Mar%C3%ADa?q=N%C3%BA%C3%B1ez", "", map[string]string{"Cookie": e.cookie.Name + "=" + e.cookie.Value})
	line := e.log.String()
	for _, want := range []string{"route=/of/:name", "status=200", "account=", "took="} {
		if !strings.Contains(line, want) {
			t.Errorf("no %s in %s", want, line)
		}
	}
	if strings.Contains(line, "ez") && strings.Contains(line, "Mar") || strings.Contains(line, "account= ") {
		t.Errorf("the line says too much or too little: %s", line)
	}
}

// Every kind of fault has a status.
func TestStatuses(t *testing.T) {
	gin.SetMode(gin.ReleaseMode)
	for _, k := range fault.Kinds {
		if gate.Status(k) == 0 {
			t.Errorf("%s has no status", k)
		}
	}
}
