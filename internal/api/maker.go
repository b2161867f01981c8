package api

import (
	"slices"

	"rastreo/internal/catalog"
)

// open are the lists that suggest and never gate: a filing may say what is in
// none of them.
var open = map[string]func() []code{
	"manufacturer": func() []code { return companies(func(c catalog.Company) bool { return c.Maker }) },
	"importer":     func() []code { return companies(func(c catalog.Company) bool { return c.Importer }) },
	"caliber":      calibers,
	"model":        models,
	"agency":       agencies,
}

func companies(wanted func(catalog.Company) bool) (all []code) {
	for _, c := range catalog.Companies() {
		if wanted(c) {
			all = append(all, code{Code: c.Code, Es: c.Name, En: c.Name, Country: c.Country, Also: slices.Concat(c.Aliases, c.Cities)})
		}
	}
	return all
}

func calibers() (all []code) {
	for _, c := range catalog.Calibers() {
		all = append(all, code{Code: c.Code, Es: c.Name("es"), En: c.Name("en"), Group: c.Kind, Also: c.Aliases})
	}
	return all
}

func models() (all []code) {
	for _, m := range catalog.Models() {
		all = append(all, code{Code: m.Code, Es: m.Name, En: m.Name, Group: m.Maker, Also: m.Aliases})
	}
	return all
}

// agencies are listed with their kind as group, and older names as other
// words.
func agencies() (all []code) {
	for _, a := range catalog.Agencies() {
		all = append(all, code{Code: a.Code, Es: a.Name, En: a.Name, Group: a.Kind, Also: a.Also})
	}
	return all
}
