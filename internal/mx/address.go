package mx

import "strings"

// Address is a place in ready words: the parts of INEGI's standard for
// geographic addresses, with every code already turned into the Spanish word
// for it, and names in place of claves. What is unknown is empty.
type Address struct {
	StreetType, Street string // "Calle", "Ignacio Allende"
	Exterior, Interior string // as typed
	Between            []string
	Behind             string // the street at the back

	RoadType    string // carretera, camino, terracería, brecha, vereda
	RoadAdmin   string // federal, estatal, municipal, particular
	RoadToll    string // cuota, libre
	RoadCode    string // "45D"
	RoadStretch string // tramo: "Reynosa–Río Bravo"
	RoadMark    string // as typed: "64+500"
	RoadSide    string // derecho, izquierdo
	Road        string // the road in free words

	SettlementType, Settlement string // "Colonia", "Centro"
	PostalCode                 string
	Locality                   string
	Municipio                  string // or alcaldía; in the United States the county
	Entidad                    string // everyday name; in the United States two letters
	CountryCode                string // ISO 3166-1, two letters; "" is MX
	Country                    string
	Latitude, Longitude        string // decimal degrees
}

// Line is the address on one line: by Mexican convention for a place in Mexico
// ("Calle Ignacio Allende núm. 123 int. 4, Col. Centro, C.P. 88500, Reynosa,
// Tamaulipas, México"), number first and ZIP code last for the United States,
// and plainly for other countries. Coordinates stand in it only where there is
// neither street nor road.
func (a Address) Line() string {
	switch a.CountryCode {
	case "", "MX":
		return a.mexican()
	case "US":
		return a.american()
	}
	return join(", ", kinded(a.StreetType, join(" ", a.Street, a.Exterior)), a.Interior, a.Road, a.point(),
		kinded(a.SettlementType, a.Settlement), join(" ", a.PostalCode, a.Locality), a.Municipio, a.Entidad, a.Country)
}

func (a Address) mexican() string {
	return join(", ", a.streetLine(), a.roadLine(), a.looseNumber(), a.between(), labelled("calle posterior ", a.Behind), a.point(),
		a.settlement(), labelled("C.P. ", a.PostalCode), a.locality(), a.municipio(), a.entidad(), a.Country)
}

func (a Address) american() string {
	street := join(" ", a.Exterior, kinded(a.StreetType, a.Street), a.Interior)
	return join(", ", street, a.Road, a.point(), a.Settlement, a.Locality, a.Municipio, join(" ", a.Entidad, a.PostalCode), a.Country)
}

// onRoad says that a road is all there is of a street.
func (a Address) onRoad() bool { return a.Street == "" }

// streetLine is the street with its numbers.
func (a Address) streetLine() string {
	if a.onRoad() {
		return ""
	}
	street := kinded(short(streetShort, a.StreetType), a.Street)
	if sameStart(a.Street, a.StreetType) {
		street = a.Street
	}
	number := exteriorLine(a.Exterior)
	if number == "domicilio conocido" {
		return join(", ", street, number, interiorLine(a.Interior))
	}
	return join(" ", street, number, interiorLine(a.Interior))
}

// looseNumber is the number of a house that stands on no street: beside a road
// or in a settlement.
func (a Address) looseNumber() string {
	if !a.onRoad() {
		return ""
	}
	line := join(" ", exteriorLine(a.Exterior), interiorLine(a.Interior))
	switch {
	case a.roadLine() != "":
		return line
	case strings.HasPrefix(line, "s/n"):
		return strings.Replace(line, "s/n", "S/N", 1)
	}
	return capital(line)
}

func (a Address) between() string {
	switch {
	case len(a.Between) > 1 && a.Between[0] != "" && a.Between[1] != "":
		return "entre " + a.Between[0] + " y " + a.Between[1]
	case len(a.Between) > 0:
		return labelled("cerca de ", join("", a.Between...))
	}
	return ""
}

func (a Address) settlement() string {
	if sameStart(a.Settlement, a.SettlementType) {
		return a.Settlement
	}
	return kinded(short(settlementShort, a.SettlementType), a.Settlement)
}

// locality is left out where another part says the same.
func (a Address) locality() string {
	for _, said := range []string{a.Municipio, a.Settlement, join(" ", a.SettlementType, a.Settlement), a.Entidad} {
		if Fold(a.Locality) == Fold(said) {
			return ""
		}
	}
	return a.Locality
}

// municipio in Mexico City is an alcaldía, and is called so.
func (a Address) municipio() string {
	if Fold(a.entidad()) != "CIUDAD DE MEXICO" || a.Municipio == "" || sameStart(a.Municipio, "Alcaldía") {
		return a.Municipio
	}
	return "Alcaldía " + a.Municipio
}

// entidad keeps the state from being taken for the country.
func (a Address) entidad() string {
	if key := Fold(a.Entidad); key == "MEXICO" || strings.HasPrefix(key, "ESTADO DE MEXICO") {
		return "Estado de México"
	}
	return a.Entidad
}

func (a Address) point() string {
	if a.Street != "" || a.roadLine() != "" || a.Latitude == "" || a.Longitude == "" {
		return ""
	}
	return "(" + a.Latitude + ", " + a.Longitude + ")"
}
