package storetest

import (
	"fmt"
	"strings"

	"rastreo/internal/trace"
)

// Filing is filing number i: what Check leaves of a real-looking one. Numbers
// differ with i; i%3 is how many firearms there are beyond the first. Every
// fifth begins with an urgent firearm. Everybody in it is invented.
func Filing(i int) trace.Filing {
	f := trace.Filing{
		Unit: "Célula de Investigación 3, Reynosa",
		Reference: []trace.Reference{
			{Kind: "carpeta_investigacion", Number: fmt.Sprintf("FED/TAM/REY/%07d/2026", i)},
			{Kind: "nuc", Number: fmt.Sprintf("FED-TAM-REY-%07d", i)},
		},
		Offence: "acopio",
		Recovered: trace.Recovery{
			Date: fmt.Sprintf("2026-0%d-%02d", 1+i%2, 1+i%28), Precision: trace.Day, Time: "23:55", Place: road,
		},
		Custody:   trace.Custody{Holder: "sedena", Name: "8.ª Zona Militar", Place: "Depósito de armamento", Reference: fmt.Sprintf("AS-%d", i)},
		People:    []trace.Person{person(i)},
		Narrative: "Asegurada en un punto de revisión.\nEl conductor no mostró documentos.",
	}
	for n := range 1 + i%3 {
		f.Firearms = append(f.Firearms, weapon(i, n))
	}
	if i%5 == 0 {
		f.Firearms[0].Priority, f.Firearms[0].Justification = trace.Urgent, "Plazo constitucional por vencer."
	}
	return f
}

var road = trace.Place{
	Country: "MX", Entidad: "28", Municipio: "28032", Locality: "Ranchería La Retama", PostalCode: "88900",
	Road: "Carretera Federal 2, tramo Reynosa–Río Bravo, km 64+500", Between: []string{"brecha 21", "Canal Anzaldúas"},
	Latitude: "25.98", Longitude: "-98.1",
}

var surnames = []string{"de la O", "Muñoz", "Hernández", "Güemes", "Ibarra", "Peña"}

func person(i int) trace.Person {
	return trace.Person{
		Role: "possessor",
		Name: trace.Name{
			Given: "José Ángel", Surname1: surnames[i%len(surnames)], Surname2: surnames[(i+1)%len(surnames)], Surname2State: "given",
		},
		Aliases:   []trace.Name{{Full: "Ángel Treviño"}},
		Nicknames: []string{"El Ñoño"},
		Birth:     trace.Birth{Date: "1990-04", Precision: trace.Month},
		Sex:       "male",
		Identifiers: []trace.Identifier{
			{Kind: "ine", Number: fmt.Sprintf("ID%08d", i)},
		},
		Nationality: "MX",
		Address:     trace.Place{Country: "MX", Entidad: "28", Municipio: "28032", Street: "Calle Sexta", Exterior: "12"},
	}
}

var models = []trace.Firearm{
	{Type: "RI", Manufacturer: "Cugir", Importer: "Century Arms", Model: "WASR-10", Caliber: "7.62x39", Country: "RO"},
	{Type: "PI", Manufacturer: "Beretta", Importer: "none", Model: "92FS", Caliber: "9x19", Country: "IT"},
	{Type: "PI", Manufacturer: "Glock", Importer: "unknown", Model: "19", Caliber: "9x19", Country: "AT"},
	{Type: "RB", Manufacturer: "Barrett", Importer: "none", Model: "M82A1", Caliber: ".50 BMG", Country: "US"},
}

func weapon(i, n int) trace.Firearm {
	g := models[(i+n)%len(models)]
	g.Serial = trace.Serial{Text: Serial(i, n), Reading: "legible", Location: "receiver"}
	g.Markings = []trace.Marking{{Kind: "importer", Text: "CAI GEORGIA VT", Location: "receiver"}}
	g.Priority = trace.Routine
	return g
}

// Serial is the serial of firearm n (from 0) of Filing(i). No two are the
// same, and the first letters are many, as on real firearms.
func Serial(i, n int) string {
	mixed := uint32(i*3+n) * 2654435761
	letters := strings.Map(func(r rune) rune { return 'A' + (r-'0')%10*2 }, fmt.Sprintf("%02d", mixed%97))
	return fmt.Sprintf("%s-%06d%d", letters, i, n)
}
