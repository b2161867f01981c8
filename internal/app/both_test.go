package app_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"rastreo/internal/app"
	"rastreo/internal/db/dbtest"
)

// post sends a form that has to be taken.
func (h *house) post(t *testing.T, c *http.Client, path string, form url.Values) {
	t.Helper()
	a := h.send(t, c, http.MethodPost, path, form.Encode(), "Content-Type", "application/x-www-form-urlencoded")
	if a.StatusCode != http.StatusSeeOther || strings.Contains(a.Header.Get("Location"), "/login") || strings.Contains(a.Header.Get("Location"), "/prove") {
		t.Fatalf("%s: %d %s", path, a.StatusCode, a.Header.Get("Location"))
	}
}

// What is shared, shared no longer, or left to a few at one instance is so at
// the other with the next request.
func TestSharedAtBoth(t *testing.T) {
	t.Parallel()
	h := newHouse(t, dbtest.Postgres, neighbours...)
	second := h.second(t)
	as := map[string]*http.Client{}
	for _, who := range []string{"ana", "chief", "vecina", "beto", "eva"} {
		as[who] = browser(t)
		h.signIn(t, as[who], "", who, phrase)
	}
	seizure, requests := h.file(t, "live/ana", "", 1)
	at := "/seizures/" + seizure
	sees := func(step, who string, status int) {
		t.Helper()
		if a := second.send(t, as[who], http.MethodGet, at, ""); a.StatusCode != status {
			t.Errorf("%s: %s gets %d, want %d", step, who, a.StatusCode, status)
		}
		if who == "chief" || who == "vecina" {
			return
		}
		if a := second.call(t, "live/"+who, http.MethodGet, "/api/v1/requests/"+requests[0], nil); a.StatusCode != status {
			t.Errorf("%s: the key of %s gets %d, want %d", step, who, a.StatusCode, status)
		}
	}
	link := func(who, pattern string) string { return h.first(t, as[who], "/shared", pattern) }
	sees("before", "beto", 404)
	h.post(t, as["ana"], at+"/grant", grantOf("beto"))
	h.post(t, as["chief"], link("chief", `action="(/shared/[^"]+/approve)"`), nil)
	sees("approved", "beto", 404)
	h.post(t, as["vecina"], link("vecina", `action="(/shared/[^"]+/accept)"`), url.Values{"readers": {"beto"}})
	sees("accepted", "beto", 200)
	h.post(t, as["ana"], h.first(t, as["ana"], at+"/access", `action="(/shared/[^"]+/revoke)"`), nil)
	sees("revoked", "beto", 404)
	sees("before", "chief", 200)
	h.post(t, as["ana"], at+"/restriction", url.Values{"named": {"eva"}})
	sees("restricted", "chief", 404)
	sees("restricted", "eva", 200)
}

// One brake holds for both doors: what was opened by page counts by program,
// both are refused beyond it, and whoever looks after the account is told.
func TestBrakeAtBothDoors(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, h *house) {
		h.reopen(t, func(c *app.Config) { c.OpeningsHour, c.OpeningsDay = 4, 200 })
		chief := browser(t)
		h.signIn(t, chief, "", "chief", phrase)
		page := func(folio string) int {
			a := h.send(t, chief, http.MethodPost, "/seizures/"+folio+"/open", "purpose=court", "Content-Type", "application/x-www-form-urlencoded")
			return a.StatusCode
		}
		program := func(folio string) int {
			return h.call(t, "live/chief", http.MethodGet, "/api/v1/seizures/"+folio+"?purpose=court", nil).StatusCode
		}
		var folios []string
		for i := range 6 {
			seizure, _ := h.file(t, "live/ana", "", i)
			folios = append(folios, seizure)
		}
		for i, open := range []func(string) int{page, program, page, program} {
			if status := open(folios[i]); status >= http.StatusBadRequest {
				t.Errorf("opening %d: %d", i, status)
			}
		}
		for name, open := range map[string]func(string) int{"page": page, "program": program} {
			if status := open(folios[4]); status != http.StatusTooManyRequests {
				t.Errorf("one more by %s: %d", name, status)
			}
		}
		if status := program(folios[0]); status != http.StatusOK {
			t.Errorf("what is open: %d", status)
		}
		ok(t, h.Tick(t.Context()))
		admin := browser(t)
		h.signIn(t, admin, "", "admin", phrase)
		if a := h.send(t, admin, http.MethodGet, "/notices", ""); strings.Count(a.body, "chief") != 1 {
			t.Errorf("the administrator is told %d times", strings.Count(a.body, "chief"))
		}
	})
}
