package locales_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"rastreo/internal/i18n"
)

// allowance is a list of exceptions with reasons. Each must be needed.
type allowance struct {
	reasons map[string]string
	used    map[string]bool
}

func allow(reasons map[string]string) *allowance {
	return &allowance{reasons, map[string]bool{}}
}

// has tells whether a key, or a family written as "zone.*", is allowed.
func (a *allowance) has(key string) bool {
	for name := range a.reasons {
		family, every := strings.CutSuffix(name, "*")
		if name == key || every && strings.HasPrefix(key, family) {
			a.used[name] = true
			return true
		}
	}
	return false
}

// spent reports what is allowed and not needed.
func (a *allowance) spent(t *testing.T) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(a.reasons)) {
		if !a.used[name] {
			t.Errorf("%s needs no exception any more (%s)", name, a.reasons[name])
		}
	}
}

// same lists keys whose text is rightly the same in both languages.
var same = map[string]string{
	"document.size":     "the unit is the same",
	"form.error_prefix": "the word is the same",
	"language.*":        "each language is named in itself",
	"session.browser.*": "browsers go by their own names",
	"session.system.*":  "so do systems",
	"site.name":         "the name of the house",
	"world.banner_*":    "shown in both languages at once",
	"zone.*":            "cities go by their own names",
}

func TestTranslated(t *testing.T) {
	es, en := texts(t, "es"), texts(t, "en")
	alike := allow(same)
	for _, key := range slices.Sorted(maps.Keys(es)) {
		for form, text := range es[key] {
			if text == en[key][form] && letters.MatchString(slot.ReplaceAllString(text, "")) && !alike.has(key) {
				t.Errorf("%s is the same in both languages: %q", key, text)
			}
		}
	}
	alike.spent(t)
}

var letters = regexp.MustCompile(`\p{L}{2}`)

// smells are signs that a text of one language stands in the file of the other.
// Words that occur in both languages are no sign.
var smells = map[string]*regexp.Regexp{
	"es": regexp.MustCompile(`(?i)\b(the|and|of|with|your|you|is|are|was|were|this|that|these|for|to|from|not|must|have|been|will|can|enter|choose|request|requests|firearm|unknown)\b`),
	"en": regexp.MustCompile(`(?i)[¿¡]|\b(el|los|las|del|para|una|con|por|que|este|esta|su|sus|según|escriba|elija|solicitud|arma|desconocido|desconocida)\b`),
}

// foreign lists keys that rightly hold words of the other language.
var foreign = map[string]string{
	"hint.place.road_stretch": "road signs are quoted as they stand",
	"language.*":              "each language is named in itself",
	"world.banner_*":          "shown in both languages at once",
	"zone.los_angeles":        "the city's name",
}

// accented finds words with letters English does not have.
var accented = regexp.MustCompile(`\p{L}*[áéíóúüñÁÉÍÓÚÜÑ]\p{L}*`)

// brackets hold the Spanish term behind its English one, as an act or a street
// sign has it: Hamlet (ranchería).
var brackets = regexp.MustCompile(`\([^)]*\)`)

// spanishNames are proper names that keep their letters in English.
var spanishNames = map[string]string{
	"Juárez": "city", "Mazatlán": "city", "Mérida": "city", "Cancún": "city",
}

func TestOwnLanguage(t *testing.T) {
	keys, words := allow(foreign), allow(spanishNames)
	for _, lang := range i18n.Langs {
		each(t, lang, func(key, _, text string) {
			text = slot.ReplaceAllString(text, "")
			if m := smells[lang].FindString(text); m != "" && !keys.has(key) {
				t.Errorf("%s.json: %s speaks another language (%s): %q", lang, key, m, text)
			}
			if lang != "en" {
				return
			}
			text = brackets.ReplaceAllString(text, "")
			for _, w := range accented.FindAllString(text, -1) {
				if !words.has(w) && !keys.has(key) {
					t.Errorf("en.json: %s has a word that is not English (%s): %q", key, w, text)
				}
			}
		})
	}
	keys.spent(t)
	words.spent(t)
}

// glossary lists words the house does not use, and what it says instead.
var glossary = map[string][]struct{ not, but string }{
	"es": {
		{`estado`, "estatus for status, entidad for a Mexican state"},
		{`decomisad[oa]s?|decomisos?|incautad[oa]s?|incautación`, "asegurado: forfeiture needs a judgment"},
		{`seriales?`, "matrícula or número de serie"},
		{`clic|click|cliquear`, "a verb that needs no mouse: elija, abra"},
		{`e-?mails?|mails?`, "correo electrónico"},
		{`log ?in|password|link|tickets?`, "the Spanish word"},
		{`tú|tu|tus|ti|contigo`, "usted, su"},
		{`inválid[oa]s?`, "what to write instead"},
		{`por favor`, "the instruction alone"},
		{`ordenador|móvil`, "computadora, celular: this is Mexico"},
	},
	"en": {
		{`guns?`, "firearm, but for the names of types"},
		{`confiscated|forfeited`, "seized: forfeiture needs a judgment"},
		{`click`, "a verb that needs no mouse: choose, open"},
		{`log ?(in|out)`, "sign in, sign out"},
		{`tickets?`, "request"},
		{`invalid`, "what to enter instead"},
		{`please`, "the instruction alone"},
		{`colou?rs? ?code|licences?|offences?|centres?|organisations?|catalogues?|cancelled|unauthorised`, "American spelling"},
	},
}

// spoken lists keys that rightly use a word the glossary refuses.
var spoken = map[string]string{
	"place.state":         "a state of the United States",
	"place.united_states": "a state of the United States",
	"v.us_state":          "a state of the United States",
}

// terms are names in which such a word is part of the name.
var terms = regexp.MustCompile(`(?i)Estado de México|(long|machine|submachine|shot) ?guns?`)

func TestGlossary(t *testing.T) {
	keys := allow(spoken)
	for _, lang := range i18n.Langs {
		for _, entry := range glossary[lang] {
			not := regexp.MustCompile(`(?i)(?:^|[^\p{L}])(` + entry.not + `)(?:[^\p{L}]|$)`)
			each(t, lang, func(key, _, text string) {
				text = terms.ReplaceAllString(slot.ReplaceAllString(text, ""), "")
				if m := not.FindStringSubmatch(text); m != nil && !keys.has(key) {
					t.Errorf("%s.json: %s says %q; the house says %s: %q", lang, key, m[1], entry.but, text)
				}
			})
		}
	}
	keys.spent(t)
}
