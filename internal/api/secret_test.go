package api_test

import (
	"crypto/rand"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"rastreo/internal/trace"
)

// restricted is the example of a filing, left to ana and eva.
func (h *house) restricted(t *testing.T) string {
	t.Helper()
	return strings.Replace(h.example(t, "/seizures", "wasr"), "{", `{"access":"restricted","named":["`+h.names["eva"]+`"],`, 1)
}

// instance is what differs between any two problems.
var instance = regexp.MustCompile(`urn:rastreo:request:\w+`)

// rifle is where the example's firearm begins.
var rifle = regexp.MustCompile(`"type":\s*"RI"`)

// looks is all that somebody can ask where a record of an agency might show:
// every list and search, the check, their own request, and the record itself as
// often as it can be named.
func (h *house) looks(t *testing.T, as, own, folio, seizure string) (seen []string) {
	t.Helper()
	hide := strings.NewReplacer(folio, "FOLIO", seizure, "FOLIO", seizure[:len(seizure)-3], "FOLIO")
	note := func(a ask) {
		w := h.do(t, a)
		body := hide.Replace(instance.ReplaceAllString(w.Body.String(), ""))
		seen = append(seen, strings.Join([]string{a.method, hide.Replace(a.path), w.Header().Get("ETag"), w.Header().Get("Link"), body}, " "))
	}
	for _, path := range []string{
		"/requests", "/requests?status=queued", "/requests?q=A1-00000-27", "/requests?q=" + folio, "/requests?q=" + seizure,
		"/requests?q=" + seizure[:len(seizure)-3], "/requests?q=FED/TAMP/REY/0000417/2026", "/people?q=de+la+o+nunez", "/people?q=nora",
		"/requests/" + own, "/requests/" + own + "?purpose=coordinate", "/requests/" + folio, "/requests/" + folio + "?purpose=court",
		"/seizures/" + seizure, "/seizures/" + seizure + "?purpose=court", "/queue", "/queue/counts",
	} {
		note(ask{as: as, path: path})
	}
	filing := h.example(t, "/seizures", "wasr")
	note(ask{as: as, method: post, path: "/check", body: filing})
	note(ask{as: as, method: post, path: "/seizures", body: rifle.ReplaceAllString(filing, `"same_as":"`+folio+`","type":"RI"`)})
	for path, body := range map[string]string{
		"/requests/" + own + "/links":        `{"other":"` + folio + `","verdict":"same"}`,
		"/requests/" + folio + "/links":      `{"other":"` + own + `","verdict":"same"}`,
		"/requests/" + folio + "/withdrawal": `{"reason":"x"}`,
		"/requests/" + folio + "/answers":    `{"text":"x"}`,
	} {
		note(ask{as: as, method: post, path: path, body: body})
	}
	slices.Sort(seen)
	return seen
}

// To whoever is not named, everything looks as if the restricted seizure did
// not exist, byte for byte; whether it was restricted at filing or later.
func TestRestrictedDoesNotShow(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		mine := h.ok(t, 201, ask{as: "colleague", method: post, path: "/seizures", body: h.example(t, "/seizures", "wasr")})
		own := word(mine, "requests", 0, "folio")
		noRequest, err := trace.NewFolio(rand.Reader, "", trace.RequestFolio, 2026)
		must(t, err)
		noSeizure, err := trace.NewFolio(rand.Reader, "", trace.SeizureFolio, 2026)
		must(t, err)
		readers := []string{"colleague", "chief"}
		before := map[string][]string{}
		for _, as := range readers {
			h.do(t, ask{as: as, path: "/requests/" + own + "?purpose=coordinate"})
			before[as] = h.looks(t, as, own, noRequest, noSeizure)
		}
		same := func(step string, made map[string]any) {
			t.Helper()
			folio, seizure := word(made, "requests", 0, "folio"), word(made, "folio")
			for _, as := range readers {
				after := h.looks(t, as, own, folio, seizure)
				for i, now := range after {
					if now != before[as][i] {
						t.Errorf("%s: %s is answered\n%.1500s\nwithout it\n%.1500s", step, as, now, before[as][i])
					}
				}
			}
		}
		same("at filing", h.ok(t, 201, ask{as: "ana", method: post, path: "/seizures", body: h.restricted(t)}))
		later := h.ok(t, 201, ask{as: "ana", method: post, path: "/seizures", body: h.example(t, "/seizures", "wasr")})
		link := word(later, "requests", 0, "folio")
		h.ok(t, 201, ask{as: "ana", method: post, path: "/requests/" + link + "/links", body: `{"other":"` + own + `","verdict":"same"}`})
		must(t, h.share.Restrict(t.Context(), h.who["ana"], word(later, "folio"), []string{h.names["eva"]}))
		same("later", later)
		for _, as := range []string{"ana", "eva"} {
			h.ok(t, 200, ask{as: as, path: "/requests/" + link})
			if read := h.ok(t, 200, ask{as: as, path: "/seizures/" + word(later, "folio")}); at(read, "restricted") != true || at(read, "people") == nil {
				t.Errorf("%s reads %v", as, read)
			}
		}
		if queue := h.do(t, ask{as: "tracer", path: "/queue"}).Body.String(); !strings.Contains(queue, link) || strings.Contains(queue, "Núñez") {
			t.Errorf("the tracing center sees %s", queue)
		}
		for body, pointer := range map[string]string{
			strings.Replace(h.restricted(t), h.names["eva"], "nobody", 1):                     "/named/0",
			strings.Replace(h.restricted(t), h.names["eva"], h.names["stranger"], 1):          "/named/0",
			strings.Replace(h.restricted(t), h.names["eva"], h.names["ana"], 1):               "/named",
			strings.Replace(h.restricted(t), `"named":["`+h.names["eva"]+`"],`, "", 1):        "/named",
			strings.Replace(h.restricted(t), `"access":"restricted",`, "", 1):                 "/access",
			strings.Replace(h.restricted(t), `"access":"restricted"`, `"access":"nobody"`, 1): "/access",
		} {
			got := h.ok(t, 422, ask{as: "ana", method: post, path: "/seizures", body: body})
			if at(got, "errors", 0, "pointer") != pointer {
				t.Errorf("want %s: %v", pointer, got)
			}
		}
	})
}

// canaries are texts that stand in one field each.
var canaries = map[string][]string{
	"case":      {"CANARY-UNIT", "CANARY-CASE", "acopio"},
	"place":     {"CANARY-ROAD", "CANARY-SPOT", "23:55", "28032", "2026-03-04"},
	"people":    {"CANARY-NAME", "CANARY-ALIAS", "CANARY-NICK", "CANARY-ID", "CANARY-STREET"},
	"narrative": {"CANARY-STORY"},
	"custody":   {"CANARY-HOLDER", "CANARY-STORE", "CANARY-TAG"},
	"questions": {"CANARY-ASKED", "CANARY-ANSWER"},
	"result":    {"CANARY-DEALER", "CANARY-BUYER", "CANARY-NOTE", "purchaser_identified"},
	"":          {"CANARY-WHY-URGENT", "CANARY-ORDERS", "CANARY-SAID", "CANARY-CONTACT"}, // never
}

const canaryFiling = `{"unit":"CANARY-UNIT","reference":[{"kind":"nuc","number":"CANARY-CASE"}],"offence":"acopio",
	"recovered":{"date":"2026-03-04","time":"23:55","place":{"country":"MX","entidad":"28","municipio":"28032","road":"CANARY-ROAD","reference":"CANARY-SPOT"}},
	"custody":{"holder":"sedena","name":"CANARY-HOLDER","place":"CANARY-STORE","reference":"CANARY-TAG"},
	"firearms":[{"type":"RI","manufacturer":"Cugir","caliber":"7.62x39 mm","serial":{"text":"CANARY1","reading":"legible","location":"receiver"},
		"priority":"urgent","justification":"CANARY-WHY-URGENT","instructions":"CANARY-ORDERS"}],
	"people":[{"role":"possessor","name":{"given":"CANARY-NAME","surname1":"Pérez"},"aliases":[{"full":"CANARY-ALIAS"}],"nicknames":["CANARY-NICK"],
		"identifiers":[{"kind":"ine","number":"CANARY-ID"}],"address":{"country":"MX","street":"CANARY-STREET"}}],
	"narrative":"CANARY-STORY"}`

// canary lives the life of a request with a canary in every field.
func (h *house) canary(t *testing.T) (seizure, folio string) {
	t.Helper()
	made := h.ok(t, 201, ask{as: "ana", method: post, path: "/seizures", body: canaryFiling})
	seizure, folio = word(made, "folio"), word(made, "requests", 0, "folio")
	path := "/requests/" + folio
	h.ok(t, 200, ask{as: "tracer", method: post, path: path + "/claim"})
	h.ok(t, 201, ask{as: "tracer", method: post, path: path + "/contacts", body: `{"kind":"manufacturer","name":"CANARY-CONTACT","said":"CANARY-SAID"}`})
	h.ok(t, 201, ask{as: "tracer", method: post, path: path + "/questions", body: `{"fields":["people"],"text":"CANARY-ASKED"}`})
	h.ok(t, 200, ask{as: "ana", method: post, path: path + "/answers", body: `{"text":"CANARY-ANSWER"}`})
	h.ok(t, 201, ask{as: "tracer", method: post, path: path + "/result", body: `{"outcome":"purchaser_identified","sold":"2024-01-02","note":"CANARY-NOTE",
		"dealer":{"name":"CANARY-DEALER"},"purchaser":{"name":{"full":"CANARY-BUYER"}}}`})
	return seizure, folio
}

// given lets the stranger read some fields, and returns the grant.
func (h *house) given(t *testing.T, seizure string, fields ...string) string {
	t.Helper()
	ctx := t.Context()
	g, err := h.share.Propose(ctx, h.who["ana"], seizure, trace.Grant{
		To: "FGJ-TAM", People: []string{h.names["stranger"]}, Fields: fields, Purpose: "related_case", Words: "x", Until: "2026-03-10",
	})
	must(t, err)
	_, err = h.share.Approve(ctx, h.who["chief"], g.ID)
	must(t, err)
	if h.do(t, ask{as: "stranger", path: "/seizures/" + seizure}).Code != 404 {
		t.Error("it is read before it was accepted")
	}
	_, err = h.share.Accept(ctx, h.who["theirs"], g.ID, []string{h.names["stranger"]})
	must(t, err)
	return g.ID
}

// A grant shows the fields it names and no other, until it is revoked or ends.
func TestGrantShowsItsFields(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		seizure, folio := h.canary(t)
		read := func(query string) string {
			var all string
			for _, path := range []string{"/seizures/" + seizure, "/requests/" + folio} {
				w := h.do(t, ask{as: "stranger", path: path + query})
				if w.Code != 200 {
					t.Fatalf("%s: %d %s", path, w.Code, w.Body)
				}
				all += w.Body.String()
			}
			return all
		}
		for field := range canaries {
			if field == "" {
				continue
			}
			id := h.given(t, seizure, field)
			closed := read("")
			opened := read("?purpose=court")
			if field != "case" && closed == opened {
				t.Errorf("%s: nothing opened", field)
			}
			for of, list := range canaries {
				for _, text := range list {
					if strings.Contains(opened, text) != (of == field) {
						t.Errorf("granted %s, opened: %s is shown: %v", field, text, of != field)
					}
					if strings.Contains(closed, text) != (field == "case" && of == "case") {
						t.Errorf("granted %s, not opened: %s is shown: %v", field, text, strings.Contains(closed, text))
					}
				}
			}
			if !strings.Contains(opened, "CANARY1") {
				t.Errorf("granted %s: the firearm does not show", field)
			}
			_, err := h.share.Revoke(t.Context(), h.who["ana"], id)
			must(t, err)
			for _, path := range []string{"/seizures/" + seizure, "/requests/" + folio, "/requests/" + folio + "?purpose=court"} {
				if got := h.do(t, ask{as: "stranger", path: path}).Code; got != 404 {
					t.Errorf("revoked, %s answers %d", path, got)
				}
			}
			h.Clock.Advance(13 * 3600e9) // what was opened closes
		}
	})
}

// A grant that has ended shows nothing, and one to another shows nothing to
// colleagues.
func TestGrantEnds(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		seizure, folio := h.canary(t)
		h.given(t, seizure, "people")
		if h.do(t, ask{as: "theirs", path: "/requests/" + folio}).Code != 404 {
			t.Error("a colleague of the reader reads")
		}
		w := h.do(t, ask{as: "stranger", path: "/requests/" + folio + "?purpose=court"})
		var got map[string]any
		must(t, json.Unmarshal(w.Body.Bytes(), &got))
		if at(got, "grant", "purpose") != "related_case" || at(got, "grant", "until") != "2026-03-10" {
			t.Errorf("under what it is shown is not said: %v", got["grant"])
		}
		h.Clock.Advance(7 * 24 * 3600e9)
		if got := h.do(t, ask{as: "stranger", path: "/requests/" + folio}).Code; got != 404 {
			t.Errorf("after its end it answers %d", got)
		}
	})
}

// Somebody of the agency who has not said what for sees the outline; who is
// braked is told when to come back.
func TestPurpose(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		seizure, folio := h.canary(t)
		for _, path := range []string{"/seizures/" + seizure, "/requests/" + folio} {
			closed := h.do(t, ask{as: "chief", path: path}).Body.String()
			for _, field := range []string{"people", "narrative", "custody"} {
				for _, text := range canaries[field] {
					if strings.Contains(closed, text) {
						t.Errorf("%s shows %s before it was said what for", path, text)
					}
				}
			}
			for _, text := range []string{"CANARY-ROAD", "CANARY-BUYER", "CANARY-NOTE", "CANARY-WHY-URGENT", "CANARY-ANSWER"} {
				if strings.Contains(closed, text) {
					t.Errorf("%s shows %s before it was said what for", path, text)
				}
			}
			if !strings.Contains(closed, `"withheld":true`) {
				t.Errorf("%s does not say that something is withheld", path)
			}
		}
		h.ok(t, 422, ask{as: "chief", path: "/seizures/" + seizure + "?purpose=curiosity"})
		h.ok(t, 404, ask{as: "colleague", path: "/seizures/" + seizure + "?purpose=court"})
		if read := h.ok(t, 200, ask{as: "chief", path: "/seizures/" + seizure + "?purpose=court"}); at(read, "withheld") != nil || at(read, "narrative") != "CANARY-STORY" {
			t.Errorf("opened: %v", read)
		}
		h.ok(t, 403, ask{as: "other", path: "/requests/" + folio + "?purpose=trace_chain"})
		if boss := h.ok(t, 200, ask{as: "boss", path: "/requests/" + folio + "?purpose=supervise"}); at(boss, "filing", "narrative") != "CANARY-STORY" {
			t.Errorf("the supervisor reads %v", boss)
		}
		for i := 1; ; i++ {
			made := h.ok(t, 201, ask{as: "ana", method: post, path: "/seizures", body: canaryFiling})
			w := h.do(t, ask{as: "chief", path: "/seizures/" + word(made, "folio") + "?purpose=court"})
			if w.Code == 429 {
				if i != 30 || w.Header().Get("Retry-After") == "" || !strings.Contains(w.Body.String(), `"code":"braked"`) {
					t.Errorf("number %d: %s %s", i+1, w.Header().Get("Retry-After"), w.Body)
				}
				break
			}
			if i > 40 {
				t.Fatal("never braked")
			}
		}
	})
}
