package app_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"

	"rastreo/internal/account"
	"rastreo/internal/app"
	"rastreo/internal/demo"
	"rastreo/internal/i18n"
	"rastreo/internal/site"
	"rastreo/locales"
)

// unlinked lists the pages that no link leads to, and why.
var unlinked = map[string]string{
	"/municipios/:entidad":        "asked by the script that fills the municipios in",
	"/postal/:country/:code":      "asked by the script that fills in what a postal code tells",
	"/suggest/:list":              "asked by the script that suggests while a firearm is typed",
	"/suggest/settlement":         "asked by the script that suggests while a place is typed",
	"/suggest/licensee":           "asked by the script that suggests whom to ask",
	"/suggest/county":             "asked by the script that suggests while a place is typed",
	"/login/code":                 "the second step of signing in, where a password is not enough",
	"/login/recovery":             "linked from the second step of signing in",
	"/seizures/:folio/withdrawal": "where the form of a seizure leads, with what was ticked",
	"/prove":                      "where the gate leads before an act that needs a fresh proof",
}

// Whoever follows every link, in every role and language, finds a whole page
// behind each: answered, titled, with one heading and in one language; and
// meets every page that the site has.
func TestCrawl(t *testing.T) {
	t.Parallel()
	s := staged(t, app.Config{Training: "training.db"})
	must(t, s.Daily(t.Context()))
	met := map[string]bool{}
	for _, lang := range i18n.Langs {
		for _, who := range []string{"", "fgr.mendez", "tam.coordina", "ntc.walker", "ntc.supervisor", "fgr.admin", "ntc.admin", "ntc.auditor", "ntc.trainer", "fgr.alumna", "ntc.operator"} {
			t.Run(cmp.Or(who, "stranger")+"/"+lang, func(t *testing.T) {
				c := s.crawler(t, lang)
				if who != "" {
					c.enter(who)
				}
				c.crawl("/training/")
				maps.Copy(met, c.met)
			})
		}
	}
	for _, r := range (&site.Site{}).Routes() {
		if r.Method == http.MethodGet && !met[r.Path] && unlinked[r.Path] == "" {
			t.Errorf("no link leads to %s", r.Path)
		}
		if met[r.Path] && unlinked[r.Path] != "" {
			t.Errorf("%s is linked after all", r.Path)
		}
	}
}

// crawler is somebody who follows links.
type crawler struct {
	*http.Client
	t      testing.TB
	host   string
	lang   string
	met    map[string]bool // patterns of routes
	count  map[string]int  // pages seen by pattern
	routes []route
	words  []string // of the other language
}

// route is a page of the site as a pattern of paths.
type route struct {
	path    string
	pattern *regexp.Regexp
}

func (s *served) crawler(t testing.TB, lang string) *crawler {
	t.Helper()
	jar, err := cookiejar.New(nil)
	must(t, err)
	c := &crawler{
		Client: &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }},
		t:      t, host: s.url, lang: lang, met: map[string]bool{}, count: map[string]int{}, words: foreignWords(t, lang),
	}
	for _, r := range (&site.Site{}).Routes() {
		if r.Method == http.MethodGet {
			pattern := regexp.MustCompile(`:[a-z]+`).ReplaceAllString(r.Path, `[^/]+`)
			c.routes = append(c.routes, route{r.Path, regexp.MustCompile("^/training" + pattern + "$")})
		}
	}
	c.post("/training/language", url.Values{"lang": {lang}, "back": {"/help"}})
	return c
}

// enter signs somebody in, in the crawler's language, with a draft begun so
// that there is one to look at.
func (c *crawler) enter(who string) {
	c.t.Helper()
	c.post("/training/login", url.Values{"username": {who}, "password": {demo.Password}})
	c.post("/training/language", url.Values{"lang": {c.lang}, "back": {"/help"}})
	role := roleOf(who)
	if role.Staff() {
		work := c.post("/training/queue/claims", nil)
		c.post(work+"/contacts", url.Values{"kind": {"dealer"}, "name": {"Lone Star Guns"}, "claim": {"1"}})
		c.post(work+"/open", url.Values{"purpose": {"trace_chain"}, "back": {work[len("/training"):]}})
		c.attach(work)
	}
	switch role {
	case account.Tracer:
		c.post("/training/bulk?which=all", url.Values{"act": {"claim"}})
	case account.Supervisor:
		c.post("/training/wordings", url.Values{"title.es": {"Foto"}, "title.en": {"Picture"}, "words.es": {"Mande una foto."}, "words.en": {"Send a picture."}})
	}
	if !role.Requester() {
		return
	}
	draft := c.post("/training/drafts", nil)
	c.post(draft+"/firearms", nil)
	c.post(draft+"/people", nil)
}

// attach adds a document to the contact of a request.
func (c *crawler) attach(work string) {
	c.t.Helper()
	res, err := c.Get(c.host + work)
	must(c.t, err)
	defer res.Body.Close()
	page, err := goquery.NewDocumentFromReader(res.Body)
	must(c.t, err)
	to := c.host + page.Find(".call-acts a[href$='/documents']").AttrOr("href", "")
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	must(c.t, m.WriteField("form_token", token(c.t, c.Client, to)))
	must(c.t, m.WriteField("claim", "1"))
	file, err := m.CreateFormFile("files", "4473.pdf")
	must(c.t, err)
	_, err = file.Write([]byte("%PDF-1.7"))
	must(c.t, err)
	must(c.t, m.Close())
	sent, err := c.Post(to, m.FormDataContentType(), &body)
	must(c.t, err)
	defer sent.Body.Close()
	if sent.StatusCode != http.StatusSeeOther {
		c.t.Fatalf("POST %s: %s", to, sent.Status)
	}
}

// roleOf is the role of somebody in the demonstration.
func roleOf(username string) (role account.Role) {
	for _, s := range demo.SignIns("", account.Roles) {
		if s.Username == username {
			role = s.Role
		}
	}
	return role
}

// post sends a form that must be taken, and returns where it leads.
func (c *crawler) post(path string, form url.Values) string {
	c.t.Helper()
	form = maps.Clone(form)
	if form == nil {
		form = url.Values{}
	}
	form.Set("form_token", token(c.t, c.Client, c.host+path))
	res, err := c.PostForm(c.host+path, form)
	must(c.t, err)
	defer res.Body.Close()
	if res.StatusCode != http.StatusSeeOther {
		c.t.Fatalf("POST %s: %s", path, res.Status)
	}
	return strings.SplitN(res.Header.Get("Location"), "#", 2)[0]
}

// enough is how many pages of one kind are looked at: the tenth request looks
// like the ninth.
const enough = 12

func (c *crawler) crawl(from string) {
	c.t.Helper()
	todo, seen := []string{from}, map[string]bool{from: true}
	for len(todo) > 0 {
		path := todo[0]
		todo = todo[1:]
		kind := c.kind(path)
		if c.count[kind]++; c.count[kind] > enough {
			continue
		}
		for _, next := range c.visit(path) {
			if !seen[next] {
				seen[next] = true
				todo = append(todo, next)
			}
		}
	}
}

// kind is the route a path belongs to.
func (c *crawler) kind(path string) string {
	path, _, _ = strings.Cut(path, "?")
	for _, r := range c.routes {
		if r.pattern.MatchString(path) && (strings.Contains(r.path, ":") || "/training"+r.path == path) {
			c.met[r.path] = true
			return r.path
		}
	}
	c.t.Errorf("%s is no page", path)
	return path
}

// visit opens a page, examines it and returns where it leads.
func (c *crawler) visit(path string) (links []string) {
	c.t.Helper()
	res, err := c.Get(c.host + path)
	must(c.t, err)
	defer res.Body.Close()
	if res.StatusCode == http.StatusSeeOther {
		return []string{strings.SplitN(res.Header.Get("Location"), "#", 2)[0]}
	}
	if strings.HasPrefix(res.Header.Get("Content-Disposition"), "attachment") {
		return nil
	}
	body, err := io.ReadAll(res.Body)
	must(c.t, err)
	if res.StatusCode != http.StatusOK {
		c.t.Errorf("%s: %s", path, res.Status)
		return nil
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(string(body)))
	must(c.t, err)
	c.examine(path, doc)
	doc.Find("a[href]").Each(func(_ int, a *goquery.Selection) {
		to, _, _ := strings.Cut(a.AttrOr("href", ""), "#")
		if to == "" {
			return
		}
		if !strings.HasPrefix(to, "/training/") {
			c.t.Errorf("%s: leads out of its world, to %s", path, to)
			return
		}
		links = append(links, to)
	})
	return links
}

// examine complains of a page that is not whole.
func (c *crawler) examine(path string, doc *goquery.Document) {
	c.t.Helper()
	if title := doc.Find("title").Text(); !strings.Contains(title, " · Rastreo") || strings.Contains(title, " ·  · ") {
		c.t.Errorf("%s: the title is %q", path, title)
	}
	if n := doc.Find("h1").Length(); n != 1 {
		c.t.Errorf("%s: %d h1", path, n)
	}
	if lang := doc.Find("html").AttrOr("lang", ""); !strings.HasPrefix(lang, c.lang) {
		c.t.Errorf("%s: lang is %q", path, lang)
	}
	if n := doc.Find("main, header.head, footer").Length(); n != 3 {
		c.t.Errorf("%s: %d landmarks", path, n)
	}
	text := own(doc)
	if found := odd.FindString(text); found != "" {
		c.t.Errorf("%s: says %q", path, found)
	}
	for _, word := range c.words {
		if strings.Contains(text, word) {
			c.t.Errorf("%s: says %q in the other language", path, strings.Trim(word, "\n"))
		}
	}
}

// odd is what no page says: a text or value that is missing, or the year of a
// time that is none. A serial number may well begin so.
var odd = regexp.MustCompile(`⟦|<no value>|%!|map\[|\b0001\b`)

// own is what a page says in its own words, each piece on a line: not what is
// marked as of another language or as somebody's own words.
func own(doc *goquery.Document) string {
	var b strings.Builder
	b.WriteString("\n")
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode && n.Data != "html" {
			for _, a := range n.Attr {
				switch {
				case a.Key == "lang", a.Key == "translate" && a.Val == "no":
					return
				case a.Key == "aria-label", a.Key == "title", a.Key == "placeholder", strings.HasPrefix(a.Key, "data-text-"), a.Key == "data-label":
					b.WriteString(a.Val + "\n")
				}
			}
			if n.Data == "script" || n.Data == "style" {
				return
			}
		}
		if n.Type == html.TextNode {
			if text := strings.Join(strings.Fields(n.Data), " "); text != "" {
				b.WriteString(text + "\n")
			}
		}
		for k := n.FirstChild; k != nil; k = k.NextSibling {
			walk(k)
		}
	}
	walk(doc.Get(0))
	return b.String()
}

// foreignWords lists the texts that only the other language has: whole lines
// of those without slots, and the longest fixed pieces of those with slots.
func foreignWords(t testing.TB, lang string) (words []string) {
	t.Helper()
	mine := strings.Join(slices.Collect(maps.Values(textsOf(t, lang))), "\n")
	for _, other := range i18n.Langs {
		if other == lang {
			continue
		}
		for _, text := range textsOf(t, other) {
			whole := !strings.Contains(text, "{{")
			for piece := range strings.SplitSeq(slots.ReplaceAllString(text, "\n"), "\n") {
				piece = strings.TrimSpace(piece)
				switch {
				case strings.Contains("\n"+mine+"\n", "\n"+piece+"\n") || len(piece) < 4:
				case whole:
					words = append(words, "\n"+piece+"\n")
				case len(piece) > 12 && !strings.Contains(mine, piece):
					words = append(words, piece)
				}
			}
		}
	}
	if len(words) < 500 {
		t.Fatalf("only %d words of the other language", len(words))
	}
	return words
}

var slots = regexp.MustCompile(`\{\{[^}]*\}\}`)

// textsOf reads every text of a language; those with plural forms, each.
func textsOf(t testing.TB, lang string) map[string]string {
	t.Helper()
	raw, err := locales.FS.ReadFile(lang + ".json")
	must(t, err)
	var all map[string]any
	must(t, json.Unmarshal(raw, &all))
	texts := map[string]string{}
	for key, v := range all {
		switch v := v.(type) {
		case string:
			texts[key] = v
		case map[string]any:
			for form, text := range v {
				texts[key+"."+form] = fmt.Sprint(text)
			}
		}
	}
	return texts
}
