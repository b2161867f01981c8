package site

import (
	"rastreo/internal/catalog"
	"rastreo/internal/i18n"
	"rastreo/internal/mx"
	"rastreo/internal/trace"
)

// address puts a place in ready words. They are Spanish on a page of either
// language: an address is what is written on the spot, and translated by
// nobody.
func address(say *i18n.Printer, l trace.Place) mx.Address {
	es := say.In(mexican)
	word := func(list *catalog.List, code string) string {
		if code == "" {
			return ""
		}
		return word(es, list, code)
	}
	return mx.Address{
		StreetType: word(catalog.StreetType, l.StreetType), Street: l.Street, Exterior: l.Exterior, Interior: l.Interior,
		Between: l.Between, Behind: l.Behind,
		RoadType: word(catalog.RoadType, l.RoadType), RoadAdmin: word(catalog.RoadAdmin, l.RoadAdmin), RoadToll: word(catalog.RoadToll, l.RoadToll),
		RoadCode: l.RoadCode, RoadStretch: l.RoadStretch, RoadMark: l.RoadMark, RoadSide: word(catalog.RoadSide, l.RoadSide), Road: l.Road,
		SettlementType: word(catalog.SettlementType, l.SettlementType), Settlement: l.Settlement,
		PostalCode: l.PostalCode, Locality: l.Locality, Municipio: definite(municipioName(l)), Entidad: definite(entidadName(l)),
		CountryCode: l.Country, Country: countryName(l), Latitude: string(l.Latitude), Longitude: string(l.Longitude),
	}
}

// definite is a name, or "" for an answer that stands in its place: an
// address does not say what nobody knows.
func definite(text string) string {
	if trace.IsAnswer(trace.Answer(text)) {
		return ""
	}
	return text
}

func municipioName(l trace.Place) string {
	if m, ok := catalog.MunicipioOf(l.Municipio); ok && l.Country != unitedStates {
		return m.Name
	}
	return l.Municipio
}

// entidadName is the name in everyday use: Veracruz, and of the United States
// the two letters of the state.
func entidadName(l trace.Place) string {
	if e, ok := catalog.EntidadOf(l.Entidad); ok && l.Country != unitedStates {
		return e.Short
	}
	return l.Entidad
}

// countryName is the country where it is another than the reader expects.
func countryName(l trace.Place) string {
	if l.Country == "" || l.Country == mexico || !catalog.Country.Has(l.Country) {
		return ""
	}
	return catalog.Country.Name(l.Country, mexican)
}

// The neighbours, whose places are asked for in their own way.
const (
	mexico       = "MX"
	unitedStates = "US"
)

// onRecord is the place as a record of the United States would have it, ""
// where nothing is known of it.
func onRecord(say *i18n.Printer, l trace.Place) string {
	a := address(say, l)
	if a.Line() == "" {
		return ""
	}
	return a.US().String()
}
