package firearm

import (
	"slices"
	"strings"

	"rastreo/internal/catalog"
)

// manufacturerMissing: a trace begins at the maker, or for a foreign make at
// the importer (ATF F 3312.1, 5c).
func manufacturerMissing(s *sight) []Advice {
	switch {
	case !isAnswer(s.Manufacturer):
		return nil
	case isAnswer(s.Importer):
		return advise("manufacturer_missing", WillFail, "manufacturer")
	}
	return advise("manufacturer_missing", LikelyToFail, "manufacturer")
}

// makerIsImporter: the importer's name is often taken for the maker's, being
// the larger stamp. SEDENA lists firearms as of the make Century Arms.
func makerIsImporter(s *sight) []Advice {
	if len(s.makers) == 0 || s.nearMaker || !every(s.makers, func(c catalog.Company) bool { return c.Importer }) {
		return nil
	}
	typed := s.makers[0]
	if others := s.trueMakers(); others != "" {
		return advise("maker_is_importer", LikelyToFail, "manufacturer", "maker", others, "importer", stampedName(typed.Name))
	}
	if abroad := s.kinThere(); abroad != "" {
		return advise("maker_is_importer", LikelyToFail, "manufacturer", "maker", abroad, "importer", stampedName(typed.Name))
	}
	if !slices.ContainsFunc(s.makers, func(c catalog.Company) bool { return c.Maker }) || len(s.models) == 0 && s.elsewhere() {
		return advise("maker_is_only_importer", LikelyToFail, "manufacturer", "importer", stampedName(typed.Name))
	}
	return nil
}

// elsewhere tells a country typed where none of the makers makes this.
func (s *sight) elsewhere() bool {
	return !isAnswer(s.Country) && !slices.Contains(s.madeWhere(), s.Country)
}

// kinThere names the kin of an importer typed as maker that made this model in
// the country typed, as SIG Sauer of Germany did the pistols of SIGARMS.
func (s *sight) kinThere() string {
	if !s.elsewhere() {
		return ""
	}
	for _, code := range kin(s.makers) {
		c, ok := catalog.CompanyOf(code)
		if ok && c.Maker && c.Country == s.Country && (len(s.models) == 0 || len(FindModel([]string{code}, s.Model)) > 0) {
			return stampedName(c.Name)
		}
	}
	return ""
}

// trueMakers names the makers of the model typed when the company typed as
// maker only imports it; "" when it may have made it.
func (s *sight) trueMakers() string {
	own := codes(s.makers)
	var names []string
	for _, m := range slices.Concat(s.models, s.others) {
		if slices.Contains(own, m.Maker) {
			return ""
		}
		c, _ := catalog.CompanyOf(m.Maker)
		if !s.imports(m, c) {
			continue
		}
		if name := stampedName(c.Name); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// imports tells whether a company typed as maker brings this model of another
// maker into the United States, as far as the catalogue knows.
func (s *sight) imports(m catalog.Model, maker catalog.Company) bool {
	return maker.Country != "US" && slices.ContainsFunc(s.makers, func(c catalog.Company) bool {
		return slices.Contains(m.Importers, c.Code) || !c.Maker && len(m.Importers) == 0
	})
}

// importerFromMaker: the importer belongs in its own field: the trace begins
// there.
func importerFromMaker(s *sight) []Advice {
	if wrong := makerIsImporter(s); wrong == nil || len(s.importers) > 0 && overlap(codes(s.makers), s.importers) {
		return nil
	}
	return advise("importer_from_maker", LikelyToFail, "importer", "importer", stampedName(s.makers[0].Name))
}

// makerIsModel: a model or a caliber's name stands where the maker belongs.
func makerIsModel(s *sight) []Advice {
	if len(s.makers) > 0 && !s.nearMaker || isAnswer(s.Manufacturer) || typeWord(s.Manufacturer) {
		return nil
	}
	if c, m := FindBoth(s.Manufacturer); m != nil || c != nil {
		return nil
	}
	found := pick(modelRows(), modelIndex().find(spoken(s.Manufacturer)))
	if len(found) == 0 {
		return nil
	}
	return advise("maker_is_model", LikelyToFail, "manufacturer", "text", s.Manufacturer, "maker", makersOf(found))
}

// makersOf names the makers of models, three at most.
func makersOf(models []catalog.Model) string {
	var names []string
	for _, m := range models {
		if c, ok := catalog.CompanyOf(m.Maker); ok && !slices.Contains(names, stampedName(c.Name)) && len(names) < 3 {
			names = append(names, stampedName(c.Name))
		}
	}
	return strings.Join(names, ", ")
}

// makerIsType: words for a kind of firearm name neither maker nor model.
func makerIsType(s *sight) []Advice {
	if len(s.makers) == 0 && typeWord(s.Manufacturer) {
		return advise("maker_is_type", LikelyToFail, "manufacturer", "text", s.Manufacturer)
	}
	return nil
}

// typeWord tells a word for a kind of firearm, such as "cuerno de chivo".
func typeWord(text string) bool { return !isAnswer(text) && typeWords()[tight(spoken(text))] }

var typeWords = once(func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.SplitSeq("PISTOLA,REVOLVER,RIFLE,FUSIL,ESCOPETA,CARABINA,ESCUADRA,SUBAMETRALLADORA,AMETRALLADORA,ARMA CORTA,ARMA LARGA,"+
		"ARMA DE FUEGO,CUERNO DE CHIVO,ERRE QUINCE,PISTOL,SHOTGUN,HANDGUN,MACHINE GUN,SEMIAUTOMATICA,AUTOMATICA", ",") {
		m[tight(spoken(w))] = true
	}
	for _, code := range catalog.FirearmType.Codes() {
		for _, w := range catalog.FirearmTypeAlso(code) {
			m[tight(spoken(w))] = true
		}
	}
	return m
})

// makerIsCaliber: a caliber stands where the maker belongs.
func makerIsCaliber(s *sight) []Advice {
	if len(s.makers) > 0 || len(FindModel(nil, s.Manufacturer)) > 0 || len(calibersOf(s.Manufacturer)) == 0 {
		return nil
	}
	return advise("maker_is_caliber", LikelyToFail, "manufacturer", "text", s.Manufacturer)
}

// makerIsCountry: the country is stamped large on many imports, and read as the
// make.
func makerIsCountry(s *sight) []Advice {
	words := padded(s.Manufacturer)
	c := madeIn(words, "country")
	if isAnswer(s.Manufacturer) || len(s.makers) > 0 && !s.nearMaker || c == "" {
		return nil
	}
	return advise("maker_is_country", LikelyToFail, "manufacturer", "text", s.Manufacturer, "country", c)
}

// makerAndModel: both names stand in one field.
func makerAndModel(s *sight) []Advice {
	if len(s.makers) > 0 && !s.nearMaker {
		return nil
	}
	companies, models := FindBoth(s.Manufacturer)
	if models == nil {
		return nil
	}
	return advise("maker_and_model", LookAgain, "manufacturer", "maker", stampedName(companies[0].Name), "model", models[0].Name)
}

// armyMaker: what the army's own works made never was in the United States;
// the Registro Federal de Armas de Fuego of SEDENA has it.
func armyMaker(s *sight) []Advice {
	if len(s.makers) > 0 && s.makers[0].Code == "dgim_mx" {
		return advise("army_maker", WillFail, "manufacturer", "maker", stampedName(s.makers[0].Name))
	}
	return nil
}

// mexicanMaker: firearms made in Mexico were sold in Mexico, unless an importer's
// mark shows that they went north.
func mexicanMaker(s *sight) []Advice {
	mexican := len(s.makers) > 0 && every(s.makers, func(c catalog.Company) bool { return c.Country == "MX" })
	if (mexican || len(s.makers) == 0 && s.Country == "MX") && isAnswer(s.Importer) && !isAnswer(s.Manufacturer) {
		return advise("mexican_maker", LikelyToFail, "manufacturer", "maker", s.makerName())
	}
	return nil
}

// makerName is the maker's name in the catalogue, or as typed.
func (s *sight) makerName() string {
	if len(s.makers) > 0 {
		return stampedName(s.makers[0].Name)
	}
	return s.Manufacturer
}

// notListedManufacturer: the catalogue suggests and never gates; a name it does
// not have is kept, and looked at twice.
func notListedManufacturer(s *sight) []Advice {
	return notListed("manufacturer", s.Manufacturer, s.makers, s.nearMaker)
}

func notListed(field, typed string, found []catalog.Company, near bool) []Advice {
	switch {
	case isAnswer(typed):
		return nil
	case near:
		return advise("close_"+field, LookAgain, field, "text", typed, "listed", stampedName(found[0].Name))
	case len(found) == 0:
		return advise("not_listed_"+field, LookAgain, field, "text", typed)
	}
	if name := misspelt(typed, found); name != "" {
		return advise("close_"+field, LookAgain, field, "text", typed, "listed", name)
	}
	return nil
}

func every[T any](list []T, so func(T) bool) bool {
	return !slices.ContainsFunc(list, func(v T) bool { return !so(v) })
}
