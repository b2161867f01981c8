package gate_test

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/db"
	"rastreo/internal/db/dbtest"
	"rastreo/internal/fault"
	"rastreo/internal/gate"
	"rastreo/internal/i18n"
	"rastreo/internal/limit"
	"rastreo/internal/login"
	"rastreo/internal/secret"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
	"rastreo/locales"
)

// counted is a gate that counts, with the clock it counts by.
type counted struct {
	http.Handler
	*storetest.Fixture
	who account.Account // lets in whoever posts /in
	key string          // an API key of theirs
	log bytes.Buffer

	gate  *gate.Gate
	login *login.Login
}

func count(t *testing.T, limits limit.Limits, proxies ...netip.Prefix) *counted {
	t.Helper()
	x := storetest.Open(t, dbtest.SQLite(t))
	c := &counted{Fixture: x, who: x.Account(x.Agency("FGR", account.Federal), account.Submitter)}
	l, err := login.New(x.Store, login.Config{Secret: secret.New(make([]byte, 32)), OneFactor: true, Now: x.Clock.Now, Random: rand.Reader, KeyPrefix: "rst_live_", Cookie: "rastreo", Path: "/"})
	must(t, err)
	bundle, err := i18n.Load(locales.FS)
	must(t, err)
	g := gate.New(gate.Config{
		Bundle: bundle, Login: l, World: gate.Live, Now: x.Clock.Now, Log: slog.New(slog.NewTextHandler(&c.log, nil)),
		Limit: limit.New(x.Store, x.Clock.Now), Limits: limits, Proxies: proxies,
	})
	c.gate, c.login = g, l
	engine := g.Engine()
	say := func(v *gate.Visit) error { v.String(http.StatusOK, v.Actor.Source); return nil }
	must(t, g.Pages(engine.Group(""), []gate.Route{
		{Method: "GET", Path: "/login", Act: account.Enter, Do: say},
		{Method: "POST", Path: "/login", Act: account.Enter, Begins: true, Do: say},
		{Method: "POST", Path: "/login/begin", Act: account.Enter, Begins: true, Do: say},
		{Method: "GET", Path: "/of/:name/part", Act: account.Enter, Do: say},
		{Method: "GET", Path: "/mine", Act: account.Look, Do: say},
		{Method: "POST", Path: "/mine", Act: account.Look, Do: say},
		{Method: "POST", Path: "/in", Act: account.Enter, Do: func(v *gate.Visit) error {
			_, err := l.Admit(v.Request.Context(), v.Actor, c.who.ID, login.ByPassword)
			return err
		}},
	}, func(v *gate.Visit, f *fault.Error, status int) { v.String(status, v.Say.T(f.Key, f.Args)) }))
	both := []gate.Route{
		{Method: "GET", Path: "/requests", Act: account.ListRequests, Do: say},
		{Method: "GET", Path: "/people", Act: account.FindPeople, Do: say},
		{Method: "POST", Path: "/file", Act: account.File, Do: say},
		{Method: "GET", Path: "/export", Act: account.ExportAudit, Do: say},
	}
	must(t, g.Pages(engine.Group("/pages"), slices.Clone(both), func(v *gate.Visit, f *fault.Error, status int) { v.String(status, f.Key) }))
	must(t, g.JSON(engine.Group("/api"), append(both, gate.Route{Method: "GET", Path: "/mine", Act: account.ListRequests, Do: say}),
		func(v *gate.Visit, f *fault.Error, status int) { v.String(status, f.Key) }))
	c.key, _, err = l.IssueKey(t.Context(), account.Actor{ID: c.who.ID, Role: c.who.Role, Proven: true}, login.Usual("key", c.who.Role))
	must(t, err)
	engine.POST(gate.ReportPath, g.Report)
	c.Handler = g.Wrap(engine, http.NotFoundHandler())
	return c
}

func (c *counted) send(method, path, body, from, forwarded string, cookies ...*http.Cookie) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.RemoteAddr = from
	for _, cookie := range cookies {
		r.AddCookie(cookie)
	}
	if forwarded != "" {
		r.Header.Set("X-Forwarded-For", forwarded)
	}
	w := httptest.NewRecorder()
	c.ServeHTTP(w, r)
	return w
}

// Whoever tries to sign in too often waits, and is told how long.
func TestSignInLimits(t *testing.T) {
	c := count(t, limit.Limits{SignIn: limit.Rate{N: 10, Per: time.Minute}, Names: limit.Rate{N: 3, Per: time.Hour}})
	const here = "192.0.2.1:99"
	for i := range 12 {
		w := c.send("POST", "/login", "username=ana", here, "")
		if want := map[bool]int{true: 200, false: 429}[i < 10]; w.Code != want {
			t.Fatalf("attempt %d: %d", i, w.Code)
		}
		if i == 11 && (w.Header().Get("Retry-After") != "60" || !strings.Contains(w.Body.String(), "Espere unos segundos")) {
			t.Errorf("%s, %s", w.Header().Get("Retry-After"), w.Body)
		}
	}
	if w := c.send("POST", "/login", "username=ana&code=1&ceremony=x", here, ""); w.Code != 429 {
		t.Errorf("what looks like a second step is not counted: %d", w.Code)
	}
	if c.send("POST", "/login", "username=ana", "192.0.2.2:99", "").Code != 200 || c.send("GET", "/login", "", here, "").Code != 200 {
		t.Error("others, or a page, have to wait too")
	}
	for i := range 4 {
		w := c.send("POST", "/login", fmt.Sprint("username=ana", i), "192.0.2.3:99", "")
		if want := map[bool]int{true: 200, false: 429}[i < 3]; w.Code != want {
			t.Errorf("name %d: %d", i, w.Code)
		}
		if i == 3 && (w.Header().Get("Retry-After") != "3600" || !strings.Contains(w.Body.String(), "13:30")) {
			t.Errorf("%s, %s", w.Header().Get("Retry-After"), w.Body)
		}
	}
}

// To switch the language of the page tries nothing. Where there is no page it
// is a try like any other.
func TestSwitchingIsNoWayRound(t *testing.T) {
	c := count(t, limit.Limits{SignIn: limit.Rate{N: 3, Per: time.Minute}})
	for i := range 5 {
		want := map[bool]int{true: 200, false: 429}[i < 3]
		if w := c.send("POST", "/login/begin", "lang=en", "192.0.2.1:1", ""); w.Code != want {
			t.Errorf("%d: %d", i, w.Code)
		}
		if w := c.send("POST", "/login", "lang=en", "192.0.2.1:1", ""); w.Code != 200 {
			t.Errorf("the page, %d: %d", i, w.Code)
		}
	}
}

// Whoever has the cookie of a session that has ended has no more of it kept,
// and written into the log, than one that lasts may ask.
func TestEndedSessionsAreCounted(t *testing.T) {
	c := count(t, limit.Limits{Session: limit.Rate{N: 1, Per: time.Minute, Burst: 3}})
	cookies := c.send("POST", "/in", "", "192.0.2.1:1", "").Result().Cookies()
	must(t, c.Store.Chore(t.Context(), func(h *store.Chore) error { _, err := h.EndSessions(t.Context(), c.who.ID, ""); return err }))
	for i := range 6 {
		want := map[bool]int{true: 303, false: 429}[i < 3]
		if w := c.send("POST", "/mine", "words=many", "192.0.2.1:1", "", cookies...); w.Code != want {
			t.Errorf("%d: %d", i, w.Code)
		}
	}
	if w := c.send("GET", "/mine", "", "192.0.2.1:1", "", cookies...); w.Code != 303 {
		t.Errorf("a page: %d", w.Code)
	}
}

// Only a proxy that is trusted says who asks, and what it says is taken from
// its end: the beginning anybody can write.
func TestSource(t *testing.T) {
	c := count(t, limit.Limits{}, netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8"))
	source := func(from, forwarded string) string { return c.send("GET", "/login", "", from, forwarded).Body.String() }
	ana := source("192.0.2.1:1", "")
	for _, x := range []struct {
		from, forwarded string
		same            bool
	}{
		{"192.0.2.1:2", "", true},
		{"[::ffff:192.0.2.1]:2", "", true},
		{"192.0.2.2:1", "", false},
		{"192.0.2.1:1", "203.0.113.9", true},
		{"10.1.2.3:1", "192.0.2.1", true},
		{"10.1.2.3:1", "203.0.113.9, 192.0.2.1", true},
		{"10.1.2.3:1", "192.0.2.1, 203.0.113.9", false},
		{"10.1.2.3:1", "203.0.113.9, 192.0.2.1, 10.9.9.9", true},
		{"[fd00::7]:1", "192.0.2.1,fd00::8", true},
		{"10.1.2.3:1", "", false},
		{"10.1.2.3:1", "192.0.2.1, nonsense", false},
	} {
		if got := source(x.from, x.forwarded); (got == ana) != x.same {
			t.Errorf("%s for %q: %v", x.from, x.forwarded, !x.same)
		}
	}
	if source("[2001:db8:1:2::1]:1", "") != source("[2001:db8:1:2:ffff::2]:1", "") || source("[2001:db8:1:2::1]:1", "") == source("[2001:db8:1:3::1]:1", "") {
		t.Error("an IPv6 subscriber is not their /64")
	}
	if strings.Contains(ana, "192") || len(ana) != 24 {
		t.Errorf("the source is %q", ana)
	}
}

// A report says which rule and which page; what it was about is not kept.
func TestReport(t *testing.T) {
	c := count(t, limit.Limits{Report: limit.Rate{N: 3, Per: time.Minute}})
	body := `[{"type":"csp-violation","body":{"documentURL":"https://x.test/of/Mar%C3%ADa/part?q=kanari","blockedURL":"kanari","effectiveDirective":"script-src-elem","sample":"kanari"}},
		{"type":"csp-violation","body":{"documentURL":"/kanari","effectiveDirective":"kanari"}},
		{"type":"csp-violation","body":{"documentURL":"/kanari","effectiveDirective":"img-src"}}]`
	for i, x := range []struct {
		body   string
		status int
	}{{body, 204}, {"kanari", 400}, {"[" + strings.Repeat(" ", 64<<10) + "]", 400}, {body, 429}} {
		if w := c.send("POST", gate.ReportPath, x.body, "192.0.2.1:1", ""); w.Code != x.status {
			t.Errorf("%d: %d", i, w.Code)
		}
	}
	log := c.log.String()
	if strings.Count(log, "browser_refused") != 2 || !strings.Contains(log, "directive=script-src-elem route=/of/:name/part") ||
		!strings.Contains(log, `directive=img-src route=""`) || strings.Contains(log, "kanari") || strings.Contains(log, "Mar") {
		t.Errorf("logged:\n%s", log)
	}
}

// crowded is a gate that lets so many in at once.
func crowded(t *testing.T, most int) *gate.Gate {
	t.Helper()
	x := storetest.Open(t, dbtest.SQLite(t))
	l, err := login.New(x.Store, login.Config{Secret: secret.New(make([]byte, 32)), Now: x.Clock.Now, Random: rand.Reader, Cookie: "rastreo", Path: "/"})
	must(t, err)
	bundle, err := i18n.Load(locales.FS)
	must(t, err)
	return gate.New(gate.Config{
		Bundle: bundle, Login: l, World: gate.Live, Now: x.Clock.Now, Log: slog.New(slog.DiscardHandler), Limits: limit.Limits{Crowd: most},
	})
}

// Where too many are inside only drafts and filings are let in.
func TestCrowd(t *testing.T) {
	g := crowded(t, 1)
	engine := g.Engine()
	var e http.Handler
	ask := func(path string) int {
		w := httptest.NewRecorder()
		e.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		return w.Code
	}
	got := map[string]int{}
	must(t, g.Pages(engine.Group(""), []gate.Route{
		{Method: "GET", Path: "/full", Act: account.Enter, Do: func(*gate.Visit) error {
			got["page"], got["draft"] = ask("/page"), ask("/draft")
			return nil
		}},
		{Method: "GET", Path: "/page", Act: account.Enter, Do: func(*gate.Visit) error { return nil }},
		{Method: "GET", Path: "/draft", Act: account.Draft, Do: func(*gate.Visit) error { return nil }},
	}, func(v *gate.Visit, f *fault.Error, status int) { v.String(status, f.Key) }))
	e = g.Wrap(engine, http.NotFoundHandler())
	if ask("/full"); got["page"] != 503 || got["draft"] != 303 || ask("/page") != 200 {
		t.Errorf("%v, then %d", got, ask("/page"))
	}
}

// unread is a body that nobody may read.
type unread struct{ t *testing.T }

func (u unread) Read([]byte) (int, error) {
	u.t.Error("it was read")
	return 0, io.EOF
}

// Of what nobody sends where somebody must be signed in nothing is read: drafts
// always find room, and slow senders are not to fill it.
func TestNobodysFormIsNotRead(t *testing.T) {
	c := count(t, limit.Limits{})
	r := httptest.NewRequest(http.MethodPost, "/pages/file", unread{t})
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	c.ServeHTTP(w, r)
	if w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), "/login") {
		t.Errorf("%d %s", w.Code, w.Header().Get("Location"))
	}
}

// From one network no more than half of the crowd are let in.
func TestCrowdOfOneNetwork(t *testing.T) {
	g := crowded(t, 6)
	engine := g.Engine()
	var e http.Handler
	ask := func(path, from string) int {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.RemoteAddr = from
		w := httptest.NewRecorder()
		e.ServeHTTP(w, r)
		return w.Code
	}
	const here, near, there = "[2001:db8::1]:9", "[2001:db8::2]:9", "[2001:db8:1::1]:9"
	var got []int
	deep := 0
	must(t, g.Pages(engine.Group(""), []gate.Route{
		{Method: "GET", Path: "/slow", Act: account.Enter, Do: func(*gate.Visit) error {
			if deep++; deep < 3 {
				ask("/slow", here)
				return nil
			}
			got = []int{ask("/page", here), ask("/page", near), ask("/page", there), ask("/draft", here)}
			return nil
		}},
		{Method: "GET", Path: "/page", Act: account.Enter, Do: func(*gate.Visit) error { return nil }},
		{Method: "GET", Path: "/draft", Act: account.Draft, Do: func(*gate.Visit) error { return nil }},
	}, func(v *gate.Visit, f *fault.Error, status int) { v.String(status, f.Key) }))
	e = g.Wrap(engine, http.NotFoundHandler())
	ask("/slow", here)
	if want := []int{503, 503, 200, 303}; !slices.Equal(got, want) || ask("/page", here) != 200 {
		t.Errorf("%v, want %v; then %d", got, want, ask("/page", here))
	}
}

// Keys that are none are counted by where they come from, recorded, and told
// once to the auditors. Whoever has one that works does not wait for them.
func TestWrongKeys(t *testing.T) {
	c := count(t, limit.Limits{WrongKey: limit.Rate{N: 10, Per: time.Minute}})
	auditor := c.Account(c.Agency("NTC", account.Center), account.Auditor)
	ask := func(key, from string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, "/api/mine", nil)
		r.RemoteAddr = from
		r.Header.Set("Authorization", "Bearer "+key)
		w := httptest.NewRecorder()
		c.ServeHTTP(w, r)
		return w
	}
	const here, there = "192.0.2.1:9", "192.0.2.2:9"
	for i := range 14 {
		key := []string{"rst_live_kanari", "rst_test_kanari", "kanari"}[i%3]
		w := ask(key, here)
		if want := map[bool]int{true: 401, false: 429}[i < 10]; w.Code != want {
			t.Errorf("key %d: %d", i, w.Code)
		}
		if i >= 10 && w.Header().Get("Retry-After") != "60" {
			t.Errorf("come back in %q", w.Header().Get("Retry-After"))
		}
		if w := ask(c.key, here); w.Code != 200 {
			t.Errorf("the key that works waits: %d", w.Code)
		}
	}
	if w := ask("kanari", there); w.Code != 401 {
		t.Errorf("somebody elsewhere waits: %d", w.Code)
	}
	for q, want := range map[string]int{
		`outcome = 'too_many'`: 1, `outcome IN ('key', 'key_world')`: 11, `outcome || on_ || source || fields || by LIKE '%kanari%'`: 0,
	} {
		var n int
		must(t, c.DB.Read(t.Context(), db.Unfenced, func(tx *db.Tx) error {
			return tx.Row(t.Context(), `SELECT COUNT(*) FROM audit WHERE verb = 'key.tried' AND `+q).Scan(&n)
		}))
		if n != want {
			t.Errorf("recorded %d with %s, want %d", n, q, want)
		}
	}
	must(t, c.Store.Chore(t.Context(), func(h *store.Chore) error {
		jobs, err := h.TakeJobs(t.Context(), store.NoticeJob, h.Now(), 100)
		if len(jobs) != 1 || !strings.Contains(string(jobs[0].Body), "wrong_keys") || !strings.Contains(string(jobs[0].Body), auditor.ID) {
			t.Errorf("told %v", jobs)
		}
		return err
	}))
	if log := c.log.String(); strings.Count(log, "wrong_keys") != 1 || strings.Contains(log, "kanari") {
		t.Errorf("logged:\n%s", log)
	}
}

// What one may do so often is counted together at both doors, is refused with
// when to come back, and comes back then.
func TestCountedAtBothDoors(t *testing.T) {
	for _, x := range []struct {
		limits limit.Limits
		path   string
		most   int
		after  time.Duration
	}{
		{limit.Limits{Search: limit.Rate{N: 30, Per: time.Minute}}, "GET /requests?q=x", 30, time.Minute},
		{limit.Limits{Search: limit.Rate{N: 30, Per: time.Minute}}, "GET /people?q=x", 30, time.Minute},
		{limit.Limits{Submit: limit.Rate{N: 60, Per: time.Hour}}, "POST /file", 60, time.Hour},
		{limit.Limits{Export: limit.Rate{N: 5, Per: 24 * time.Hour}}, "GET /export", 5, 24 * time.Hour},
	} {
		c := count(t, x.limits)
		cookies := c.send("POST", "/in", "", "192.0.2.1:1", "").Result().Cookies()
		method, path, _ := strings.Cut(x.path, " ")
		ask := func(page bool) *httptest.ResponseRecorder {
			if page {
				return c.send(method, "/pages"+path, "", "192.0.2.1:1", "", cookies...)
			}
			r := httptest.NewRequest(method, "/api"+path, nil)
			r.Header.Set("Authorization", "Bearer "+c.key)
			w := httptest.NewRecorder()
			c.ServeHTTP(w, r)
			return w
		}
		for i := range x.most + 4 {
			w := ask(i%2 == 0)
			if (w.Code == http.StatusTooManyRequests) != (i >= x.most) {
				t.Fatalf("%s, use %d: %d", x.path, i, w.Code)
			}
			if want := fmt.Sprint(x.after.Seconds()); i >= x.most && w.Header().Get("Retry-After") != want {
				t.Errorf("%s: come back in %q, want %s", x.path, w.Header().Get("Retry-After"), want)
			}
		}
		c.Clock.Advance(x.after)
		if w := ask(false); w.Code == http.StatusTooManyRequests {
			t.Errorf("%s: later still %d", x.path, w.Code)
		}
	}
}

// A session may ask for twenty things at once and five a second, a key for as
// much as keys may, and neither counts for the other.
func TestCountedBySession(t *testing.T) {
	c := count(t, limit.Limits{Session: limit.Rate{N: 5, Per: time.Second, Burst: 20}, Key: limit.Rate{N: 50, Per: time.Second, Burst: 200}})
	cookies := c.send("POST", "/in", "", "192.0.2.1:1", "").Result().Cookies()
	passed := func(n int, key bool) (passed int) {
		for range n {
			r := httptest.NewRequest(http.MethodGet, map[bool]string{true: "/api/mine", false: "/mine"}[key], nil)
			if key {
				r.Header.Set("Authorization", "Bearer "+c.key)
			} else {
				for _, cookie := range cookies {
					r.AddCookie(cookie)
				}
			}
			w := httptest.NewRecorder()
			if c.ServeHTTP(w, r); w.Code != http.StatusTooManyRequests {
				passed++
			} else if w.Header().Get("Retry-After") != "1" {
				t.Errorf("come back in %q", w.Header().Get("Retry-After"))
			}
		}
		return passed
	}
	if n := passed(30, false); n != 20 {
		t.Errorf("a session asked %d times at once", n)
	}
	if n := passed(250, true); n != 200 {
		t.Errorf("a key asked %d times at once", n)
	}
	c.Clock.Advance(time.Second)
	if n := passed(30, false); n != 5 {
		t.Errorf("a session asked %d times in the next second", n)
	}
	if n := passed(100, true); n != 50 {
		t.Errorf("a key asked %d times in the next second", n)
	}
}
