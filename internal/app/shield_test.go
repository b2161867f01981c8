package app_test

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"rastreo/internal/api"
	"rastreo/internal/app"
	"rastreo/internal/db/dbtest"
	"rastreo/internal/gate"
	"rastreo/internal/site"
	"rastreo/static"
)

// shields are the headers that every answer has, whatever its route and
// status.
var shields = map[string]string{
	"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer",
	"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp",
	"Strict-Transport-Security": "max-age=63072000; includeSubDomains",
}

// refusals are what a policy must say, word for word.
var refusals = []string{
	"default-src 'none'", "'strict-dynamic'", "style-src 'self'", "img-src 'self' blob:", "font-src 'self'", "connect-src 'self'", "form-action 'self'",
	"base-uri 'none'", "object-src 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'", "trusted-types 'none'", "report-to csp",
}

var nonces = regexp.MustCompile(`script-src 'nonce-([A-Z2-7]{26})' 'strict-dynamic'`)

// TestShields asks for every route of both worlds as everybody, rightly and
// wrongly, and looks at the headers of every answer.
func TestShields(t *testing.T) {
	t.Parallel()
	h := newHouse(t, dbtest.SQLite)
	h.reopen(t, func(c *app.Config) { c.Secure = true })
	statuses, seen := map[int]bool{}, map[string]bool{}
	ask := func(method, path, body string, header ...string) {
		t.Helper()
		r := httptest.NewRequestWithContext(t.Context(), method, "https://rastreo.test"+path, strings.NewReader(body))
		for i := 0; i < len(header); i += 2 {
			r.Header.Add(header[i], header[i+1])
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		statuses[w.Code] = true
		shielded(t, method+" "+path, w, seen)
	}
	for _, base := range []string{"", "/training"} {
		world := map[string]string{"": "live/", "/training": "training/"}[base]
		cookies := map[string]string{"": ""}
		for _, who := range []string{"ana", "tracer1", "auditor"} {
			cookies[who] = h.cookie(t, base, who)
		}
		for _, r := range (&site.Site{}).Routes() {
			path := base + params.ReplaceAllString(r.Path, "x")
			for _, cookie := range cookies {
				ask(r.Method, path, "a=b", "Cookie", cookie, "Content-Type", "application/x-www-form-urlencoded")
			}
			ask(r.Method, path+"?q=%ff", "", "Cookie", cookies["ana"])
			ask(r.Method, path, "", "Cookie", cookies["ana"], "Sec-Fetch-Site", "cross-site")
		}
		ask(http.MethodPost, base+api.Root+"/seizures", `{"narrative":"`+strings.Repeat("a", gate.MaxBody)+`"}`, "Authorization", "Bearer "+h.keys[world+"ana"], "Content-Type", "application/json")
		for _, r := range (&api.API{}).Routes() {
			path := base + api.Root + params.ReplaceAllString(r.Path, "x")
			for _, key := range []string{"", "Bearer " + h.keys[world+"ana"], "Bearer " + h.keys[world+"tracer1"], "Bearer x"} {
				ask(r.Method, path, "{}", "Authorization", key, "Content-Type", "application/json")
			}
			ask(r.Method, path, "{", "Authorization", "Bearer "+h.keys[world+"ana"], "Content-Type", "application/json")
		}
		for _, path := range []string{"/none", "/static/none", "/api/v1/none", static.URL("site.js"), static.URL("site.css"), gate.ReportPath, "/a%00b", "//"} {
			for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodDelete} {
				ask(method, base+path, "")
			}
		}
	}
	ask(http.MethodGet, "/training", "")
	ok(t, h.Close())
	ask(http.MethodGet, "/api/v1/requests", "", "Authorization", "Bearer "+h.keys["live/ana"])
	for _, status := range []int{200, 303, 308, 400, 401, 403, 404, 405, 413, 422, 503} {
		if !statuses[status] {
			t.Errorf("no answer had the status %d: %v", status, slices.Sorted(maps.Keys(statuses)))
		}
	}
	for _, path := range []string{"/healthz", "/readyz", "/metrics", "/none"} {
		w := httptest.NewRecorder()
		h.Ops().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
		if w.Header().Get("X-Content-Type-Options") != "nosniff" || w.Header().Get("Content-Security-Policy") != "default-src 'none'" {
			t.Errorf("%s: %v", path, w.Header())
		}
	}
}

var params = regexp.MustCompile(`[:*][a-z]+`)

// shielded complains of an answer that lacks a header, or says too much.
func shielded(t *testing.T, what string, w *httptest.ResponseRecorder, seen map[string]bool) {
	t.Helper()
	head := w.Header()
	for name, want := range shields {
		if got := head.Values(name); len(got) != 1 || got[0] != want {
			t.Errorf("%s: %d: %s is %q", what, w.Code, name, got)
		}
	}
	csp := head.Get("Content-Security-Policy")
	for _, rule := range refusals {
		if !strings.Contains(csp, rule) {
			t.Errorf("%s: %d: the policy lacks %s", what, w.Code, rule)
		}
	}
	found := nonces.FindStringSubmatch(csp)
	if len(found) != 2 || seen[found[1]] || strings.Contains(csp, "unsafe") {
		t.Fatalf("%s: %d: the policy is %s", what, w.Code, csp)
	}
	seen[found[1]] = true
	if html := strings.HasPrefix(head.Get("Content-Type"), "text/html"); html && strings.Contains(w.Body.String(), "<script") &&
		strings.Count(w.Body.String(), "<script") != strings.Count(w.Body.String(), `<script nonce="`+found[1]+`"`) {
		t.Errorf("%s: a script without the nonce of its answer", what)
	}
	if may := head.Get("Permissions-Policy"); !strings.Contains(may, "camera=()") || !strings.Contains(may, "publickey-credentials-get=(self)") {
		t.Errorf("%s: permissions %s", what, may)
	}
	kept := head.Get("Cache-Control")
	public := strings.Contains(what, "/static/") || strings.Contains(what, "openapi.json")
	if !public && kept != "no-store" || strings.Contains(what, "GET /static/site") && !strings.Contains(kept, "immutable") {
		t.Errorf("%s: %d: Cache-Control is %q", what, w.Code, kept)
	}
	for _, name := range []string{"Server", "X-Powered-By", "X-AspNet-Version"} {
		if head.Get(name) != "" {
			t.Errorf("%s: says %s", what, name)
		}
	}
}

// cookie signs somebody in and returns their session as a header has it.
func (h *house) cookie(t *testing.T, base, who string) string {
	t.Helper()
	form := url.Values{"username": {who}, "password": {phrase}}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "https://rastreo.test"+base+"/login", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	var all []string
	for _, c := range w.Result().Cookies() {
		all = append(all, c.Name+"="+c.Value)
	}
	if w.Code != http.StatusSeeOther || len(all) == 0 {
		t.Fatalf("sign-in of %s: %d", who, w.Code)
	}
	return strings.Join(all, "; ")
}
