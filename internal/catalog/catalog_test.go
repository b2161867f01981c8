package catalog_test

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"rastreo/internal/catalog"
)

func texts(t *testing.T, lang string) map[string]json.RawMessage {
	t.Helper()
	raw, err := os.ReadFile("../../locales/" + lang + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// Every code can be said in both languages, and nothing is said of a code that
// does not exist.
func TestEveryCodeHasItsWords(t *testing.T) {
	for _, lang := range []string{"es", "en"} {
		all := texts(t, lang)
		known := map[string]bool{}
		for _, list := range catalog.Lists {
			for _, code := range list.Codes() {
				known[list.Key(code)] = true
				if _, ok := all[list.Key(code)]; !ok {
					t.Errorf("%s.json has no %s", lang, list.Key(code))
				}
			}
			for key := range all {
				if strings.HasPrefix(key, list.Prefix()) && !known[key] {
					t.Errorf("%s.json has %s, which is no code", lang, key)
				}
			}
		}
	}
}

func TestListsAreClosedAndWellFormed(t *testing.T) {
	shape := regexp.MustCompile(`^[A-Za-z0-9]+(_[a-z0-9]+)*$`)
	names := map[string]bool{}
	all := slices.Clone(catalog.Lists)
	for _, n := range catalog.NameLists {
		all = append(all, n.List)
	}
	for _, list := range all {
		if names[list.ListName()] {
			t.Errorf("two lists are called %s", list.ListName())
		}
		names[list.ListName()] = true
		codes := list.Codes()
		seen := map[string]bool{}
		for _, code := range codes {
			if !shape.MatchString(code) || seen[code] || !list.Has(code) {
				t.Errorf("%s: bad or repeated code %q", list.ListName(), code)
			}
			seen[code] = true
		}
		for _, code := range []string{"", " ", "nada", strings.ToLower(codes[0]) + "?"} {
			if list.Has(code) {
				t.Errorf("%s has %q", list.ListName(), code)
			}
		}
		codes[0] = "changed"
		if list.Has("changed") || list.Codes()[0] == "changed" {
			t.Errorf("%s can be changed from outside", list.ListName())
		}
	}
}

func TestEveryOffenceHasAnNCICCode(t *testing.T) {
	four := regexp.MustCompile(`^\d{4}$`)
	for _, code := range catalog.Offence.Codes() {
		if !four.MatchString(catalog.NCIC(code)) {
			t.Errorf("NCIC(%q) = %q", code, catalog.NCIC(code))
		}
	}
	for code, want := range map[string]string{"portacion": "5203", "homicidio": "0911", "introduccion": "5801", "": "", "PORTACION": ""} {
		if got := catalog.NCIC(code); got != want {
			t.Errorf("NCIC(%q) = %q, want %q", code, got, want)
		}
	}
}

func TestEveryOutcomeHasAFamily(t *testing.T) {
	used := map[string]bool{}
	for _, code := range catalog.Outcome.Codes() {
		family := catalog.Family(code)
		if !catalog.OutcomeFamily.Has(family) {
			t.Errorf("Family(%q) = %q", code, family)
		}
		used[family] = true
	}
	if len(used) != len(catalog.OutcomeFamily.Codes()) {
		t.Errorf("families in use: %v", used)
	}
	if catalog.Family("nada") != "" {
		t.Error("an unknown outcome has a family")
	}
}

func TestFirearmTypeGroupAndNCICType(t *testing.T) {
	for _, tt := range []struct{ code, group, ncic string }{
		{"PI", "short", "PI"},
		{"PR", "short", "PR"},
		{"PA", "short", "PA"},
		{"RI", "long", "RI"},
		{"SE", "long", "SE"},
		{"BA", "long", "BA"},
		{"MA", "long", "MA"},
		{"CO", "long", "CO"},
		{"PG", "other", "PG"},
		{"RG", "other", "RG"},
		{"PK", "other", "PK"},
		{"GN", "other", "GN"},
		{"G", "other", "G"},
		{"V", "other", "V"},
		{"Z_frame", "other", "Z"},
		{"Z_homemade", "other", "Z"},
		{"Z", "other", "Z"},
		{"", "other", ""},
		{"pi", "other", "pi"},
	} {
		if got := catalog.Group(tt.code); got != tt.group {
			t.Errorf("Group(%q) = %q, want %q", tt.code, got, tt.group)
		}
		if got := catalog.NCICType(tt.code); got != tt.ncic {
			t.Errorf("NCICType(%q) = %q, want %q", tt.code, got, tt.ncic)
		}
	}
	// Every code must be one that NCIC could hold: weapon and action.
	weapon, action := "ABCDEFGHIJKMOPQRSVZ", "ABCDEFGHIJKLNOPRSTUVWX"
	for _, code := range catalog.FirearmType.Codes() {
		ncic := catalog.NCICType(code)
		if !strings.Contains(weapon, ncic[:1]) || len(ncic) > 2 || (len(ncic) == 2 && !strings.Contains(action, ncic[1:])) {
			t.Errorf("%q is no NCIC type", code)
		}
	}
}

func TestNames(t *testing.T) {
	for _, tt := range []struct {
		list         *catalog.NameList
		code, es, en string
	}{
		{catalog.Country, "MX", "México", "Mexico"},
		{catalog.Country, "US", "Estados Unidos", "United States"},
		{catalog.Country, "RO", "Rumania", "Romania"},
		{catalog.Country, "CZ", "Chequia", "Czechia"},
		{catalog.Country, "SA", "Arabia Saudita", "Saudi Arabia"},
		{catalog.Country, "TT", "Trinidad y Tobago", "Trinidad and Tobago"},
		{catalog.Country, "ZZ", "", ""},
		{catalog.Country, "mx", "", ""},
		{catalog.USState, "TX", "Texas", "Texas"},
		{catalog.USState, "NM", "Nuevo México", "New Mexico"},
		{catalog.EntidadNames, "15", "Estado de México (México)", "State of Mexico"},
		{catalog.EntidadNames, "09", "Ciudad de México", "Mexico City"},
	} {
		if got := tt.list.Name(tt.code, "es"); got != tt.es {
			t.Errorf("%s in Spanish = %q, want %q", tt.code, got, tt.es)
		}
		if got := tt.list.Name(tt.code, "en"); got != tt.en {
			t.Errorf("%s in English = %q, want %q", tt.code, got, tt.en)
		}
		if tt.list.Name(tt.code, "es-MX") != tt.es || tt.list.Name(tt.code, "en-US") != tt.en {
			t.Errorf("%s: a region of the language changes the name", tt.code)
		}
	}
	for list, want := range map[*catalog.NameList]int{catalog.Country: 249, catalog.USState: 56, catalog.EntidadNames: 32} {
		if got := len(list.Codes()); got != want {
			t.Errorf("%s has %d codes, want %d", list.ListName(), got, want)
		}
		for _, code := range list.Codes() {
			if list.Name(code, "es") == "" || list.Name(code, "en") == "" {
				t.Errorf("%s: %s has no name", list.ListName(), code)
			}
		}
	}
}

func TestByNameFollowsTheReadersLanguage(t *testing.T) {
	es, en := catalog.Country.ByName("es-MX"), catalog.Country.ByName("en")
	if es[0] != "AF" || en[0] != "AF" || len(es) != 249 || len(en) != 249 {
		t.Fatalf("first and count: %s %s %d %d", es[0], en[0], len(es), len(en))
	}
	// Alemania stands among the As in Spanish, Germany among the Gs in English.
	if slices.Index(es, "DE") > slices.Index(es, "BR") || slices.Index(en, "DE") < slices.Index(en, "BR") {
		t.Error("Germany is not where the reader looks")
	}
	// An accent does not send a name behind the Z.
	if slices.Index(en, "AX") > slices.Index(en, "BR") {
		t.Error("Åland Islands stands behind Brazil")
	}
}
