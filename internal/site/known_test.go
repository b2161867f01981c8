package site_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/descope/virtualwebauthn"

	"rastreo/internal/account"
	"rastreo/internal/db/dbtest"
	"rastreo/internal/office"
	"rastreo/internal/store"
)

// Whoever does not get in learns nothing of whose names there are: an answer
// about a name that exists is the same, in status, headers and body, as one
// about a name that does not.
func TestNamesDoNotShow(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, dsn string) {
		h := newHouse(t, dsn)
		h.let.OneFactor = false
		const secret = "una frase bastante larga"
		h.enrolled("nuria")
		h.chosen("olga", secret)
		h.chosen("petra", secret)
		must(t, h.office.Shut(t.Context(), "petra"))
		entering := func(path string) func(name, secret string) visit {
			return func(name, secret string) visit {
				return visit{path: path, form: values("username", name, "password", secret, "next", "/requests")}
			}
		}
		beginning := func(name, secret string) visit {
			return visit{path: "/activate", form: values("username", name, "code", "AAAA", "password", secret, "again", secret, "language", "es", "zone", "America/Mexico_City")}
		}
		for i, x := range []struct {
			what  string
			ask   func(name, secret string) visit
			known string
			as    string // the password
			tries int    // the sixth finds the name locked
		}{
			{"a wrong password", entering("/login"), "olga", "otra frase bastante larga", 6},
			{"no password", entering("/login"), "olga", "", 1},
			{"an account that is shut", entering("/login"), "petra", secret, 1},
			{"an account without a password", entering("/login"), "nuria", secret, 1},
			{"a code", entering("/login/code"), "olga", secret, 1},
			{"a recovery code", entering("/login/recovery"), "olga", secret, 1},
			{"a wrong invitation", beginning, "nuria", secret, 6},
			{"no invitation", beginning, "olga", secret, 1},
			{"an invitation of an account that is shut", beginning, "petra", secret, 1},
		} {
			unknown := strings.Repeat(string(rune('f'+i)), len(x.known)) // another each time: its count cannot be cleared by name
			h.clear(x.known)
			for try := range x.tries {
				a, b := x.ask(x.known, x.as), x.ask(unknown, x.as)
				a.lang = []string{"es", "en"}[(i+try)%2]
				b.lang = a.lang
				if known, other := h.do(a).bare(x.known), h.do(b).bare(unknown); known != other {
					t.Errorf("%s, try %d: a name that exists is answered\n%s\nand one that does not\n%s", x.what, try+1, known, other)
				}
			}
		}
	})
}

// Whoever holds no passkey learns nothing of which there are.
func TestPasskeysDoNotShow(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, dsn string) {
		h := newHouse(t, dsn)
		known, stopped, unknown := newToken(), newToken(), newToken()
		h.addPasskey("ana", known)
		h.addPasskey("chief", stopped)
		h.touch("", "/login/passkey", stopped).to()
		stopped.key.Counter = 0
		h.touch("", "/login/passkey", stopped).is(401).has(".usa-alert--error", printer(t, "es").T("passkey.cloned", nil))
		unknown.auth.Options.UserHandle = known.auth.Options.UserHandle
		for _, origin := range []string{"http://localhost", "http://evil.example"} {
			tried := func(k *token) string {
				id, body := h.ask("", "/login/passkey", url.Values{})
				options, err := virtualwebauthn.ParseAssertionOptions(body)
				must(t, err)
				guess := *k
				guess.rp.Origin, guess.key.Key = origin, newToken().key.Key
				form := values("ceremony", id, "answer", virtualwebauthn.CreateAssertionResponse(guess.rp, guess.auth, guess.key, *options))
				return h.do(visit{path: "/login/passkey", form: form}).is(http.StatusUnauthorized).bare("")
			}
			want := tried(unknown)
			for what, k := range map[string]*token{"that exists": known, "that was stopped": stopped} {
				if got := tried(k); got != want {
					t.Errorf("at %s a passkey %s is answered\n%s\nand one that does not\n%s", origin, what, got, want)
				}
			}
		}
	})
}

// enrolled adds an account that nobody has made theirs.
func (h *house) enrolled(username string) office.Invited {
	h.t.Helper()
	made, err := h.office.Enroll(h.t.Context(), accountNamed(username, h.who["ana"].AgencyID))
	must(h.t, err)
	return made
}

// chosen adds an account whose owner has chosen a password.
func (h *house) chosen(username, secret string) {
	h.t.Helper()
	_, err := h.office.Activate(h.t.Context(), account.Actor{}, office.Beginning{
		Username: username, Code: h.enrolled(username).Code, Password: secret, Again: secret, Lang: "es", Zone: "America/Mexico_City",
	})
	must(h.t, err)
}

// clear forgets how often names were tried.
func (h *house) clear(names ...string) {
	h.t.Helper()
	must(h.t, h.Store.Chore(h.t.Context(), func(c *store.Chore) error {
		for _, name := range names {
			if err := c.ClearSignIn(h.t.Context(), name); err != nil {
				return err
			}
		}
		return nil
	}))
}

var drawn = regexp.MustCompile(`nonce="[^"]*"|'nonce-[^']*'|X-Request-Id: \S+|Cookie: (\w+)=[^;]*`)

// bare is the whole answer without what is drawn for each and the name that
// was typed.
func (a answer) bare(name string) string {
	a.t.Helper()
	var b strings.Builder
	must(a.t, a.header.Write(&b))
	text := http.StatusText(a.status) + "\n" + drawn.ReplaceAllString(b.String()+"\n"+a.body, "DRAWN $1")
	text = strings.ReplaceAll(text, a.header.Get("X-Request-Id"), "ID")
	if name != "" {
		text = strings.ReplaceAll(text, `"`+name+`"`, `"NAME"`)
	}
	return text
}
