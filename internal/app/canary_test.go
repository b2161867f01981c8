package app_test

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"rastreo/internal/api"
	"rastreo/internal/db/dbtest"
	"rastreo/internal/site"
	"rastreo/internal/store/storetest"
)

// aviary makes words that nobody types by chance, each of them once.
type aviary struct{ n int }

func (a *aviary) bird() string { a.n++; return fmt.Sprintf("kanari%05dvogel", a.n) }

var birds = regexp.MustCompile(`(?i)kanari\d{5}vogel`)

// TestCanaries types a thousand marked words into every form of the live world
// and every body of its API, as everybody, rightly and wrongly, and then looks
// for them where none may be: in the log, the figures, the addresses that
// people are led to, the tables of the log, pages of others, and all of the
// other world.
func TestCanaries(t *testing.T) {
	h, a := newHouse(t, dbtest.SQLite), &aviary{}
	told := ""
	note := func(r reply) {
		told += r.Header.Get("Location") + "\n"
	}
	_, folios := h.file(t, "live/ana", "", 1)
	h.call(t, "live/tracer1", http.MethodPost, "/api/v1/requests/"+folios[0]+"/claim", nil)
	for _, who := range []string{"ana", "chief", "tracer1", "boss", "admin", "auditor", "operator"} {
		c := browser(t)
		h.signIn(t, c, "", who, phrase)
		if who == "ana" || who == "chief" {
			draft := h.send(t, c, http.MethodPost, "/drafts", "", "Content-Type", "application/x-www-form-urlencoded").Header.Get("Location")
			for _, part := range []string{"/firearms", "/people"} {
				h.send(t, c, http.MethodPost, draft+part, "", "Content-Type", "application/x-www-form-urlencoded")
			}
		}
		h.typeInto(t, c, a, note)
	}
	h.typeInto(t, browser(t), a, note)
	for _, who := range []string{"ana", "chief", "tracer1", "boss", "admin", "auditor", "operator"} {
		h.address(t, who, a)
	}
	for _, who := range []string{"ana", "tracer1", "boss"} {
		h.sendBodies(t, who, folios[0], a, note)
	}
	h.lose(t, a, note)
	ok(t, h.Tick(t.Context()))
	if a.n < 1000 {
		t.Errorf("only %d words were typed", a.n)
	}
	quiet(t, "the log", h.log.String())
	quiet(t, "an address", told)
	quiet(t, "the figures", ask(t, h, "/metrics").body)
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
	ok(t, h.Close())
	h.quietTables(t)
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

// quietTables looks through every row that the log keeps, and what is counted.
func (h *house) quietTables(t *testing.T) {
	t.Helper()
	d, err := sql.Open("sqlite", "file:"+h.config.Live+"?mode=ro")
	ok(t, err)
	defer d.Close()
	rows := 0
	for _, table := range []string{"audit", "ledger", "rate", "counter", "outbox"} {
		rows += quietTable(t, d, table)
	}
	if rows < 100 {
		t.Errorf("only %d rows", rows)
	}
}

func quietTable(t *testing.T, d *sql.DB, table string) (rows int) {
	t.Helper()
	all, err := d.QueryContext(t.Context(), "SELECT * FROM "+table)
	ok(t, err)
	defer all.Close()
	columns, err := all.Columns()
	ok(t, err)
	for ; all.Next(); rows++ {
		row := make([]any, len(columns))
		for i := range row {
			row[i] = new(sql.RawBytes)
		}
		ok(t, all.Scan(row...))
		for _, cell := range row {
			if text, is := cell.(*sql.RawBytes); is {
				quiet(t, "table "+table, string(*text))
			}
		}
	}
	ok(t, all.Err())
	return rows
}

// typeInto follows every link of whoever is signed in, a few of each kind, and
// sends every form it meets with a marked word in each field: all at once, and
// then each alone.
func (h *house) typeInto(t *testing.T, c *http.Client, a *aviary, note func(reply)) {
	t.Helper()
	todo, seen, kinds := []string{"/", "/login", "/account"}, map[string]bool{}, map[string]int{}
	for len(todo) > 0 {
		path := todo[0]
		todo = todo[1:]
		kind := regexp.MustCompile(`[A-Z]{2}-\d{4}-[0-9A-Z-]+|[0-9A-Z]{26}|\d+`).ReplaceAllString(path, "x")
		if seen[path] || kinds[kind] >= 2 || strings.HasPrefix(path, "/static") || strings.HasPrefix(path, "/training") {
			continue
		}
		seen[path] = true
		kinds[kind]++
		r := h.send(t, c, http.MethodGet, path, "")
		if to := r.Header.Get("Location"); to != "" {
			todo = append(todo, to)
			continue
		}
		page, err := goquery.NewDocumentFromReader(strings.NewReader(r.body))
		ok(t, err)
		page.Find("a[href^='/']").Each(func(_ int, l *goquery.Selection) {
			to, _, _ := strings.Cut(l.AttrOr("href", ""), "#")
			todo = append(todo, to)
		})
		page.Find("form[method=post]").Each(func(_ int, f *goquery.Selection) {
			action := f.AttrOr("action", "")
			what := regexp.MustCompile(`[A-Z]{2}-\d{4}-[0-9A-Z-]+|[0-9A-Z]{26}|\d+`).ReplaceAllString(action, "x")
			if kinds["form "+what]++; kinds["form "+what] > 2 || ending.MatchString(action) {
				return
			}
			h.fillIn(t, c, action, f, a, note)
		})
	}
}

// ending are forms after which there is less to type into.
var ending = regexp.MustCompile(`^/logout|/(discard|remove|revoke|end)$`)

// fillIn sends one form.
func (h *house) fillIn(t *testing.T, c *http.Client, action string, f *goquery.Selection, a *aviary, note func(reply)) {
	t.Helper()
	fixed, free := url.Values{}, []string{}
	f.Find("input, select, textarea").Each(func(_ int, e *goquery.Selection) {
		name := e.AttrOr("name", "")
		switch {
		case name == "" || name == "lang":
		case e.Is("[type=hidden]"):
			fixed.Set(name, e.AttrOr("value", ""))
		case e.Is("select"):
			fixed.Set(name, e.Find("option").Eq(1).AttrOr("value", ""))
			free = append(free, name)
		case e.Is("[type=radio], [type=checkbox]"):
			fixed.Set(name, e.AttrOr("value", ""))
		default:
			free = append(free, name)
		}
	})
	send := func(form url.Values) {
		note(h.send(t, c, http.MethodPost, action, form.Encode(), "Content-Type", "application/x-www-form-urlencoded"))
	}
	whole := maps.Clone(fixed)
	for _, name := range free {
		whole.Set(name, a.bird())
	}
	send(whole)
	for _, name := range slices.Compact(free)[:min(len(slices.Compact(free)), 24)] {
		one := maps.Clone(fixed)
		one.Set(name, a.bird())
		send(one)
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
