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
	reminded := func(c Contact, ago time.Duration) Contact {
		c.Reminders = []Reminder{{At: now.Add(-50 * time.Hour)}, {At: now.Add(-ago)}}
		return c
	}
	struck := func(c Contact) Contact { c.StruckAt = now; return c }
	cugir := Firearm{Type: "RI", Manufacturer: "Cugir", Importer: "Century Arms", Country: "RO"}
	for name, c := range map[string]struct {
		g      Firearm
		asked  []Contact
		closed bool
		want   Step
	}{
		"an importer is stamped":   {cugir, nil, false, Step{Code: StepImporter, Kind: "importer", Name: "Century Arms"}},
		"made abroad, no importer": {Firearm{Type: "PI", Manufacturer: "Norinco", Importer: "none", Country: "CN"}, nil, false, Step{Code: StepForeign, Kind: "importer"}},
		"made in the country":      {Firearm{Type: "PI", Manufacturer: "Colt", Country: "US"}, nil, false, Step{Code: StepMaker, Kind: "manufacturer", Name: "Colt"}},
		"nobody knows where":       {Firearm{Type: "PI", Manufacturer: "illegible", Country: "unknown"}, nil, false, Step{Code: StepMaker, Kind: "manufacturer"}},
		"a machine gun":            {Firearm{Type: "MA", Manufacturer: "Colt", Country: "US"}, nil, false, Step{Code: StepRegistry, Kind: "other"}},
		"somebody has time":        {cugir, []Contact{open("importer", time.Hour)}, false, Step{Code: StepWait, Name: "importer"}},
		"somebody is late":         {cugir, []Contact{open("importer", -time.Hour)}, false, Step{Code: StepRemind, Name: "importer"}},
		"the importer has said":    {cugir, []Contact{said("importer")}, false, Step{Code: StepWholesaler, Kind: "wholesaler"}},
		"the maker has said":       {cugir, []Contact{said("manufacturer"), said("other")}, false, Step{Code: StepWholesaler, Kind: "wholesaler"}},
		"the wholesaler has said":  {cugir, []Contact{said("importer"), said("wholesaler")}, false, Step{Code: StepDealer, Kind: "dealer"}},
		"the dealer has closed":    {cugir, []Contact{said("wholesaler"), open("dealer", time.Hour)}, true, Step{Code: StepClosed, Kind: "other", Name: "dealer"}},
		"the dealer has said":      {cugir, []Contact{said("wholesaler"), said("dealer")}, false, Step{Code: StepConclude}},
		"reminded, and time left":  {cugir, []Contact{reminded(open("dealer", -time.Hour), time.Hour)}, false, Step{Code: StepReminded, Name: "dealer"}},
		"reminded in vain":         {cugir, []Contact{reminded(open("dealer", -72*time.Hour), 25*time.Hour)}, false, Step{Code: StepRemind, Name: "dealer"}},
		"the dealer was an error":  {cugir, []Contact{said("wholesaler"), struck(open("dealer", -time.Hour)), struck(said("dealer"))}, false, Step{Code: StepDealer, Kind: "dealer"}},
		"only the registry has":    {cugir, []Contact{said("other")}, false, Step{Code: StepImporter, Kind: "importer", Name: "Century Arms"}},
	} {
		if got := NextStep(c.g, c.asked, func(Contact) bool { return c.closed }, now); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
