package catalog_test

import (
	"testing"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"rastreo/internal/catalog"
)

// How many municipios each entidad has, 01 to 32, after INEGI, November 2025.
var counts = [32]int{
	11, 7, 5, 13, 38, 10, 124, 67, 16, 39, 46, 85, 84, 125, 125, 113,
	36, 20, 51, 570, 217, 18, 11, 59, 20, 72, 17, 43, 60, 212, 106, 58,
}

func TestMunicipiosAreComplete(t *testing.T) {
	order := collate.New(language.MustParse("es-MX"))
	seen, total := map[string]bool{}, 0
	for i, clave := range catalog.EntidadNames.Codes() {
		all := catalog.Municipios(clave)
		if len(all) != counts[i] {
			t.Errorf("%s has %d municipios, want %d", clave, len(all), counts[i])
		}
		total += len(all)
		labels := map[string]bool{}
		for j, m := range all {
			if len(m.Clave) != 5 || m.Entidad != clave || m.Clave[:2] != clave || m.Name == "" || seen[m.Clave] {
				t.Errorf("bad or repeated municipio %+v", m)
			}
			seen[m.Clave] = true
			if j > 0 && order.CompareString(all[j-1].Name, m.Name) > 0 {
				t.Errorf("%s stands before %s", all[j-1].Name, m.Name)
			}
			if labels[m.Label()] {
				t.Errorf("two in %s are called %s", clave, m.Label())
			}
			labels[m.Label()] = true
			if found, ok := catalog.MunicipioOf(m.Clave); !ok || found != m {
				t.Errorf("MunicipioOf(%s) = %+v", m.Clave, found)
			}
		}
	}
	if total != 2478 {
		t.Errorf("%d municipios, want 2,478", total)
	}
}

func TestMunicipioOf(t *testing.T) {
	for clave, want := range map[string]string{
		"28032": "Reynosa",
		"08037": "Juárez",
		"05035": "Torreón",
		"06002": "Colima",
		"07101": "Tuxtla Gutiérrez",
		"07078": "San Cristóbal de las Casas",
		"09002": "Azcapotzalco",
		"09005": "Gustavo A. Madero",
		"09008": "La Magdalena Contreras",
		"09017": "Venustiano Carranza",
		"12083": "Ñuu Savi",
		"24059": "Villa de Pozos",
		"25020": "Juan José Ríos",
		"15058": "Nezahualcóyotl",
		"02007": "San Felipe",
	} {
		if m, ok := catalog.MunicipioOf(clave); !ok || m.Name != want || m.Label() != want {
			t.Errorf("MunicipioOf(%s) = %+v, want %s", clave, m, want)
		}
	}
	for _, clave := range []string{"", "09001", "28", "2832", "33001", "99999", "Reynosa"} {
		if m, ok := catalog.MunicipioOf(clave); ok {
			t.Errorf("MunicipioOf(%q) = %+v", clave, m)
		}
	}
	if catalog.Municipios("33") != nil {
		t.Error("entidad 33 has municipios")
	}
	all := catalog.Municipios("28")
	all[0].Name = "changed"
	if catalog.Municipios("28")[0].Name == "changed" {
		t.Error("the table can be changed from outside")
	}
}

func TestEntidades(t *testing.T) {
	iso, curp := map[string]bool{}, map[string]bool{}
	for _, clave := range catalog.EntidadNames.Codes() {
		e, ok := catalog.EntidadOf(clave)
		if !ok || e.Clave != clave {
			t.Errorf("EntidadOf(%s) = %+v", clave, e)
		}
		iso[e.ISO], curp[e.CURP] = true, true
		if found, ok := catalog.EntidadOfCURP(e.CURP); !ok || found.Clave != e.Clave {
			t.Errorf("EntidadOfCURP(%s) = %+v", e.CURP, found)
		}
	}
	if len(iso) != 32 || len(curp) != 32 {
		t.Errorf("%d ISO codes, %d CURP codes", len(iso), len(curp))
	}
	for _, clave := range []string{"", "0", "00", "33", "9", "unknown"} {
		if _, ok := catalog.EntidadOf(clave); ok {
			t.Errorf("EntidadOf(%q) exists", clave)
		}
	}
	if _, ok := catalog.EntidadOfCURP("NE"); ok {
		t.Error("NE is an entidad")
	}
}

func TestTheStateOfMexicoIsNotTheCountry(t *testing.T) {
	e, _ := catalog.EntidadOf("15")
	if e.Official != "México" || e.Short != "Estado de México" || catalog.EntidadNames.Name("15", "es") != "Estado de México (México)" || e.English != "State of Mexico" {
		t.Errorf("%+v %s", e, catalog.EntidadNames.Name("15", "es"))
	}
	if v, _ := catalog.EntidadOf("30"); v.Official != "Veracruz de Ignacio de la Llave" || catalog.EntidadNames.Name("30", "en") != "Veracruz" || v.Short != "Veracruz" {
		t.Errorf("%+v", v)
	}
}

func TestEntidadOfPostal(t *testing.T) {
	for cp, want := range map[string]string{
		"01000": "09", "16999": "09", "20000": "01", "22000": "02", "27000": "05", "30420": "07",
		"50000": "15", "57999": "15", "58000": "16", "88500": "28", "91000": "30", "99999": "32",
		"17000": "", "18999": "", "19000": "", "8850": "", "885000": "", "8850O": "", "": "", "88-50": "", "８８５": "",
	} {
		if e, ok := catalog.EntidadOfPostal(cp); e.Clave != want || ok != (want != "") {
			t.Errorf("EntidadOfPostal(%q) = %q %v, want %q", cp, e.Clave, ok, want)
		}
	}
}

func BenchmarkMunicipioOf(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		catalog.MunicipioOf("28032")
	}
}
