package app_test

// answers are what somebody fills in on a page: HTML name and value.
type answers [][2]string

// The filing of the README's walk.
var (
	theCase = answers{
		{"reference[0].kind", "carpeta_investigacion"},
		{"reference[0].number", "FED/TAMPS/REY/0000123/2026"},
		{"offence", "acopio"},
		{"unit", "Célula III-2 Reynosa"},
		{"custody.holder", "sedena"},
		{"custody.name", "8/a. Zona Militar"},
		{"narrative", "Al revisar el vehículo se hallaron dos armas envueltas en una cobija.\nEl conductor huyó."},
	}
	thePlace = answers{
		{"recovered.date.day", "4"},
		{"recovered.date.month", "3"},
		{"recovered.date.year", "2026"},
		{"recovered.time", "23:55"},
		{"recovered.place.entidad", "28"},
		{"recovered.place.municipio", "28032"},
		{"recovered.place.locality", "Reynosa"},
	}
	theRoad = [2]string{"recovered.place.road", "Carretera Federal 2, tramo Reynosa–Río Bravo, km 64+500"}
	theWASR = answers{
		{"firearms[0].type", "RI"},
		{"firearms[0].manufacturer", "Cugir"},
		{"firearms[0].model", "WASR-10"},
		{"firearms[0].caliber", "7.62x39 mm"},
		{"firearms[0].country", "RO"},
		{"firearms[0].importer", "Century Arms"},
		{"firearms[0].serial.reading", "legible"},
		{"firearms[0].serial.text", "A1-00127-2000"},
		{"firearms[0].serial.location", "receiver"},
	}
	theGlock = answers{
		{"firearms[1].type", "PI"},
		{"firearms[1].manufacturer", "Glock"},
		{"firearms[1].model", "19"},
		{"firearms[1].caliber", "9x19 mm"},
		{"firearms[1].country", "AT"},
		{"firearms[1].serial.reading", "legible"},
		{"firearms[1].serial.text", "ZZZ0042US"},
		{"firearms[1].serial.location", "frame"},
	}
	thePerson = answers{
		{"people[0].role", "possessor"},
		{"people[0].name.given", "María del Carmen"},
		{"people[0].name.surname1", "de la O"},
		{"people[0].name.surname2", "Núñez"},
		{"people[0].nicknames[0]", "La Güera"},
		{"people[0].sex", "female"},
	}
	theSale = answers{
		{"outcome", "purchaser_identified"},
		{"dealer.name", "Lone Star Guns"},
		{"dealer.ffl", "5-74-123-01-7F-12345"},
		{"dealer.city", "McAllen"},
		{"dealer.state", "TX"},
		{"sold.month", "6"},
		{"sold.day", "12"},
		{"sold.year", "2024"},
		{"purchaser.name.given", "John"},
		{"purchaser.name.surname1", "Doe"},
	}
)
