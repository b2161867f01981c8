package app_test

import (
	"fmt"
	"net/url"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"rastreo/internal/app"
	"rastreo/internal/demo"
	"rastreo/internal/i18n"
	"rastreo/internal/site/sitetest"
)

// A page asks in time whether somebody is there, in words that a screen reader
// says, and shows nothing when nobody is; what was typed stands in it again
// for its owner.
func TestSessionOfAPage(t *testing.T) {
	s, b := staged(t, app.Config{Live: "live.db"}), sitetest.Open(t)
	for _, lang := range i18n.Langs {
		t.Run(lang, func(t *testing.T) {
			r := s.reader(t, b, "", lang)
			r.uncovers()
			r.signIn("fgr.mendez", demo.Password)
			r.speak()
			r.Go("/requests?status=queued").Go(r.first("/requests/"))
			r.press("request.withdraw")
			r.Fill([2]string{"reason", story})
			r.still()
			r.stays()
			r.leaves()
		})
	}
}

// uncovers looks at a password while it is typed, and hides it again.
func (r *reader) uncovers() {
	r.T.Helper()
	r.Go("/login?lang=" + r.say.Lang)
	r.Fill([2]string{"password", "secreto"})
	for _, x := range []struct{ press, kind, pressed, says string }{
		{"password.show", "text", "true", "password.hide"}, {"password.hide", "password", "false", "password.show"},
	} {
		r.Touch(r.t(x.press))
		r.Is(fmt.Sprintf(`(() => { const input = document.getElementsByName("password")[0], button = document.querySelector("[data-show=" + CSS.escape(input.id) + "]");
			return input.type === %q && input.value === "secreto" && button.ariaPressed === %q && button.textContent === %q && button.getAttribute("aria-controls") === input.id })()`,
			x.kind, x.pressed, r.t(x.says)), "after "+x.press+" the password is not as it should be")
	}
}

// wait lets time go by, for the house and for the page.
func (r *reader) wait(d time.Duration) {
	r.T.Helper()
	r.house.clock.Advance(d)
	sitetest.Eval[bool](r.Window, fmt.Sprintf(`(() => { const now = Date.now; Date.now = () => now.call(Date) + %d;
		document.dispatchEvent(new Event("visibilitychange")); return true })()`, d.Milliseconds()))
}

// askedHere is whether the page asks if somebody is there.
const askedHere = `document.querySelector("[data-ending]").checkVisibility()`

// lasts is how long the page may stand.
func (r *reader) lasts() time.Duration {
	r.T.Helper()
	return time.Duration(sitetest.Eval[int](r.Window, `Number(document.body.dataset.lasts)`)) * time.Second
}

// still does nothing until the page asks: 150 seconds before the end, and not
// before.
func (r *reader) still() {
	r.T.Helper()
	r.wait(r.lasts() - 180*time.Second)
	r.Is("!"+askedHere, "the page asks too early")
	r.wait(31 * time.Second)
	r.Is(askedHere, "the page does not ask")
	r.Is(fmt.Sprintf(`(() => { const box = document.querySelector("[data-ending]"), said = (name) => document.getElementById(box.getAttribute(name)).textContent;
		return box.role === "alertdialog" && said("aria-labelledby") === %q && said("aria-describedby") === %q && box.contains(document.activeElement) })()`,
		r.t("session.ending_title"), r.t("session.ending")), "what the page asks is not said")
	if faults := r.Audit(); len(faults) > 0 {
		r.T.Errorf("while the page asks: %q", faults)
	}
	r.Keep("session-ending-" + r.say.Lang + ".png")
}

// stays says by the keyboard that somebody is there. The session goes on
// beyond what it had left.
func (r *reader) stays() {
	r.T.Helper()
	r.Type(kb.Enter)
	r.Until("!" + askedHere)
	r.Holds([2]string{"reason", story})
	r.wait(25 * time.Minute)
	r.Is("!"+askedHere, "whoever stays is asked too early")
	other := r.another()
	other.Go("/account")
	if other.Path() != "/account" {
		r.T.Errorf("whoever stays is led to %s", other.Path())
	}
	other.Close()
}

// leaves does nothing to the end. The page is cleared before the next one
// comes, and its owner finds there what they typed.
func (r *reader) leaves() {
	r.T.Helper()
	page := r.Path()
	sitetest.Eval[bool](r.Window, `(() => { addEventListener("pagehide", () => { sessionStorage.setItem("left", document.body.innerText); }); return true })()`)
	r.Comes(func() { r.wait(r.lasts() + time.Second) })
	if to := r.Path(); to != "/login?next="+url.QueryEscape(page)+"&lang="+r.say.Lang {
		r.T.Errorf("at the end one comes to %s", to)
	}
	if left := sitetest.Eval[string](r.Window, `sessionStorage.getItem("left") ?? "nobody knows what"`); left != "" {
		r.T.Errorf("at the end the page still shows %s", left)
	}
	r.Fill([2]string{"username", "fgr.mendez"}, [2]string{"password", demo.Password})
	r.press("action.sign_in")
	if r.Path() != page {
		r.T.Errorf("whoever signs in again comes to %s", r.Path())
	}
	r.Holds([2]string{"reason", story})
	r.Sees(r.t("session.typed_back"))
	if heard := r.Complaints(); len(heard) > 0 {
		r.T.Errorf("the browser complains: %q", heard)
	}
}
