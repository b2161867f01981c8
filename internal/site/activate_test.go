package site_test

import (
	"strings"
	"testing"

	"rastreo/internal/account"
	"rastreo/internal/db/dbtest"
)

// Whoever tries codes learns nothing of names, and is stopped as at sign-in.
func TestActivate(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, dsn string) {
		h := newHouse(t, dsn)
		a := accountNamed("nuria", h.who["ana"].AgencyID)
		made, err := h.office.Enroll(t.Context(), account.Account{AgencyID: a.AgencyID, Username: a.Username, Name: a.Name, Role: a.Role, Lang: a.Lang, Zone: a.Zone})
		must(t, err)
		h.get("", "/login").has("main", "Recibí un código")
		form := func(username, code string) []string {
			return []string{"username", username, "code", code, "password", "una frase bastante larga", "again", "una frase bastante larga", "language", "es", "zone", "America/Mexico_City"}
		}
		strip := func(x answer, name string) string {
			x.is(401)
			if strings.Contains(x.body, "frase bastante") {
				t.Error("a password is shown again")
			}
			return strings.ReplaceAll(x.text("main"), name, "")
		}
		known, unknown := strip(h.post("", "/activate", form("nuria", "AAAA")...), "nuria"), strip(h.post("", "/activate", form("nadie", "AAAA")...), "nadie")
		if known != unknown {
			t.Errorf("%q tells a name that exists from %q", known, unknown)
		}
		h.post("", "/activate", form("", "")...).is(422)
		if to := h.post("", "/activate", form("nuria", made.Code)...).to(); to != "/" {
			t.Errorf("it leads to %s", to)
		}
		h.post("", "/activate", form("nuria", made.Code)...).is(401)
		second, err := h.office.Enroll(t.Context(), account.Account{AgencyID: a.AgencyID, Username: "otra", Name: "Otra", Role: a.Role, Lang: "es", Zone: a.Zone})
		must(t, err)
		for range 5 {
			h.post("", "/activate", form("otra", "AAAA")...).is(401)
		}
		h.post("", "/activate", form("otra", second.Code)...).is(429)
		h.post("", "/login", "username", "otra", "password", "una frase bastante larga").is(429)
		must(t, h.office.Release(t.Context(), "otra"))
		h.post("", "/activate", form("otra", second.Code)...).to()
	})
}
