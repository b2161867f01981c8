package site_test

import (
	"net/url"
	"testing"

	"rastreo/internal/intake"
	"rastreo/internal/trace"
)

var listAll = intake.List{}

func search(q string) string { return "/people?q=" + url.QueryEscape(q) }

// Everybody finds the people they may know of, and nobody else; each is shown
// with why the name fits.
func TestPeopleSearch(t *testing.T) {
	h := oneHouse(t)
	z := h.file("ana", named("José", "García", "Martínez"))
	folio := z.Requests[0].Folio
	for as, sees := range map[string]bool{"ana": true, "chief": true, "stranger": false, "pat": false, "boss": true} {
		h.get(as, "/people").has("main h1", map[bool]string{true: "People", false: "Personas"}[as == "pat" || as == "boss"])
		page := h.get(as, search("garcia mtz"))
		if got := page.Find(".person").Length() == 1; got != sees {
			t.Errorf("%s: found %v", as, got)
		}
	}
	h.post("pat", "/queue/claims").to()
	for _, q := range []string{"garcia", "GARCIA MTZ JOSE", "martinez garcia", "Garsia Martines"} {
		page := h.get("pat", search(q))
		page.has(".person h3", "José García Martínez").has(".person .mark", folio)
		if page.Find(".why li").Length() == 0 {
			t.Errorf("%q: nothing says why", q)
		}
	}
	h.get("ana", search("mtz garcia")).has(".why", "apellidos en otro orden")
	h.get("ana", search("nadie así")).has(".empty", "Nadie con ese nombre")
	h.get("ana", search("  ")).has(".empty", "Escriba a quién busca")
	h.get("kim", search("garcia")).has(".empty", "Nobody by that name")
}

// The pages of the search are read in both languages and linked from every
// page.
func TestPeoplePages(t *testing.T) {
	h := oneHouse(t)
	h.file("ana", named("María del Carmen", "de la O", "Núñez"))
	for _, lang := range []string{"es", "en"} {
		a := h.do(visit{as: "ana", path: search("delao nunez") + "&lang=" + lang}).is(200)
		checkPage(t, "people "+lang, lang, a)
		a.has(".person h3", "María del Carmen de la O Núñez")
		if a.Find(`.nav a[href="`+base+`/people"][aria-current]`).Length() != 1 {
			t.Error("the nav does not lead here")
		}
	}
}

// named is a filing with one person of this name.
func named(given, surname1, surname2 string) trace.Filing {
	f := everything()
	f.Firearms = f.Firearms[:1]
	f.People = []trace.Person{{Role: "possessor", Name: trace.Name{Given: given, Surname1: surname1, Surname2: surname2}}}
	return f
}
