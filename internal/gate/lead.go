package gate

import (
	"net/http"
	"net/url"
	"strings"

	"rastreo/internal/fault"
)

// leads are the faults of somebody who may, but not yet: where they are led
// first.
var leads = map[string]string{
	"fault.step_up": "/prove",
	"fault.enrol":   "/account/factors",
	"fault.renew":   "/account/password",
}

// leading answers the faults that a page can do something about by leading
// there. What was posted is kept and stands in its form again afterwards.
func (g *Gate) leading(answer Answer) Answer {
	return func(v *Visit, f *fault.Error, status int) {
		to, ok := leads[f.Key]
		if !ok || f.Kind != fault.Forbidden || v.Writer.Written() {
			answer(v, f, status)
			return
		}
		if err := g.keep(v, v.Actor.ID); err != nil {
			f = fault.Of(err)
			answer(v, f, Status(f.Kind))
			return
		}
		v.Redirect(http.StatusSeeOther, g.Base+to+g.way(v))
	}
}

// way says in a query which page to come back to.
func (g *Gate) way(v *Visit) string {
	next := v.page()
	if next == "" {
		return ""
	}
	return "?next=" + url.QueryEscape(next)
}

// page is the address of the page that the visit belongs to: itself where it
// was asked for, and the page of the form where one was posted. "" is none.
func (v *Visit) page() string {
	switch {
	case v.Request.Method != http.MethodPost && v.Route.shown:
		return v.Request.URL.RequestURI()
	case v.Route.shown:
		return v.Request.URL.Path
	case v.Route.Stands == "":
		return ""
	}
	path := v.Route.Stands
	for _, p := range v.Params {
		path = strings.ReplaceAll(path, ":"+p.Key, p.Value)
	}
	return v.base() + path
}

// base is what stands before the route's own path: the world's.
func (v *Visit) base() string { return strings.TrimSuffix(v.FullPath(), v.Route.Path) }

// keep keeps what was posted for an account, to be shown again at the page of
// the form.
func (g *Gate) keep(v *Visit, accountID string) error {
	path := v.page()
	if v.Request.Method != http.MethodPost || path == "" {
		return nil
	}
	if _, err := formValue(v, "lang"); err != nil {
		return err
	}
	return g.Login.KeepTyped(v.Request.Context(), v.Actor, accountID, path, v.Request.PostForm)
}

// taken forgets what was kept of a form that has now been taken.
func (g *Gate) taken(v *Visit) error {
	path := v.page()
	if v.Request.Method != http.MethodPost || v.Actor.ID == "" || path == "" || v.Actor.Key || v.switching {
		return nil
	}
	return g.Login.Forget(v.Request.Context(), v.Actor, path)
}
