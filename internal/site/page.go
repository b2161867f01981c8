package site

import (
	"bytes"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"rastreo/internal/fault"
	"rastreo/internal/gate"
	"rastreo/internal/i18n"
	"rastreo/internal/trace"
)

// page starts the page of a visit.
func (s *Site) page(v *gate.Visit, data any) (Page, error) {
	p := Page{
		Lang: v.Say.Lang, Tag: v.Say.Tag(), OtherLang: otherLang(v.Say.Lang), World: s.World,
		Path: strings.TrimPrefix(v.Request.URL.RequestURI(), s.Base), Form: url.Values{}, Data: data, Passkeys: s.Login.Passkeys(),
	}
	if v.Actor.ID == "" {
		return p, nil
	}
	p.Lasts = lasts(v.Actor)
	p.Seen = &Seen{Name: v.Actor.Name, Username: v.Actor.Username, Agency: v.Actor.Agency, At: s.Now()}
	p.Seen.Folio, _ = trace.ParseFolio(v.Param("folio"))
	p.User = &User{Name: v.Actor.Name, Role: string(v.Actor.Role), Agency: v.Actor.Agency, actor: v.Actor}
	p.Keys = keysOf(v)
	var err error
	if p.Notices, err = s.Notify.Unread(v.Request.Context(), v.Actor); err != nil {
		return p, err
	}
	p.Offers, err = s.Share.Offers(v.Request.Context(), v.Actor)
	return p, err
}

// form starts a page whose main part is a form that holds these values.
func (s *Site) form(v *gate.Visit, values url.Values, data any) (Page, error) {
	p, err := s.page(v, data)
	p.HasForm, p.Form = true, values
	return p, err
}

func otherLang(lang string) string {
	return i18n.Langs[(slices.Index(i18n.Langs, lang)+1)%len(i18n.Langs)]
}

// wrong puts problems in words for a page.
func wrong(v *gate.Visit, problems fault.Problems) (out []Problem) {
	for _, x := range problems {
		out = append(out, Problem{Name: x.Name(), Text: v.Say.Problem(x)})
	}
	return out
}

// typed is what was posted, to be shown again.
func typed(v *gate.Visit) url.Values { return v.Request.PostForm }

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

const htmlType = "text/html; charset=utf-8"

// show answers with a page.
func (s *Site) show(v *gate.Visit, name string, p Page, err error) error {
	return s.answer(v, http.StatusOK, name, p, err)
}

// answer executes a page whole before the first byte goes out, so that a
// template that fails is an internal error and never half a page.
func (s *Site) answer(v *gate.Visit, status int, name string, p Page, err error) error {
	if err != nil {
		return err
	}
	if p.Flash == nil {
		p.Flash = s.takeFlash(v)
	}
	if err := s.restore(v, &p); err != nil {
		return err
	}
	b, _ := buffers.Get().(*bytes.Buffer) // the pool holds nothing else
	defer buffers.Put(b)
	b.Reset()
	if err := s.execute(b, v, name, p); err != nil {
		return err
	}
	s.leave(v, status, b.Bytes())
	return nil
}

// leave sends a page off. Every page leaves the house here.
func (s *Site) leave(v *gate.Visit, status int, page []byte) {
	v.Data(status, htmlType, v.Seal(page))
}

func (s *Site) execute(b *bytes.Buffer, v *gate.Visit, name string, p any) error {
	var set *template.Template
	set, err := s.pages.in(v.Say.Lang, v.Actor.Zone)
	if err != nil {
		return err
	}
	return set.ExecuteTemplate(b, name, p)
}

// attempt shows a form again when the act it asked for was refused: status
// 422, every problem, everything typed. Another fault is the caller's.
func (s *Site) attempt(v *gate.Visit, name string, data any, err error) error {
	f := fault.Of(err)
	if f == nil || f.Kind != fault.Invalid {
		return err
	}
	p, perr := s.form(v, typed(v), data)
	p.Problems = wrong(v, f.Problems)
	if len(p.Problems) == 0 {
		p.Flash = &Flash{"error", v.Say.T(f.Key, f.Args)}
	}
	return s.answer(v, gate.Status(f.Kind), name, p, perr)
}

// again shows a form in the other language with everything typed.
func (s *Site) again(v *gate.Visit, name string, data any) error {
	p, err := s.form(v, typed(v), data)
	return s.show(v, name, p, err)
}
