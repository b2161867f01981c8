package mx_test

import (
	"testing"

	"pgregory.net/rapid"

	"rastreo/internal/mx"
)

func TestParseExterior(t *testing.T) {
	for s, want := range map[string]string{
		"123": "núm. 123", "123-A": "núm. 123-A", "123 A": "núm. 123 A", "12 Bis": "núm. 12 Bis", "No. 12": "núm. 12", "Núm. 45": "núm. 45",
		"# 7": "núm. 7", "#7": "núm. 7", "A-12": "núm. A-12", "1200": "núm. 1200", "10-12": "núm. 10-12",
		"S/N": "s/n", "s/n": "s/n", "sn": "s/n", "S.N.": "s/n", "sin número": "s/n", "SIN NUM.": "s/n",
		"Mz. 4 Lt. 12": "Mz. 4 Lt. 12", "manzana 4 lote 12": "Mz. 4 Lt. 12", "MZA 4 LTE 12": "Mz. 4 Lt. 12", "mz 4, lt 12": "Mz. 4 Lt. 12",
		"Mz. B Lt. 3": "Mz. B Lt. 3", "MZ4 LT12": "Mz. 4 Lt. 12", "Lote 12": "Lt. 12", "Manzana 4": "Mz. 4", "25 Mz. 3 Lt. 1": "núm. 25 Mz. 3 Lt. 1",
		"domicilio conocido": "domicilio conocido", "DOM. CONOCIDO": "domicilio conocido", "Conocido": "domicilio conocido",
		"": "", "frente a la iglesia": "", "mañana": "", "km 4": "", "12 y 14": "", "casa azul 3": "",
	} {
		e, ok := mx.ParseExterior(s)
		if e.String() != want || ok != (want != "") {
			t.Errorf("ParseExterior(%q) = %q %v, want %q", s, e, ok, want)
		}
	}
}

func TestEveryExteriorReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`([0-9]{1,4}(-[A-Z])?)|(Mz\. [0-9]{1,3} Lt\. [0-9]{1,3})|s/n|domicilio conocido`).Draw(t, "s")
		e, ok := mx.ParseExterior(s)
		if again, ok2 := mx.ParseExterior(e.String()); !ok || !ok2 || again != e {
			t.Fatalf("%q: %+v, and %q: %+v", s, e, e, again)
		}
	})
}

func TestRoadMarkString(t *testing.T) {
	if got := (mx.RoadMark{Km: 64, M: 5}).String(); got != "km 64+005" {
		t.Error(got)
	}
}

func TestAddressLine(t *testing.T) {
	road := mx.Address{
		RoadType: "Carretera", RoadAdmin: "Federal", RoadToll: "Libre", RoadCode: "2", RoadStretch: "Reynosa–Río Bravo",
		RoadMark: "64+500", RoadSide: "Lado derecho", Exterior: "S/N", SettlementType: "Ranchería", Settlement: "El Guayabo",
		Municipio: "Río Bravo", Entidad: "Tamaulipas", Country: "México",
	}
	if got, want := road.Line(), "Carretera federal 2 (libre), tramo Reynosa–Río Bravo, km 64+500, margen derecho, s/n, "+
		"Ranchería El Guayabo, Río Bravo, Tamaulipas, México"; got != want {
		t.Errorf("%s", got)
	}
	if got, want := road.US().String(), "Carretera federal 2 libre TRAMO Reynosa–Río Bravo KM 64+500 MARGEN derecho S/N, "+
		"Ranchería El Guayabo, Río Bravo, Río Bravo, MX-TAM, MX"; got != want {
		t.Errorf("%s", got)
	}
	if (mx.Address{}).Line() != "" || (mx.Address{}).US() != (mx.USAddress{Country: "MX"}) {
		t.Errorf("nothing is %q and %+v", mx.Address{}.Line(), mx.Address{}.US())
	}
}
