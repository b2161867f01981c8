package main

import (
	"fmt"
	"math/rand/v2"
	"strconv"

	"rastreo/internal/trace"
)

// draw gives the same choices for the same number in every run.
type draw struct{ *rand.Rand }

func drawn(stream, i uint64) draw { return draw{rand.New(rand.NewPCG(stream, i))} }

func (d draw) of(list []string) string { return list[d.IntN(len(list))] }

// digits is a number of n digits.
func (d draw) digits(n int) string {
	text := make([]byte, n)
	for i := range text {
		text[i] = byte('0' + d.IntN(10))
	}
	return string(text)
}

// letters are n capital letters as makers stamp them.
func (d draw) letters(n int) string {
	text := make([]byte, n)
	for i := range text {
		text[i] = "ABCDEFGHJKLMNPRSTUVWXYZ"[d.IntN(23)]
	}
	return string(text)
}

// pattern is a firearm as it is often seized, and how its serials look.
type pattern struct {
	trace.Firearm
	serial func(d draw) string
}

var makes = []pattern{
	{
		trace.Firearm{Type: "RI", Manufacturer: "Cugir", Importer: "Century Arms", Model: "WASR-10", Caliber: "7.62x39 mm", Country: "RO"},
		func(d draw) string { return "1-" + d.digits(5) + "-20" + d.digits(2) },
	},
	{
		trace.Firearm{Type: "PI", Manufacturer: "Beretta", Importer: "Beretta USA", Model: "92FS", Caliber: "9x19 mm", Country: "IT"},
		func(d draw) string { return d.letters(1) + d.digits(5) + "Z" },
	},
	{
		trace.Firearm{Type: "PI", Manufacturer: "Taurus", Importer: "Taurus International", Model: "PT92", Caliber: "9x19 mm", Country: "BR"},
		func(d draw) string { return "T" + d.letters(2) + d.digits(5) },
	},
	{
		trace.Firearm{Type: "PI", Manufacturer: "Glock", Importer: "Glock Inc.", Model: "19 Gen4", Caliber: "9x19 mm", Country: "AT"},
		func(d draw) string { return d.letters(3) + d.digits(3) + "US" },
	},
	{
		trace.Firearm{Type: "RI", Manufacturer: "Anderson Manufacturing", Importer: "none", Model: "AM-15", Caliber: "5.56x45 mm", Country: "US"},
		func(d draw) string { return d.digits(2) + d.digits(6) },
	},
	{
		trace.Firearm{Type: "RI", Manufacturer: "Barrett", Importer: "none", Model: "M82A1", Caliber: ".50 BMG", Country: "US"},
		func(d draw) string { return "AA" + d.digits(6) },
	},
	{
		trace.Firearm{Type: "PI", Manufacturer: "Colt", Importer: "none", Model: "Government", Caliber: ".38 Super", Country: "US"},
		func(d draw) string { return "38SS" + d.digits(5) },
	},
}

// A town where firearms are seized, with the road that leads there.
type town struct{ agency, entidad, municipio, name, road string }

var towns = []town{
	{"TAMP", "28", "28032", "Reynosa", "Carretera Federal 2, tramo Reynosa–Río Bravo, km 64+500"},
	{"BC", "02", "02004", "Tijuana", "Carretera Federal 1D, tramo Tijuana–Rosarito, km 22+300"},
	{"CHIH", "08", "08037", "Juárez", "Carretera Federal 45, tramo Juárez–Villa Ahumada, km 331+000"},
	{"MICH", "16", "16102", "Uruapan", "Carretera Federal 37, tramo Uruapan–Nueva Italia, km 97+200"},
	{"GTO", "11", "11007", "Celaya", "Carretera Federal 45D, tramo Celaya–Salamanca, km 71+800"},
}

var (
	surnames = []string{"Hernández", "de la O", "Muñoz", "Güemes", "Ibarra", "Peña", "Treviño", "Ñáñez", "Martínez", "Cantú", "Rentería", "Zúñiga"}
	givens   = []string{"José Ángel", "María del Carmen", "Juan Carlos", "Guadalupe", "Jesús Ramón", "Luis Fernando", "Rosa Isela", "Édgar"}
	streets  = []string{"Sexta", "Ignacio Zaragoza", "16 de Septiembre", "Nogales", "Francisco I. Madero"}
	offences = []string{"portacion", "posesion", "acopio", "delincuencia_organizada", "salud", "homicidio"}
	holders  = []string{"sedena", "fgr", "fiscalia", "guardia_nacional"}
)

// specimen is seizure number i of a stream, with as many firearms: what the
// check leaves of a filing, so that it may be written as it is. Everybody and
// every serial in it is invented.
func specimen(stream uint64, i, firearms int) trace.Filing {
	d := drawn(stream, uint64(i))
	t := towns[d.IntN(len(towns))]
	year := 2019 + d.IntN(7)
	f := trace.Filing{
		Unit: "Célula de Investigación " + strconv.Itoa(1+d.IntN(9)) + ", " + t.name,
		Reference: []trace.Reference{
			{Kind: "carpeta_investigacion", Number: fmt.Sprintf("FED/%s/%s/%07d/%d", t.agency, t.municipio, i, year)},
		},
		Offence:   d.of(offences),
		Recovered: trace.Recovery{Date: fmt.Sprintf("%d-%02d-%02d", year, 1+d.IntN(12), 1+d.IntN(28)), Precision: trace.Day, Time: "23:55", Place: t.roadside()},
		Custody:   trace.Custody{Holder: d.of(holders), Name: "8.ª Zona Militar", Place: "Depósito de armamento", Reference: "AS-" + d.digits(7)},
		People:    []trace.Person{d.person(t)},
		Narrative: "Asegurada en un punto de revisión sobre la carretera; el conductor no mostró documentos del arma y fue puesto a disposición.",
	}
	for range firearms {
		f.Firearms = append(f.Firearms, d.firearm())
	}
	return f
}

func (t town) roadside() trace.Place {
	return trace.Place{Country: "MX", Entidad: t.entidad, Municipio: t.municipio, Locality: "Ranchería La Retama", Road: t.road, Latitude: "25.98", Longitude: "-98.1"}
}

func (d draw) person(t town) trace.Person {
	return trace.Person{
		Role:        "possessor",
		Name:        trace.Name{Given: d.of(givens), Surname1: d.of(surnames), Surname2: d.of(surnames), Surname2State: "given"},
		Nicknames:   []string{"El Ñoño"},
		Birth:       trace.Birth{Date: fmt.Sprintf("19%d-0%d", 60+d.IntN(40), 1+d.IntN(9)), Precision: trace.Month},
		Sex:         "male",
		Identifiers: []trace.Identifier{{Kind: "ine", Number: "ID" + d.digits(8)}},
		Nationality: "MX",
		Address:     trace.Place{Country: "MX", Entidad: t.entidad, Municipio: t.municipio, Street: d.of(streets), Exterior: d.digits(3)},
	}
}

// firearm is one of the makes: one in twenty urgent, one in twelve with a
// serial of which a character cannot be read.
func (d draw) firearm() trace.Firearm {
	m := makes[d.IntN(len(makes))]
	g := m.Firearm
	g.Serial = trace.Serial{Text: m.serial(d), Reading: "legible", Location: "receiver"}
	if d.IntN(12) == 0 {
		g.Serial.Text, g.Serial.Reading = g.Serial.Text[:len(g.Serial.Text)-1]+"?", "partial"
	}
	g.Markings = []trace.Marking{{Kind: "importer", Text: "CAI GEORGIA VT", Location: "receiver"}}
	g.Priority = trace.Routine
	if d.IntN(20) == 0 {
		g.Priority, g.Justification = trace.Urgent, "Plazo constitucional por vencer."
	}
	return g
}
