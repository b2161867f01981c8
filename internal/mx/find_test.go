package mx_test

import (
	"testing"

	"rastreo/internal/catalog"
	"rastreo/internal/mx"
)

func TestFindEntidad(t *testing.T) {
	for text, want := range map[string]string{
		"Tamaulipas": "28", "tamps.": "28", "TAMAULIPAS": "28", "Distrito Federal": "09", "D.F.": "09", "d. f.": "09", "México, D.F.": "09",
		"CDMX": "09", "Cd. de México": "09", "Mexico City": "09", "Estado de México": "15", "Edo. de Méx.": "15", "EDOMEX": "15",
		"State of Mexico": "15", "Estado de Sonora": "26", "Edo. de Sonora": "26", "Coahuila": "05", "coahuila de zaragoza": "05",
		"Veracruz": "30", "N.L.": "19", "nuevo leon": "19", "S.L.P.": "24", "Q. Roo": "23", "B.C.": "02", "BCS": "03", "MX-TAM": "28",
		"michoacan": "16", "México": "", "Mex.": "", "mexico": "", "Texas": "", "": "", "Reynosa": "",
	} {
		if e, ok := mx.FindEntidad(text); e.Clave != want || ok != (want != "") {
			t.Errorf("FindEntidad(%q) = %q %v, want %q", text, e.Clave, ok, want)
		}
	}
}

func TestFindMunicipio(t *testing.T) {
	for _, tt := range []struct{ entidad, text, want string }{
		{"28", "Reynosa", "28032"},
		{"28", "rio bravo", "28033"},
		{"28", "Mpio. de Río Bravo", "28033"},
		{"28", "municipio Río Bravo", "28033"},
		{"28", "Cd. Victoria", "28041"},
		{"08", "Cd. Juárez", "08037"},
		{"09", "delegación Cuauhtémoc", "09015"},
		{"09", "Alcaldía Cuauhtémoc", "09015"},
		{"09", "Deleg. Gustavo A. Madero", "09005"},
		{"09", "Magdalena Contreras", "09008"},
		{"09", "cuajimalpa", "09004"},
		{"15", "Ecatepec", "15033"},
		{"15", "Neza", "15058"},
		{"14", "Tlaquepaque", "14098"},
		{"12", "Acapulco", "12001"},
		{"23", "Cancún", "23005"},
		{"20", "San Juan", ""}, // there are dozens
		{"28", "Monterrey", ""},
		{"12", "Juárez", ""}, // an honour of Acapulco's, and no name
		{"09", "Juárez", ""},
		{"28", "Ciudad", ""},
		{"05", "General", ""},
		{"05", "San Juan", ""},
		{"05", "Cepeda", "05011"},
		{"15", "Tlalnepantla", "15104"},
		{"11", "Dolores Hidalgo", "11014"},
		{"", "Reynosa", "28032"},
		{"", "Benito Juárez", ""}, // in eight entidades
		{"28", "", ""},
		{"99", "Reynosa", ""},
	} {
		if m, ok := mx.FindMunicipio(tt.entidad, tt.text); m.Clave != tt.want || ok != (tt.want != "") {
			t.Errorf("FindMunicipio(%q, %q) = %q %v, want %q", tt.entidad, tt.text, m.Clave, ok, tt.want)
		}
	}
}

// Every municipio is found by its own name, but where two in an entidad share
// it.
func TestEveryMunicipioIsFound(t *testing.T) {
	for _, entidad := range catalog.EntidadNames.Codes() {
		for _, m := range catalog.Municipios(entidad) {
			if got, _ := mx.FindMunicipio(entidad, m.Label()); got.Clave != m.Clave {
				t.Errorf("%s %s: %s", m.Clave, m.Label(), got.Clave)
			}
		}
	}
}

func TestFindCountry(t *testing.T) {
	for text, want := range map[string]string{
		"México": "MX", "mexico": "MX", "Estados Unidos": "US", "EE. UU.": "US", "EE.UU.": "US", "E.U.A.": "US", "USA": "US", "us": "US",
		"United States": "US", "Alemania": "DE", "germany": "DE", "Yugoslavia": "RS", "Rumanía": "RO", "Rumania": "RO", "": "", "Reynosa": "",
	} {
		if got, ok := mx.FindCountry(text); got != want || ok != (want != "") {
			t.Errorf("FindCountry(%q) = %q %v, want %q", text, got, ok, want)
		}
	}
}
