package site_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/descope/virtualwebauthn"
)

// token is an authenticator in somebody's browser.
type token struct {
	rp   virtualwebauthn.RelyingParty
	auth virtualwebauthn.Authenticator
	key  virtualwebauthn.Credential
}

// wholeKey is the length of a public key whose coordinates begin with no zero:
// the module cuts those off, which real authenticators do not.
const wholeKey = 77

func newToken() *token {
	k := &token{rp: virtualwebauthn.RelyingParty{ID: "localhost", Name: "Rastreo", Origin: "http://localhost"}, auth: virtualwebauthn.NewAuthenticator()}
	for k.key.Key == nil || len(k.key.Key.AttestationData()) != wholeKey {
		k.key = virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2)
	}
	return k
}

var script = map[string]string{"X-Requested-With": "passkey"}

// ask asks what the authenticator is to be asked.
func (h *house) ask(as, path string, form url.Values) (id, options string) {
	h.t.Helper()
	body := h.do(visit{as: as, path: path + "/begin", form: form, header: script}).is(200).body
	var c struct{ Ceremony string }
	must(h.t, json.Unmarshal([]byte(body), &c))
	return c.Ceremony, body
}

// addPasskey gives somebody the passkey of a token.
func (h *house) addPasskey(as string, k *token) {
	h.t.Helper()
	const path = "/account/factors/passkey"
	name := url.Values{"factor_name": {"Teléfono"}}
	id, body := h.ask(as, path, name)
	options, err := virtualwebauthn.ParseAttestationOptions(body)
	must(h.t, err)
	k.auth.Options.UserHandle = []byte(options.UserID)
	answer := virtualwebauthn.CreateAttestationResponse(k.rp, k.auth, k.key, *options)
	done := h.post(as, path, "factor_name", "Teléfono", "ceremony", id, "answer", answer)
	if to := done.to(); to != "/account/factors" {
		h.t.Errorf("a new passkey leads to %s", to)
	}
	h.cookies[as] = done.cookies() // the session has a new token
}

// touch signs in, or proves, with a token.
func (h *house) touch(as, path string, k *token, pairs ...string) answer {
	h.t.Helper()
	id, body := h.ask(as, path, url.Values{})
	options, err := virtualwebauthn.ParseAssertionOptions(body)
	must(h.t, err)
	k.key.Counter++
	return h.post(as, path, append(pairs, "ceremony", id, "answer", virtualwebauthn.CreateAssertionResponse(k.rp, k.auth, k.key, *options))...)
}

func TestPasskey(t *testing.T) {
	h := oneHouse(t)
	k := newToken()
	h.addPasskey("ana", k)
	in := h.touch("", "/login/passkey", k, "next", "/requests?status=queued")
	if in.to() != "/requests?status=queued" {
		t.Errorf("signed in to %s", in.to())
	}
	h.do(visit{path: "/requests", cookies: in.cookies()}).is(200)
	if to := h.touch("", "/login/passkey", k, "next", "//evil.example").to(); to != "/" {
		t.Errorf("a passkey leads to %s", to)
	}
}

// Who is asked again who they are can say so with a passkey, and is led back.
func TestPasskeyProves(t *testing.T) {
	h := oneHouse(t)
	k := newToken()
	h.addPasskey("ana", k)
	h.Clock.Advance(6 * time.Minute)
	if to := h.do(visit{as: "ana", path: "/account/factors"}).to(); !strings.HasPrefix(to, "/prove?next=") {
		t.Errorf("asked again at %s", to)
	}
	far := *k
	far.rp.Origin = "http://127.0.0.1"
	h.touch("ana", "/prove/passkey", &far, "next", "/account/factors").is(401).
		has(".usa-alert--error", printer(t, "es").T("passkey.site", nil))
	h.do(visit{as: "ana", path: "/account/factors"}).is(303)
	done := h.touch("ana", "/prove/passkey", k, "next", "/account/factors")
	if done.to() != "/account/factors" {
		t.Errorf("proved, and led to %s", done.to())
	}
	h.cookies["ana"] = done.cookies()
	h.get("ana", "/account/factors").has(".keys", "Teléfono")
}

// What is wrong is said on the page that asked, in the reader's language.
func TestPasskeyInWords(t *testing.T) {
	h := oneHouse(t)
	k := newToken()
	h.addPasskey("ana", k)
	for _, lang := range []string{"es", "en"} {
		say := printer(t, lang)
		far := *k
		far.rp.Origin = "http://127.0.0.1"
		id, body := h.ask("", "/login/passkey", url.Values{})
		options, err := virtualwebauthn.ParseAssertionOptions(body)
		must(t, err)
		form := url.Values{"next": {"/requests"}, "ceremony": {id}, "answer": {virtualwebauthn.CreateAssertionResponse(far.rp, far.auth, far.key, *options)}}
		page := h.do(visit{path: "/login/passkey", form: form, lang: lang}).is(401)
		page.has(".usa-alert--error", say.T("passkey.site", nil))
		if page.form().Get("next") != "/requests" || page.Find(`form[action$="/login/passkey"] [name=answer]`).AttrOr("value", "") != "" {
			t.Error("where to go is forgotten, or the answer is kept")
		}
		h.do(visit{path: "/login/passkey", form: form, lang: lang}).is(401).has(".usa-alert--error", say.T("passkey.late", nil))
	}
	h.post("ana", "/account/factors/passkey", "factor_name", "Otra").is(422).has(".usa-alert--error", printer(t, "es").T("passkey.late", nil))
	h.post("ana", "/account/factors/passkey").is(422).has(".error-summary", printer(t, "es").T("error.factor_name.required", nil))
	h.do(visit{as: "ana", path: "/account/factors/passkey/begin", form: url.Values{}, header: script}).is(422)
}
