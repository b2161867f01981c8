package site_test

import (
	"strings"
	"testing"
	"time"
)

// What is sent after the session has ended stands in its form again when its
// owner has signed in, until it is sent; what is secret does not, and nobody
// else sees it.
func TestTyped(t *testing.T) {
	h := oneHouse(t)
	folio := h.file("ana", everything()).Requests[0].Folio
	at := "/requests/" + folio
	h.post("pat", at+"/claim").to()
	h.open("pat", at)
	h.signIn("pat")
	late := func(as, path string, pairs ...string) string {
		t.Helper()
		h.Clock.Advance(31 * time.Minute)
		to := h.do(visit{as: as, path: path, form: values(pairs...), forged: true}).to()
		h.signIn(as)
		return to
	}
	for _, x := range []struct{ as, path, page, field string }{
		{"pat", at + "/contacts", at + "/contacts", "note"},
		{"pat", at + "/questions", at + "/questions", "text"},
		{"pat", at + "/result", at + "/result", "note"},
		{"ana", at + "/answers", at, "text"},
		{"ana", at + "/withdrawal", at + "/withdrawal", "reason"},
	} {
		if x.path == at+"/answers" {
			h.post("pat", at+"/questions", "text", "Please look again").to()
			h.signIn("ana")
		}
		const said = "Lo que tanto costó escribir"
		to := late(x.as, x.path, x.field, said)
		if !strings.HasPrefix(to, "/login?next=") {
			t.Errorf("%s leads to %s", x.path, to)
		}
		page := h.get(x.as, x.page)
		if got := page.form().Get(x.field); got != said {
			t.Errorf("%s holds %q", x.page, got)
		}
		h.post(x.as, x.path, x.field, "")
		if got := h.get(x.as, x.page).form().Get(x.field); got == said {
			t.Errorf("%s still holds it after it was sent", x.page)
		}
	}
	late("ana", "/account/password", "password", "cuatro palabras sin sentido", "old_password", "otra")
	if page := h.get("ana", "/account/password"); strings.Contains(page.body, "sentido") || page.Find(".usa-alert--info").Length() != 0 {
		t.Error("a password was kept")
	}
}

// A form whose act asks for a fresh proof loses nothing on the way there.
func TestTypedBeforeProof(t *testing.T) {
	h := oneHouse(t)
	h.Clock.Advance(6 * time.Minute)
	if to := h.post("ana", "/account/keys", "key_name", "Sistema de la unidad").to(); !strings.HasPrefix(to, "/prove?next=") {
		t.Errorf("without a fresh proof one is led to %s", to)
	}
	h.signIn("ana")
	if got := h.get("ana", "/account/keys").Find("[name=key_name]").AttrOr("value", ""); got != "Sistema de la unidad" {
		t.Errorf("the form holds %q", got)
	}
}
