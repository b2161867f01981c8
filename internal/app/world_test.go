package app_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"rastreo/internal/app"
	"rastreo/internal/db/dbtest"
	"rastreo/internal/store/storetest"
)

// What one world gives opens nothing in the other.
func TestWorldsApart(t *testing.T) {
	bothEngines(t, func(t *testing.T, h *house) {
		live, training := browser(t), browser(t)
		for base, c := range map[string]*http.Client{"": live, "/training": training} {
			if a := h.signIn(t, c, base, "ana", phrase); a.StatusCode != http.StatusSeeOther {
				t.Fatalf("%s: signing in: %d\n%s", base, a.StatusCode, a.body)
			}
		}
		seizure, folios := h.file(t, "live/ana", "", 1)
		trained, practice := h.file(t, "training/ana", "/training", 1)
		if !strings.HasPrefix(practice[0], "PRUEBA-RM-") || !strings.HasPrefix(folios[0], "RM-") {
			t.Errorf("folios are %s and %s", folios, practice)
		}
		for _, x := range []struct {
			who      *http.Client
			path     string
			status   int
			location string
			says     string
		}{
			{live, "/requests", 200, "", folios[0]},
			{training, "/training/requests", 200, "", practice[0]},
			{training, "/training/requests", 200, "", "Capacitación"},
			{live, "/training/requests", 303, "/training/login", ""},
			{training, "/requests", 303, "/login", ""},
			{live, "/requests/" + practice[0], 404, "", ""},
			{training, "/training/requests/" + folios[0], 404, "", ""},
			{live, "/seizures/" + trained, 404, "", ""},
			{training, "/training/seizures/" + seizure, 404, "", ""},
			{live, "/requests/" + folios[0], 200, "", "Beretta"},
		} {
			a := h.send(t, x.who, http.MethodGet, x.path, "")
			if a.StatusCode != x.status || !strings.HasPrefix(a.Header.Get("Location"), x.location) || !strings.Contains(a.body, x.says) {
				t.Errorf("%s: %d to %q, want %d to %q and %q in\n%s", x.path, a.StatusCode, a.Header.Get("Location"), x.status, x.location, x.says, a.body)
			}
		}
		for _, x := range []struct {
			who, path string
			status    int
		}{
			{"live/ana", "/api/v1/seizures/" + seizure, 200},
			{"live/ana", "/api/v1/seizures/" + trained, 404},
			{"live/ana", "/training/api/v1/seizures/" + trained, 401},
			{"training/ana", "/training/api/v1/seizures/" + trained, 200},
			{"training/ana", "/training/api/v1/seizures/" + seizure, 404},
			{"training/ana", "/api/v1/seizures/" + seizure, 401},
			{"training/tracer1", "/api/v1/queue", 401},
		} {
			if a := h.call(t, x.who, http.MethodGet, x.path, nil); a.StatusCode != x.status {
				t.Errorf("%s as %s: %d, want %d\n%s", x.path, x.who, a.StatusCode, x.status, a.body)
			}
		}
	})
}

// The banner of the training world stands on each of its pages, in both
// languages, and nowhere in the live one.
func TestBanner(t *testing.T) {
	h := newHouse(t, dbtest.SQLite)
	banner := []string{"Capacitación: nada de lo que escriba aquí es real", "Training: nothing you enter here is real"}
	c := browser(t)
	h.signIn(t, c, "/training", "ana", phrase)
	h.signIn(t, c, "", "ana", phrase)
	for _, path := range []string{"/help", "/requests", "/drafts", "/notices", "/account", "/nada"} {
		practice, live := h.send(t, c, http.MethodGet, "/training"+path, ""), h.send(t, c, http.MethodGet, path, "")
		for _, words := range banner {
			if !strings.Contains(practice.body, words) {
				t.Errorf("/training%s does not say %q", path, words)
			}
			if strings.Contains(live.body, words) {
				t.Errorf("%s says %q", path, words)
			}
		}
		if !strings.Contains(practice.body, "<title>CAPACITACIÓN · ") {
			t.Errorf("/training%s: the title does not say so", path)
		}
	}
}

// Cookies are bound to their world by name and path, and over TLS by the
// prefixes that browsers enforce.
func TestCookies(t *testing.T) {
	h := newHouse(t, dbtest.SQLite)
	for _, x := range []struct {
		secure         bool
		base, name, in string
	}{
		{true, "", "__Host-rastreo", "/"},
		{true, "/training", "__Secure-rastreo-training", "/training"},
		{false, "", "rastreo", "/"},
		{false, "/training", "rastreo-training", "/training"},
	} {
		h.reopen(t, func(c *app.Config) { c.Secure = x.secure })
		found := false
		for _, c := range h.signIn(t, browser(t), x.base, "ana", phrase).Cookies() {
			if strings.HasSuffix(c.Name, "rastreo") || strings.HasSuffix(c.Name, "rastreo-training") {
				found = c.Name == x.name && c.Path == x.in && c.Secure == x.secure && c.HttpOnly && c.SameSite == http.SameSiteStrictMode && c.Domain == ""
			}
		}
		if !found {
			t.Errorf("secure %t, %q: the session's cookie is not %s in %s", x.secure, x.base, x.name, x.in)
		}
	}
}

// A path that no door knows is answered in the manner of its door.
func TestUnknownPath(t *testing.T) {
	h := newHouse(t, dbtest.SQLite)
	for _, x := range []struct{ path, kind, says string }{
		{"/nada", "text/html", "No encontramos"},
		{"/training/nada", "text/html", "Capacitación"},
		{"/api/v1/nada", "application/problem+json", `"livemode":true`},
		{"/api/v7/queue", "application/problem+json", `"code":"not_found"`},
		{"/training/api/v1/nada", "application/problem+json", `"livemode":false`},
		{"/trainingnada", "text/html", "No encontramos"},
	} {
		for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodDelete} {
			a := h.send(t, browser(t), method, x.path, "")
			if a.StatusCode != http.StatusNotFound || !strings.HasPrefix(a.Header.Get("Content-Type"), x.kind) || !strings.Contains(a.body, x.says) {
				t.Errorf("%s %s: %d %s, want %s and %q\n%s", method, x.path, a.StatusCode, a.Header.Get("Content-Type"), x.kind, x.says, a.body)
			}
			if a.Header.Get("Content-Security-Policy") == "" || a.Header.Get("X-Request-Id") == "" {
				t.Errorf("%s %s: headers are missing: %v", method, x.path, a.Header)
			}
		}
	}
}

// A world served alone stays where it is, and there is nothing in the other's
// place.
func TestAlone(t *testing.T) {
	h := newHouse(t, dbtest.SQLite)
	both := h.config
	for _, x := range []struct {
		world, here, there string
		choose             func(*app.Config)
	}{
		{"live", "/login", "/training/login", func(c *app.Config) { c.Live, c.Training = both.Live, "" }},
		{"training", "/training/login", "/login", func(c *app.Config) { c.Live, c.Training = "", both.Training }},
	} {
		h.reopen(t, x.choose)
		for path, status := range map[string]int{x.here: 200, x.there: 404} {
			if a := h.send(t, browser(t), http.MethodGet, path, ""); a.StatusCode != status {
				t.Errorf("%s alone: %s is %d, want %d", x.world, path, a.StatusCode, status)
			}
		}
	}
	for _, path := range []string{"/", "/static/site.css", "/api/v1/me"} {
		if a := h.send(t, browser(t), http.MethodGet, path, ""); a.StatusCode != http.StatusNotFound {
			t.Errorf("training alone: %s is %d", path, a.StatusCode)
		}
	}
	if _, err := app.Open(t.Context(), app.Config{}); err == nil {
		t.Error("a house without a world opened")
	}
}

// HEAD answers as GET does, without a body; files are served below each world.
func TestHead(t *testing.T) {
	h := newHouse(t, dbtest.SQLite)
	page := h.send(t, browser(t), http.MethodGet, "/login", "").body
	_, after, _ := strings.Cut(page, `href="/static/site-`)
	style, _, _ := strings.Cut(after, `"`)
	for _, path := range []string{"/login", "/training/login", "/static/site-" + style, "/training/static/site-" + style, "/nada", "/requests"} {
		get, head := h.send(t, browser(t), http.MethodGet, path, ""), h.send(t, browser(t), http.MethodHead, path, "")
		if head.StatusCode != get.StatusCode || head.body != "" || head.Header.Get("Content-Type") != get.Header.Get("Content-Type") {
			t.Errorf("%s: HEAD %d %q, GET %d", path, head.StatusCode, head.body, get.StatusCode)
		}
		if strings.Contains(path, "/static/") && (get.StatusCode != http.StatusOK || len(get.body) < 1000 || !strings.Contains(get.Header.Get("Cache-Control"), "immutable")) {
			t.Errorf("%s: %d, %d bytes, %v", path, get.StatusCode, len(get.body), get.Header)
		}
	}
}

// What another site's page sends is refused in words, by either door.
func TestCrossSite(t *testing.T) {
	h := newHouse(t, dbtest.SQLite)
	for path, kind := range map[string]string{"/login": "text/html", "/training/login": "text/html", "/api/v1/seizures": "application/problem+json"} {
		a := h.send(t, browser(t), http.MethodPost, path, "username=x", "Content-Type", "application/x-www-form-urlencoded",
			"Sec-Fetch-Site", "cross-site", "Origin", "https://example.org", "Accept-Language", "en")
		if a.StatusCode != http.StatusForbidden || !strings.HasPrefix(a.Header.Get("Content-Type"), kind) || !strings.Contains(a.body, "sent from another site") {
			t.Errorf("%s: %d %s\n%s", path, a.StatusCode, a.Header.Get("Content-Type"), a.body)
		}
	}
}

// Fifty who ask for the next request at once get fifty different ones.
func TestFiftyClaims(t *testing.T) {
	t.Parallel()
	const claims = 50
	bothEngines(t, func(t *testing.T, h *house) {
		for i, filed := 0, 0; filed < claims; i++ {
			_, requests := h.file(t, "live/ana", "", i)
			filed += len(requests)
		}
		var mu sync.Mutex
		var all sync.WaitGroup
		got := map[string]int{}
		for i := range claims {
			all.Go(func() {
				a := h.call(t, fmt.Sprintf("live/tracer%d", 1+i%2), http.MethodPost, "/api/v1/queue/claims", nil)
				_, rest, _ := strings.Cut(a.body, `"folio":"`)
				folio, _, _ := strings.Cut(rest, `"`)
				mu.Lock()
				defer mu.Unlock()
				got[folio]++
				if a.StatusCode >= 300 || folio == "" {
					t.Errorf("a claim: %d %s", a.StatusCode, a.body)
				}
			})
		}
		all.Wait()
		if len(got) != claims {
			t.Errorf("%d different requests for %d claims: %v", len(got), claims, got)
		}
	})
}

// A filing counts once however often it is sent with its key, also through
// two houses on one PostgreSQL.
func TestTwoInstances(t *testing.T) {
	h := newHouse(t, dbtest.Postgres)
	second := h.second(t)
	var folios sync.Map
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			at := h
			if i%2 == 1 {
				at = second
			}
			body := marshal(t, storetest.Filing(i/4))
			a := at.send(t, http.DefaultClient, http.MethodPost, "/api/v1/seizures", body, "Content-Type", "application/json",
				"Authorization", "Bearer "+h.keys["live/ana"], "Idempotency-Key", fmt.Sprint("k", i/4))
			switch a.StatusCode {
			case http.StatusCreated, http.StatusOK:
				if was, again := folios.LoadOrStore(i/4, a.body); again && was != a.body {
					t.Errorf("key %d: %s and %s", i/4, was, a.body)
				}
			case http.StatusConflict:
			default:
				t.Errorf("key %d: %d %s", i/4, a.StatusCode, a.body)
			}
		})
	}
	all.Wait()
	for i := range 5 {
		if _, filed := folios.Load(i); !filed {
			t.Errorf("key %d filed nothing", i)
		}
	}
}
