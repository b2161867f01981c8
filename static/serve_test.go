package static

import (
	"io/fs"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

func small() *assets {
	return load(fstest.MapFS{
		"manifest.json":    {Data: []byte(`{"site.css":"site-1a2b.css","a.woff2":"a-77.woff2","NOTICE.txt":"NOTICE.txt"}`)},
		"site-1a2b.css":    {Data: []byte("plain")},
		"site-1a2b.css.br": {Data: []byte("brotli")},
		"site-1a2b.css.gz": {Data: []byte("gzipped")},
		"a-77.woff2":       {Data: []byte("font")},
		"NOTICE.txt":       {Data: []byte("notice")},
		"secret.css":       {Data: []byte("not in the manifest")},
	})
}

func TestServe(t *testing.T) {
	const forever, day = "public, max-age=31536000, immutable", "public, max-age=86400"
	for _, c := range []struct {
		method, path, accept            string
		status                          int
		body, coding, kind, cache, vary string
	}{
		{"GET", "/static/site-1a2b.css", "", 200, "plain", "", "text/css; charset=utf-8", forever, "Accept-Encoding"},
		{"GET", "/training/static/site-1a2b.css", "gzip, deflate, br", 200, "brotli", "br", "text/css; charset=utf-8", forever, "Accept-Encoding"},
		{"GET", "/static/site-1a2b.css", "gzip", 200, "gzipped", "gzip", "text/css; charset=utf-8", forever, "Accept-Encoding"},
		{"GET", "/static/site-1a2b.css", "br;q=0, GZIP;q=0.5", 200, "gzipped", "gzip", "text/css; charset=utf-8", forever, "Accept-Encoding"},
		{"GET", "/static/site-1a2b.css", "*", 200, "brotli", "br", "text/css; charset=utf-8", forever, "Accept-Encoding"},
		{"GET", "/static/site-1a2b.css", "*, br; q=0, gzip;q=0", 200, "plain", "", "text/css; charset=utf-8", forever, "Accept-Encoding"},
		{"HEAD", "/static/site-1a2b.css", "br", 200, "", "br", "text/css; charset=utf-8", forever, "Accept-Encoding"},
		{"GET", "/static/a-77.woff2", "br", 200, "font", "", "font/woff2", forever, ""},
		{"GET", "/static/NOTICE.txt", "", 200, "notice", "", "text/plain; charset=utf-8", day, ""},
		{"GET", "/static/site.css", "", 404, "", "", "", "no-store", ""},
		{"GET", "/static/secret.css", "", 404, "", "", "", "no-store", ""},
		{"GET", "/static/site-1a2b.css.br", "", 404, "", "", "", "no-store", ""},
		{"GET", "/static/", "", 404, "", "", "", "no-store", ""},
		{"POST", "/static/site-1a2b.css", "", 405, "", "", "", "", ""},
	} {
		r := httptest.NewRequest(c.method, c.path, nil)
		r.Header.Set("Accept-Encoding", c.accept)
		w := httptest.NewRecorder()
		small().ServeHTTP(w, r)
		h := w.Header()
		got := []string{w.Body.String(), h.Get("Content-Encoding"), h.Get("Content-Type"), h.Get("Cache-Control"), h.Get("Vary"), h.Get("X-Content-Type-Options")}
		want := []string{c.body, c.coding, c.kind, c.cache, c.vary, "nosniff"}
		for i := range want {
			if got[i] != want[i] || w.Code != c.status {
				t.Errorf("%s %s (%s): %d %q, want %d %q", c.method, c.path, c.accept, w.Code, got[i], c.status, want[i])
			}
		}
	}
}

func TestURL(t *testing.T) {
	if got := small().url("site.css"); got != "/static/site-1a2b.css" {
		t.Errorf("url of a built file: %s", got)
	}
	w := httptest.NewRecorder()
	small().ServeHTTP(w, httptest.NewRequest(http.MethodGet, small().url("gone.css"), nil))
	if w.Code != http.StatusNotFound {
		t.Errorf("an unknown name was answered with %d", w.Code)
	}
}

func TestCheck(t *testing.T) {
	if err := small().check(); err != nil {
		t.Errorf("a whole build: %v", err)
	}
	if load(fstest.MapFS{}).check() == nil {
		t.Error("no build passed as one")
	}
	half := load(fstest.MapFS{"manifest.json": {Data: []byte(`{"site.js":"site-9.js"}`)}})
	if half.check() == nil {
		t.Error("a build without its script passed as whole")
	}
}

// No script of the house keeps anything in the browser: what is typed is kept by
// the house, and goes with the session.
func TestNothingIsKeptInTheBrowser(t *testing.T) {
	scripts, err := fs.Glob(FS, "*.js")
	if err != nil || len(scripts) == 0 {
		t.Fatalf("%d scripts, %v", len(scripts), err)
	}
	for _, name := range scripts {
		text, err := fs.ReadFile(FS, name)
		if err != nil {
			t.Fatal(err)
		}
		for _, place := range []string{"localStorage", "sessionStorage", "indexedDB", "caches", "serviceWorker", "document.cookie", "showSaveFilePicker"} {
			if strings.Contains(string(text), place) {
				t.Errorf("%s uses %s", name, place)
			}
		}
	}
}
