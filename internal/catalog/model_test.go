package catalog_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"rastreo/internal/catalog"
)

func TestModelsAreWellFormed(t *testing.T) {
	all := catalog.Models()
	if len(all) < 260 {
		t.Errorf("%d models", len(all))
	}
	code := regexp.MustCompile(`^[0-9a-z_]+/[0-9a-z]+(_[0-9a-z]+)*$`)
	seen, done := map[string]bool{}, map[string]bool{}
	for i, m := range all {
		if !code.MatchString(m.Code) || seen[m.Code] {
			t.Errorf("bad or repeated code %q", m.Code)
		}
		seen[m.Code] = true
		if i > 0 && all[i-1].Maker != m.Maker {
			done[all[i-1].Maker] = true
		}
		if done[m.Maker] {
			t.Errorf("%s stands apart from its maker's others", m.Code)
		}
		if m.Name == "" || m.Name != strings.TrimSpace(m.Name) || !slices.Contains(sourceKinds, m.Source) {
			t.Errorf("%s: name %q, source %q", m.Code, m.Name, m.Source)
		}
		if found, ok := modelOf(m.Code); !ok || found.Name != m.Name {
			t.Errorf("%s is not found by its code", m.Code)
		}
	}
}

func TestModelsNameOnlyWhatExists(t *testing.T) {
	caliber := func(code string) bool { _, ok := catalog.CaliberOf(code); return ok }
	importer := func(code string) bool { c, ok := catalog.CompanyOf(code); return ok && c.Importer }
	for _, m := range catalog.Models() {
		if c, ok := catalog.CompanyOf(m.Maker); !ok || !c.Maker {
			t.Errorf("%s: no such maker", m.Code)
		}
		if len(m.Types) == 0 || len(m.Countries) == 0 || len(m.Calibers) == 0 {
			t.Errorf("%s: no type, caliber or country", m.Code)
		}
		for _, field := range []struct {
			codes []string
			known func(string) bool
		}{
			{m.Types, catalog.FirearmType.Has},
			{m.Calibers, caliber},
			{m.Countries, catalog.Country.Has},
			{m.Locations, catalog.Location.Has},
			{m.Importers, importer},
		} {
			for i, code := range field.codes {
				if !field.known(code) || slices.Contains(field.codes[:i], code) {
					t.Errorf("%s: unknown or repeated %q", m.Code, code)
				}
			}
		}
	}
}

// Only a gun with a shotgun's barrel fires shells, but for a handful of
// handguns made to take both.
func TestShotgunsAndOnlyTheyFireShells(t *testing.T) {
	both := []string{
		"taurus_br/judge", "smith_wesson/governor", "bond_arms/texas_defender",
		"american_derringer/m_1", "thompson_center/contender",
	}
	for _, m := range catalog.Models() {
		shotgun := slices.ContainsFunc(m.Types, func(code string) bool { return code[0] == 'S' || code == "CO" })
		for _, code := range m.Calibers {
			c, _ := catalog.CaliberOf(code)
			shell := c.Kind == "shotgun"
			if (shell && !shotgun && !slices.Contains(both, m.Code)) || (!shell && shotgun && m.Types[0] != "CO") {
				t.Errorf("%s (%v) in %s", m.Code, m.Types, code)
			}
		}
	}
}

func TestYearsAndPatternsOfModels(t *testing.T) {
	pattern := regexp.MustCompile(`^(?:[@#A-Z0-9-]|\([@#A-Z0-9-]+\))+$`)
	for _, m := range catalog.Models() {
		for _, year := range []int{m.First, m.Last} {
			if year != 0 && (year < 1850 || year > 2026) {
				t.Errorf("%s: year %d", m.Code, year)
			}
		}
		if m.Last != 0 && m.First > m.Last {
			t.Errorf("%s: from %d to %d", m.Code, m.First, m.Last)
		}
		for _, serial := range m.Serials {
			if !pattern.MatchString(serial) || !strings.Contains(serial, "##") {
				t.Errorf("%s: pattern %q", m.Code, serial)
			}
		}
	}
}

func TestSpellingsOfAModelAreItsOwn(t *testing.T) {
	for _, m := range catalog.Models() {
		for i, alias := range m.Aliases {
			if typed(alias) == "" || alias != strings.TrimSpace(alias) || slices.Contains(m.Aliases[:i], alias) || alias == m.Name {
				t.Errorf("%s: bad or repeated spelling %q", m.Code, alias)
			}
			for _, other := range catalog.ModelsOf(m.Maker) {
				if other.Code != m.Code && typed(other.Name) == typed(alias) {
					t.Errorf("%s takes the name of %s: %q", m.Code, other.Code, alias)
				}
			}
		}
	}
}

func TestModelsMostRecovered(t *testing.T) {
	for _, tt := range []struct{ code, kind, caliber, country, importer, spelling string }{
		{"cugir/wasr_10", "RI", "762x39", "RO", "century_arms", "WASR 10/63"},
		{"cugir/draco", "PI", "762x39", "RO", "century_arms", "AK Draco"},
		{"zastava/m70", "RI", "762x39", "RS", "", "M70AB2"},
		{"norinco/mak_90", "RI", "762x39", "CN", "china_sports", "MAK 90"},
		{"izhmash/saiga", "RI", "762x39", "RU", "eaa", "Saiga Sporter"},
		{"colt/ar_15", "RI", "223_rem", "US", "", "AR15"},
		{"colt/super_38", "PI", "38_super", "US", "", ".38 Super Govt"},
		{"anderson/am_15", "RI", "multi", "US", "", "AM15"},
		{"bushmaster/xm15_e2s", "RI", "223_rem", "US", "", "XM 15"},
		{"barrett/m82a1", "RI", "50_bmg", "US", "", "Barret M82"},
		{"glock_at/19", "PI", "9x19", "AT", "glock_us", "G19"},
		{"glock_us/19", "PI", "9x19", "US", "", "Glock 19"},
		{"beretta/92fs", "PI", "9x19", "IT", "beretta_usa", "92 FS"},
		{"taurus_br/pt92", "PI", "9x19", "BR", "taurus_us", "PT 92 AFS"},
		{"fn_herstal/five_seven", "PI", "57x28", "BE", "fn_america", "Five Seven"},
		{"ruger/mini_14", "RI", "223_rem", "US", "", "mini 14"},
		{"remington/870", "SP", "12_ga", "US", "", "Wingmaster"},
		{"marlin/60", "RI", "22_lr", "US", "", "Model 60"},
	} {
		m, ok := modelOf(tt.code)
		if !ok || m.Types[0] != tt.kind || m.Countries[0] != tt.country || !slices.Contains(m.Calibers, tt.caliber) {
			t.Errorf("%s: %+v", tt.code, m)
		}
		if tt.importer != "" && !slices.Contains(m.Importers, tt.importer) {
			t.Errorf("%s: importers %v", tt.code, m.Importers)
		}
		if !slices.ContainsFunc(m.Aliases, func(alias string) bool { return typed(alias) == typed(tt.spelling) }) {
			t.Errorf("%s is not found by %q", tt.code, tt.spelling)
		}
	}
	if len(catalog.ModelsOf("glock_at")) < 25 || catalog.ModelsOf("nobody") != nil {
		t.Error("models of a maker")
	}
	if m, _ := modelOf("norinco/mak_90"); m.First != 1990 || m.Last != 1994 {
		t.Errorf("years of the MAK-90: %d to %d", m.First, m.Last)
	}
}

// modelOf finds a model by its code, such as "beretta/92fs".
func modelOf(code string) (catalog.Model, bool) {
	maker, _, _ := strings.Cut(code, "/")
	for _, m := range catalog.ModelsOf(maker) {
		if m.Code == code {
			return m, true
		}
	}
	return catalog.Model{}, false
}
