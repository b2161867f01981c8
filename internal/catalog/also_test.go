package catalog_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"rastreo/internal/catalog"
	"rastreo/internal/mx"
)

// called finds the codes that a folded name leads to, by all their names.
func called(codes []string, names func(code string) []string) map[string][]string {
	found := map[string][]string{}
	for _, code := range codes {
		for _, name := range names(code) {
			if key := mx.Fold(name); !slices.Contains(found[key], code) {
				found[key] = append(found[key], code)
			}
		}
	}
	return found
}

func entidadNames(code string) []string {
	names := []string{catalog.EntidadNames.Name(code, "es"), catalog.EntidadNames.Name(code, "en")}
	return append(names, catalog.EntidadAlso(code)...)
}

func countryNames(code string) []string {
	return append([]string{catalog.Country.Name(code, "es"), catalog.Country.Name(code, "en")}, catalog.CountryAlso(code)...)
}

func TestEntidadAlso(t *testing.T) {
	found := called(catalog.EntidadNames.Codes(), entidadNames)
	for typed, want := range map[string]string{
		"Distrito Federal": "09", "D.F.": "09", "df": "09", "d. f.": "09", "CDMX": "09", "México D.F.": "09", "ciudad de mexico": "09",
		"MX-CMX": "09", "MX-DIF": "09", "Edomex": "15", "Estado de México": "15", "Edo. de Méx.": "15", "México": "15", "Mex.": "15",
		"Coahuila": "05", "Coahuila de Zaragoza": "05", "Michoacán": "16", "Mich.": "16", "Veracruz": "30", "Veracruz-Llave": "30",
		"N.L.": "19", "N. L.": "19", "Tamps.": "28", "TAMPS": "28", "Q. Roo": "23", "QRoo": "23", "Querétaro de Arteaga": "22",
		"B.C.": "02", "BCS": "03", "B.C.S.": "03", "Baja California Norte": "02", "S.L.P.": "24", "Sonora": "26", "MX-SON": "26",
	} {
		if got := found[mx.Fold(typed)]; len(got) != 1 || got[0] != want {
			t.Errorf("%q leads to %v, want %s", typed, got, want)
		}
	}
	for name, codes := range found {
		if len(codes) != 1 {
			t.Errorf("%q leads to %v", name, codes)
		}
	}
	for _, typed := range []string{"Texas", "Reynosa", "Baja", "NM", ""} {
		if got := found[mx.Fold(typed)]; got != nil {
			t.Errorf("%q leads to %v", typed, got)
		}
	}
	if catalog.EntidadAlso("33") != nil || catalog.EntidadAlso("") != nil {
		t.Error("an entidad that does not exist has names")
	}
}

func TestCountryAlso(t *testing.T) {
	found := called(catalog.Country.Codes(), countryNames)
	for typed, want := range map[string]string{
		"EUA": "US", "EE. UU.": "US", "EEUU": "US", "E.U.": "US", "E.U.A.": "US", "USA": "US", "U.S.A.": "US", "Estados Unidos": "US",
		"Estados Unidos de América": "US", "Estados Unidos Mexicanos": "MX", "Brasil": "BR", "Brazil": "BR", "Rumania": "RO", "Rumanía": "RO",
		"Romania": "RO", "Checoslovaquia": "CZ", "Czechoslovakia": "CZ", "República Checa": "CZ", "Yugoslavia": "RS", "URSS": "RU",
		"U.R.S.S.": "RU", "Unión Soviética": "RU", "Alemania Occidental": "DE", "W. Germany": "DE", "Corea": "KR", "Corea del Norte": "KP",
		"Inglaterra": "GB", "Holanda": "NL", "República Popular China": "CN", "República de China": "TW", "Turquia": "TR", "Turkey": "TR",
	} {
		if got := found[mx.Fold(typed)]; len(got) != 1 || got[0] != want {
			t.Errorf("%q leads to %v, want %s", typed, got, want)
		}
	}
	for name, codes := range found {
		if len(codes) != 1 {
			t.Errorf("%q leads to %v", name, codes)
		}
	}
	if catalog.CountryAlso("ZZ") != nil || catalog.CountryAlso("us") != nil {
		t.Error("a country that does not exist has names")
	}
}

func TestMunicipioAlso(t *testing.T) {
	for _, entidad := range catalog.EntidadNames.Codes() {
		var codes []string
		for _, m := range catalog.Municipios(entidad) {
			codes = append(codes, m.Clave)
		}
		found := called(codes, catalog.MunicipioAlso)
		for name, claves := range found {
			if len(claves) != 1 {
				t.Errorf("%q leads to %v", name, claves)
			}
		}
		for _, clave := range codes {
			m, _ := catalog.MunicipioOf(clave)
			if got := found[mx.Fold(m.Name)]; got != nil {
				t.Errorf("%q is the name of %s and another of %v", m.Name, clave, got)
			}
		}
	}
	for clave, want := range map[string]string{
		"23005": "Cancún", "26018": "Ciudad Obregón", "25001": "Los Mochis", "08037": "Ciudad Juárez", "23008": "Solidaridad",
		"27004": "Villahermosa", "28041": "Ciudad Victoria", "09008": "Magdalena Contreras", "15058": "Neza",
	} {
		if got := catalog.MunicipioAlso(clave); !slices.Contains(got, want) {
			t.Errorf("MunicipioAlso(%s) = %v, want %s", clave, got, want)
		}
	}
	if catalog.MunicipioAlso("28032") != nil {
		t.Error("Reynosa has another name")
	}
}

// Every line of the table belongs to a place that exists, and no name is said
// twice of one place.
func TestPlaceAlsoIsTidy(t *testing.T) {
	raw, err := os.ReadFile("place_also.txt")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for line := range strings.Lines(string(raw)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		row := strings.Split(strings.TrimSpace(line), "|")
		_, municipio := catalog.MunicipioOf(row[1])
		known := map[string]bool{"entidad": catalog.EntidadNames.Has(row[1]), "country": catalog.Country.Has(row[1]), "municipio": municipio, "word": true}
		if !known[row[0]] || seen[row[0]+row[1]] || row[2] == "" {
			t.Errorf("unknown, repeated or empty: %s", line)
		}
		seen[row[0]+row[1]] = true
		own := map[string][]string{}
		if row[0] == "country" {
			own = called([]string{row[1]}, func(string) []string {
				return []string{catalog.Country.Name(row[1], "es"), catalog.Country.Name(row[1], "en")}
			})
		}
		for name := range strings.SplitSeq(row[2], ";") {
			key := mx.Fold(name)
			if key == "" || own[key] != nil {
				t.Errorf("%s says %q twice", row[1], name)
			}
			own[key] = []string{row[1]}
		}
	}
	if len(seen) < 100 {
		t.Errorf("%d places have other names", len(seen))
	}
}

func TestWordsBeforePlaces(t *testing.T) {
	for word, all := range map[string][]string{
		"delegación": catalog.MunicipioWords(), "alcaldía": catalog.MunicipioWords(), "municipio": catalog.MunicipioWords(),
		"demarcación": catalog.MunicipioWords(), "demarcación territorial": catalog.MunicipioWords(), "estado": catalog.EntidadWords(),
	} {
		if !slices.Contains(all, word) {
			t.Errorf("%q is not understood", word)
		}
	}
	for _, word := range append(catalog.MunicipioWords(), catalog.EntidadWords()...) {
		if found := called(catalog.EntidadNames.Codes(), entidadNames)[mx.Fold(word)]; found != nil {
			t.Errorf("%q is the name of %v", word, found)
		}
	}
}
