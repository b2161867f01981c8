package site

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"rastreo/internal/catalog"
	"rastreo/internal/gate"
	"rastreo/internal/i18n"
	"rastreo/internal/mx"
	"rastreo/internal/trace"
)

// Places are the choices that a place is put together from, and what its
// postal code fills in where nobody has.
type Places struct {
	Countries, Entidades, States, Municipios []Option
	SettlementTypes, StreetTypes             []Option
	Settlements, Counties                    []Option // what the browser itself suggests

	Entidad, Municipio, Locality string // of the postal code, "" where that tells nothing
	Point                        string // coordinates that were typed as two numbers
	OnRoad                       bool   // something was said of a road
}

// places lists the choices for a place in the words of a reader. What was
// typed decides whose municipios they are.
func (s *Site) places(v *gate.Visit, typed trace.Place) (Places, error) {
	p := choicesOf(v.Say, typed)
	area, err := s.postal(v, typed.Country, typed.PostalCode)
	if err != nil {
		return p, err
	}
	p.fill(area, typed)
	for _, c := range area.Settlements {
		p.Settlements = append(p.Settlements, Option{Value: c.Value, Text: c.Note, Lang: foreign(v.Say)})
	}
	p.Counties = counties(typed)
	p.Municipios = municipiosOf(v.Say, cmp.Or(typed.Entidad, p.Entidad))
	return p, nil
}

func choicesOf(say *i18n.Printer, typed trace.Place) Places {
	return Places{
		Countries:       countries(say, trace.Unknown),
		Entidades:       append(entidades(say), answers(say, trace.Unknown)...),
		States:          append(named(catalog.USState, say.Lang), answers(say, trace.Unknown)...),
		SettlementTypes: byName(say, kinds(say, catalog.SettlementType)),
		StreetTypes:     kinds(say, catalog.StreetType),
		Point:           pointOf(typed),
		OnRoad:          onRoad(typed),
	}
}

// counties are those of the state that was typed.
func counties(typed trace.Place) (list []Option) {
	if typed.Country != unitedStates {
		return nil
	}
	for _, c := range catalog.Counties(typed.Entidad) {
		list = append(list, Option{Value: c.Name})
	}
	return list
}

// fill takes from a postal code what was left empty. Municipio and entidad go
// together, so that one of them is never of another place.
func (p *Places) fill(area postalArea, typed trace.Place) {
	if typed.Entidad == "" {
		p.Entidad = area.Entidad
	}
	if typed.Municipio == "" && cmp.Or(typed.Entidad, p.Entidad) == area.Entidad {
		p.Municipio = area.Municipio
	}
	if typed.Locality == "" {
		p.Locality = area.Locality
	}
}

// pointOf is the pair of coordinates of a place that has no point as pasted:
// the form asks for both in one field.
func pointOf(l trace.Place) string {
	if l.Point != "" {
		return ""
	}
	return join(", ", string(l.Latitude), string(l.Longitude))
}

// onRoad tells whether anything was said of a road.
func onRoad(l trace.Place) bool {
	return l.Road+l.RoadType+l.RoadAdmin+l.RoadToll+l.RoadCode+l.RoadStretch+l.RoadMark+l.RoadSide != ""
}

// entidades are found by their everyday and older names too.
func entidades(say *i18n.Printer) []Option {
	list := named(catalog.EntidadNames, say.Lang)
	for i, o := range list {
		list[i].Also = strings.Join(catalog.EntidadAlso(o.Value), " ")
	}
	return list
}

func municipiosOf(say *i18n.Printer, entidad string) (list []Option) {
	for _, m := range catalog.Municipios(entidad) {
		list = append(list, Option{
			Value: m.Clave, Text: m.Label(), Lang: foreign(say), Also: strings.Join(catalog.MunicipioAlso(m.Clave), " "),
		})
	}
	return append(list, answers(say, trace.Unknown)...)
}

func kinds(say *i18n.Printer, list *catalog.List) (out []Option) {
	for _, code := range list.Codes() {
		out = append(out, Option{Value: code, Text: say.T(list.Key(code), nil)})
	}
	return out
}

// byName puts choices in the alphabetical order of the reader's language.
func byName(say *i18n.Printer, list []Option) []Option {
	mx.SortNames(say.Lang, list, func(o Option) string { return o.Text })
	return list
}

// countries lists the two neighbours first, then every country by its name,
// then the answers that may stand in for one.
func countries(say *i18n.Printer, answered ...string) []Option {
	neighbours := []string{"MX", "US"}
	var first, rest []Option
	for _, o := range named(catalog.Country, say.Lang) {
		o.Also = strings.Join(catalog.CountryAlso(o.Value), " ")
		if slices.Contains(neighbours, o.Value) {
			first = append(first, o)
			continue
		}
		rest = append(rest, o)
	}
	slices.SortFunc(first, func(a, b Option) int { return cmp.Compare(a.Value, b.Value) })
	return slices.Concat(first, rest, answers(say, answered...))
}

func named(list *catalog.NameList, lang string) (out []Option) {
	for _, code := range list.ByName(lang) {
		out = append(out, Option{Value: code, Text: list.Name(code, lang)})
	}
	return out
}

func answers(say *i18n.Printer, codes ...string) (out []Option) {
	for _, code := range codes {
		out = append(out, Option{Value: code, Text: say.T("answer."+code, nil)})
	}
	return out
}

// foreign is the language of a Mexican name or text on a page of another
// language, "" on a Spanish page.
func foreign(say *i18n.Printer) string {
	if say.Lang == mexican {
		return ""
	}
	return mexican
}

// mexican is the language in which submitters write.
const mexican = "es"

// municipios lists an entidad's municipios for the script that narrows one
// select by another. An unknown entidad has none.
func (s *Site) municipios(v *gate.Visit) error {
	list := [][]string{}
	for _, o := range municipiosOf(v.Say, v.Param("entidad")) {
		row := []string{o.Value, o.Text}
		if o.Also != "" {
			row = append(row, o.Also)
		}
		list = append(list, row)
	}
	v.Header("Cache-Control", "private, max-age=3600")
	v.JSON(http.StatusOK, list)
	return nil
}
