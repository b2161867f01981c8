package mx

import "strings"

// USAddress is an address as a record of the United States holds it.
type USAddress struct {
	Street  string // street or road with the number: "Calle Ignacio Allende 123 INT 4"
	Line2   string // settlement: "COL Centro"
	City    string // locality, else the municipio
	County  string // municipio
	State   string // ISO 3166-2 code of the entidad, "MX-TAM"; a state of the United States by two letters
	ZIP     string // postal code
	Country string // ISO 3166-1, two letters
}

// String is the address on one line.
func (u USAddress) String() string {
	return join(", ", u.Street, u.Line2, u.City, u.County, join(" ", u.State, u.ZIP), u.Country)
}

// US maps the address to such a record. Names stay as typed; only the words
// between them are shortened the way such records do (INT, COL, FRACC, MZ, LT).
func (a Address) US() USAddress {
	u := USAddress{
		Line2: a.usSettlement(), City: a.Locality, County: a.Municipio, State: a.Entidad,
		ZIP: a.PostalCode, Country: a.CountryCode,
	}
	switch a.CountryCode {
	case "", "MX":
		a.mexicanUS(&u)
	case "US":
		u.Street, u.Line2 = join(" ", a.Exterior, kinded(a.StreetType, a.Street), a.Road), join(" ", a.Interior, a.Settlement)
	default:
		u.Street = join(" ", kinded(a.StreetType, a.Street), a.Exterior, a.Interior, a.Road)
	}
	return u
}

func (a Address) mexicanUS(u *USAddress) {
	u.Country = "MX"
	u.Street = join(" ", kinded(a.StreetType, a.Street), a.usRoad(), usExterior(a.Exterior), usInterior(a.Interior))
	if e, ok := FindEntidad(a.entidad()); ok {
		u.State = e.ISO
		if e.ISO == "MX-CMX" && u.City == "" {
			u.City = e.Short
		}
	}
	if u.City == "" {
		u.City = a.Municipio
	}
}

// usRoad is the road without the commas of a line.
func (a Address) usRoad() string {
	line := strings.NewReplacer(",", "", "(", "", ")", "").Replace(a.roadLine())
	return strings.NewReplacer(" km ", " KM ", " tramo ", " TRAMO ", " margen ", " MARGEN ").Replace(line)
}

func (a Address) usSettlement() string {
	kind := a.SettlementType
	if s, ok := settlementShort[Fold(kind)]; ok {
		kind = strings.ToUpper(strings.NewReplacer(".", "").Replace(s))
	}
	if sameStart(a.Settlement, a.SettlementType) {
		return a.Settlement
	}
	return kinded(kind, a.Settlement)
}

func usExterior(typed string) string {
	e, ok := ParseExterior(typed)
	switch {
	case !ok:
		return typed
	case e.Kind == "none":
		return "S/N"
	case e.Kind == "known":
		return "DOMICILIO CONOCIDO"
	}
	return join(" ", e.Number, labelled("MZ ", e.Block), labelled("LT ", e.Lot))
}

func usInterior(typed string) string {
	line := interiorLine(typed)
	if rest, ok := strings.CutPrefix(line, "int. "); ok {
		return "INT " + rest
	}
	return line
}
