package site

import (
	"net/http"
	"net/url"

	"rastreo/internal/gate"
)

// keptKey is where a visit keeps what was kept of its form: it is asked for
// once.
const keptKey = "kept"

// kept returns what the reader typed here when their session had ended; nil is
// nothing.
func (s *Site) kept(v *gate.Visit) (url.Values, error) {
	if v.Request.Method != http.MethodGet || v.Actor.ID == "" {
		return nil, nil
	}
	if had, ok := v.Get(keptKey); ok {
		form, _ := had.(url.Values)
		return form, nil
	}
	form, err := s.Login.Typed(v.Request.Context(), v.Actor, v.Request.URL.Path)
	v.Set(keptKey, form)
	return form, err
}

// restore puts what was kept into the form of a page and says so.
func (s *Site) restore(v *gate.Visit, p *Page) error {
	if !p.HasForm {
		return nil
	}
	form, err := s.kept(v)
	if err != nil || form == nil {
		return err
	}
	p.Form = form
	if p.Flash == nil {
		p.Flash = &Flash{"info", v.Say.T("session.typed_back", nil)}
	}
	return nil
}
