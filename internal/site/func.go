package site

import (
	"fmt"
	"html/template"
	"net/url"
	"strings"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/catalog"
)

// Page is what every template is executed with.
type Page struct {
	Lang      string // language of the page, "es" or "en"
	Tag       string // the same for <html lang>, "es-MX" or "en-US"
	OtherLang string // language the switch offers
	World     string // "live" or "training"
	Path      string // path and query of this page without the world's base, for the way back
	User      *User  // nil when nobody is signed in
	Seen      *Seen  // who reads, when and what; nil when nobody is signed in
	Notices   int    // unread notices of the user
	Offers    int    // transfers that wait for the user's agency
	Passkeys  bool   // browsers can use passkeys here
	Problems  []Problem
	Advice    []Advice   // what would make a trace fail, at the fields of this page
	Advises   bool       // the fields of this page show advice
	HasForm   bool       // the page holds a form with id "page-form": the language switch submits it
	Form      url.Values // what the fields hold: as typed after an error, else as stored
	Keys      []Shortcut // what keys of the keyboard do for the user; none where they want none
	Lasts     int        // seconds until the session ends if nothing is asked for; 0 without one
	Flash     *Flash     // what the last act did, shown once
	Data      any        // the page's own
}

// Seen stands at the foot of what somebody reads, so that a photograph or a
// print of it tells whose it was.
type Seen struct {
	Name, Username, Agency string
	At                     time.Time
	Folio                  string // "" where the page is about no record
}

// User is what the header shows of whoever is signed in.
type User struct {
	Name   string
	Role   string // account.Role
	Agency string // acronym
	actor  account.Actor
}

// Can tells whether the reader's role may do an act at all, so that no page
// offers what would be refused. Whether it is time to prove again who it is
// does not matter here.
func (u User) Can(act account.Act) bool {
	u.actor.Proven = true
	return account.Can(u.actor, act, nil)
}

// Problem is one thing wrong with one field, in the reader's language.
type Problem struct {
	To   string // path of the page that holds the field, "" for this page
	Name string // HTML name: firearms[0].serial.text
	Text string
}

// Flash is the answer to the act before this page.
type Flash struct {
	Kind string // "success", "info", "warning" or "error"
	Text string
}

// Words is what the templates need of a printer: i18n.Printer has it.
type Words interface {
	T(key string, args map[string]any) string
	Has(key string) bool
	Date(text string) string
	Instant(at time.Time) string
	Day(at time.Time) string
	Clock(at time.Time) string
	Number(n int) string
}

// Funcs returns the functions every template may call: the words of one
// reader, addresses below base ("" or "/training"), and asset, which turns
// the logical name of a file into its address in static.
func Funcs(w Words, base string, asset func(name string) string) template.FuncMap {
	f := fields{w}
	return template.FuncMap{
		"t": func(key string, args ...any) (string, error) {
			m, err := dict(args...)
			return w.T(key, m), err
		},
		"has":      w.Has,
		"url":      func(path string) string { return base + path },
		"asset":    func(name string) string { return base + asset(name) },
		"date":     w.Date,
		"instant":  w.Instant,
		"short":    func(at time.Time) string { return w.Day(at) + ", " + w.Clock(at) },
		"iso":      func(at time.Time) string { return at.UTC().Format(time.RFC3339) },
		"number":   w.Number,
		"kib":      func(bytes int) string { return w.Number((bytes + 1023) / 1024) },
		"dict":     dict,
		"list":     func(items ...any) []any { return items },
		"id":       ID,
		"options":  f.options,
		"keeping":  keeping,
		"field":    f.field,
		"problems": Under,
		"spare":    spare,
		"split":    strings.Fields,
		"codes":    codes,
		"drawn":    drawn,
		"choice":   func(value, text string) []Option { return []Option{{Value: value, Text: text}} },
		"other":    unless,
		"under":    strings.HasPrefix,
		"gloss":    gloss,
	}
}

// dict makes a map of keys and values in turn; it is an error when a value
// is missing or a key is no string.
func dict(pairs ...any) (map[string]any, error) {
	if len(pairs)%2 != 0 {
		return nil, fmt.Errorf("dict: %d arguments", len(pairs))
	}
	m := make(map[string]any, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		key, ok := pairs[i].(string)
		if !ok {
			return nil, fmt.Errorf("dict: %v is no key", pairs[i])
		}
		m[key] = pairs[i+1]
	}
	return m, nil
}

// ID turns an HTML name into the id of its control, which is where the
// error summary points: firearms[0].serial.text is firearms-0-serial-text.
func ID(name string) string {
	return strings.NewReplacer("[", "-", "]", "", ".", "-").Replace(name)
}

// Under returns the problems of a field and of everything below it.
func Under(problems []Problem, name string) (below []Problem) {
	for _, p := range problems {
		if p.Name == name || strings.HasPrefix(p.Name, name+".") || strings.HasPrefix(p.Name, name+"[") {
			below = append(below, p)
		}
	}
	return below
}

// spare is the end of the id of a control that is not in use, so that the
// one in use keeps the id the error summary points to.
func spare(used bool, end string) string {
	if used {
		return ""
	}
	return end
}

// codes lists the codes of a closed list by its name.
func codes(list string) ([]string, error) {
	for _, l := range catalog.Lists {
		if l.ListName() == list {
			return l.Codes(), nil
		}
	}
	return nil, fmt.Errorf("codes: no list %q", list)
}

// unless is a language, or "" when it is the page's own.
func unless(lang, page string) string {
	if lang == page {
		return ""
	}
	return lang
}
