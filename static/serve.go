package static

import (
	"encoding/json"
	"errors"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
)

// assets are the files of one build, read into memory once.
type assets struct {
	names map[string]string // logical name → served name
	files map[string]file   // by served name
}

// file is one file in each coding it was built in; "" is as it is.
type file struct {
	kind   string
	coding map[string][]byte
}

var kinds = map[string]string{
	".css":   "text/css; charset=utf-8",
	".js":    "text/javascript; charset=utf-8",
	".svg":   "image/svg+xml",
	".txt":   "text/plain; charset=utf-8",
	".woff2": "font/woff2",
}

// suffixes of the codings, the smaller one first.
var suffixes = []struct{ coding, suffix string }{{"br", ".br"}, {"gzip", ".gz"}}

// load reads the manifest and every file it names. Whatever is missing shows
// in check, so that a program without assets can still say what is wrong.
func load(fsys fs.FS) *assets {
	a := &assets{names: map[string]string{}, files: map[string]file{}}
	text, err := fs.ReadFile(fsys, "manifest.json")
	if err != nil || json.Unmarshal(text, &a.names) != nil {
		return a
	}
	for _, name := range a.names {
		whole, err := fs.ReadFile(fsys, name)
		kind := kinds[path.Ext(name)]
		if err != nil || kind == "" {
			continue
		}
		f := file{kind, map[string][]byte{"": whole}}
		for _, s := range suffixes {
			if packed, err := fs.ReadFile(fsys, name+s.suffix); err == nil {
				f.coding[s.coding] = packed
			}
		}
		a.files[name] = f
	}
	return a
}

func (a *assets) check() error {
	if len(a.names) == 0 {
		return errors.New("static: not built, run make")
	}
	for logical, name := range a.names {
		if _, ok := a.files[name]; !ok {
			return errors.New("static: " + logical + " is missing, run make")
		}
	}
	return nil
}

func (a *assets) url(logical string) string {
	if name, ok := a.names[logical]; ok {
		return "/static/" + name
	}
	return "/static/" + logical
}

// ServeHTTP answers GET and HEAD. Names change with their content, so an
// answer may be kept for ever; the notice, which has a fixed name, for a day.
func (a *assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		h.Set("Allow", "GET, HEAD")
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	name := path.Base(r.URL.Path)
	f, ok := a.files[name]
	if !ok {
		h.Set("Cache-Control", "no-store")
		w.WriteHeader(http.StatusNotFound)
		return
	}
	body := f.pick(r.Header.Get("Accept-Encoding"), h)
	h.Set("Content-Type", f.kind)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	h.Set("Cache-Control", lifetime(a.names, name))
	if r.Method == http.MethodGet {
		_, _ = w.Write(body) // a reader who left needs no answer
	}
}

func lifetime(names map[string]string, name string) string {
	if names[name] == name {
		return "public, max-age=86400"
	}
	return "public, max-age=31536000, immutable"
}

// pick returns the smallest coding the reader takes and names it in h.
func (f file) pick(accept string, h http.Header) []byte {
	if len(f.coding) > 1 {
		h.Set("Vary", "Accept-Encoding")
	}
	for _, s := range suffixes {
		if body, ok := f.coding[s.coding]; ok && takes(accept, s.coding) {
			h.Set("Content-Encoding", s.coding)
			return body
		}
	}
	return f.coding[""]
}

// takes reads an Accept-Encoding header (RFC 9110, 12.5.3): the coding by
// its name, else "*"; a weight of 0 refuses.
func takes(accept, coding string) bool {
	rest := false
	for item := range strings.SplitSeq(accept, ",") {
		name, weight, _ := strings.Cut(item, ";")
		name = strings.ToLower(strings.TrimSpace(name))
		q, err := strconv.ParseFloat(strings.TrimPrefix(strings.ReplaceAll(weight, " ", ""), "q="), 64)
		wanted := weight == "" || err == nil && q > 0
		if name == coding {
			return wanted
		}
		rest = rest || name == "*" && wanted
	}
	return rest
}
