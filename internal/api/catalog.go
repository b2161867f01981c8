package api

import (
	"maps"
	"net/http"
	"slices"

	"rastreo/internal/catalog"
	"rastreo/internal/fault"
	"rastreo/internal/gate"
	"rastreo/internal/trace"
)

// code is one code of a list with its words in both languages. Group is the
// code it belongs to, where the list has groups; Also are words that find it.
type code struct {
	Code  string `json:"code"`
	Es    string `json:"es"`
	En    string `json:"en"`
	Group string `json:"group,omitempty"`

	Country string   `json:"country,omitempty"`
	Also    []string `json:"also,omitempty"`
}

// codes is a closed list in the order a form offers it.
type codes struct {
	Livemode bool   `json:"livemode"`
	List     string `json:"list"`
	Codes    []code `json:"codes"`
}

// index names the closed lists.
type index struct {
	Livemode bool     `json:"livemode"`
	Lists    []string `json:"lists"`
}

// Lists that stand outside package catalog.
const (
	listStatus   = "status"
	listAskable  = "askable"
	listAmending = "amendable"
)

// catalogs names every closed list.
func (a *API) catalogs(v *gate.Visit) error {
	names := []string{listStatus, listAskable, listAmending}
	for _, l := range catalog.Lists {
		names = append(names, l.ListName())
	}
	for _, l := range catalog.NameLists {
		names = append(names, l.ListName())
	}
	names = slices.AppendSeq(names, maps.Keys(open))
	slices.Sort(names)
	return reply(v, http.StatusOK, index{a.Live, names})
}

// catalog shows one closed list, so that programs can build forms. Lists of
// names are ordered as the reader's language orders them.
func (a *API) catalog(v *gate.Visit) error {
	name := v.Param("list")
	all := a.codesOf(name, v.Say.Lang)
	if all == nil {
		return fault.New(fault.NotFound, "fault.not_found", nil)
	}
	v.Header("Vary", "Accept-Language, Authorization")
	return reply(v, http.StatusOK, codes{a.Live, name, all})
}

func (a *API) codesOf(name, lang string) []code {
	switch name {
	case listStatus:
		return a.worded("status.", texts(trace.Filed))
	case listAskable:
		return a.fields(trace.Askable)
	case listAmending:
		return a.fields(trace.Amendable)
	}
	if list, ok := open[name]; ok {
		return list()
	}
	for _, l := range catalog.Lists {
		if l.ListName() == name {
			return grouped(name, a.worded(l.Prefix(), l.Codes()))
		}
	}
	for _, l := range catalog.NameLists {
		if l.ListName() == name {
			return named(l, lang)
		}
	}
	return nil
}

// worded gives codes their words out of the locales.
func (a *API) worded(prefix string, list []string) (all []code) {
	es, en := a.Bundle.Printer("es", nil), a.Bundle.Printer("en", nil)
	for _, c := range list {
		all = append(all, code{Code: c, Es: es.T(prefix+c, nil), En: en.T(prefix+c, nil)})
	}
	return all
}

// fields gives the names of fields what a form calls them: marks are a
// firearm's, the rest is the filing's.
func (a *API) fields(names []string) (all []code) {
	for _, name := range names {
		prefix := "field.firearms."
		if !a.Bundle.Printer("es", nil).Has(prefix + name) {
			prefix = "field."
		}
		all = append(all, a.worded(prefix, []string{name})...)
	}
	return all
}

// named gives codes the names they carry.
func named(l *catalog.NameList, lang string) (all []code) {
	for _, c := range l.ByName(lang) {
		all = append(all, code{Code: c, Es: l.Name(c, "es"), En: l.Name(c, "en"), Also: alsoNamed(l, c)})
	}
	return all
}

// alsoNamed are the everyday and older names of a place.
func alsoNamed(l *catalog.NameList, c string) []string {
	switch l {
	case catalog.EntidadNames:
		return catalog.EntidadAlso(c)
	case catalog.Country:
		return catalog.CountryAlso(c)
	}
	return nil
}

// grouped adds the group of each code: the length of a firearm, the family
// of an outcome; and the words people type for a type of firearm.
func grouped(name string, all []code) []code {
	groups := map[string]func(string) string{
		catalog.FirearmType.ListName(): catalog.Group,
		catalog.Outcome.ListName():     catalog.Family,
	}
	if group, ok := groups[name]; ok {
		for i := range all {
			all[i].Group = group(all[i].Code)
		}
	}
	if name == catalog.FirearmType.ListName() {
		for i := range all {
			all[i].Also = catalog.FirearmTypeAlso(all[i].Code)
		}
	}
	return all
}

func texts[T ~string](list []T) (all []string) {
	for _, s := range list {
		all = append(all, string(s))
	}
	return all
}
