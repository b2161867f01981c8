package firearm

import (
	"slices"
	"strings"
	"time"

	"rastreo/internal/catalog"
)

// sight is a description with everything the catalogue knows of it, looked up
// once for all rules.
type sight struct {
	Description
	today     time.Time
	makers    []catalog.Company // named by the manufacturer typed
	nearMaker bool              // by a name one letter away
	importers []catalog.Company
	nearIn    bool
	models    []catalog.Model   // of the makers and their kin; of all without makers
	others    []catalog.Model   // of other makers, where the makers have none so named
	calibers  []catalog.Caliber // that the caliber typed may mean
	typed     []typed
	key       string   // of the serial number
	marks     []string // texts of the markings, padded
}

// typed is what stands in a field, also padded for finding words in it.
type typed struct{ field, text, words string }

// says tells whether one of the stamps stands in the text.
func (t typed) says(stamps []string) bool {
	return slices.ContainsFunc(stamps, func(stamp string) bool { return strings.Contains(t.words, stamp) })
}

func look(d Description, today time.Time) *sight {
	for _, text := range []*string{&d.Manufacturer, &d.Importer, &d.Model, &d.Caliber} {
		*text = answer(*text)
	}
	s := &sight{Description: d, today: today}
	s.makers, s.nearMaker = FindCompany(d.Manufacturer)
	s.importers, s.nearIn = FindCompany(d.Importer)
	s.findModel()
	s.narrow()
	s.calibers = s.meant(calibersOf(d.Caliber))
	s.key = Key(d.Serial.Text)
	s.typed = []typed{
		{"manufacturer", d.Manufacturer, padded(d.Manufacturer)},
		{"model", d.Model, padded(d.Model)},
		{"caliber", d.Caliber, padded(d.Caliber)},
	}
	for _, m := range d.Markings {
		s.marks = append(s.marks, padded(m.Text))
	}
	return s
}

// findModel looks for the model among the makers' own, then among those of
// their kin, then everywhere.
func (s *sight) findModel() {
	if len(s.makers) == 0 {
		s.models = FindModel(nil, s.Model)
		return
	}
	own, family := codes(s.makers), kin(s.makers)
	if s.models = FindModel(own, s.Model); s.models == nil && len(family) > 0 {
		s.models = FindModel(family, s.Model)
	}
	if s.models == nil {
		s.others = FindModel(nil, s.Model)
	}
}

func kin(companies []catalog.Company) (all []string) {
	for _, c := range companies {
		all = append(all, c.Kin...)
	}
	return all
}

// stranger tells a maker that nobody has listed: the models found by name are
// others', and what is known of them is not known of this one.
func (s *sight) stranger() bool { return len(s.makers) == 0 && !isAnswer(s.Manufacturer) }

// narrow settles which of several companies of one name is meant: makers
// before importers, then the one whose model it is, then the one of the
// country typed.
func (s *sight) narrow() {
	s.makers = prefer(s.makers, func(c catalog.Company) bool { return c.Maker })
	s.importers = prefer(s.importers, func(c catalog.Company) bool { return c.Importer })
	s.makers = prefer(s.makers, func(c catalog.Company) bool {
		return slices.ContainsFunc(s.models, func(m catalog.Model) bool { return m.Maker == c.Code })
	})
	if !isAnswer(s.Country) {
		s.makers = prefer(s.makers, func(c catalog.Company) bool { return c.Country == s.Country })
		s.models = prefer(s.models, func(m catalog.Model) bool { return slices.Contains(m.Countries, s.Country) })
	}
	s.models = prefer(s.models, func(m catalog.Model) bool { return m.Types == nil || slices.Contains(m.Types, s.Type) })
}

// prefer keeps the rows that are so, or all when none is.
func prefer[T any](all []T, so func(T) bool) []T {
	if len(all) < 2 {
		return all
	}
	if kept := slices.DeleteFunc(slices.Clone(all), func(v T) bool { return !so(v) }); len(kept) > 0 {
		return kept
	}
	return all
}

// meant narrows the calibers that a text may mean by the model's, then by the
// kind of firearm.
func (s *sight) meant(all []catalog.Caliber) []catalog.Caliber {
	all = prefer(all, func(c catalog.Caliber) bool { return slices.Contains(s.modelCalibers(), c.Code) })
	return prefer(all, func(c catalog.Caliber) bool { return s.Type != "" && c.Kind == kindOf(s.Type) })
}

// kindOf is the kind of cartridge that a type of firearm takes as a rule.
func kindOf(firearmType string) string {
	switch firearmType[0] {
	case 'R', 'M':
		return "rifle"
	case 'S':
		return "shotgun"
	case 'P', 'B':
		if firearmType == "PR" || firearmType == "PD" {
			return "revolver"
		}
		return "pistol"
	}
	return "other"
}

// modelCalibers lists the calibers of the models found; none when one of them
// does not say, or takes any, as the receivers stamped MULTI do.
func (s *sight) modelCalibers() (all []string) {
	for _, m := range s.models {
		if len(m.Calibers) == 0 || slices.Contains(m.Calibers, "multi") {
			return nil
		}
		all = append(all, m.Calibers...)
	}
	return all
}

// made tells whether the company is among the makers named.
func (s *sight) made(code string) bool {
	return slices.ContainsFunc(s.makers, func(c catalog.Company) bool { return c.Code == code })
}

// patterns lists the serial patterns of the models and of the makers. None
// when neither has any, or one of the makers or models in question has none:
// then nothing is sure.
func (s *sight) patterns() (all []string) {
	if s.nearMaker {
		return nil
	}
	bare := 0
	for _, m := range s.models {
		if all = append(all, m.Serials...); len(m.Serials) == 0 {
			bare++
		}
	}
	for _, c := range s.makers {
		if all = append(all, c.Serials...); len(c.Serials) == 0 && bare > 0 {
			return nil
		}
	}
	if len(s.models) == 0 && slices.ContainsFunc(s.makers, func(c catalog.Company) bool { return len(c.Serials) == 0 }) {
		return nil
	}
	return all
}

// listed says under which codes the catalogue has what was typed; of several
// rows with one name, the one that goes by it first.
func (s *sight) listed() Listed {
	l := Listed{Version: catalog.Version(), Serial: s.key}
	if len(s.makers) > 0 && !s.nearMaker {
		l.Manufacturer = s.makers[0].Code
	}
	if len(s.importers) > 0 && !s.nearIn {
		l.Importer = s.importers[0].Code
	}
	if len(s.models) == 1 || len(s.models) > 1 && s.models[0].Maker == l.Manufacturer {
		l.Model = s.models[0].Code
	}
	if len(s.calibers) == 1 {
		l.Caliber = s.calibers[0].Code
	}
	return l
}
