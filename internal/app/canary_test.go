package app_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"rastreo/internal/account"
	"rastreo/internal/api"
	"rastreo/internal/db/dbtest"
	"rastreo/internal/site"
	"rastreo/internal/store/storetest"
)

// aviary makes words that nobody types by chance, each of them once, and knows
// which forms were met and which were sent with one.
type aviary struct {
	n         int
	met, sent map[string]bool
}

func (a *aviary) bird() string { a.n++; return fmt.Sprintf("kanari%05dvogel", a.n) }

var birds = regexp.MustCompile(`(?i)kanari\d{5}vogel`)

// neighbours live beside the tenants: a colleague, and two of another agency.
var neighbours = []tenant{
	{"eva", "FGR", account.Federal, account.Submitter},
	{"vecina", "FGJ-TAM", account.State, account.Coordinator},
	{"beto", "FGJ-TAM", account.State, account.Submitter},
}

// typists are whoever types, in an order in which what one does leaves
// something to type for the next.
var typists = []string{"tracer1", "ana", "chief", "beto", "vecina", "boss", "admin", "auditor", "operator"}

// TestCanaries types a thousand marked words into every form of the live world
// and every body of its API, as everybody, rightly and wrongly, and then looks
// for them where none may be: in the log, the figures, the addresses that
// people are led to, the tables that hold nothing typed, what the server of the
// database logs, pages of others, and all of the other world.
func TestCanaries(t *testing.T) {
	for name, dsn := range map[string]func(testing.TB) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			canaries(t, newHouse(t, dsn, neighbours...))
		})
	}
}

func canaries(t *testing.T, h *house) {
	a := &aviary{met: map[string]bool{}, sent: map[string]bool{}}
	logged := serverLog(t, h.config.Live)
	told := ""
	note := func(r reply) {
		told += r.Header.Get("Location") + "\n"
	}
	folio, begin := h.furnish(t)
	for _, who := range typists {
		c := browser(t)
		h.signIn(t, c, "", who, phrase)
		h.typeInto(t, c, begin[who], a, note)
		h.sendScripts(t, c, a, note)
	}
	h.typeInto(t, browser(t), nil, a, note)
	a.everyForm(t)
	for _, who := range typists {
		h.address(t, who, a)
	}
	for _, who := range []string{"ana", "tracer1", "boss"} {
		h.sendBodies(t, who, folio, a, note)
	}
	h.lose(t, a, note)
	ok(t, h.Tick(t.Context()))
	if a.n < 1000 {
		t.Errorf("only %d words were typed", a.n)
	}
	quiet(t, "the log", h.log.String())
	quiet(t, "an address", told)
	quiet(t, "the figures", ask(t, h, "/metrics").body)
	quiet(t, "the log of the database's server", logged())
	h.quietPages(t)
	ok(t, h.Close())
	h.quietTables(t, h.config.Live, typedInto)
	h.quietTables(t, h.config.Training, nil)
	h.quietFiles(t)
}

// quietPages looks at every page of the other world.
func (h *house) quietPages(t *testing.T) {
	t.Helper()
	for _, name := range []string{"ana", "tracer1", "admin"} {
		c := browser(t)
		h.signIn(t, c, "/training", name, phrase)
		for _, r := range (&site.Site{}).Routes() {
			if r.Method == http.MethodGet {
				quiet(t, "a page of the other world", h.send(t, c, http.MethodGet, "/training"+params.ReplaceAllString(r.Path, "x"), "").body)
			}
		}
	}
	quiet(t, "a page of somebody else", h.send(t, browser(t), http.MethodGet, "/login", "").body)
}

// quietFiles reads the other world's files, where it has any.
func (h *house) quietFiles(t *testing.T) {
	t.Helper()
	files, err := filepath.Glob(h.config.Training + "*")
	ok(t, err)
	for _, file := range files {
		b, err := os.ReadFile(file)
		ok(t, err)
		quiet(t, "the other world's "+filepath.Ext(file), string(b))
	}
}

func quiet(t *testing.T, where, text string) {
	t.Helper()
	if at := birds.FindStringIndex(text); at != nil {
		t.Errorf("in %s: %s", where, text[max(at[0]-200, 0):min(at[1]+50, len(text))])
	}
}

// address asks for every address with a marked word in the place of each part
// that is not fixed.
func (h *house) address(t *testing.T, who string, a *aviary) {
	t.Helper()
	c := browser(t)
	h.signIn(t, c, "", who, phrase)
	for _, r := range (&site.Site{}).Routes() {
		if !params.MatchString(r.Path) {
			continue
		}
		to := params.ReplaceAllStringFunc(r.Path, func(string) string { return a.bird() })
		if got := h.send(t, c, r.Method, to, "", "Content-Type", "application/x-www-form-urlencoded"); got.StatusCode >= 500 {
			t.Errorf("%s: %d", to, got.StatusCode)
		}
	}
}

// sendBodies sends every body of the API with a marked word in the place of
// each of its texts in turn.
func (h *house) sendBodies(t *testing.T, who, folio string, a *aviary, note func(reply)) {
	t.Helper()
	bodies := map[string]any{
		"/check": storetest.Filing(1), "/seizures": storetest.Filing(1),
		"/contacts": map[string]any{"kind": "dealer", "name": "x", "note": "x", "city": "x"}, "/questions": map[string]any{"fields": []string{"model"}, "text": "x"},
		"/answers": map[string]any{"text": "x", "values": map[string]string{"model": "x", "serial.text": "x"}}, "/withdrawal": map[string]any{"reason": "x"},
		"/links": map[string]any{"other": "x", "verdict": "same", "reason": "x", "why": "x"}, "/result": map[string]any{"outcome": "x", "note": "x"},
		"/bulk":      map[string]any{"act": "claim", "which": "chosen", "folios": []string{"x"}, "filter": map[string]any{"agency": "x", "tracer": "x", "q": "x"}, "justification": "x"},
		"/licensees": map[string]any{"name": "x", "kinds": []string{"dealer"}, "city": "x", "phone": "x", "note": "x"},
	}
	for _, r := range (&api.API{}).Routes() {
		path := "/api/v1" + strings.ReplaceAll(params.ReplaceAllStringFunc(r.Path, func(p string) string {
			if p == ":folio" {
				return folio
			}
			return "x"
		}), "//", "/")
		if r.Method == http.MethodGet {
			a.n++
			note(h.call(t, "live/"+who, r.Method, path+"?q="+fmt.Sprintf("kanari%05dvogel", a.n), nil))
			continue
		}
		text, err := json.Marshal(bodies[r.Path[strings.LastIndex(r.Path, "/"):]])
		ok(t, err)
		for _, at := range regexp.MustCompile(`:"([^"]*)"`).FindAllSubmatchIndex(text, -1) {
			body := string(text[:at[2]]) + a.bird() + string(text[at[3]:])
			note(h.send(t, http.DefaultClient, r.Method, path, body, "Content-Type", "application/json", "Authorization", "Bearer "+h.keys["live/"+who]))
		}
	}
}

// lose sends what no form and no program should.
func (h *house) lose(t *testing.T, a *aviary, note func(reply)) {
	t.Helper()
	c := browser(t)
	h.signIn(t, c, "", a.bird(), a.bird())
	h.signIn(t, c, "", "ana", a.bird())
	for _, path := range []string{"/", "/requests/", "/seizures/", "/static/", "/api/v1/requests/", "/suggest/"} {
		h.send(t, c, http.MethodGet, path+a.bird()+"?"+a.bird()+"="+a.bird(), "", "User-Agent", a.bird(), "Referer", a.bird(), "X-Forwarded-For", a.bird(), "Cookie", "rastreo="+a.bird())
		h.send(t, http.DefaultClient, http.MethodGet, path, "", "Authorization", "Bearer rst_live_"+a.bird(), "Accept-Language", a.bird(), "X-Request-Id", a.bird())
	}
	note(h.send(t, c, http.MethodPost, "/api/v1/seizures", `{"`+a.bird()+`":`, "Content-Type", "application/json", "Authorization", "Bearer "+h.keys["live/ana"]))
	h.send(t, c, http.MethodPost, "/csp-report", `[{"type":"csp-violation","body":{"documentURL":"`+a.bird()+`","effectiveDirective":"`+a.bird()+`"}}]`)
}
