package firearm_test

import (
	"slices"
	"testing"

	"rastreo/internal/catalog"
	"rastreo/internal/firearm"
)

// rightly lists what may be said of a model described just as the catalogue
// has it: what it is, and what the catalogue does not know of it.
var rightly = []string{
	"nfa_type", "army_maker", "mexican_maker", "model_before_1969", "importer_missing", "importer_likely", "not_a_firearm",
}

// Every model of the catalogue, described by the catalogue's own words, is a
// firearm that the check has nothing against: rows and rules agree.
func TestCatalogPasses(t *testing.T) {
	for _, m := range catalog.Models() {
		for _, name := range append([]string{m.Name}, m.Aliases...) {
			d := described(m, name)
			for _, a := range firearm.Check(d, today).Advice {
				if a.Severity != firearm.LookAgain && !slices.Contains(rightly, a.Code) {
					t.Errorf("%s as %q: %s %v", m.Code, name, a.Code, a.Params)
				}
			}
		}
	}
}

func described(m catalog.Model, name string) firearm.Description {
	maker, _ := catalog.CompanyOf(m.Maker)
	d := firearm.Description{
		Manufacturer: maker.Name, Model: name, Country: m.Countries[0],
		Serial:    firearm.Serial{Text: "QX48291", Reading: "legible", Location: "frame"},
		Recovered: firearm.Recovered{Date: "2026-03-01", Country: "MX", Entidad: "11"},
	}
	if len(m.Types) > 0 {
		d.Type = m.Types[0]
	}
	if len(m.Calibers) > 0 {
		c, _ := catalog.CaliberOf(m.Calibers[0])
		d.Caliber = c.Name("es")
	}
	if len(m.Importers) > 0 {
		c, _ := catalog.CompanyOf(m.Importers[0])
		d.Importer = c.Name
	}
	if maker.Name == "Glock" || m.Maker == "glock_at" || m.Maker == "glock_us" {
		d.Serial.Text = "BXK482US"
	}
	return d
}
