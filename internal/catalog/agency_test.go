package catalog_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"rastreo/internal/account"
	"rastreo/internal/catalog"
)

func TestAgenciesAreWellFormed(t *testing.T) {
	names, states := map[string]string{}, map[string]string{}
	for _, a := range catalog.Agencies() {
		if a.Code == "" || a.Code != strings.ToUpper(a.Code) || a.Name == "" || a.Source == "" {
			t.Errorf("bad agency %+v", a)
		}
		if !slices.Contains([]string{account.Federal, account.State, account.Center}, a.Kind) || (a.Kind == account.State) != (a.Entidad != "") {
			t.Errorf("%s is of kind %q in %q", a.Code, a.Kind, a.Entidad)
		}
		if a.Kind == account.State {
			if !catalog.EntidadNames.Has(a.Entidad) || states[a.Entidad] != "" {
				t.Errorf("%s and %q both belong to %q", a.Code, states[a.Entidad], a.Entidad)
			}
			states[a.Entidad] = a.Code
		}
		for _, name := range append([]string{a.Code, a.Name}, a.Also...) {
			key := strings.ToLower(name)
			if key == "" || names[key] != "" {
				t.Errorf("%s and %s are both called %q", a.Code, names[key], name)
			}
			names[key] = a.Code
			if found, ok := catalog.AgencyCalled(strings.ToUpper(name)); !ok || found.Code != a.Code {
				t.Errorf("AgencyCalled(%q) = %+v, want %s", name, found, a.Code)
			}
		}
	}
	if len(states) != 32 {
		t.Errorf("%d entidades have a prosecutor", len(states))
	}
}

func TestAgency(t *testing.T) {
	for code, want := range map[string][3]string{
		"FGR":      {"Fiscalía General de la República", "federal", ""},
		"SEDENA":   {"Secretaría de la Defensa Nacional", "federal", ""},
		"FGJ-TAM":  {"Fiscalía General de Justicia del Estado de Tamaulipas", "state", "28"},
		"FGJ-SON":  {"Fiscalía General de Justicia del Estado de Sonora", "state", "26"},
		"FGJ-CDMX": {"Fiscalía General de Justicia de la Ciudad de México", "state", "09"},
		"FGJ-MEX":  {"Fiscalía General de Justicia del Estado de México", "state", "15"},
		"FE-JAL":   {"Fiscalía del Estado de Jalisco", "state", "14"},
		"NTC":      {"National Tracing Center", "center", ""},
	} {
		a, ok := catalog.AgencyCalled(code)
		if !ok || [3]string{a.Name, a.Kind, a.Entidad} != want {
			t.Errorf("%s = %+v", code, a)
		}
	}
}

func TestAgencyCalled(t *testing.T) {
	for name, want := range map[string]string{
		"FGR": "FGR", "pgr": "FGR", "PGJDF": "FGJ-CDMX", "FGE-SON": "FGJ-SON", "fge-son": "FGJ-SON", "FGJEM": "FGJ-MEX",
		"PGJEH": "PGJ-HGO", "FGJ-HGO": "PGJ-HGO", "PGJE-SIN": "FGE-SIN", "Marina": "SEMAR", "SEIDO": "FEMDO",
		"Procuraduría General de Justicia del Estado de Nuevo León": "FGJ-NL", "": "", "PGJE": "", "FGE": "", "Fiscalía": "", "Texas": "",
	} {
		if a, ok := catalog.AgencyCalled(name); a.Code != want || ok != (want != "") {
			t.Errorf("AgencyCalled(%q) = %q %v, want %q", name, a.Code, ok, want)
		}
	}
}

// What the demonstration calls an agency, the catalogue calls the same.
func TestAgenciesAgreeWithTheDemonstration(t *testing.T) {
	raw, err := os.ReadFile("../demo/fixture/agency.json")
	if err != nil {
		t.Fatal(err)
	}
	var shown []struct{ Code, Name, Kind, Entidad string }
	if err := json.Unmarshal(raw, &shown); err != nil || len(shown) == 0 {
		t.Fatalf("%d agencies, %v", len(shown), err)
	}
	for _, d := range shown {
		a, ok := catalog.AgencyCalled(d.Code)
		if !ok || a.Name != d.Name || a.Kind != d.Kind || a.Entidad != d.Entidad {
			t.Errorf("%+v, the catalogue has %+v", d, a)
		}
	}
}
