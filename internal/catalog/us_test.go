package catalog_test

import (
	"slices"
	"testing"

	"rastreo/internal/catalog"
)

func TestCountyOf(t *testing.T) {
	for fips, want := range map[string]catalog.County{
		"48479": {State: "TX", Name: "Webb County"},
		"04013": {State: "AZ", Name: "Maricopa County"},
		"01001": {State: "AL", Name: "Autauga County"},
		"22071": {State: "LA", Name: "Orleans Parish"},
		"35013": {State: "NM", Name: "Doña Ana County"},
		"51159": {State: "VA", Name: "Richmond County"},
		"51760": {State: "VA", Name: "Richmond city"},
		"51036": {State: "VA", Name: "Charles City County"},
		"24005": {State: "MD", Name: "Baltimore County"},
		"24510": {State: "MD", Name: "Baltimore city"},
		"29510": {State: "MO", Name: "St. Louis city"},
		"32510": {State: "NV", Name: "Carson City"},
		"11001": {State: "DC", Name: "District of Columbia"},
		"02020": {State: "AK", Name: "Anchorage Municipality"},
		"02063": {State: "AK", Name: "Chugach Census Area"},
		"02066": {State: "AK", Name: "Copper River Census Area"},
		"02261": {State: "AK", Name: "Valdez-Cordova Census Area", Ended: "2019"},
		"09001": {State: "CT", Name: "Fairfield County", Ended: "2022"},
		"09190": {State: "CT", Name: "Western Connecticut Planning Region"},
		"46102": {State: "SD", Name: "Oglala Lakota County"},
		"72127": {State: "PR", Name: "San Juan Municipio"},
		"66010": {State: "GU", Name: "Guam"},
		"78030": {State: "VI", Name: "St. Thomas Island"},
	} {
		want.FIPS = fips
		if got, ok := catalog.CountyOf(fips); !ok || got != want {
			t.Errorf("CountyOf(%s) = %+v %v, want %+v", fips, got, ok, want)
		}
	}
	for _, fips := range []string{"", "0", "00000", "01000", "01002", "46113", "48478", "99999", "4847", "484790", "48479|", "# Cou", "|||||", "４８４７９"} {
		if got, ok := catalog.CountyOf(fips); ok || got != (catalog.County{}) {
			t.Errorf("CountyOf(%q) = %+v", fips, got)
		}
	}
}

func TestCountiesAreComplete(t *testing.T) {
	total := 0
	for _, state := range catalog.USState.Codes() {
		all := catalog.Counties(state)
		if len(all) == 0 {
			t.Errorf("%s has no counties", state)
		}
		total += len(all)
		names := map[string]bool{}
		for _, c := range all {
			if c.State != state || c.Ended != "" || names[c.Name] {
				t.Errorf("%+v among the counties of %s", c, state)
			}
			names[c.Name] = true
			if found, ok := catalog.CountyOf(c.FIPS); !ok || found != c {
				t.Errorf("CountyOf(%s) = %+v", c.FIPS, found)
			}
		}
	}
	// 3,144 in the states and the District, 78 in Puerto Rico, 11 on other islands.
	if total != 3144+78+11 {
		t.Errorf("%d counties", total)
	}
	for state, want := range map[string]int{"TX": 254, "CA": 58, "AZ": 15, "NM": 33, "CT": 9, "AK": 30, "VA": 133, "LA": 64, "DC": 1, "PR": 78, "DE": 3, "XX": 0, "": 0, "tx": 0} {
		if got := len(catalog.Counties(state)); got != want {
			t.Errorf("%s has %d counties, want %d", state, got, want)
		}
	}
	pr := catalog.Counties("PR")
	if i := slices.IndexFunc(pr, func(c catalog.County) bool { return c.Name == "Añasco Municipio" }); i < 0 || pr[i+1].Name != "Arecibo Municipio" {
		t.Error("Añasco does not stand before Arecibo")
	}
}

func TestZIP(t *testing.T) {
	for code, want := range map[string]catalog.ZIPArea{
		"78040":      {City: "Laredo", State: "TX", County: "Webb County", FIPS: "48479"},
		"85001":      {City: "Phoenix", State: "AZ", County: "Maricopa County", FIPS: "04013"},
		"88001":      {City: "Las Cruces", State: "NM", County: "Doña Ana County", FIPS: "35013"},
		"90012":      {City: "Los Angeles", State: "CA", County: "Los Angeles County", FIPS: "06037"},
		"05478":      {City: "Saint Albans", State: "VT", County: "Franklin County", FIPS: "50011"},
		"00501":      {City: "Holtsville", State: "NY", County: "Suffolk County", FIPS: "36103"},
		"00544":      {City: "Holtsville", State: "NY", County: "Suffolk County", FIPS: "36103"},
		"99950":      {City: "Ketchikan", State: "AK", County: "Ketchikan Gateway Borough", FIPS: "02130"},
		"20001":      {City: "Washington", State: "DC", County: "District of Columbia", FIPS: "11001"},
		"63101":      {City: "Saint Louis", State: "MO", County: "St. Louis city", FIPS: "29510"},
		"21201":      {City: "Baltimore", State: "MD", County: "Baltimore city", FIPS: "24510"},
		"21204":      {City: "Towson", State: "MD", County: "Baltimore County", FIPS: "24005"},
		"70112":      {City: "New Orleans", State: "LA", County: "Orleans Parish", FIPS: "22071"},
		"00901":      {City: "San Juan", State: "PR", County: "San Juan Municipio", FIPS: "72127"},
		"57770":      {City: "Pine Ridge", State: "SD", County: "Oglala Lakota County", FIPS: "46102"},
		"99686":      {City: "Valdez", State: "AK", County: "Chugach Census Area", FIPS: "02063"},
		"06103":      {City: "Hartford", State: "CT", County: "Hartford County", FIPS: "09003"},
		"78040-1234": {City: "Laredo", State: "TX", County: "Webb County", FIPS: "48479"},
	} {
		if got, ok := catalog.ZIP(code); !ok || got != want {
			t.Errorf("ZIP(%s) = %+v %v, want %+v", code, got, ok, want)
		}
	}
	for _, code := range []string{"", "00000", "00500", "00502", "00543", "00545", "99999", "7804", "780401", "7804O", " 78040", "-", "# ZIP", "09001", "96960"} {
		if got, ok := catalog.ZIP(code); ok || got != (catalog.ZIPArea{}) {
			t.Errorf("ZIP(%q) = %+v", code, got)
		}
	}
}

// A look-up builds nothing: it must not cost more than the few strings it
// hands back.
func TestZIPBuildsNoTable(t *testing.T) {
	if n := testing.AllocsPerRun(100, func() { catalog.ZIP("78040") }); n > 1 {
		t.Errorf("%v allocations", n)
	}
	n := 0
	for i := range 100_000 {
		code := string([]byte{byte('0' + i/10000), byte('0' + i/1000%10), byte('0' + i/100%10), byte('0' + i/10%10), byte('0' + i%10)})
		if area, ok := catalog.ZIP(code); ok {
			n++
			if area.City == "" || area.County == "" || !catalog.USState.Has(area.State) {
				t.Fatalf("ZIP(%s) = %+v", code, area)
			}
		}
	}
	if n != 42_042 {
		t.Errorf("%d ZIP codes, want 42,042", n)
	}
}

func BenchmarkZIP(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		catalog.ZIP("78040")
	}
}
