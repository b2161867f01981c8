package catalog_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"rastreo/internal/catalog"
)

// The kinds of source a row may rest on.
var companySources = []string{"marking", "maker", "register", "report", "reference", "standard", "press"}

// Names that two companies who are not kin both really use, and why.
var sharedNames = map[string]string{
	"pof": "Patriot Ordnance Factory and Pakistan Ordnance Factories both mark their firearms POF",
}

// bareName folds a name as roughly as a search would: letters and digits only,
// without case or accents.
func bareName(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFD.String(name))
}

func TestCompaniesAreWellFormed(t *testing.T) {
	slug := regexp.MustCompile(`^[a-z0-9]+(_[a-z0-9]+)*$`)
	city := regexp.MustCompile(`^[A-Z][A-Za-z. ]+, ([A-Z]{2})$`)
	all, seen := catalog.Companies(), map[string]bool{}
	if len(all) < 250 {
		t.Fatalf("%d companies, want at least 250", len(all))
	}
	for _, c := range all {
		if !slug.MatchString(c.Code) || seen[c.Code] || c.Name == "" {
			t.Errorf("bad or repeated code, or no name: %q %q", c.Code, c.Name)
		}
		seen[c.Code] = true
		if !catalog.Country.Has(c.Country) || !slices.Contains(companySources, c.Source) {
			t.Errorf("%s: country %q, source %q", c.Code, c.Country, c.Source)
		}
		if !c.Maker && !c.Importer || c.Importer != (len(c.Cities) > 0) {
			t.Errorf("%s: maker %v, importer %v, cities %q", c.Code, c.Maker, c.Importer, c.Cities)
		}
		for _, text := range c.Cities {
			if m := city.FindStringSubmatch(text); len(m) < 2 || !catalog.USState.Has(m[1]) {
				t.Errorf("%s: %q is no city as stamped", c.Code, text)
			}
		}
	}
}

// The struct is read from the table by position, so the lines are held against
// what a reader of the table sees.
func TestCompanyRolesAreTheTables(t *testing.T) {
	raw, err := os.ReadFile("company.txt")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(raw)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		n++
		row := strings.Split(strings.TrimSpace(line), "|")
		c, ok := catalog.CompanyOf(row[0])
		want := map[string][2]bool{"maker": {true, false}, "importer": {false, true}, "maker,importer": {true, true}}
		roles, known := want[row[3]]
		if !ok || !known || c.Maker != roles[0] || c.Importer != roles[1] {
			t.Errorf("%s: roles %q read as %v %v", row[0], row[3], c.Maker, c.Importer)
		}
	}
	if n != len(catalog.Companies()) {
		t.Errorf("%d lines, %d companies", n, len(catalog.Companies()))
	}
}

func TestCompanyKinIsMutual(t *testing.T) {
	for _, c := range catalog.Companies() {
		for i, code := range c.Kin {
			other, ok := catalog.CompanyOf(code)
			if !ok || code == c.Code || slices.Contains(c.Kin[:i], code) || !slices.Contains(other.Kin, c.Code) {
				t.Errorf("%s and %s are not kin of each other", c.Code, code)
			}
		}
	}
	for _, pair := range [][2]string{{"century_arms", "cugir"}, {"century_arms", "zastava"}, {"interarms", "rossi"}} {
		if c, _ := catalog.CompanyOf(pair[0]); slices.Contains(c.Kin, pair[1]) {
			t.Errorf("%s only imported for %s", pair[0], pair[1])
		}
	}
}

func TestCompanyNamesAreNobodyElses(t *testing.T) {
	owners := map[string][]catalog.Company{}
	for _, c := range catalog.Companies() {
		for _, name := range append([]string{c.Name}, c.Aliases...) {
			key := bareName(name)
			if key == "" || strings.TrimSpace(name) != name {
				t.Errorf("%s: bad name %q", c.Code, name)
			}
			owners[key] = append(owners[key], c)
		}
	}
	for key, who := range owners {
		clash := ""
		for i, a := range who {
			for _, b := range who[i+1:] {
				if a.Code != b.Code && !slices.Contains(a.Kin, b.Code) {
					clash = a.Code + " and of " + b.Code
				}
			}
		}
		if clash != "" && sharedNames[key] == "" {
			t.Errorf("%q is a name of %s", key, clash)
		}
		if clash == "" && sharedNames[key] != "" {
			t.Errorf("%q is allowed to be shared and is not", key)
		}
	}
}

func TestCompanySerialPatterns(t *testing.T) {
	pattern := regexp.MustCompile(`^([@#A-Z0-9-]|\([@#A-Z0-9-]+\))+$`)
	for _, c := range catalog.Companies() {
		for i, text := range c.Serials {
			if !pattern.MatchString(text) || slices.Contains(c.Serials[:i], text) {
				t.Errorf("%s: %q is no pattern, or repeated", c.Code, text)
			}
		}
	}
}

func TestCompanyOf(t *testing.T) {
	c, ok := catalog.CompanyOf("century_arms")
	if !ok || c.Country != "US" || !c.Maker || !c.Importer || !slices.Contains(c.Cities, "Georgia, VT") || !slices.Contains(c.Aliases, "Central Arms") {
		t.Errorf("century_arms = %+v", c)
	}
	c, ok = catalog.CompanyOf("cugir")
	if !ok || c.Country != "RO" || !c.Maker || c.Importer || c.Cities != nil || c.Kin != nil || c.Source != "marking" {
		t.Errorf("cugir = %+v", c)
	}
	if c, _ = catalog.CompanyOf("glock_us"); !slices.Contains(c.Serials, "@@@###(US)") || !slices.Equal(c.Kin, []string{"glock_at"}) {
		t.Errorf("glock_us = %+v", c)
	}
	for _, code := range []string{"", "Colt", "colt ", "nada"} {
		if c, ok := catalog.CompanyOf(code); ok {
			t.Errorf("CompanyOf(%q) = %+v", code, c)
		}
	}
}

// The codes the other tables and the check rely on.
func TestCompaniesMostRecovered(t *testing.T) {
	codes := "aero_precision anderson armscor_ph arsenal_bg barrett beretta beretta_usa bersa browning bryco bushmaster " +
		"century_arms colt cugir cz del_ton dgim_mx dpms fn_america fn_herstal glock_at glock_us heckler_koch hi_point " +
		"imbel izhmash jimenez kel_tec lorcin marlin mendoza mossberg norinco palmetto raven remington rock_river rossi " +
		"ruger savage sig_sauer_de sig_sauer_us smith_wesson springfield_armory stag taurus_br taurus_us trejo walther " +
		"winchester zastava"
	for code := range strings.FieldsSeq(codes) {
		if c, ok := catalog.CompanyOf(code); !ok || !c.Maker || len(c.Aliases) == 0 {
			t.Errorf("%s = %+v", code, c)
		}
	}
}

func TestCompaniesStandByName(t *testing.T) {
	all := catalog.Companies()
	at := func(code string) int {
		return slices.IndexFunc(all, func(c catalog.Company) bool { return c.Code == code })
	}
	// Česká zbrojovka stands among the Cs, and case does not count.
	if at("cz") > at("daewoo") || at("cz") < at("browning") || at("heckler_koch") > at("howa") {
		t.Error("the names are not in a reader's order")
	}
	all[0] = catalog.Company{}
	if catalog.Companies()[0].Code == "" {
		t.Error("the list can be changed from outside")
	}
}
