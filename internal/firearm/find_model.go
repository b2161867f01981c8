package firearm

import (
	"slices"

	"rastreo/internal/catalog"
)

var modelIndex = once(func() *index {
	x := newIndex(modelled)
	for i, m := range catalog.Models() {
		for _, name := range append([]string{m.Name}, m.Aliases...) {
			x.add(i, name)
		}
	}
	return x
})

// FindModel returns the models of the makers with these codes, or of all when
// none is given, that a typed text names. The maker's own name before or after
// the model is passed over, and so is what follows a model's name that stands
// whole: "GLOCK 19", "PT92 TAURUS", "WASR-10 UF".
func FindModel(makers []string, text string) []catalog.Model {
	words := spoken(text)
	if len(words) == 0 || isAnswer(text) {
		return nil
	}
	for _, rows := range modelIndex().tries(words) {
		if found := modelsOf(makers, rows); found != nil {
			return found
		}
	}
	if companies, found := bothIn(words); found != nil && overlap(makers, companies) {
		return ofMakers(makers, found)
	}
	for n := len(words) - 1; n > 0; n-- {
		if key := tight(words[:n]); telling(key) {
			if found := modelsOf(makers, modelIndex().exact[key]); found != nil {
				return found
			}
		}
	}
	return nil
}

// closeModel returns the models whose name is one letter away.
func closeModel(makers []string, text string) []catalog.Model {
	return modelsOf(makers, modelIndex().close(spoken(text)))
}

func modelsOf(makers []string, rows []int) []catalog.Model {
	return ofMakers(makers, pick(modelRows(), rows))
}

func ofMakers(makers []string, all []catalog.Model) (found []catalog.Model) {
	for _, m := range all {
		if len(makers) == 0 || slices.Contains(makers, m.Maker) {
			found = append(found, m)
		}
	}
	return found
}

func overlap(makers []string, companies []catalog.Company) bool {
	return len(makers) == 0 || slices.ContainsFunc(companies, func(c catalog.Company) bool { return slices.Contains(makers, c.Code) })
}

// FindBoth reads a text that names a maker and one of its models, in either
// order; both are empty when it does not.
func FindBoth(text string) ([]catalog.Company, []catalog.Model) { return bothIn(spoken(text)) }

func bothIn(words []string) ([]catalog.Company, []catalog.Model) {
	for n := len(words) - 1; n > 0; n-- {
		for _, cut := range [][2][]string{{words[:n], words[n:]}, {words[len(words)-n:], words[:len(words)-n]}} {
			companies := pick(companyRows(), companyIndex().find(cut[0]))
			if models := modelsOf(codes(companies), modelIndex().find(cut[1])); companies != nil && models != nil {
				return companies, models
			}
		}
	}
	return nil, nil
}

func codes(companies []catalog.Company) (all []string) {
	for _, c := range companies {
		all = append(all, c.Code)
	}
	return all
}

// telling tells a model's name that says enough on its own: letters and
// digits, or a word of four letters. "19" and "M4" are said of many.
func telling(key string) bool {
	n := letters(key)
	return n >= 4 || n >= 1 && len(key) >= 4 && n < len(key)
}
