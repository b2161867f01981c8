package gate

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"rastreo/internal/account"
	"rastreo/internal/fault"
	"rastreo/internal/i18n"
)

// langCookie remembers the language of somebody who has not signed in.
const langCookie = "lang"

// pageVisitor identifies by session. A visitor whose route needs somebody
// signed in is led to the sign-in page and back; what nobody sends is not read.
func pageVisitor(g *Gate, v *Visit) (done bool, err error) {
	who, err := g.Login.Actor(v.Request.Context())
	if err != nil {
		return false, err
	}
	owner := g.Login.Left(v.Request.Context())
	if who.ID == "" && owner == "" && !v.Route.Public() {
		v.Redirect(http.StatusSeeOther, g.Base+"/login"+g.way(v))
		return true, nil
	}
	v.acting(who)
	v.token = g.formToken(v.Actor)
	if err := g.speak(v); err != nil {
		return false, err
	}
	if v.Route.Public() || who.ID != "" {
		return false, nil
	}
	if v.Request.Method == http.MethodPost {
		if err := g.left(v, owner); err != nil {
			return false, err
		}
		if err := g.keep(v, owner); err != nil {
			return false, err
		}
	}
	v.Redirect(http.StatusSeeOther, g.Base+"/login"+g.way(v))
	return true, nil
}

// keyVisitor identifies by bearer key.
func keyVisitor(g *Gate, v *Visit) (bool, error) {
	scheme, secret, _ := strings.Cut(v.GetHeader("Authorization"), " ")
	if secret == "" && v.Route.Public() {
		return false, nil
	}
	if !strings.EqualFold(scheme, "Bearer") || secret == "" {
		return false, fault.New(fault.Unauthenticated, "fault.unauthenticated", nil)
	}
	who, err := g.Login.KeyActor(v.Request.Context(), strings.TrimSpace(secret))
	if fault.Is(err, fault.Unauthenticated) {
		err = g.wrongKey(v, err)
	}
	if err != nil {
		return false, err
	}
	v.acting(who)
	v.Say = g.printer(v.Context, who)
	if v.Route.Files > 0 && account.May(who, v.Route.Act, nil) == nil {
		err = g.send(v)
	}
	return false, err
}

// printer speaks the reader's language. A page was asked for in words: the
// query, then the account, then the cookie, then what the browser accepts. A
// program says it in Accept-Language, and only else its account does.
func (g *Gate) printer(c *gin.Context, who account.Actor) *i18n.Printer {
	return g.Bundle.Printer(g.lang(c, who), g.Bundle.Zone(who.Zone))
}

func (g *Gate) lang(c *gin.Context, who account.Actor) string {
	accept := c.GetHeader("Accept-Language")
	if c.GetHeader("Authorization") != "" {
		if accept == "" && who.Lang != "" {
			return who.Lang
		}
		return g.Bundle.Match(accept)
	}
	cookie, _ := c.Cookie(langCookie)
	for _, lang := range []string{c.Query("lang"), who.Lang, cookie} {
		if slices.Contains(i18n.Langs, lang) {
			return lang
		}
	}
	return g.Bundle.Match(accept)
}

// speak chooses the words of a page, and remembers a language that was asked
// for by the switch of a form.
func (g *Gate) speak(v *Visit) error {
	v.Say = g.printer(v.Context, v.Actor)
	if v.Request.Method != http.MethodPost {
		return nil
	}
	if _, may := v.brings(); may {
		if err := g.send(v); err != nil {
			return err
		}
	}
	lang, err := formValue(v, "lang")
	v.posted = v.Request.PostForm.Get(tokenField)
	v.Request.PostForm.Del(tokenField)
	if err != nil || !slices.Contains(i18n.Langs, lang) {
		return err
	}
	v.switching = true
	v.Actor.Lang = lang
	v.Say = g.Bundle.Printer(lang, g.Bundle.Zone(v.Actor.Zone))
	http.SetCookie(v.Writer, &http.Cookie{
		Name: langCookie, Value: lang, Path: g.Base + "/", MaxAge: int((365 * 24 * time.Hour).Seconds()),
		HttpOnly: true, Secure: g.Secure, SameSite: http.SameSiteLaxMode,
	})
	if v.Actor.ID != "" && g.SetLang != nil {
		return g.SetLang(v, lang)
	}
	return nil
}

// formValue reads one value of a posted form; the form may be too large. What
// is not UTF-8 is marked as unreadable for the rules to report, and a NUL,
// which no text has and PostgreSQL refuses, is dropped.
func formValue(v *Visit, name string) (string, error) {
	if brings, may := v.brings(); may {
		if err := v.parts(); err != nil {
			return "", err
		}
	} else if brings {
		return "", nil
	} else if err := v.Request.ParseForm(); err != nil {
		return "", malformed(err)
	}
	for _, values := range v.Request.PostForm {
		for i, s := range values {
			values[i] = strings.ReplaceAll(strings.ToValidUTF8(s, string(utf8.RuneError)), "\x00", "")
		}
	}
	return v.Request.PostForm.Get(name), nil
}

// acting notes who it is and by which request, for the handler and for the
// log.
func (v *Visit) acting(who account.Actor) {
	v.Actor = who
	v.Actor.Via, v.Actor.Source = v.ID, v.source
	v.Set(accountKey, who.ID)
}

// malformed keeps a body that is too large apart from one that cannot be read.
func malformed(err error) error {
	if f := tooLarge(err); fault.Is(f, fault.TooLarge) {
		return f
	}
	return fault.New(fault.Malformed, "fault.malformed", nil)
}

// tooLarge turns the error of a limited body into its fault.
func tooLarge(err error) error {
	if e, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return fault.New(fault.TooLarge, "fault.too_large", fault.Args{"limit_mib": e.Limit >> 20})
	}
	return err
}

// readable refuses a path or query that is not UTF-8: nothing in the house
// has such a name, and no database takes it. Where an id stands it refuses what
// cannot be one, before a room records who asked for it.
func readable(v *Visit) error {
	for _, p := range v.Params {
		id := slices.Contains(idParams, p.Key)
		if !utf8.ValidString(p.Value) || strings.ContainsRune(p.Value, 0) || id && !privateID.MatchString(p.Value) && !drawnID.MatchString(p.Value) {
			return fault.New(fault.NotFound, "fault.not_found", nil)
		}
	}
	for _, values := range v.Request.URL.Query() {
		for _, s := range values {
			if !utf8.ValidString(s) || strings.ContainsRune(s, 0) {
				return fault.New(fault.Malformed, "fault.utf8", nil)
			}
		}
	}
	return nil
}
