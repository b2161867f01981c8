package site

import (
	"net/http"

	"rastreo/internal/catalog"
	"rastreo/internal/gate"
	"rastreo/internal/i18n"
	"rastreo/internal/trace"
)

// Places are the choices that a place is put together from.
type Places struct {
	Countries, Entidades, States, Municipios []Option
	SettlementTypes, StreetTypes             []Option
}

// places lists the choices for a place in the words of a reader. What was
// typed decides whose municipios they are.
func places(say *i18n.Printer, typed trace.Place) Places {
	p := Places{
		Countries: countries(say, trace.Unknown),
		Entidades: append(named(catalog.EntidadNames, say.Lang), answers(say, trace.Unknown)...),
		States:    append(named(catalog.USState, say.Lang), answers(say, trace.Unknown)...),
	}
	for _, m := range catalog.Municipios(typed.Entidad) {
		p.Municipios = append(p.Municipios, Option{Value: m.Clave, Text: m.Label(), Lang: foreign(say)})
	}
	p.Municipios = append(p.Municipios, answers(say, trace.Unknown)...)
	for _, code := range catalog.SettlementType.Codes() {
		p.SettlementTypes = append(p.SettlementTypes, Option{Value: code, Text: say.T("catalog.settlement_type."+code, nil)})
	}
	for _, code := range catalog.StreetType.Codes() {
		p.StreetTypes = append(p.StreetTypes, Option{Value: code, Text: say.T("catalog.street_type."+code, nil)})
	}
	return p
}

// countries lists the two neighbours first, then every country by its name,
// then the answers that may stand in for one.
func countries(say *i18n.Printer, answered ...string) []Option {
	first := []string{"MX", "US"}
	var list []Option
	for _, code := range first {
		list = append(list, Option{Value: code, Text: catalog.Country.Name(code, say.Lang)})
	}
	for _, o := range named(catalog.Country, say.Lang) {
		if o.Value != first[0] && o.Value != first[1] {
			list = append(list, o)
		}
	}
	return append(list, answers(say, answered...)...)
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
	list := [][2]string{}
	for _, m := range catalog.Municipios(v.Param("entidad")) {
		list = append(list, [2]string{m.Clave, m.Label()})
	}
	list = append(list, [2]string{trace.Unknown, v.Say.T("answer.unknown", nil)})
	v.Header("Cache-Control", "private, max-age=3600")
	v.JSON(http.StatusOK, list)
	return nil
}
