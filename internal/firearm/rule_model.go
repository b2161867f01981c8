package firearm

import (
	"slices"
	"strconv"
	"strings"

	"rastreo/internal/catalog"
)

// modelMissing: the model is one of the starred fields of ATF F 3312.1 (5f);
// some firearms truly bear none.
func modelMissing(s *sight) []Advice {
	switch {
	case s.Model == "none":
		return advise("model_none", LookAgain, "model")
	case isAnswer(s.Model):
		return advise("model_missing", LikelyToFail, "model")
	}
	return nil
}

// modelIsSerial: a serial number stands where the model belongs.
func modelIsSerial(s *sight) []Advice {
	if isAnswer(s.Model) || len(s.models) > 0 || len(s.others) > 0 {
		return nil
	}
	p := s.patterns()
	if len(plain(s.Model)) >= 6 && fitsAny(p, s.Model) && (p != nil && !fitsAny(p, s.Serial.Text) || Key(s.Model) == s.key) {
		return advise("model_is_serial", LikelyToFail, "model", "text", s.Model)
	}
	return nil
}

// modelIsCaliber: most errors in the papers are figures in the wrong box (OIG
// I-2011-001: improperly entered firearm data).
func modelIsCaliber(s *sight) []Advice {
	if isAnswer(s.Model) || len(s.models) > 0 {
		return nil
	}
	found := calibersOf(s.Model)
	if len(found) == 0 || len(s.others) > 0 && !figured(s.Model) {
		return nil
	}
	return advise("model_is_caliber", LikelyToFail, "model", "text", s.Model)
}

// figured tells a text written as calibers are: a leading point, millimetres
// or a multiplication sign.
func figured(text string) bool {
	t := strings.ToUpper(text)
	return strings.HasPrefix(strings.TrimSpace(t), ".") || strings.Contains(t, "MM") || strings.ContainsAny(t, "×,")
}

// modelIsMaker: a maker's or importer's name says nothing of the model.
func modelIsMaker(s *sight) []Advice {
	if isAnswer(s.Model) || len(s.models) > 0 || len(s.others) > 0 {
		return nil
	}
	found, near := FindCompany(s.Model)
	if len(found) == 0 || near || digits(s.Model) != "" {
		return nil
	}
	return advise("model_is_maker", LikelyToFail, "model", "text", s.Model)
}

// modelIsType: words for a kind of firearm are no model.
func modelIsType(s *sight) []Advice {
	if len(s.models) == 0 && len(s.others) == 0 && digits(s.Model) == "" && typeWord(s.Model) {
		return advise("model_is_type", LikelyToFail, "model", "text", s.Model)
	}
	return nil
}

// modelOfOtherMaker: the maker named never made it; look-alikes such as Beretta
// 92 and Taurus PT92 are taken for one another.
func modelOfOtherMaker(s *sight) []Advice {
	if len(s.others) == 0 || s.nearMaker || !telling(tight(spoken(s.Model))) || everybodys(s.others) || figured(s.Model) {
		return nil
	}
	severity := LookAgain
	if slices.ContainsFunc(s.makers, func(c catalog.Company) bool { return len(catalog.ModelsOf(c.Code)) > 2 }) {
		severity = LikelyToFail
	}
	return advise("model_of_other_maker", severity, "model", "model", s.Model, "maker", makersOf(s.others))
}

// everybodys tells models that half of the trade makes under one name: AR-15,
// 1911, AK-47.
func everybodys(models []catalog.Model) bool {
	makers := map[string]bool{}
	for _, m := range models {
		makers[m.Maker] = true
		if key := tight(spoken(m.Name)); common[key] {
			return true
		}
	}
	return len(makers) > 3
}

var common = set("AR15 AR10 M4 M16 M4A1 AK AK47 AKM AKS 1911 M1911 1911A1 M1911A1 GOVERNMENT COMMANDER MAUSER98 M98 98 K98 KAR98 SKS SPORTER CARBINE UZI FAL G3 MP5 PPK PPKS GALIL M1CARBINE M1GARAND " +
	"MOSINNAGANT MOSIN 9130 M9130 HIPOWER P38 TOKAREV MAKAROV")

// notListedModel: see notListedManufacturer.
func notListedModel(s *sight) []Advice {
	if isAnswer(s.Model) || len(s.models) > 0 {
		return nil
	}
	if near := closeModel(append(codes(s.makers), kin(s.makers)...), s.Model); len(near) > 0 && len(s.others) == 0 {
		return advise("close_model", LookAgain, "model", "text", s.Model, "listed", near[0].Name)
	}
	if len(modelOfOtherMaker(s)) > 0 {
		return nil // it is listed
	}
	return advise("not_listed_model", LookAgain, "model", "text", s.Model)
}

// madeBefore1969: licensees keep records since the Gun Control Act of 1968 took
// effect; some 10 % of the traces of 1999 ended there (NAP 10881).
func madeBefore1969(s *sight) []Advice {
	if y, ok := year(s.Year); ok && y < 1969 {
		return advise("made_before_1969", WillFail, "year", "year", s.Year)
	}
	for _, m := range s.Markings {
		if y, ok := year(m.Text); ok && m.Kind == "year" && y < 1969 {
			return advise("made_before_1969", WillFail, "year", "year", m.Text)
		}
	}
	if d, ok := s.recovered(); ok && d.Year() < 1969 {
		return advise("made_before_1969", WillFail, "year", "year", strconv.Itoa(d.Year()))
	}
	return nil
}

// modelBefore1969: the model was no longer made when records began.
func modelBefore1969(s *sight) []Advice {
	if _, ok := year(s.Year); ok || len(s.models) == 0 || s.stranger() {
		return nil
	}
	last := 0
	for _, m := range s.models {
		if m.Last == 0 || m.Last >= 1969 {
			return nil
		}
		last = max(last, m.Last)
	}
	return advise("model_before_1969", LikelyToFail, "model", "model", s.models[0].Name, "year", strconv.Itoa(last))
}

// yearOfModel: the year lies outside those in which the model was made.
func yearOfModel(s *sight) []Advice {
	y, ok := year(s.Year)
	if !ok || len(s.models) == 0 {
		return nil
	}
	for _, m := range s.models {
		if m.First == 0 || y >= m.First && (m.Last == 0 || y <= m.Last) {
			return nil
		}
	}
	return advise("year_of_model", LookAgain, "year", "model", s.models[0].Name, "year", s.Year)
}
