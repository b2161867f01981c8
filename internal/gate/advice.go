package gate

import (
	"slices"

	"rastreo/internal/catalog"
	"rastreo/internal/firearm"
	"rastreo/internal/i18n"
)

// AdviceText says an advice to a reader: its codes in words, its typed texts
// as they are.
func AdviceText(say *i18n.Printer, a firearm.Advice) string {
	args := make(map[string]any, len(a.Params))
	for name, value := range a.Params {
		args[name] = adviceParam(say, name, value)
	}
	return say.T("advice."+a.Code, args)
}

// adviceLists names the lists whose codes stand in the params of an advice.
var adviceLists = map[string]*catalog.List{
	"type": catalog.FirearmType, "kind": catalog.MarkingKind, "location": catalog.Location,
}

func adviceParam(say *i18n.Printer, name, value string) string {
	if list, ok := adviceLists[name]; ok && list.Has(value) {
		return say.T(list.Key(value), nil)
	}
	switch {
	case name == "country" && catalog.Country.Has(value):
		return catalog.Country.Name(value, say.Lang)
	case name == "likeness" && slices.Contains(firearm.Likenesses, firearm.Likeness(value)):
		return say.T("likeness."+value, nil)
	}
	return value
}

// LookText says which mark an advice asks to look at or photograph, "" when
// it names none.
func LookText(say *i18n.Printer, a firearm.Advice) string {
	if a.Look == "" {
		return ""
	}
	return say.T("advice.look."+a.Look, nil)
}
