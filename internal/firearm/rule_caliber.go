package firearm

import (
	"slices"
	"strings"

	"rastreo/internal/catalog"
)

// caliberMissing: the caliber is one of the starred fields of ATF F 3312.1
// (5e).
func caliberMissing(s *sight) []Advice {
	if isAnswer(s.Caliber) {
		return advise("caliber_missing", LikelyToFail, "caliber")
	}
	return nil
}

// caliberIsModel: the model or the maker stands where the caliber belongs.
func caliberIsModel(s *sight) []Advice {
	if isAnswer(s.Caliber) || len(s.calibers) > 0 || len(caliberIndex().start(spoken(s.Caliber))) > 0 {
		return nil
	}
	models := FindModel(nil, s.Caliber)
	if figured(s.Caliber) || !telling(tight(spoken(s.Caliber))) {
		models = nil // figures alone are a caliber nobody has listed
	}
	companies, near := FindCompany(s.Caliber)
	if len(models) == 0 && (len(companies) == 0 || near) {
		return nil
	}
	return advise("caliber_is_model", LikelyToFail, "caliber", "text", s.Caliber)
}

// twins are the calibers that fit one another's firearms or are stamped for one
// another; taking one for the other alone fails no trace.
var twins = [][2]string{{"223_rem", "556x45"}, {"308_win", "762x51"}, {"38_special", "357_mag"}, {"44_special", "44_mag"}, {"22_lr", "22_short"}, {"410", "45_colt"}}

func isTwin(a, b string) bool {
	return slices.Contains(twins, [2]string{a, b}) || slices.Contains(twins, [2]string{b, a})
}

// openEnded is how many calibers a model has when nobody's list of them is complete.
const openEnded = 5

// caliberOfModel: the model was never made in that caliber. Where it was made
// in one that is often taken for it, that one is named.
func caliberOfModel(s *sight) []Advice {
	made := s.modelCalibers()
	if len(made) == 0 || len(s.calibers) == 0 || s.stranger() {
		return nil
	}
	if slices.ContainsFunc(s.calibers, func(c catalog.Caliber) bool { return c.Code == "multi" || slices.Contains(made, c.Code) }) {
		return nil
	}
	c, severity := s.calibers[0], LikelyToFail
	if slices.Contains(s.Altered, "caliber_changed") || len(made) >= openEnded {
		severity = LookAgain
	}
	for _, m := range made {
		if other, _ := catalog.CaliberOf(m); isTwin(c.Code, m) || slices.Contains(c.Not, m) {
			if isTwin(c.Code, m) {
				severity = LookAgain
			}
			return advise("caliber_pair", severity, "caliber", "caliber", s.Caliber, "other", label(other))
		}
	}
	return advise("caliber_of_model", severity, "caliber", "model", s.models[0].Name, "caliber", s.Caliber, "other", labels(made))
}

// label is a caliber's name as marks have it, the same in every language as far
// as figures go.
func label(c catalog.Caliber) string { return c.Name("en") }

func labels(codes []string) string {
	var names []string
	for _, code := range codes {
		if c, ok := catalog.CaliberOf(code); ok && !slices.Contains(names, label(c)) && len(names) < 4 {
			names = append(names, label(c))
		}
	}
	return strings.Join(names, ", ")
}

// caliberAmbiguous: what was typed is said of several cartridges, .38 of four.
func caliberAmbiguous(s *sight) []Advice {
	made := s.modelCalibers()
	open := s.calibers
	if len(open) < 2 || len(made) > 0 && !slices.ContainsFunc(open, func(c catalog.Caliber) bool { return slices.Contains(made, c.Code) }) {
		return nil
	}
	var all []string
	for _, c := range open {
		all = append(all, c.Code)
	}
	return advise("caliber_ambiguous", LookAgain, "caliber", "caliber", s.Caliber, "other", labels(all))
}

// caliberMark: a mark of the kind caliber names another cartridge.
func caliberMark(s *sight) []Advice {
	for _, m := range s.Markings {
		found := calibersOf(m.Text)
		if m.Kind != "caliber" || len(found) == 0 || len(s.calibers) == 0 {
			continue
		}
		if !slices.ContainsFunc(found, func(c catalog.Caliber) bool { return s.mayBe(c.Code) }) {
			return advise("caliber_mark", LikelyToFail, "caliber", "caliber", s.Caliber, "text", m.Text)
		}
	}
	return nil
}

// mayBe tells whether the caliber typed may be that one or its twin.
func (s *sight) mayBe(code string) bool {
	return slices.ContainsFunc(s.calibers, func(c catalog.Caliber) bool { return c.Code == code || isTwin(c.Code, code) })
}

// notListedCaliber: see notListedManufacturer.
func notListedCaliber(s *sight) []Advice {
	if isAnswer(s.Caliber) || len(s.calibers) > 0 {
		return nil
	}
	return advise("not_listed_caliber", LookAgain, "caliber", "text", s.Caliber)
}
