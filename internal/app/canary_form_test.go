package app_test

import (
	"bytes"
	"database/sql"
	"fmt"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"rastreo/internal/db/dbtest"
	"rastreo/internal/site"
)

// unsent are the routes that take what somebody posts and that no form with
// something to type in it leads to, each with the reason.
var unsent = map[string]string{
	"/account/factors/:id/remove":         "a button; nobody here has a factor",
	"/account/factors/codes":              "a button",
	"/account/factors/passkey":            "sent by a script",
	"/account/factors/passkey/begin":      "sent by a script",
	"/account/keys/:id/revoke":            "a button",
	"/account/sessions/:id/end":           "a button",
	"/account/sessions/end":               "a button",
	"/audit/breaks/:id":                   "two buttons",
	"/drafts":                             "a button",
	"/drafts/:id/discard":                 "a button",
	"/drafts/:id/file":                    "a button",
	"/audit/review":                       "a button",
	"/drafts/:id/firearms":                "a button",
	"/drafts/:id/firearms/:n/remove":      "a button",
	"/drafts/:id/people":                  "a button",
	"/drafts/:id/people/:n/remove":        "a button",
	"/login/code":                         "after a first step; sent by the lost",
	"/login/recovery":                     "after a first step; sent by the lost",
	"/login/passkey":                      "sent by a script",
	"/login/passkey/begin":                "sent by a script",
	"/account/mail/address":               "mail is not set up here",
	"/account/mail/confirm":               "mail is not set up here",
	"/system/mail":                        "a button",
	"/logout":                             "a button",
	"/notices/read":                       "a button",
	"/prove/passkey":                      "sent by a script",
	"/prove/passkey/begin":                "sent by a script",
	"/bulk/:id/confirmation":              "a button",
	"/bulk/:id/undo":                      "a button",
	"/queue/claims":                       "a button",
	"/requests/:folio/claim":              "a button",
	"/views/:id/raise":                    "a button",
	"/views/:id/delete":                   "a button",
	"/requests/:folio/links/:id/undo":     "a button",
	"/requests/:folio/proposal/approve":   "a button",
	"/requests/:folio/proposal/return":    "nothing waits there",
	"/requests/:folio/proposal/withdraw":  "a button",
	"/requests/:folio/recall":             "a button",
	"/requests/:folio/release":            "a button",
	"/seizures/:folio/bars/:id/undo":      "a button",
	"/seizures/:folio/decoy":              "a button",
	"/seizures/:folio/decoy/undo":         "a button",
	"/seizures/:folio/named/:id":          "two buttons",
	"/session/stay":                       "sent by a script",
	"/requests/:folio/presence":           "sent by a script",
	"/session/typed":                      "sent by a script",
	"/transfers/:id/approve":              "a button",
	"/shared/:id/approve":                 "a button",
	"/shared/:id/refuse":                  "a button",
	"/shared/:id/revoke":                  "a button",
	"/shared/:id/stop":                    "a button",
	"/office/changes/:id/approve":         "a button",
	"/office/changes/:id/refuse":          "a button",
	"/office/people/:id/disable":          "a button",
	"/office/people/:id/enable":           "a button",
	"/office/people/:id/invite":           "a button",
	"/office/people/:id/keys/:key/revoke": "a button",
	"/office/people/:id/sessions":         "a button",
	"/office/people/:id/unlock":           "a button",
}

// everyForm holds the forms that were sent with words of ours against the
// routes: a form that is new and not reached is a fault, and so is a reason for
// one that is.
func (a *aviary) everyForm(t *testing.T) {
	t.Helper()
	n := 0
	for _, r := range (&site.Site{}).Routes() {
		if r.Method != http.MethodPost {
			continue
		}
		n++
		switch reason, excused := unsent[r.Path]; {
		case !a.sent[r.Path] && !excused:
			t.Errorf("nothing was typed into a form of %s (met: %v)", r.Path, a.met[r.Path])
		case a.sent[r.Path] && excused:
			t.Errorf("%s has a form: it is not %q", r.Path, reason)
		}
	}
	t.Logf("%d of %d routes have forms that words were typed into; %d words", len(a.sent), n, a.n)
}

// routeOf is the route that a form of this address is for.
func routeOf(address string) string {
	u, _ := url.Parse(address)
	var found string
	for _, r := range (&site.Site{}).Routes() {
		if r.Method != http.MethodPost {
			continue
		}
		pattern := "^" + params.ReplaceAllString(regexp.QuoteMeta(r.Path), "[^/]+") + "$"
		if regexp.MustCompile(pattern).MatchString(u.Path) && (found == "" || !strings.Contains(r.Path, ":")) {
			found = r.Path
		}
	}
	return found
}

// furnish lets everybody do what forms hang on, and says where each begins. The
// folio is of a request in the tracer's hands.
func (h *house) furnish(t *testing.T) (folio string, begin map[string][]string) {
	t.Helper()
	as := map[string]*http.Client{}
	for _, who := range typists {
		as[who] = browser(t)
		h.signIn(t, as[who], "", who, phrase)
	}
	post := func(who, path string, fields ...string) string {
		t.Helper()
		form := url.Values{}
		for i := 0; i < len(fields); i += 2 {
			form.Add(fields[i], fields[i+1])
		}
		r := h.send(t, as[who], http.MethodPost, path, form.Encode(), "Content-Type", "application/x-www-form-urlencoded")
		if r.StatusCode != http.StatusSeeOther || strings.Contains(r.Header.Get("Location"), "/prove") {
			t.Fatalf("%s by %s: %d %s", path, who, r.StatusCode, r.Header.Get("Location"))
		}
		return r.Header.Get("Location")
	}
	first := func(who, page, pattern string) string { return h.first(t, as[who], page, pattern) }
	open, requests := h.file(t, "live/ana", "", 2)
	few, hidden := h.file(t, "live/ana", "", 4)
	_, twins := h.file(t, "live/ana", "", 2)
	work := func(i int, act string, body any) {
		if r := h.call(t, "live/tracer1", http.MethodPost, "/api/v1/requests/"+requests[i]+"/"+act, body); r.StatusCode >= http.StatusBadRequest {
			t.Fatalf("%s: %d %s", act, r.StatusCode, r.body)
		}
	}
	work(0, "claim", nil)
	work(0, "contacts", map[string]any{"kind": "manufacturer", "name": "Cugir", "channel": "email"})
	work(1, "claim", nil)
	work(1, "questions", map[string]any{"text": "Look again.", "fields": []string{"model"}})
	post("ana", "/seizures/"+few+"/restriction", "named", "chief eva")
	post("chief", "/seizures/"+few+"/named", "kind", "open")
	for range 3 {
		post("ana", "/seizures/"+open+"/grant", "to", "FGJ-TAM", "readers", "beto", "purpose", "related_case", "words", "El mismo grupo.",
			"until.day", "28", "until.month", fmt.Sprint(int(h.config.Now().AddDate(0, 1, 0).Month())), "until.year", fmt.Sprint(h.config.Now().AddDate(0, 1, 0).Year()))
	}
	for range 2 {
		post("chief", first("chief", "/shared", `action="(/shared/[^"]+/approve)"`))
	}
	post("vecina", first("vecina", "/shared", `action="(/shared/[^"]+/accept)"`), "readers", "beto")
	handed, _ := h.file(t, "live/ana", "", 1)
	moved := post("ana", "/seizures/"+handed+"/transfer", "to", "FGJ-TAM", "document", "OF/1", "transfer_reason", "joined", "handed.day", "5", "handed.month", "1", "handed.year", "2026")
	post("chief", moved+"/approve")
	post("chief", "/shared/break", "break_folio", few, "break_reason", "danger", "break_words", "Urge.")
	post("admin", "/office/invite", "person_name", "Luz Ñáñez", "username", "luz.nanez", "role", "coordinator", "language", "es", "zone", "America/Tijuana")
	answer := first("tracer1", "/requests/"+requests[0], `href="(/requests/[^"]+/contacts/[^"]+/answer)"`)
	about := strings.TrimSuffix(answer, "/answer")
	post("tracer1", "/requests/"+requests[0]+"/open", "purpose", "trace_chain")
	h.attach(t, as["tracer1"], about+"/documents")
	paper := first("tracer1", "/requests/"+requests[0], `href="(/requests/[^"]+/documents/[^"]+/strike)"`)
	post("boss", "/wordings", "title.es", "Foto", "title.en", "Picture", "words.es", "Mande una foto.", "words.en", "Send a picture.")
	ready := first("boss", "/wordings", `href="(/wordings/[^"]+/change)"`)
	seller := post("tracer1", "/licensees", "name", "Cugir", "kinds[0]", "importer")
	post("tracer1", "/views", "name", "Vencen hoy", "due", "today")
	kept := first("tracer1", "/views", `href="(/views/[^"]+/change)"`)
	draft := post("ana", "/drafts")
	post("ana", draft+"/firearms")
	at, few := "/seizures/"+open, "/seizures/"+few
	return requests[0], map[string][]string{
		"ana": {
			"/requests/" + requests[2] + "/links?other=" + twins[2], draft + "/firearms/1/same?folio=" + requests[2], draft + "/people",
			at + "/transfer", few + "/withdrawal?requests=" + hidden[0], few + "/access", at + "/access", "/requests/" + requests[1], "/requests/" + requests[2], "/shared", "/account/password", "/account/factors/totp", "/prove?next=/account",
		},
		"chief":   {at + "/decoy", few + "/access", at + "/access", at, "/office/changes", "/shared", "/shared/break"},
		"eva":     {few + "/access"},
		"beto":    {at, "/shared"},
		"vecina":  {moved, "/shared"},
		"tracer1": {answer, "/bulk?which=all", about + "/reminders", about + "/correction", about + "/documents", paper, about + "/strike", seller + "/change", "/licensees/new", "/views/new?due=today", kept, "/requests/" + requests[0], "/requests/" + requests[0] + "/contacts", "/requests/" + requests[0] + "/questions", "/requests/" + requests[0] + "/priority", "/requests/" + requests[0] + "/result"},
		"boss":    {ready, "/shared/all", "/requests/" + requests[0], "/requests/" + requests[0] + "/assignment"},
		"admin":   {"/office", "/office/invite", "/office/changes"},
		"auditor": {"/audit/breaks", "/audit/review"},
	}
}

// attach adds a document to a contact.
func (h *house) attach(t *testing.T, c *http.Client, at string) {
	t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	ok(t, m.WriteField("form_token", token(t, c, h.url+at)))
	ok(t, m.WriteField("claim", "1"))
	file, err := m.CreateFormFile("files", "4473.pdf")
	ok(t, err)
	_, err = file.Write([]byte("%PDF-1.7"))
	ok(t, err)
	ok(t, m.Close())
	if r := h.send(t, c, http.MethodPost, at, body.String(), "Content-Type", m.FormDataContentType()); r.StatusCode != http.StatusSeeOther {
		t.Fatalf("%s: %d", at, r.StatusCode)
	}
}

// first is what a page shows first of a pattern.
func (h *house) first(t *testing.T, c *http.Client, page, pattern string) string {
	t.Helper()
	found := regexp.MustCompile(pattern).FindStringSubmatch(h.send(t, c, http.MethodGet, page, "").body)
	if found == nil {
		t.Fatalf("%s shows no %s", page, pattern)
	}
	return found[1]
}

// likeness is what names one thing in an address.
var likeness = regexp.MustCompile(`[A-Z]{2}-\d{4}-[0-9A-Z-]+|[0-9A-Z]{26}|\d+`)

// typeInto follows every link of whoever is signed in, a few of each kind, and
// sends every form it meets with a marked word in each field: all at once, and
// then each alone.
func (h *house) typeInto(t *testing.T, c *http.Client, begin []string, a *aviary, note func(reply)) {
	t.Helper()
	todo, seen, kinds := slices.Concat(begin, []string{"/", "/login", "/account"}), map[string]bool{}, map[string]int{}
	for i, path := range begin {
		kinds[likeness.ReplaceAllString(path, "x")] = -len(begin) + i
	}
	for len(todo) > 0 {
		path := todo[0]
		todo = todo[1:]
		kind := likeness.ReplaceAllString(path, "x")
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
			route := routeOf(action)
			a.met[route] = true
			if kinds["form "+route]++; kinds["form "+route] > 2 || ending.MatchString(action) || strings.HasSuffix(action, "/close") && f.Find("textarea").Length() == 0 {
				return
			}
			h.fillIn(t, c, action, f, a, note)
		})
	}
}

// ending are forms after which there is less to type into.
var ending = regexp.MustCompile(`^/logout|/(discard|remove|revoke|end|disable|undo|stop|refuse|release|recall)$`)

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
	for name := range fixed { // what is chosen can be typed, too
		if name != "form_token" && !slices.Contains(free, name) {
			free = append(free, name)
		}
	}
	if len(whole) > len(fixed) || len(free) > 0 {
		a.sent[routeOf(action)] = true
	}
	send(whole)
	for _, name := range slices.Compact(free)[:min(len(slices.Compact(free)), 24)] {
		one := maps.Clone(fixed)
		one.Set(name, a.bird())
		send(one)
	}
}

// sendScripts sends what only scripts send, with a marked word in it.
func (h *house) sendScripts(t *testing.T, c *http.Client, a *aviary, note func(reply)) {
	t.Helper()
	for _, r := range (&site.Site{}).Routes() {
		if unsent[r.Path] != "sent by a script" {
			continue
		}
		body, kind := `{"id":"`+a.bird()+`","response":{"clientDataJSON":"`+a.bird()+`"},"name":"`+a.bird()+`"}`, "application/json"
		if strings.HasPrefix(r.Path, "/session/") {
			body, kind = url.Values{"reason": {a.bird()}, "text": {a.bird()}}.Encode(), "application/x-www-form-urlencoded"
		}
		note(h.send(t, c, r.Method, r.Path+"?at=/account&name="+a.bird(), body, "Content-Type", kind, "Accept", "application/json"))
	}
}

// typedInto are the tables of a world that hold what somebody typed. In every
// other there are ids, codes and hashes.
var typedInto = []string{
	"account", "api_key", "draft", "kept", "seizure", "request", "request_term", "person", "person_term", "trait", "question", "message", "contact", "result", "event",
	"link", "party", "share", "licensee", "licensee_term", "wording", "view", "bulk", "document", "transfer", "break_glass", "factor", "session",
}

// quietTables looks through every row of every table of a world that nobody
// types into.
func (h *house) quietTables(t *testing.T, dsn string, typed []string) {
	t.Helper()
	driver, list := "sqlite", `SELECT name FROM sqlite_master WHERE type = 'table'`
	if u, err := url.Parse(dsn); err == nil && u.Scheme == "postgres" {
		driver, list = "pgx", `SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()`
		whole, err := url.Parse(os.Getenv(dbtest.Server)) // whoever serves is shown only a reader's
		ok(t, err)
		q := whole.Query()
		q.Set("search_path", u.Query().Get("search_path"))
		whole.RawQuery = q.Encode()
		dsn = whole.String()
	} else {
		dsn = "file:" + dsn + "?mode=ro"
	}
	d, err := sql.Open(driver, dsn)
	ok(t, err)
	defer d.Close()
	rows, err := d.QueryContext(t.Context(), list)
	ok(t, err)
	defer rows.Close()
	var tables []string
	for rows.Next() {
		var name string
		ok(t, rows.Scan(&name))
		tables = append(tables, name)
	}
	ok(t, rows.Err())
	n := 0
	for _, table := range tables {
		if slices.Contains(typed, table) {
			continue
		}
		seen := quietTable(t, d, table)
		n += seen
		if table == "notice" && seen == 0 && typed != nil {
			t.Error("nobody has a notice: not every row is seen")
		}
	}
	if len(tables) < 20 || n < 100 {
		t.Errorf("only %d rows in %d tables", n, len(tables))
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
			row[i] = new(any)
		}
		ok(t, all.Scan(row...))
		for _, cell := range row {
			switch v := (*cell.(*any)).(type) {
			case string:
				quiet(t, "table "+table, v)
			case []byte:
				quiet(t, "table "+table, string(v))
			}
		}
	}
	ok(t, all.Err())
	return rows
}

// serverLog reads what the database's server logs from now on, where that lies
// beside its data and may be read.
func serverLog(t *testing.T, dsn string) func() string {
	t.Helper()
	none := func() string { return "" }
	if !strings.HasPrefix(dsn, "postgres") {
		return none
	}
	d, err := sql.Open("pgx", os.Getenv(dbtest.Server))
	ok(t, err)
	defer d.Close()
	var data string
	ok(t, d.QueryRowContext(t.Context(), `SHOW data_directory`).Scan(&data))
	f, err := os.Open(filepath.Join(filepath.Dir(data), "server.log"))
	if err != nil {
		t.Log("the log of the server cannot be read")
		return none
	}
	t.Cleanup(func() { ok(t, f.Close()) })
	_, err = f.Seek(0, io.SeekEnd)
	ok(t, err)
	return func() string {
		text, err := io.ReadAll(f)
		ok(t, err)
		return string(text)
	}
}
