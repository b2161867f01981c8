package trace

import (
	"testing"
	"time"
)

func TestNextStep(t *testing.T) {
	now := time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)
	said := func(kind string) Contact { return Contact{Kind: kind, Name: kind, AnsweredAt: now} }
	open := func(kind string, due time.Duration) Contact {
		return Contact{Kind: kind, Name: kind, DueAt: now.Add(due)}
	}
	cugir := Firearm{Type: "RI", Manufacturer: "Cugir", Importer: "Century Arms", Country: "RO"}
	for name, c := range map[string]struct {
		g      Firearm
		asked  []Contact
		closed bool
		want   Step
	}{
		"an importer is stamped":   {cugir, nil, false, Step{StepImporter, "importer", "Century Arms"}},
		"made abroad, no importer": {Firearm{Type: "PI", Manufacturer: "Norinco", Importer: "none", Country: "CN"}, nil, false, Step{StepForeign, "importer", ""}},
		"made in the country":      {Firearm{Type: "PI", Manufacturer: "Colt", Country: "US"}, nil, false, Step{StepMaker, "manufacturer", "Colt"}},
		"nobody knows where":       {Firearm{Type: "PI", Manufacturer: "illegible", Country: "unknown"}, nil, false, Step{StepMaker, "manufacturer", ""}},
		"a machine gun":            {Firearm{Type: "MA", Manufacturer: "Colt", Country: "US"}, nil, false, Step{StepRegistry, "other", ""}},
		"somebody has time":        {cugir, []Contact{open("importer", time.Hour)}, false, Step{StepWait, "", "importer"}},
		"somebody is late":         {cugir, []Contact{open("importer", -time.Hour)}, false, Step{StepRemind, "", "importer"}},
		"the importer has said":    {cugir, []Contact{said("importer")}, false, Step{StepWholesaler, "wholesaler", ""}},
		"the maker has said":       {cugir, []Contact{said("manufacturer"), said("other")}, false, Step{StepWholesaler, "wholesaler", ""}},
		"the wholesaler has said":  {cugir, []Contact{said("importer"), said("wholesaler")}, false, Step{StepDealer, "dealer", ""}},
		"the dealer has closed":    {cugir, []Contact{said("wholesaler"), open("dealer", time.Hour)}, true, Step{StepClosed, "other", "dealer"}},
		"the dealer has said":      {cugir, []Contact{said("wholesaler"), said("dealer")}, false, Step{StepConclude, "", ""}},
		"only the registry has":    {cugir, []Contact{said("other")}, false, Step{StepImporter, "importer", "Century Arms"}},
	} {
		if got := NextStep(c.g, c.asked, func(Contact) bool { return c.closed }, now); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
