package app_test

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
	"time"

	"rastreo/internal/app"
	"rastreo/internal/i18n"
	"rastreo/internal/site/sitetest"
)

// shows is the code that an authenticator application shows now (RFC 6238).
func (r *reader) shows(seed string) string {
	r.T.Helper()
	key, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(strings.ReplaceAll(seed, " ", ""))
	must(r.T, err)
	h := hmac.New(sha1.New, key)
	must(r.T, binary.Write(h, binary.BigEndian, r.house.clock.Now().Unix()/30))
	sum := h.Sum(nil)
	return fmt.Sprintf("%06d", binary.BigEndian.Uint32(sum[sum[19]&15:])&(1<<31-1)%1e6)
}

// confirm gives the code of a second step, which the clock makes a new one.
func (r *reader) confirm(seed string) {
	r.T.Helper()
	r.house.clock.Advance(time.Minute)
	r.Fill([2]string{"code", r.shows(seed)})
	r.press("action.confirm")
}

// Outside a demonstration a password is not enough: its owner adds an
// application that shows codes, signs in with it, loses nothing when a session
// ends, and comes back with a recovery code.
func TestSecondStep(t *testing.T) {
	b := sitetest.Open(t)
	for _, lang := range i18n.Langs {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			s := empty(t, func(c *app.Config) { c.OneFactor = false })
			r := s.reader(t, b, "", lang)
			seed, codes := r.enrol()
			page := r.lose()
			r.found(b, seed, page)
			r.recover(b, codes[0])
		})
	}
}

// enrol signs in for the first time and adds what is asked for.
func (r *reader) enrol() (seed string, codes []string) {
	r.T.Helper()
	r.speak()
	r.signIn("fgr.mendez", password)
	if !strings.HasPrefix(r.Path(), "/account/factors") {
		r.T.Fatalf("without a second factor one comes to %s", r.Path())
	}
	r.speak()
	r.Go("/requests").Sees(r.t("factor.half"))
	r.look(view{name: "factors-half"})
	r.press("factor.totp_add")
	r.look(view{name: "totp"})
	seed = sitetest.Eval[string](r.Window, `document.querySelector(".key-secret bdi").textContent`)
	r.Fill([2]string{"code", "000000"})
	r.press("action.confirm")
	r.look(view{name: "totp-wrong", status: 422})
	r.confirm(seed)
	r.Sees(r.t("done.factor_added"))
	r.press("factor.codes_make")
	r.look(view{name: "codes"})
	codes = sitetest.Eval[[]string](r.Window, `[...document.querySelectorAll(".codes li")].map((e) => e.textContent.trim())`)
	r.Go("/account/factors")
	r.look(view{name: "factors"})
	return seed, codes
}

// lose types into a draft after the session has ended.
func (r *reader) lose() (page string) {
	r.T.Helper()
	r.Go("/requests").press("action.begin")
	r.press("draft.case")
	page = r.Path()
	r.house.clock.Advance(31 * time.Minute)
	r.Fill([2]string{"narrative", story})
	r.press("action.save_exit")
	if !strings.HasPrefix(r.Path(), "/login") {
		r.T.Errorf("after the session one comes to %s", r.Path())
	}
	r.look(view{name: "login-ended"})
	return page
}

// found signs in on another machine: what was typed stands there.
func (r *reader) found(b *sitetest.Browser, seed, page string) {
	r.T.Helper()
	other := r.house.reader(r.T, b, "", r.say.Lang)
	other.speak()
	other.signIn("fgr.mendez", password)
	other.look(view{name: "login-code"})
	other.Fill([2]string{"code", "123456"})
	other.press("action.confirm")
	other.look(view{name: "login-code-wrong", status: 401})
	other.confirm(seed)
	other.Go(page).Holds([2]string{"narrative", story})
	other.Sees(other.t("session.typed_back"))
	other.press("action.save_exit")
	other.Go(page).Holds([2]string{"narrative", story})
	must(r.T, r.house.Tick(r.T.Context()))
	other.Go("/notices").Sees(other.t("notice.factor_added"))
	other.look(view{name: "notices-account"})
	other.Go("/account/password")
	other.Fill([2]string{"old_password", "otra"}, [2]string{"password", "contraseña12345"})
	other.press("password.change")
	other.look(view{name: "password-wrong", status: 422})
	other.Go("/account/sessions").Sees(other.t("session.this"))
	other.look(view{name: "sessions"})
	r.house.clock.Advance(6 * time.Minute)
	other.Go("/account/factors").Sees(other.t("prove.lead"))
	other.look(view{name: "prove"})
	r.house.clock.Advance(time.Minute)
	other.Fill([2]string{"password", password}, [2]string{"code", other.shows(seed)})
	other.press("action.confirm")
	if !strings.HasPrefix(other.Path(), "/account/factors") {
		r.T.Errorf("a proof leads to %s", other.Path())
	}
}

// recover signs in with a recovery code and chooses another password.
func (r *reader) recover(b *sitetest.Browser, code string) {
	r.T.Helper()
	lost := r.house.reader(r.T, b, "", r.say.Lang)
	lost.speak()
	lost.signIn("fgr.mendez", password)
	lost.press("login.lost")
	lost.look(view{name: "login-recovery"})
	lost.Fill([2]string{"code_number", "1"}, [2]string{"code", code})
	lost.press("action.confirm")
	if !strings.HasPrefix(lost.Path(), "/account/password") {
		r.T.Errorf("a recovery code leads to %s", lost.Path())
	}
	lost.Go("/requests").Sees(lost.t("password.forced"))
	lost.look(view{name: "password-forced"})
	lost.Fill([2]string{"password", "caballo grapa batería correcta"})
	lost.press("password.change")
	lost.Go("/account").Sees(lost.t("page.password"))
	must(r.T, r.house.Tick(r.T.Context()))
	lost.Go("/notices").Sees(lost.t("notice.code_used"), lost.t("notice.password_changed"))
	if heard := lost.Complaints(); len(heard) > 0 {
		r.T.Errorf("the browser complains: %q", heard)
	}
}
