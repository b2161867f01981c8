package api_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"rastreo/internal/account"
)

// Who may call what: without a key nobody, with a key the roles of the route.
func TestPolicy(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		roles := map[string]account.Role{}
		for _, p := range everybody {
			roles[p.who] = p.role
		}
		for _, r := range h.api.Routes() {
			path := strings.NewReplacer(":folio", "RM-2026-ZZZZZZ-Z", ":id", "1", ":list", "offence").Replace(r.Path)
			for lang, tag := range map[string]string{"es-MX": "es-MX", "en-GB,en;q=0.9": "en-US", "": "es-MX"} {
				w := h.do(t, ask{method: r.Method, path: path, lang: lang, body: "{}"})
				if r.Public() != (w.Code < 400) || !r.Public() && (w.Code != 401 || w.Header().Get("Content-Language") != tag) {
					t.Errorf("%s %s without a key: %d %s", r.Method, r.Path, w.Code, w.Header().Get("Content-Language"))
				}
			}
			for who, role := range roles {
				w := h.do(t, ask{as: who, method: r.Method, path: path, body: "{}"})
				may := account.May(account.Actor{ID: who, Role: role}, r.Act, nil) == nil
				if may == (w.Code == 403) || w.Code >= 500 {
					t.Errorf("%s %s as %s: %d %s", r.Method, r.Path, role, w.Code, w.Body)
				}
			}
		}
	})
}

func TestKeys(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for given, code := range map[string]string{
			"":                     "unauthenticated",
			"Bearer":               "unauthenticated",
			"Bearer ":              "unauthenticated",
			"Basic YTpi":           "unauthenticated",
			"Bearer rst_test_no":   "key",
			"Bearer x":             "key",
			"Bearer rst_live_abcd": "key_world",
			"Bearer \x00\xff":      "key",
		} {
			w := h.do(t, ask{path: "/me", header: map[string]string{"Authorization": given}})
			if got := object(t, w); w.Code != 401 || got["code"] != code || got["livemode"] != false || w.Header().Get("WWW-Authenticate") == "" {
				t.Errorf("%q: %d %v, want %s", given, w.Code, got, code)
			}
		}
		me := h.ok(t, 200, ask{as: "chief", path: "/me"})
		if me["role"] != "coordinator" || me["agency"] != "FGR" || me["zone"] != "America/Mexico_City" {
			t.Errorf("me: %v", me)
		}
	})
}

// What belongs to another agency, or to a colleague, gets the very answer of
// what does not exist.
func TestStolenFolio(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		made := h.ok(t, 201, ask{as: "ana", method: post, path: "/seizures", body: h.example(t, "/seizures", "wasr")})
		seizure, folio := word(made, "folio"), word(made, "requests", 0, "folio")
		missing := "2026-ZZZZZZ-Z"
		for _, lang := range []string{"es", "en"} {
			for _, c := range []struct{ method, path, real, none, body string }{
				{http.MethodGet, "/seizures/{}", seizure, "AS-" + missing, ""},
				{http.MethodGet, "/requests/{}", folio, "RM-" + missing, ""},
				{post, "/requests/{}/answers", folio, "RM-" + missing, `{"text":"a"}`},
				{post, "/requests/{}/withdrawal", folio, "RM-" + missing, `{"reason":"a"}`},
			} {
				for _, who := range []string{"stranger", "colleague"} {
					var answers []string
					for _, f := range []string{c.real, c.none} {
						w := h.do(t, ask{as: who, lang: lang, method: c.method, path: strings.Replace(c.path, "{}", f, 1), body: c.body})
						id := w.Header().Get("X-Request-Id")
						answers = append(answers, strings.ReplaceAll(w.Body.String(), id, ""))
						if w.Code != 404 {
							t.Errorf("%s of %s as %s: %d %s", c.path, f, who, w.Code, w.Body)
						}
					}
					if answers[0] != answers[1] {
						t.Errorf("%s as %s can be told apart: %q", c.path, who, answers)
					}
				}
			}
		}
		if got := h.ok(t, 200, ask{as: "stranger", path: "/requests"}); len(many(got, "requests")) != 0 {
			t.Errorf("the stranger lists %v", got)
		}
		for _, who := range []string{"ana", "chief"} {
			typed := strings.ToLower(strings.ReplaceAll(seizure, "-", ""))
			if got := h.ok(t, 200, ask{as: who, path: "/seizures/" + typed}); got["folio"] != seizure {
				t.Errorf("%s reads %v", who, got)
			}
		}
	})
}

func TestIdempotency(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		body := h.example(t, "/seizures", "least")
		file := func(as, key, body string) ask {
			return ask{as: as, method: post, path: "/seizures", body: body, header: map[string]string{"Idempotency-Key": key}}
		}
		long := strings.Repeat("~", 255)
		for _, key := range []string{"k-1", long} {
			first := h.do(t, file("ana", key, body))
			if first.Code != 201 || first.Header().Get("Idempotent-Replayed") != "" {
				t.Fatalf("%d %s", first.Code, first.Body)
			}
			h.Clock.Advance(29 * 24 * time.Hour)
			again := h.do(t, file("ana", key, " "+strings.ReplaceAll(body, `":`, "\" :\n")))
			if again.Code != 201 || again.Header().Get("Idempotent-Replayed") != "true" ||
				again.Body.String() != first.Body.String() || again.Header().Get("Location") != first.Header().Get("Location") {
				t.Errorf("again: %d %s\nfirst: %s", again.Code, again.Body, first.Body)
			}
			other := h.do(t, file("ana", key, strings.Replace(body, "hallazgo", "acopio", 1)))
			if got := object(t, other); other.Code != 422 || got["code"] != "idempotency_body" {
				t.Errorf("other body: %d %v", other.Code, got)
			}
			if mine := h.do(t, file("colleague", key, body)); mine.Code != 201 || mine.Body.String() == first.Body.String() {
				t.Errorf("a colleague's key is their own: %d %s", mine.Code, mine.Body)
			}
		}
		for _, key := range []string{"", " ", "a b", "ñ", long + "x", "a\tb", "\x00"} {
			if w := h.do(t, file("ana", key, body)); w.Code != 400 || object(t, w)["code"] != "idempotency_key" {
				t.Errorf("%q: %d %s", key, w.Code, w.Body)
			}
		}
		if w := h.do(t, file("ana", "unfit", `{}`)); w.Code != 422 {
			t.Errorf("%d %s", w.Code, w.Body)
		}
		if w := h.do(t, file("ana", "unfit", body)); w.Code != 201 || w.Header().Get("Idempotent-Replayed") != "" {
			t.Errorf("a refused filing must not use up its key: %d %s", w.Code, w.Body)
		}
	})
}

// The same filing sent many times at once is filed once: the others hear that
// it is under way, or get its receipt.
func TestIdempotencyAtOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		body := h.example(t, "/seizures", "least")
		var all sync.WaitGroup
		var mu sync.Mutex
		folios := map[any]bool{}
		for range 16 {
			all.Go(func() {
				w := h.do(t, ask{as: "ana", method: post, path: "/seizures", body: body, header: map[string]string{"Idempotency-Key": "at-once"}})
				mu.Lock()
				defer mu.Unlock()
				switch got := object(t, w); {
				case w.Code == 201:
					folios[got["folio"]] = true
				case w.Code != 409 || got["code"] != "idempotency_busy":
					t.Errorf("%d %v", w.Code, got)
				}
			})
		}
		all.Wait()
		list := h.ok(t, 200, ask{as: "ana", path: "/requests"})
		if len(folios) != 1 || len(many(list, "requests")) != 1 {
			t.Errorf("folios %v, list %v", folios, list)
		}
	})
}

func TestTags(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		made := h.ok(t, 201, ask{as: "ana", method: post, path: "/seizures", body: h.example(t, "/seizures", "wasr")})
		folio := word(made, "requests", 0, "folio")
		for _, path := range []string{"/seizures/" + word(made, "folio"), "/requests/" + folio} {
			first := h.do(t, ask{as: "ana", path: path, lang: "es"})
			tag := first.Header().Get("ETag")
			if kept := first.Header().Get("Cache-Control"); kept != "no-store" {
				t.Errorf("%s may be kept by a cache: %q", path, kept)
			}
			for _, given := range []string{tag, `"x", ` + tag, "W/" + tag, "*"} {
				w := h.do(t, ask{as: "ana", path: path, lang: "es", header: map[string]string{"If-None-Match": given}})
				if w.Code != 304 || w.Body.Len() != 0 || w.Header().Get("ETag") != tag {
					t.Errorf("%s with %s: %d %q", path, given, w.Code, w.Body)
				}
			}
			if w := h.do(t, ask{as: "chief", path: path + "?purpose=coordinate", lang: "es", header: map[string]string{"If-None-Match": tag}}); path[1] == 's' && w.Code != 304 {
				t.Errorf("the tag depends on the reader: %d", w.Code)
			}
			if w := h.do(t, ask{as: "stranger", path: path, header: map[string]string{"If-None-Match": tag}}); w.Code != 404 {
				t.Errorf("a stranger with a tag: %d", w.Code)
			}
			h.ok(t, 201, ask{as: "tracer", method: post, path: "/queue/claims"})
			if w := h.do(t, ask{as: "ana", path: path, header: map[string]string{"If-None-Match": tag}}); w.Code != 200 {
				t.Errorf("%s changed, and the answer is %d", path, w.Code)
			}
			h.ok(t, 200, ask{as: "boss", method: post, path: "/requests/" + folio + "/release"})
		}
	})
}

// Lists go page by page along Link, each request once, though more are filed
// meanwhile.
func TestPages(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		body := h.example(t, "/seizures", "least")
		urgent := strings.Replace(body, `"caliber"`, `"priority":"urgent","justification":"Audiencia.","caliber"`, 1)
		for i := range 70 {
			h.Clock.Advance(time.Second)
			if i == 40 {
				body, urgent = urgent, body
			}
			h.ok(t, 201, ask{as: "ana", method: post, path: "/seizures", body: body})
		}
		for _, c := range []struct {
			as, path string
			want     int
		}{
			{"ana", "/requests?status=queued", 70},
			{"chief", "/requests", 70},
			{"colleague", "/requests", 0},
			{"tracer", "/queue", 70},
			{"tracer", "/queue?priority=urgent", 30},
			{"tracer", "/queue?agency=FGR", 70},
			{"tracer", "/queue?agency=FGJ-TAM", 0},
			{"tracer", "/queue?agency=XX", 0},
			{"boss", "/requests?mine=true", 0},
			{"ana", "/requests?q=IPH-2026-000417", 70},
			{"tracer", "/requests?q=iph2026", 70},
			{"tracer", "/queue?q=zz%00", -400},
			{"ana", "/requests?q=%F1", -400},
			{"ana", "/requests?status=nada", -422},
			{"ana", "/requests?mine=true", -422},
			{"ana", "/requests?status=queued&status=claimed", -422},
			{"tracer", "/queue?cursor=abc", -422},
			{"ana", "/requests?cursor=%27--", -422},
			{"ana", "/requests?q=x", 0},
		} {
			seen, path, n := map[any]bool{}, c.path, 0
			for path != "" && n < 10 {
				n++
				w := h.do(t, ask{as: c.as, path: path})
				if c.want < 0 {
					if w.Code != -c.want {
						t.Errorf("%s as %s: %d %s", c.path, c.as, w.Code, w.Body)
					}
					break
				}
				if w.Code != 200 {
					t.Fatalf("%s as %s: %d %s", path, c.as, w.Code, w.Body)
				}
				got := object(t, w)
				for _, r := range many(got, "requests") {
					if seen[at(r, "folio")] {
						t.Errorf("%s: %v twice", c.path, at(r, "folio"))
					}
					seen[at(r, "folio")] = true
				}
				link, _, _ := strings.Cut(strings.TrimPrefix(w.Header().Get("Link"), "<"+root), `>; rel="next"`)
				if (link != "") != (got["next"] != nil) {
					t.Errorf("%s: Link %q, next %v", path, link, got["next"])
				}
				path = link
			}
			if c.want >= 0 && len(seen) != c.want {
				t.Errorf("%s as %s: %d requests, want %d", c.path, c.as, len(seen), c.want)
			}
		}
		counts := h.ok(t, 200, ask{as: "tracer", path: "/queue/counts"})
		if at(counts, "counts", "queued") != 70.0 || at(counts, "counts", "withdrawn") != 0.0 {
			t.Errorf("counts %v", counts)
		}
		next := h.ok(t, 201, ask{as: "tracer", method: post, path: "/queue/claims"})
		if at(next, "firearm", "priority") != "urgent" {
			t.Errorf("next is %v", next)
		}
		mine := h.ok(t, 200, ask{as: "tracer", path: "/queue?mine=true"})
		if at(mine, "requests", 0, "folio") != next["folio"] || len(many(mine, "requests")) != 1 {
			t.Errorf("mine %v", mine)
		}
	})
}

// Moves that cannot be made say what stands in the way, in both languages.
func TestConflicts(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		if w := h.do(t, ask{as: "tracer", method: post, path: "/queue/claims"}); w.Code != 404 || object(t, w)["code"] != "queue.empty" {
			t.Errorf("an empty queue: %d %s", w.Code, w.Body)
		}
		made := h.ok(t, 201, ask{as: "ana", method: post, path: "/seizures", body: h.example(t, "/seizures", "least")})
		path := "/requests/" + word(made, "requests", 0, "folio")
		result := h.example(t, "/requests/{folio}/result", "found")
		question := h.example(t, "/requests/{folio}/questions", "serial")
		contact := h.example(t, "/requests/{folio}/contacts", "importer")
		for _, c := range []struct {
			as, path, body string
			status         int
			code           string
		}{
			{"tracer", "/result", result, 409, "move.queued"},
			{"tracer", "/release", "", 409, "move.queued"},
			{"ana", "/answers", `{"text":"sí"}`, 409, "move.queued"},
			{"tracer", "/claim", "", 200, ""},
			{"other", "/claim", "", 409, "request.taken"},
			{"other", "/result", result, 409, "request.not_yours"},
			{"other", "/contacts", contact, 409, "request.not_yours"},
			{"tracer", "/recall", "", 409, "move.claimed"},
			{"tracer", "/contacts/none/answer", `{"said":"Nothing."}`, 404, "not_found"},
			{"tracer", "/contacts/n%00ne/answer", `{"said":"Nothing."}`, 404, "not_found"},
			{"tracer", "/questions", question, 201, ""},
			{"tracer", "/questions", question, 409, "move.returned"},
			{"ana", "/answers", `{"values":{"caliber":"9 mm"}}`, 422, "fields"},
			{"ana", "/answers", `{"values":{"serial.text":"A\u0000B"},"text":"\u0000"}`, 200, ""},
			{"ana", "/answers", `{"text":"otra vez"}`, 409, "move.claimed"},
			{"tracer", "/questions", `{"text":"¿?","fields":["colour"]}`, 422, "fields"},
			{"tracer", "/questions", `{"text":"\u0000¿Qué?","fields":[]}`, 201, ""},
			{"tracer", "/recall", "", 200, ""},
			{"ana", "/withdrawal", `{"reason":""}`, 422, "fields"},
			{"ana", "/withdrawal", `{"reason":"` + strings.Repeat("a", 1001) + `"}`, 422, "fields"},
			{"tracer", "/result", strings.Replace(result, "{", `{"reason":"x",`, 1), 422, "fields"},
			{"tracer", "/result", strings.Replace(result, "purchaser_identified", "exported", 1), 422, "fields"},
			{"tracer", "/result", result, 201, ""},
			{"tracer", "/result", result, 409, "move.concluded"},
			{"ana", "/withdrawal", `{"reason":"tarde"}`, 409, "move.concluded"},
			{"boss", "/result", strings.Replace(result, "{", `{"reason":"Typing error.",`, 1), 201, ""},
		} {
			details := map[any]bool{}
			for _, lang := range []string{"es", "en"} {
				w := h.do(t, ask{as: c.as, lang: lang, method: post, path: path + c.path, body: c.body})
				if got := object(t, w); w.Code != c.status || c.code != "" && got["code"] != c.code {
					t.Errorf("%s as %s: %d %s, want %d %s", c.path, c.as, w.Code, w.Body, c.status, c.code)
				} else {
					details[got["detail"]] = true
				}
				if c.status < 300 {
					break
				}
			}
			if c.status >= 400 && len(details) != 2 {
				t.Errorf("%s: the same in both languages: %v", c.path, details)
			}
		}
	})
}

// A reason with the first result is what is wrong with it; a request that could
// not be concluded either says what stands in the way.
func TestReasonOfAFirstResult(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		made := h.ok(t, 201, ask{as: "ana", method: post, path: "/seizures", body: h.example(t, "/seizures", "least")})
		path := "/requests/" + word(made, "requests", 0, "folio")
		result := h.example(t, "/requests/{folio}/result", "found")
		reasoned := ask{as: "tracer", method: post, path: path + "/result", body: strings.Replace(result, "{", `{"reason":"x",`, 1)}
		if w := h.do(t, reasoned); w.Code != 409 || object(t, w)["code"] != "move.queued" {
			t.Errorf("before the claim: %d %s", w.Code, w.Body)
		}
		h.ok(t, 200, ask{as: "tracer", method: post, path: path + "/claim"})
		w := h.do(t, reasoned)
		if got := object(t, w); w.Code != 422 || len(many(got, "errors")) != 1 ||
			at(got, "errors", 0, "pointer") != "/reason" || at(got, "errors", 0, "code") != "not_concluded" {
			t.Errorf("with a reason: %d %s", w.Code, w.Body)
		}
		stranger := reasoned
		stranger.as = "other"
		if w := h.do(t, stranger); w.Code != 409 {
			t.Errorf("who did not claim: %d %s", w.Code, w.Body)
		}
		h.ok(t, 201, ask{as: "tracer", method: post, path: path + "/result", body: result})
		if again := h.ok(t, 201, reasoned); at(again, "version") != 2.0 || at(again, "reason") != "x" {
			t.Errorf("corrected %v", again)
		}
	})
}

// Every closed list is served with words in both languages.
func TestCatalog(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		index := h.ok(t, 200, ask{as: "ana", path: "/catalog"})
		names := many(index, "lists")
		if len(names) < 25 {
			t.Errorf("lists %v", names)
		}
		for _, name := range names {
			got := h.ok(t, 200, ask{as: "ana", path: "/catalog/" + word(name)})
			if len(many(got, "codes")) < 2 {
				t.Errorf("%s: %v", name, got)
			}
		}
		if got := h.ok(t, 200, ask{as: "ana", path: "/catalog/firearm_type"}); at(got, "codes", 0, "group") != "short" {
			t.Errorf("firearm types have no group: %v", at(got, "codes", 0))
		}
		for _, none := range []string{"none", "%F1", "..%2fme"} {
			if w := h.do(t, ask{as: "ana", path: "/catalog/" + none}); w.Code != 404 {
				t.Errorf("%s: %d", none, w.Code)
			}
		}
	})
}

// An act of a tracer names the claim under which the request was read.
func TestClaimHeader(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		made := h.ok(t, 201, ask{as: "ana", method: post, path: "/seizures", body: h.example(t, "/seizures", "wasr")})
		folio := word(made, "requests", 0, "folio")
		at := "/requests/" + folio
		h.ok(t, 200, ask{as: "tracer", method: http.MethodPost, path: at + "/claim"})
		h.ok(t, 200, ask{as: "tracer", method: http.MethodPost, path: at + "/release"})
		seen := h.ok(t, 200, ask{as: "tracer", method: http.MethodPost, path: at + "/claim"})
		if seen["claim"] != float64(2) {
			t.Fatalf("claim %v", seen["claim"])
		}
		for _, header := range []string{"1", "3", "x", ""} {
			code := "request.claim_old"
			if header == "x" || header == "" {
				code = "request.claim_missing"
			}
			for path, body := range map[string]string{
				"/contacts": `{"kind":"dealer","name":"Lone Star"}`, "/questions": `{"text":"Which?"}`, "/result": `{"outcome":"exported"}`, "/release": "",
			} {
				w := h.do(t, ask{as: "tracer", method: http.MethodPost, path: at + path, body: body, header: map[string]string{"Claim": header}})
				if w.Code != 412 || !strings.Contains(w.Body.String(), code) {
					t.Errorf("%s with claim %q: %d %s", path, header, w.Code, w.Body)
				}
			}
		}
		h.ok(t, 200, ask{as: "tracer", method: http.MethodPost, path: at + "/release", header: map[string]string{"Claim": "2"}})
	})
}

// Figures: the center's to its supervisors, an agency's to its coordinators.
func TestFigures(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		made := h.ok(t, 201, ask{as: "ana", method: post, path: "/seizures", body: h.example(t, "/seizures", "wasr")})
		folio := word(made, "requests", 0, "folio")
		h.ok(t, 200, ask{as: "tracer", method: post, path: "/requests/" + folio + "/claim"})
		h.ok(t, 201, ask{as: "tracer", method: post, path: "/requests/" + folio + "/result", body: `{"outcome":"exported"}`})
		whole := h.ok(t, 200, ask{as: "boss", path: "/figures"})
		if word(whole, "ended", 0, "outcome") != "exported" || whole["waiting"] == nil {
			t.Errorf("the center's: %v", whole)
		}
		own, theirs := h.ok(t, 200, ask{as: "chief", path: "/figures"}), h.ok(t, 200, ask{as: "theirs", path: "/figures"})
		if word(own, "ended", 0, "agency") != "FGR" || own["waiting"] != nil || len(many(theirs, "ended")) != 0 {
			t.Errorf("an agency's: %v, another's: %v", own, theirs)
		}
		h.ok(t, 403, ask{as: "ana", path: "/figures"})
	})
}
