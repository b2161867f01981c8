package site

import (
	"net/http"
	"strings"

	"rastreo/internal/account"
	"rastreo/internal/catalog"
	"rastreo/internal/firearm"
	"rastreo/internal/gate"
	"rastreo/internal/i18n"
)

func (s *Site) suggestRoutes() []gate.Route {
	return []gate.Route{{Method: http.MethodGet, Path: "/suggest/:list", Act: account.Check, Do: s.suggest}}
}

// suggest answers what a text that is being typed may become. Whoever types
// anything else may go on. The answer depends on the query and the language
// alone, so that the browser may keep it for a while.
func (s *Site) suggest(v *gate.Visit) error {
	with := firearm.With{Manufacturer: v.Query("manufacturer"), Model: v.Query("model"), Type: v.Query("type")}
	list := []firearm.Suggestion{}
	for _, x := range firearm.Suggest(v.Param("list"), v.Query("q"), with, v.Say.Lang) {
		if catalog.Country.Has(x.Note) {
			x.Note = catalog.Country.Name(x.Note, v.Say.Lang)
		}
		list = append(list, x)
	}
	v.Header("Cache-Control", "private, max-age=600")
	v.Header("Vary", "Cookie, Accept-Language")
	v.JSON(http.StatusOK, list)
	return nil
}

// firearmTypes are the types of firearm in the reader's words, each with the
// words by which people look for it.
func firearmTypes(say *i18n.Printer) (list []Option) {
	for _, code := range catalog.FirearmType.Codes() {
		list = append(list, Option{
			Value: code, Text: say.T(catalog.FirearmType.Key(code), nil), Also: strings.Join(catalog.FirearmTypeAlso(code), " "),
		})
	}
	return list
}
