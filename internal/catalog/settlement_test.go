package catalog_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"rastreo/internal/catalog"
)

// settlements are the 41 types of INEGI's norm in the order of their keys.
const settlements = `Aeropuerto,Ampliación,Barrio,Cantón,Ciudad,Ciudad industrial,Colonia,Condominio,Conjunto habitacional,
Corredor industrial,Coto,Cuartel,Ejido,Exhacienda,Fracción,Fraccionamiento,Granja,Hacienda,Ingenio,Manzana,Paraje,
Parque industrial,Privada,Prolongación,Pueblo,Puerto,Ranchería,Rancho,Región,Residencial,Rinconada,Sección,Sector,
Supermanzana,Unidad,Unidad habitacional,Villa,Zona federal,Zona industrial,Zona militar,Zona naval`

func TestSettlementTypesAreThoseOfTheNorm(t *testing.T) {
	es := texts(t, "es")
	names := strings.Split(strings.ReplaceAll(settlements, "\n", ""), ",")
	if codes := catalog.SettlementType.Codes(); len(codes) != 41 || len(names) != 41 {
		t.Fatalf("%d codes, %d names", len(codes), len(names))
	}
	for i, name := range names {
		var word string
		if err := json.Unmarshal(es[catalog.SettlementType.Key(fmt.Sprintf("%02d", i+1))], &word); err != nil || word != name {
			t.Errorf("%02d is %q, want %q", i+1, word, name)
		}
	}
}

func TestStreetTypesAreThoseOfTheNorm(t *testing.T) {
	norm := strings.Fields(`ampliacion andador avenida boulevard calle callejon calzada cerrada circuito circunvalacion continuacion
		corredor diagonal eje_vial pasaje peatonal periferico privada prolongacion retorno viaducto
		carretera camino brecha terraceria vereda`)
	for _, code := range norm {
		if !catalog.StreetType.Has(code) {
			t.Errorf("%s is missing", code)
		}
	}
	for _, code := range catalog.StreetType.Codes() {
		if code != "otro" && !slices.Contains(norm, code) {
			t.Errorf("%s is not of the norm", code)
		}
	}
}

func TestReferenceKinds(t *testing.T) {
	for _, code := range []string{"carpeta_investigacion", "nuc", "averiguacion_previa", "causa_penal", "iph", "rnd", "dictamen", "oficio"} {
		if !catalog.ReferenceKind.Has(code) {
			t.Errorf("%s is missing", code)
		}
	}
	codes := catalog.ReferenceKind.Codes()
	if codes[0] != "carpeta_investigacion" || codes[len(codes)-1] != "otro" {
		t.Errorf("the order is %v", codes)
	}
}
