package site

import (
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"strings"
	"sync"

	"rastreo/internal/i18n"
)

// pages holds the templates, bound to the words of each language and zone
// that somebody reads in. All pages share one set, so that the parts are kept
// once: the shell of a page is base.html with the names of that page's title
// and main.
type pages struct {
	config   Config
	pristine *template.Template // never executed: only such a set can be cloned
	names    []string           // "request/show"
	mu       sync.Mutex
	bound    map[[2]string]*template.Template
}

// blocks are what each page defines for itself.
var blocks = []string{"title", "main"}

func readPages(c Config) (*pages, error) {
	p := &pages{config: c, bound: map[[2]string]*template.Template{}}
	p.pristine = template.New("").Funcs(Funcs(c.Bundle.Printer(i18n.Langs[0], nil), c.Base, c.Asset))
	base, err := fs.ReadFile(c.Web, "base.html")
	if err != nil {
		return nil, fmt.Errorf("site: %w", err)
	}
	files, err := fs.Glob(c.Web, "*/*.html")
	if err != nil {
		return nil, fmt.Errorf("site: %w", err)
	}
	for _, file := range append(files, "fault.html") {
		if err := p.read(file, string(base)); err != nil {
			return nil, fmt.Errorf("site: %s: %w", file, err)
		}
	}
	return p, nil
}

// read adds a file to the set: a part as it is, a page with its shell.
func (p *pages) read(file, base string) error {
	text, err := fs.ReadFile(p.config.Web, file)
	if err != nil {
		return err
	}
	if path.Dir(file) == "parts" {
		_, err = p.pristine.Parse(string(text))
		return err
	}
	name := strings.TrimSuffix(file, ".html")
	page := string(text) + strings.Replace(base, `{{define "base"}}`, `{{define "`+name+`"}}`, 1)
	for _, block := range blocks {
		own := `"` + name + " " + block + `"`
		page = strings.Replace(page, `{{define "`+block+`"}}`, `{{define `+own+`}}`, 1)
		page = strings.Replace(page, `{{template "`+block+`" .}}`, `{{template `+own+` .}}`, 1)
	}
	p.names = append(p.names, name)
	_, err = p.pristine.Parse(page)
	return err
}

// in returns the set that speaks a reader's language in their zone.
func (p *pages) in(lang, zone string) (*template.Template, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	key := [2]string{lang, p.config.Bundle.Zone(zone).String()}
	if set, ok := p.bound[key]; ok {
		return set, nil
	}
	set, err := p.pristine.Clone()
	if err != nil {
		return nil, fmt.Errorf("site: %w", err)
	}
	words := p.config.Bundle.Printer(lang, p.config.Bundle.Zone(zone))
	p.bound[key] = set.Funcs(Funcs(words, p.config.Base, p.config.Asset))
	return p.bound[key], nil
}
