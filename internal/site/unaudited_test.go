package site_test

import (
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"

	logged "rastreo/internal/audit"
	"rastreo/internal/db/dbtest"
	"rastreo/internal/fault"
	"rastreo/internal/gate"
	"rastreo/internal/intake"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
	"rastreo/internal/trace"
)

// canaries are what a filing says of people.
var canaries = []string{"Zzgiven", "Zzsurname", "Zznarrative", "Zzstreet", "Zznick", "ZZ90010112345678"}

func canaried(i int) trace.Filing {
	f := storetest.Filing(i)
	f.People = []trace.Person{{
		Role: "possessor", Name: trace.Name{Given: "Zzgiven", Surname1: "Zzsurname", Surname2State: "none"}, Nicknames: []string{"Zznick"},
		Identifiers: []trace.Identifier{{Kind: "ine", Number: "ZZ90010112345678"}},
		Address:     trace.Place{Country: "MX", Entidad: "28", Municipio: "28032", Street: "Zzstreet", Exterior: "1"},
	}}
	f.Narrative = "Zznarrative"
	return f
}

// plausible is a form in which much of what routes ask for is answered.
var plausible = url.Values{
	"lang": {"en"}, "language": {"en"}, "zone": {"America/Tijuana"}, "key_name": {"llave"}, "reason": {"duplicate"}, "text": {"¿Qué dice?"},
	"kind": {"manufacturer"}, "name": {"Cugir"}, "outcome": {"not_traced"}, "about": {"serial"}, "verdict": {"same"}, "folio": {"x"}, "sure": {"1"},
	"username": {"ana"}, "password": {"una frase de más de quince"}, "q": {"zzsurname"}, "action": {"save"},
}

// Where nothing can be recorded nothing personal is shown, and nothing done:
// by nobody, on no route, in neither language.
func TestUnaudited(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, dsn string) {
		h := newHouse(t, dsn)
		z, _, err := h.intake.File(t.Context(), h.who["ana"], canaried(1), intake.Once{})
		must(t, err)
		d, err := h.intake.Begin(t.Context(), h.who["ana"])
		must(t, err)
		d.Filing = canaried(2)
		d, err = h.intake.Save(t.Context(), h.who["ana"], d)
		must(t, err)
		_, err = h.desk.Claim(t.Context(), h.who["pat"], z.Requests[0].Folio)
		must(t, err)
		h.BreakAudit()
		before := h.State()
		refused := 0
		for _, r := range h.site.Routes() {
			path := filled(r.Path, map[string]string{"/seizures/:folio": z.Folio, ":folio": z.Requests[0].Folio, "/drafts/:id": d.ID, ":n": "1", ":entidad": "28", ":code": "88900", ":list": "manufacturer"})
			for as := range h.who {
				for _, lang := range []string{"es", "en"} {
					x := visit{as: as, path: path + "?q=zzsurname", lang: lang}
					if r.Method == http.MethodPost {
						x = visit{as: as, path: path, lang: lang, form: maps.Clone(plausible)}
						if lang == "es" {
							delete(x.form, "lang")
						}
					}
					a := h.do(x)
					for _, canary := range canaries {
						if strings.Contains(a.body, canary) {
							t.Errorf("%s %s shows %s to %s", r.Method, r.Path, canary, as)
						}
					}
					if r.Verb != "" && (r.Method == http.MethodGet && a.status == http.StatusOK && !impersonal[r.Path] || a.done() && !idle[r.Path]) {
						t.Errorf("%s %s answers %d to %s", r.Method, r.Path, a.status, as)
					}
					if a.status == gate.Status(fault.Unavailable) {
						refused++
						if a.header.Get("Retry-After") == "" || a.Find("main h1").Length() != 1 {
							t.Errorf("%s %s is not calm to %s", r.Method, r.Path, as)
						}
					}
				}
			}
		}
		for table, now := range h.State() {
			if now != before[table] {
				t.Errorf("%s changed from %s to %s", table, before[table], now)
			}
		}
		if refused < 100 {
			t.Errorf("only %d answers are 503", refused)
		}
	})
}

// done tells whether the next page would say that something was done.
func (a answer) done() bool {
	for _, c := range (&http.Response{Header: a.header}).Cookies() {
		if c.Name == "done" && c.Value != "" {
			return true
		}
	}
	return false
}

// impersonal are pages that are shown without what would have to be recorded:
// a request, to a tracer who has not claimed it.
var impersonal = map[string]bool{"/requests/:folio": true}

// idle are acts that say they are done where there is nothing to do: a session
// that is none has ended.
var idle = map[string]bool{"/account/sessions/:id/end": true}

// filled puts what there is in the place of a path's parameters: the longest
// pattern that fits.
func filled(path string, by map[string]string) string {
	for _, pattern := range []string{"/seizures/:folio", "/drafts/:id", ":folio", ":entidad", ":code", ":list", ":n"} {
		before, _, _ := strings.Cut(pattern, ":")
		path = strings.ReplaceAll(path, pattern, before+by[pattern])
	}
	return path
}

// Whatever people type, and wherever they type it, the log holds none of it.
func TestLogHoldsNoPersonalData(t *testing.T) {
	h := oneHouse(t)
	z, _, err := h.intake.File(t.Context(), h.who["ana"], canaried(1), intake.Once{})
	must(t, err)
	d, err := h.intake.Begin(t.Context(), h.who["ana"])
	must(t, err)
	d.Filing = canaried(2)
	d, err = h.intake.Save(t.Context(), h.who["ana"], d)
	must(t, err)
	_, err = h.desk.Claim(t.Context(), h.who["pat"], z.Requests[0].Folio)
	must(t, err)
	typed := maps.Clone(plausible)
	delete(typed, "lang")
	for _, name := range []string{"text", "reason", "name", "answer", "purchaser", "address", "note", "justification", "username", "q", "people[0].name.given", "narrative", "account", "record"} {
		typed.Set(name, "Zzgiven Zzsurname")
	}
	for _, r := range h.site.Routes() {
		for _, by := range []map[string]string{
			{"/seizures/:folio": z.Folio, ":folio": z.Requests[0].Folio, "/drafts/:id": d.ID, ":n": "1", ":entidad": "28", ":code": "88900", ":list": "manufacturer"},
			{"/seizures/:folio": "Zzgiven", ":folio": "Zzgiven", "/drafts/:id": "Zzsurname", ":n": "Zzgiven", ":entidad": "Zzgiven", ":code": "Zzgiven", ":list": "Zzgiven"},
		} {
			for _, as := range []string{"ana", "pat", "watch"} {
				x := visit{as: as, path: filled(r.Path, by) + "?" + typed.Encode()}
				if r.Method == http.MethodPost {
					x = visit{as: as, path: filled(r.Path, by), form: maps.Clone(typed)}
				}
				h.do(x)
			}
		}
		if strings.Contains(r.Path, "logout") || strings.Contains(r.Path, "session") {
			for as := range h.who {
				h.signIn(as)
			}
		}
	}
	must(t, h.ledger.Close(t.Context()))
	events := 0
	h.Read(func(tx *store.Tx) error {
		return tx.EachEvent(t.Context(), 0, 1<<60, func(e *logged.Event) error {
			events++
			if text := strings.ToLower(string(e.Encode(nil))); strings.Contains(text, "zzgiven") || strings.Contains(text, "zzsurname") ||
				strings.Contains(text, "zznarrative") || strings.Contains(text, "zz9001") || strings.Contains(text, "maría") {
				t.Errorf("the log holds what was typed: %+v", e.Act)
			}
			return nil
		})
	})
	if events < 200 {
		t.Errorf("only %d events", events)
	}
}
