// Package i18n turns keys into sentences in the reader's language.
//
// Texts live in one flat JSON file a language. They are read once, when the
// house is built; a printer then speaks one language in one time zone and may
// be used by many goroutines at once.
package i18n

import (
	"fmt"
	"io/fs"
	"time"
	_ "time/tzdata" // zones must not depend on what the host has installed

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// Langs are the languages of the house; the first is the default.
var Langs = []string{"es", "en"}

// tags are the exact varieties behind Langs, in the same order. Plain es would
// punctuate numbers as Spain does.
var tags = []language.Tag{language.MustParse("es-MX"), language.AmericanEnglish}

// Bundle holds everything the house says, in every language.
type Bundle struct {
	tongues map[string]*tongue
	matcher language.Matcher
	zones   map[string]*time.Location
}

// tongue is one language. Messages without slots or plural forms are
// resolved while loading, because a page asks for hundreds of them.
type tongue struct {
	lang, tag string
	fixed     map[string]string
	moving    map[string]moving
	localizer *i18n.Localizer
}

// Load reads <lang>.json of every language. It fails on a missing or broken
// file and on a text whose slots cannot be read.
func Load(fsys fs.FS) (*Bundle, error) {
	zones, err := loadZones()
	if err != nil {
		return nil, err
	}
	b := &Bundle{map[string]*tongue{}, language.NewMatcher(tags), zones}
	for i, lang := range Langs {
		raw, err := fs.ReadFile(fsys, lang+".json")
		if err != nil {
			return nil, fmt.Errorf("i18n: %w", err)
		}
		if b.tongues[lang], err = newTongue(lang, tags[i], raw); err != nil {
			return nil, fmt.Errorf("i18n: %s.json: %w", lang, err)
		}
	}
	return b, nil
}

func newTongue(lang string, tag language.Tag, raw []byte) (*tongue, error) {
	texts := i18n.NewBundle(tag)
	file, err := texts.ParseMessageFileBytes(raw, tag.String()+".json")
	if err != nil {
		return nil, err
	}
	t := &tongue{
		lang: lang, tag: tag.String(),
		fixed: map[string]string{}, moving: map[string]moving{},
		localizer: i18n.NewLocalizer(texts, tag.String()),
	}
	for _, m := range file.Messages {
		if err := t.add(m); err != nil {
			return nil, fmt.Errorf("%s: %w", m.ID, err)
		}
	}
	return t, nil
}

// add sorts a message into those that are always the same and those that are not.
func (t *tongue) add(m *i18n.Message) error {
	plural := m.Zero+m.One+m.Two+m.Few+m.Many != ""
	fixed := !plural
	for _, form := range []string{m.Zero, m.One, m.Two, m.Few, m.Many, m.Other} {
		s, err := parse(form)
		if err != nil {
			return err
		}
		fixed = fixed && len(s) < 2
	}
	if fixed {
		t.fixed[m.ID] = m.Other
	} else {
		t.moving[m.ID] = moving{plural}
	}
	return nil
}

// Match returns the language of the house that suits an Accept-Language
// header best, or the default one.
func (b *Bundle) Match(acceptLanguage string) string {
	const long = 512 // an honest header is shorter, and parsing costs time
	if acceptLanguage == "" || len(acceptLanguage) > long {
		return Langs[0]
	}
	wanted, _, err := language.ParseAcceptLanguage(acceptLanguage)
	if err != nil || len(wanted) == 0 {
		return Langs[0]
	}
	_, i, _ := b.matcher.Match(wanted...)
	return Langs[i]
}

// Printer returns a printer for a language of Langs and a time zone. An
// unknown language becomes the default one, nil the first of Zones.
func (b *Bundle) Printer(lang string, zone *time.Location) *Printer {
	t, ok := b.tongues[lang]
	if !ok {
		t = b.tongues[Langs[0]]
	}
	if zone == nil {
		zone = b.zones[Zones[0]]
	}
	return &Printer{Lang: t.lang, tongue: t, zone: zone, bundle: b}
}
