package gate

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"net/http"

	"rastreo/internal/account"
	"rastreo/internal/fault"
)

// tokenField is the name of the field that says that a form was shown in the
// session that sends it.
const tokenField = "form_token"

// formToken is the token of a session's forms, "" for nobody's. It outlives a
// new cookie of the same session, so that a page in another tab stays good.
func (g *Gate) formToken(who account.Actor) string {
	if who.ID == "" {
		return ""
	}
	mac := hmac.New(sha256.New, g.formKey)
	mac.Write([]byte(who.ID + "\x00" + who.Session))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// FormToken is the token of the forms of the visit's session.
func (v *Visit) FormToken() string { return v.token }

func (v *Visit) formField() string {
	if v.token == "" {
		return ""
	}
	return `<input type="hidden" name="` + tokenField + `" value="` + v.token + `">`
}

// FormOld is the key of the fault that a form meets which was shown in another
// session, or in none.
const FormOld = "fault.form_old"

// genuine refuses a form that was not shown in this session. What anybody may
// do, such as signing in, acts for no session: there it is enough that another
// site's page cannot send it. See Wrap.
func (g *Gate) genuine(v *Visit) error {
	if v.Request.Method != http.MethodPost || v.Actor.ID == "" || v.Actor.Key || v.Route.Public() {
		return nil
	}
	if !hmac.Equal([]byte(v.posted), []byte(v.token)) {
		return fault.New(fault.Forbidden, FormOld, nil)
	}
	return nil
}
