package firearm

import (
	"slices"
	"strings"

	"rastreo/internal/catalog"
)

// importerMissing: ATF F 3312.1 asks for the importer of every firearm made
// outside the United States (5h): there its trace begins. That a firearm was
// never imported is the first reason why foreign requests fail.
func importerMissing(s *sight) []Advice {
	if !isAnswer(s.Importer) || !s.foreign() {
		return nil
	}
	maker := s.makerName()
	switch {
	case s.Importer == "none":
		return advise("importer_none", WillFail, "importer", "maker", maker)
	case s.Importer == "illegible":
		return advise("importer_illegible", LikelyToFail, "importer", "maker", maker)
	case s.usual() != "":
		return advise("importer_likely", LikelyToFail, "importer", "maker", maker, "importer", s.usual())
	}
	return advise("importer_missing", WillFail, "importer", "maker", maker)
}

// foreign tells a firearm made outside the United States: by the country
// typed, unless its makers make nothing there, else by its maker.
func (s *sight) foreign() bool {
	switch {
	case isAnswer(s.Country):
		return len(s.makers) > 0 && s.abroad()
	case s.Country == "US":
		return len(s.models) > 0 && len(s.makers) > 0 && s.abroad()
	}
	return !s.domestic() || slices.Contains(s.madeWhere(), s.Country)
}

// domestic tells makers all of whom are in the United States.
func (s *sight) domestic() bool {
	return len(s.makers) > 0 && !s.nearMaker && every(s.makers, func(c catalog.Company) bool { return c.Country == "US" })
}

// abroad tells makers none of whom makes this in the United States.
func (s *sight) abroad() bool {
	return !s.nearMaker && every(s.makers, func(c catalog.Company) bool { return c.Country != "US" }) &&
		!slices.ContainsFunc(s.models, func(m catalog.Model) bool { return slices.Contains(m.Countries, "US") })
}

// usual names those who import the model as a rule, three at most; else the
// maker's own house in the United States.
func (s *sight) usual() string {
	var names []string
	add := func(code string) {
		if c, ok := catalog.CompanyOf(code); ok && c.Importer && !slices.Contains(names, stampedName(c.Name)) && len(names) < 3 {
			names = append(names, stampedName(c.Name))
		}
	}
	for _, m := range s.models {
		for _, code := range m.Importers {
			add(code)
		}
	}
	if len(names) == 0 && len(s.models) == 0 {
		for _, c := range s.makers {
			for _, code := range c.Kin {
				if k, ok := catalog.CompanyOf(code); ok && k.Country == "US" {
					add(code)
				}
			}
		}
	}
	return strings.Join(names, ", ")
}

// importerIsMaker: a company that imports nothing stands as importer.
func importerIsMaker(s *sight) []Advice {
	if len(s.importers) == 0 || s.nearIn || slices.ContainsFunc(s.importers, func(c catalog.Company) bool { return c.Importer }) {
		return nil
	}
	return advise("importer_is_maker", LikelyToFail, "importer", "importer", stampedName(s.importers[0].Name))
}

// importerOfDomestic: what was made in the United States bears no importer,
// unless it came back from abroad, or its maker's house imports too.
func importerOfDomestic(s *sight) []Advice {
	house := slices.Concat(codes(s.makers), kin(s.makers))
	if isAnswer(s.Importer) || s.foreign() || len(importerIsMaker(s)) > 0 || len(s.makers) > 0 && overlap(house, s.importers) {
		return nil
	}
	if s.Country != "US" && (!isAnswer(s.Country) || !s.domestic()) {
		return nil
	}
	return advise("importer_of_domestic", LookAgain, "importer", "importer", s.Importer)
}

// notListedImporter: see notListedManufacturer.
func notListedImporter(s *sight) []Advice {
	return notListed("importer", s.Importer, s.importers, s.nearIn)
}

// countryMissing: the country of manufacture decides whether the importer must
// be known (ATF F 3312.1, 5g).
func countryMissing(s *sight) []Advice {
	switch {
	case !isAnswer(s.Country):
		return nil
	case len(s.makers) == 1 && !s.nearMaker:
		return advise("country_missing", LookAgain, "country")
	}
	return advise("country_missing", LikelyToFail, "country")
}

// makerCountry: the maker made nothing in that country; often it is the
// importer's.
func makerCountry(s *sight) []Advice {
	if isAnswer(s.Country) || len(s.makers) == 0 || s.nearMaker {
		return nil
	}
	at := s.madeWhere()
	if slices.Contains(at, s.Country) {
		return nil
	}
	return advise("maker_country", LikelyToFail, "country", "maker", stampedName(s.makers[0].Name), "country", at[0])
}

// madeWhere lists the countries where the model was made, else all where its
// makers have made anything.
func (s *sight) madeWhere() (at []string) {
	for _, m := range s.models {
		at = append(at, m.Countries...)
	}
	if len(at) > 0 {
		return at
	}
	for _, c := range s.makers {
		at = append(at, c.Country)
		for _, m := range catalog.ModelsOf(c.Code) {
			at = append(at, m.Countries...)
		}
	}
	return at
}
