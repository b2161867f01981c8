package app_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"

	"rastreo/internal/app"
	"rastreo/internal/i18n"
	"rastreo/internal/site/sitetest"
)

// authenticator puts one that knows its owner into a reader's machine.
func (r *reader) authenticator() (id webauthn.AuthenticatorID) {
	r.T.Helper()
	r.Do(webauthn.Enable(), chromedp.ActionFunc(func(ctx context.Context) (err error) {
		id, err = webauthn.AddVirtualAuthenticator(&webauthn.VirtualAuthenticatorOptions{
			Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportInternal,
			HasResidentKey: true, HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true,
		}).Do(ctx)
		return err
	}))
	return id
}

// key is the only passkey that an authenticator holds.
func (r *reader) key(in webauthn.AuthenticatorID) (key *webauthn.Credential) {
	r.T.Helper()
	r.Do(chromedp.ActionFunc(func(ctx context.Context) error {
		all, err := webauthn.GetCredentials(in).Do(ctx)
		if err == nil && len(all) != 1 {
			err = fmt.Errorf("the authenticator holds %d passkeys", len(all))
		}
		if err == nil {
			key = all[0]
		}
		return err
	}))
	return key
}

// count sets the counter of an authenticator's only passkey, as a copy has it.
func (r *reader) count(in webauthn.AuthenticatorID, n int64) {
	r.T.Helper()
	key := r.key(in)
	key.SignCount = n
	r.Do(webauthn.RemoveCredential(in, key.CredentialID), webauthn.AddCredential(in, key))
}

// named puts somebody before a window upon the house by its name, to which
// passkeys are bound.
func (s *served) named(t testing.TB, b *sitetest.Browser, base, lang string) *reader {
	t.Helper()
	return &reader{b.Window(t, s.origin+base), s, s.words.Printer(lang, nil), true}
}

// addPasskey goes to where one's passkeys are and adds one.
func (r *reader) addPasskey(name string) {
	r.T.Helper()
	r.Go("/account").press("page.factors")
	r.Fill([2]string{"factor_name", name})
	r.press("action.passkey_add")
	r.Sees(r.t("done.passkey_added"))
}

func (r *reader) signOut(name string) {
	r.T.Helper()
	r.Touch(name)
	r.press("action.sign_out")
}

// stopped waits for what the page says where a passkey was not used.
func (r *reader) stopped(action, key string) {
	r.T.Helper()
	r.Touch(r.t(action))
	r.Until(fmt.Sprintf(`document.querySelector("[data-passkey-said]").textContent === %q`, r.t(key)))
}

// Somebody registers a passkey and from then on needs no password. It opens at
// the house's own address only, once for each time it is asked, and not at all
// once there is a copy of it.
func TestPasskey(t *testing.T) {
	b := sitetest.Open(t)
	for _, lang := range i18n.Langs {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			s := empty(t)
			r := s.named(t, b, "", lang)
			in := r.authenticator()
			r.signIn("fgr.mendez", password)
			r.speak()
			r.addPasskey("Teléfono")
			r.look(view{name: "passkey-added"})
			r.signOut("Itzel Méndez Arriaga")
			r.speak()

			r.Go("/login?next=/notices")
			sitetest.Eval[bool](r.Window, `((send) => { HTMLFormElement.prototype.submit = function () {
				window.name = new URLSearchParams(new FormData(this)).toString(); send.call(this); }; return true })(HTMLFormElement.prototype.submit)`)
			r.press("action.passkey_sign_in")
			r.Is(`location.pathname === "/notices"`, "the passkey does not lead on")
			r.signOut("Itzel Méndez Arriaga")
			if status := sitetest.Eval[int](r.Window, `fetch("/login/passkey", { method: "POST", body: new URLSearchParams(window.name) }).then((reply) => reply.status)`); status != 401 {
				t.Errorf("replayed: status %d", status)
			}
			r.Go("/notices").Is(`location.pathname === "/login"`, "the replay has opened a session")

			r.count(in, 0)
			r.Go("/login").press("action.passkey_sign_in")
			if r.Status() != 401 {
				t.Errorf("a copy: status %d", r.Status())
			}
			r.Sees(r.t("passkey.cloned"))
			r.look(view{name: "passkey-cloned", status: 401})
			if heard := r.Complaints(); len(heard) > 0 {
				t.Errorf("the browser complains: %q", heard)
			}
		})
	}
}

// Where a browser stops, the page says why.
func TestPasskeyStopped(t *testing.T) {
	b := sitetest.Open(t)
	s := empty(t)
	for _, lang := range i18n.Langs {
		elsewhere := s.reader(t, b, "", lang)
		elsewhere.authenticator()
		elsewhere.speak()
		elsewhere.Go("/login").stopped("action.passkey_sign_in", "passkey.site")
		elsewhere.look(view{name: "passkey-elsewhere"})

		r := s.named(t, b, "", lang)
		in := r.authenticator()
		r.Go("/login?lang=" + lang)
		r.stopped("action.passkey_sign_in", "passkey.cancelled") // it holds none
		r.signIn("fgr.ochoa", password)
		r.speak()
		r.addPasskey("Teléfono")
		r.Go("/account/factors").press("action.passkey_add")
		if r.Status() != 422 {
			t.Errorf("without a name: status %d", r.Status())
		}
		r.look(view{name: "passkey-unnamed", status: 422})
		r.Is(`document.querySelector('.error-summary a[href="#factor_name"]')`, "the summary does not lead to the name")
		r.key(in) // and none was made for it
		r.Fill([2]string{"factor_name", "Otra"})
		r.stopped("action.passkey_add", "passkey.taken")
	}
}

// A tracer gets nowhere by password but to where a passkey is added. From then
// on it signs them in, and is asked for again before what harms much.
func TestPasskeyOfATracer(t *testing.T) {
	b := sitetest.Open(t)
	for _, lang := range i18n.Langs {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			s := empty(t, func(c *app.Config) { c.OneFactor = false })
			r := s.named(t, b, "", lang)
			r.authenticator()
			r.speak()
			r.signIn("ntc.walker", password)
			r.Is(`location.pathname === "/account/factors"`, "a password leads a tracer elsewhere")
			r.speak()
			r.Go("/queue").Is(`location.pathname === "/account/factors"`, "a password opens the queue")
			r.Sees(r.t("factor.half_passkey"))
			r.look(view{name: "passkey-first"})
			r.Fill([2]string{"factor_name", "Llave"})
			r.press("action.passkey_add")
			r.Sees(r.t("done.passkey_added"))
			r.Go("/queue").Is(`location.pathname === "/queue"`, "the passkey does not open the queue")
			r.signOut("Denise Walker")

			r.speak()
			r.signIn("ntc.walker", password)
			r.Is(`location.pathname === "/login/code"`, "a password leads past the passkey")
			r.look(view{name: "passkey-after-password"})
			r.press("action.passkey_prove")
			r.Is(`location.pathname === "/queue"`, "the passkey does not lead on")

			s.clock.Advance(6 * time.Minute)
			r.Go("/account/factors").Is(`location.pathname === "/prove"`, "nobody asks again")
			r.look(view{name: "passkey-prove"})
			r.press("action.passkey_prove")
			r.Is(`location.pathname === "/account/factors"`, "the proof does not lead back")
			r.look(view{name: "passkey-listed"})
			if heard := r.Complaints(); len(heard) > 0 {
				t.Errorf("the browser complains: %q", heard)
			}
		})
	}
}
