package site

import (
	"net/http"
	"net/url"

	"rastreo/internal/account"
	"rastreo/internal/gate"
	"rastreo/internal/glossary"
)

func (s *Site) glossaryRoutes() []gate.Route {
	return []gate.Route{{Method: http.MethodGet, Path: "/glossary", Act: account.Enter, Title: "page.glossary", Do: s.glossary}}
}

// Termed is a term on a page: what it is called there and in the other language.
type Termed struct {
	Code, Name, Note string
	Also             []string
	Other            string
	OtherAlso        []string
}

// glossary lists the terms of both languages, or those that were searched for.
func (s *Site) glossary(v *gate.Visit) error {
	lang, other := v.Say.Lang, otherLang(v.Say.Lang)
	var list []Termed
	for _, t := range glossary.Terms(lang, v.Query("q")) {
		list = append(list, Termed{t.Code, t.Name(lang), t.Note(lang), t.Also(lang), t.Name(other), t.Also(other)})
	}
	p, err := s.page(v, map[string]any{"List": list})
	p.Form = url.Values{"q": {v.Query("q")}}
	return s.show(v, "help/glossary", p, err)
}

// Glossed is what somebody wrote in a language that is not the page's, cut where
// terms stand, and each of them once in the language of the page.
type Glossed struct {
	Pieces []glossary.Piece
	Terms  []Meant
}

// Meant is a term as it stands in a text, and what it is called on the page.
type Meant struct{ Code, Said, Name string }

// gloss looks for the terms of a language in a text, for a page in another.
func gloss(text, lang string) (g Glossed) {
	g.Pieces = glossary.Mark(lang, text)
	had := map[string]bool{}
	for _, p := range g.Pieces {
		if p.Term != nil && !had[p.Term.Code] {
			had[p.Term.Code] = true
			g.Terms = append(g.Terms, Meant{p.Term.Code, p.Term.Name(lang), p.Term.Name(otherLang(lang))})
		}
	}
	return g
}
