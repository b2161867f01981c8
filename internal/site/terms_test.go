package site_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"rastreo/internal/i18n"
)

// Nobody comes in without having accepted what use of the system means (CJIS
// AC-8): it stands before every button that begins a session, in four
// statements, and the button says that one accepts.
func TestTerms(t *testing.T) {
	h := oneHouse(t)
	for _, lang := range i18n.Langs {
		say := printer(t, lang)
		for path, actions := range map[string][]string{
			"/login": {"action.sign_in", "action.passkey_sign_in"}, "/activate": {"action.activate"},
		} {
			page := h.do(visit{path: path + "?lang=" + lang}).is(200)
			terms := page.Find("main form .terms")
			for _, key := range []string{"terms.government", "terms.monitored", "terms.misuse", "terms.consent"} {
				if n := terms.Find("li").FilterFunction(func(_ int, li *goquery.Selection) bool { return li.Text() == say.T(key, nil) }).Length(); n != 1 {
					t.Errorf("%s in %s says %d times %q", path, lang, n, say.T(key, nil))
				}
			}
			accept := map[string]string{"es": "Aceptar y ", "en": "Accept and "}[lang]
			for _, key := range actions {
				text := say.T(key, nil)
				if !strings.HasPrefix(text, accept) || !strings.Contains(page.Find("main button").Text(), text) {
					t.Errorf("%s in %s has no button %q that accepts", path, lang, text)
				}
				_, behind, _ := strings.Cut(page.body, text)
				if strings.Contains(behind, `class="terms"`) {
					t.Errorf("%s in %s: the terms stand behind %q", path, lang, text)
				}
			}
		}
	}
}

// Whoever signs out leaves nothing behind: the browser is told to forget what
// it kept, no page of theirs may be kept, and the way back opens none.
func TestSignedOut(t *testing.T) {
	h := oneHouse(t)
	const secret = "una frase bastante larga"
	h.chosen("olga", secret)
	in := h.post("", "/login", "username", "olga", "password", secret)
	page := h.do(visit{path: "/account", cookies: in.cookies()}).is(200)
	if got := page.header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("a page may be kept: %q", got)
	}
	out := h.do(visit{path: "/logout", form: url.Values{}, cookies: in.cookies()})
	if got := out.header.Get("Clear-Site-Data"); out.to() != "/login" || !strings.Contains(got, `"cache"`) || !strings.Contains(got, `"storage"`) {
		t.Errorf("the browser is told to forget %q", got)
	}
	if to := h.do(visit{path: "/account", cookies: in.cookies()}).to(); !strings.HasPrefix(to, "/login") {
		t.Errorf("the way back leads to %s", to)
	}
}
