package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// Bad input gets one clear answer with everything that is wrong in it, in
// both languages, and never a fault of the house.
func TestBadInput(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		good := h.example(t, "/seizures", "wasr")
		change := func(from, to string) string {
			t.Helper()
			if !strings.Contains(good, from) {
				t.Fatalf("%s is not in the example", from)
			}
			return strings.Replace(good, from, to, 1)
		}
		long := strings.Repeat("Ñ", 129)
		for _, c := range []struct {
			name, body string
			status     int
			code       string
			errors     []string // pointer and code; nil: as many as there may be
		}{
			{"empty filing", `{}`, 422, "fields", []string{
				"/reference min", "/offence required", "/recovered/date required", "/recovered/place/entidad required",
				"/recovered/place/municipio required", "/firearms min",
			}},
			{"empty body", ``, 400, "json_empty", nil},
			{"no object", `[{}]`, 400, "json_object", nil},
			{"cut", good[:len(good)/2], 400, "json", nil},
			{"two objects", good + good, 400, "json", nil},
			{"nested arrays", `{"firearms":` + strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + `}`, 400, "json_deep", nil},
			{"nested without end", strings.Repeat(`{"a":`, 100000), 400, "json", nil},
			{"10 MB", `{"narrative":"` + strings.Repeat("a", 10<<20) + `"}`, 413, "too_large", nil},
			{"10 MB of nothing", strings.Repeat(" ", 10<<20), 413, "too_large", nil},
			{"unknown codes", change(`"offence":"acopio"`, `"offence":"ACOPIO"`), 422, "fields", []string{"/offence code"}},
			{"unknown type of firearm", change(`"type":"RI"`, `"type":"ZZ"`), 422, "fields", []string{"/firearms/0/type code"}},
			{"unknown country", change(`"country":"RO"`, `"country":"XX"`), 422, "fields", []string{"/firearms/0/country country"}},
			{"a date in 2031", change(`"2026-03-05"`, `"2031-03-05"`), 422, "fields", []string{"/recovered/date date_future"}},
			{"a day 31 of February", change(`"2026-03-05"`, `"2026-02-31"`), 422, "fields", []string{"/recovered/date date_calendar"}},
			{"names of 129 characters", change(`"given":"María del Carmen"`, `"given":"`+long+`"`), 422, "fields", []string{"/people/0/name/given max"}},
			{"names of 129 characters everywhere", change(`"surname1":"de la O","surname2":"Núñez"`, `"surname1":"`+long+`","surname2":"`+long+`"`), 422, "fields", []string{"/people/0/name/surname1 max", "/people/0/name/surname2 max"}},
			{"bytes that are not UTF-8", change("Núñez", "N\xfa\xf1ez"), 422, "fields", []string{"/people/0/name/full utf8"}},
			{"half a character", change(`"La Ñora"`, `"La \ud83d"`), 422, "fields", []string{"/people/0/nicknames/0 utf8"}},
			{"a number for a text", change(`"text":"A1-00000-27 X"`, `"text":100000027`), 422, "fields", []string{"/firearms/0/serial/text type"}},
			{"a text for an object", change(`"serial":{"location":"receiver","reading":"legible","text":"A1-00000-27 X"}`, `"serial":"A1-00000-27 X"`), 422, "fields", []string{"/firearms/0/serial type"}},
			{"a list for a text", change(`"offence":"acopio"`, `"offence":["acopio"]`), 422, "fields", []string{"/offence type"}},
			{"an unknown member", change(`"offence"`, `"matricula":"x","offence"`), 422, "fields", []string{"/matricula unknown_member"}},
			{"a member twice", change(`"offence"`, `"offence":"robo","offence"`), 422, "fields", []string{"/offence duplicate_member"}},
			{"coordinates out of the world", change(`25.9861`, `"925.9861"`), 422, "fields", []string{"/recovered/place/latitude coordinate"}},
			{"a municipio of another entidad", change(`"28032"`, `"19039"`), 422, "fields", nil},
			{"a thousand firearms", change(`"firearms":[`, `"firearms":[`+strings.Repeat(`{},`, 1000)), 422, "fields", nil},
			{"markup", change(`"unit":"Unidad`, `"unit":"<script>alert(1)</script>`), 201, "", nil},
			{"control characters", change(`"unit":"Unidad`, `"unit":"\u0000\u0007\u202e`), 201, "", nil},
		} {
			details := map[string]string{}
			for _, lang := range []string{"es-MX,es;q=0.9", "en-US,en;q=0.9"} {
				w := h.do(t, ask{as: "ana", lang: lang, method: post, path: "/seizures", body: c.body})
				got := object(t, w)
				if w.Code != c.status || c.code != "" && got["code"] != c.code {
					t.Errorf("%s: %d %.500s, want %d %s", c.name, w.Code, w.Body, c.status, c.code)
					continue
				}
				if w.Code < 300 {
					break
				}
				if c.errors != nil {
					if have := problems(got); fmt.Sprint(have) != fmt.Sprint(c.errors) {
						t.Errorf("%s: %q, want %q", c.name, have, c.errors)
					}
				}
				said := fmt.Sprint(got["title"], got["detail"], at(got, "errors", 0, "detail"))
				details[said] = w.Header().Get("Content-Language")
			}
			if c.status >= 400 && len(details) != 2 {
				t.Errorf("%s says the same in both languages: %v", c.name, details)
			}
		}
		got := object(t, h.do(t, ask{as: "ana", method: post, path: "/seizures", body: change(`"unit":"`, `"unit":"`+long)}))
		if at(got, "errors", 0, "params", "limit") != 128.0 {
			t.Errorf("a limit is a number: %v", got)
		}
		if got := h.ok(t, 200, ask{as: "ana", path: "/requests"}); len(many(got, "requests")) != 2 {
			t.Errorf("only the last two were filings: %v", got)
		}
	})
}

// problems writes the errors of an answer as "pointer code".
func problems(got map[string]any) (all []string) {
	list := many(got, "errors")
	for _, e := range list {
		all = append(all, fmt.Sprint(at(e, "pointer"), " ", at(e, "code")))
	}
	return all
}

// Every body of every route, sent badly, is refused by a clear answer.
func TestBadBodiesEverywhere(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		made := h.ok(t, 201, ask{as: "ana", method: post, path: "/seizures", body: h.example(t, "/seizures", "least")})
		folio := word(made, "requests", 0, "folio")
		h.ok(t, 200, ask{as: "tracer", method: post, path: "/requests/" + folio + "/claim"})
		contact := h.ok(t, 201, ask{as: "tracer", method: post, path: "/requests/" + folio + "/contacts", body: h.example(t, "/requests/{folio}/contacts", "importer")})
		h.ok(t, 201, ask{as: "tracer", method: post, path: "/requests/" + folio + "/questions", body: h.example(t, "/requests/{folio}/questions", "serial")})
		long := strings.Repeat("Ñ", 20000)
		bad := []string{
			``, `[]`, `null`, `1`, `{`, `{"text":"a"`, `{"zzz":1}`, `{"text":null,"reason":null,"said":null,"outcome":null,"kind":null}`,
			`{"text":1,"reason":2,"said":3,"outcome":4,"kind":5,"name":6,"fields":7,"values":8,"asked":9,"answered":10,"dealer":11,"purchaser":12,"sold":13}`,
			`{"text":[],"reason":{},"said":true,"outcome":[[]],"kind":{},"name":[],"fields":[1,null],"values":{"serial.text":1},"purchaser":{"name":[],"address":{"latitude":[]}}}`,
			"{\"text\":\"\xf1\",\"reason\":\"\xf1\",\"said\":\"\xf1\",\"outcome\":\"\xf1\",\"kind\":\"\xf1\"}",
			`{"text":"","reason":"","said":"","outcome":"","kind":"","name":""}`,
			`{"text":"` + long + `"}`, `{"reason":"` + long + `"}`, `{"said":"` + long + `"}`, `{"note":"` + long + `"}`,
			`{"kind":"dealer","name":"x","ffl":"123","asked":{"date":"2031-01-01","time":"99:99"}}`,
			`{"kind":"dealer","name":"x","asked":{"time":"23:59"}}`,
			`{"said":"x","answered":{"date":"2031-02-30","time":"9"}}`,
			`{"outcome":"purchaser_identified","sold":"2031","dealer":{"ffl":"2-00-000-00-0A-00000","state":"ZZ"},"purchaser":{"birth":{"date":"x"},"address":{"country":"XX","latitude":1}}}`,
			`{"values":{"nope":"x","caliber":"","serial.text":"` + long + `","serial.reading":"nope","a/b~":"c"}}`,
			`{"fields":["nope"],"text":"x"}`,
		}
		for path, item := range h.spec.Paths.Map() {
			op := item.Post
			if op == nil || op.RequestBody == nil {
				continue
			}
			who := "tracer"
			if strings.Contains("/check /seizures /requests/{folio}/answers /requests/{folio}/withdrawal /seizures/{folio}/transfers /transfers/{id}/close", path) {
				who = "ana"
			}
			if path == "/requests/{folio}/assignment" {
				who = "boss"
			}
			to := strings.NewReplacer("{folio}", folio, "{id}", word(contact, "id")).Replace(path)
			for _, body := range bad {
				for _, lang := range []string{"es", "en"} {
					w := h.do(t, ask{as: who, lang: lang, method: post, path: to, body: body})
					if w.Code < 400 || w.Code >= 500 {
						t.Errorf("%s with %.80q: %d %.300s", path, body, w.Code, w.Body)
					}
				}
			}
			for kind, code := range map[string]int{
				"": 400, "text/plain": 400, "application/x-www-form-urlencoded": 400, "application/json; charset=latin1": 400,
				"multipart/form-data; boundary=x": 400, "application/json;;;": 400, "application/problem+json": 400,
			} {
				w := h.do(t, ask{as: who, method: post, path: to, body: "{}", header: map[string]string{"Content-Type": kind}})
				if got := object(t, w); w.Code != code || got["code"] != "unsupported_media_type" {
					t.Errorf("%s as %q: %d %v", path, kind, w.Code, got)
				}
			}
			w := h.do(t, ask{as: who, method: post, path: to, body: "{}", header: map[string]string{"Content-Encoding": "gzip"}})
			if w.Code != 400 {
				t.Errorf("%s compressed: %d", path, w.Code)
			}
		}
	})
}

// What no route has is answered in the manner of the API.
func TestUnknownRoutes(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for _, c := range []struct{ method, path string }{
			{http.MethodGet, ""},
			{http.MethodGet, "/nothing"},
			{http.MethodDelete, "/me"},
			{http.MethodPut, "/seizures"},
			{http.MethodGet, "/seizures/"},
			{http.MethodGet, "/seizures/a/b"},
			{http.MethodPatch, "/requests/x"},
			{"BREW", "/queue"},
		} {
			for lang, tag := range map[string]string{"es": "es-MX", "en": "en-US"} {
				w := h.do(t, ask{as: "ana", lang: lang, method: c.method, path: c.path})
				got := object(t, w)
				if w.Code != 404 || got["code"] != "not_found" || w.Header().Get("Content-Type") != "application/problem+json" || w.Header().Get("Content-Language") != tag {
					t.Errorf("%s %s: %d %s %v", c.method, c.path, w.Code, w.Header(), got)
				}
			}
		}
	})
}

// Odd folios and ids are not found; nothing of them reaches a database badly.
func TestOddFolios(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for _, odd := range []string{"%00", "%ff", "RM-2026-7KXH4P-%00", "'%20OR%201=1--", "..", "%2e%2e%2f", strings.Repeat("A", 4000), "RM-2026-OOOOOO-O", "%F0%9F%94%AB"} {
			for _, path := range []string{"/seizures/", "/requests/"} {
				if w := h.do(t, ask{as: "ana", path: path + odd}); w.Code != 404 {
					t.Errorf("%s%.40s: %d %s", path, odd, w.Code, w.Body)
				}
			}
			for _, move := range []string{"claim", "release", "recall"} {
				if w := h.do(t, ask{as: "tracer", method: post, path: "/requests/" + odd + "/" + move}); w.Code != 404 {
					t.Errorf("%.40s/%s: %d %s", odd, move, w.Code, w.Body)
				}
			}
		}
	})
}
