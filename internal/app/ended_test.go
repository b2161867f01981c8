package app_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"rastreo/internal/db/dbtest"
)

// second is another instance on the databases of a house, at an address of
// its own.
func (h *house) second(t *testing.T) *house {
	t.Helper()
	twin := open(t, h.config)
	server := httptest.NewServer(twin)
	t.Cleanup(func() { server.Close(); ok(t, twin.Close()) })
	other := *h
	other.App, other.url = twin, server.URL
	return &other
}

// What an administrator does to an account at one instance holds at the other
// with its next request, for browsers and for programs.
func TestEndedAtBoth(t *testing.T) {
	t.Parallel()
	h := newHouse(t, dbtest.Postgres)
	second := h.second(t)
	admin, ana, chief := browser(t), browser(t), browser(t)
	for name, c := range map[string]*http.Client{"admin": admin, "ana": ana, "chief": chief} {
		if a := h.signIn(t, c, "", name, phrase); a.StatusCode != http.StatusSeeOther {
			t.Fatalf("%s signs in: %s", name, a.Status)
		}
	}
	look := func(c *http.Client) string {
		a := second.send(t, c, http.MethodGet, "/requests", "")
		return a.Status[:3] + a.Header.Get("Location")
	}
	me := func(name string) reply { return second.call(t, "live/"+name, http.MethodGet, "/api/v1/me", nil) }
	for name, c := range map[string]*http.Client{"ana": ana, "chief": chief} {
		if got := look(c); got != "200" {
			t.Fatalf("before, %s gets %s", name, got)
		}
		if a := me(name); a.StatusCode != http.StatusOK {
			t.Fatalf("before, the key of %s gets %s", name, a.Status)
		}
	}
	h.office(t, admin, "Persona ana", "/disable", nil)
	h.office(t, admin, "Persona chief", "/role", url.Values{"role": {"submitter"}})
	for name, c := range map[string]*http.Client{"ana": ana, "chief": chief} {
		if got := look(c); !strings.HasPrefix(got, "303/login") {
			t.Errorf("afterwards %s gets %s", name, got)
		}
	}
	if a := me("ana"); a.StatusCode != http.StatusUnauthorized {
		t.Errorf("the key of an account that is shut gets %s", a.Status)
	}
	if a := me("chief"); a.StatusCode == http.StatusOK && !strings.Contains(a.body, `"submitter"`) {
		t.Errorf("after the role has changed a key says %s", a.body)
	}
	if a := second.signIn(t, browser(t), "", "ana", phrase); a.StatusCode != http.StatusUnauthorized {
		t.Errorf("an account that is shut signs in: %s", a.Status)
	}
	if a := second.signIn(t, chief, "", "chief", phrase); a.StatusCode != http.StatusSeeOther || look(chief) != "200" {
		t.Errorf("with another role one signs in: %s", a.Status)
	}
	if a := second.send(t, chief, http.MethodGet, "/account", ""); !strings.Contains(a.body, "Solicitante") {
		t.Error("the old role is shown")
	}
}

// office has an administrator do something to whoever has this name.
func (h *house) office(t *testing.T, admin *http.Client, name, act string, form url.Values) {
	t.Helper()
	people, err := goquery.NewDocumentFromReader(strings.NewReader(h.send(t, admin, http.MethodGet, "/office", "").body))
	ok(t, err)
	at, is := people.Find("main a").FilterFunction(func(_ int, a *goquery.Selection) bool { return strings.Contains(a.Text(), name) }).Attr("href")
	if !is {
		t.Fatalf("%s is not among the people", name)
	}
	a := h.send(t, admin, http.MethodPost, at+act, form.Encode(), "Content-Type", "application/x-www-form-urlencoded")
	if a.StatusCode != http.StatusSeeOther || strings.HasPrefix(a.Header.Get("Location"), "/prove") {
		t.Fatalf("%s of %s: %s %s", act, name, a.Status, a.Header.Get("Location"))
	}
}
