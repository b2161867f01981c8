package firearm

import (
	"strings"

	"rastreo/internal/catalog"
)

// Stamps of governments, as words that stand together in a mark.
var (
	usGovernment = stamps("PROPERTY OF US GOVERNMENT", "US PROPERTY", "US GOVERNMENT", "PROPERTY OF THE US", "PROPERTY OF US GOVT",
		"UNITED STATES PROPERTY", "PROPERTY OF UNITED STATES", "US GOVT", "US ARMY", "US NAVY", "US MARINE CORPS", "UNITED STATES ARMY")
	mexicanGovernment = stamps("SEDENA", "DEFENSA NACIONAL", "EJERCITO MEXICANO", "EJERCITO MEX", "FUERZA AEREA MEXICANA", "DGIM", "DN MEXICO",
		"INDUSTRIA MILITAR", "POLICIA", "SEMAR", "MARINA ARMADA", "ARMADA DE MEXICO", "SECRETARIA DE MARINA", "GUARDIA NACIONAL",
		"PGR", "PGJ", "PGJE", "FGR", "FGE", "SDN", "GOB EDO", "GOBIERNO DE", "PROCURADURIA", "FISCALIA", "SSP", "SSPE", "SEGURIDAD PUBLICA", "GOBIERNO DEL ESTADO", "GOB DEL EDO", "REPUBLICA MEXICANA",
		"FEDERALES", "ESTADO MAYOR")
	restricted = stamps("RESTRICTED MILITARY", "LAW ENFORCEMENT USE ONLY", "LAW ENFORCEMENT ONLY", "GOVERNMENT USE ONLY", "MILITARY USE ONLY",
		"LE USE ONLY", "RESTRICTED LE", "GOVT USE ONLY", "LAW ENFORCEMENT GOVERNMENT", "RESTRICTED LAW ENFORCEMENT", "LEO ONLY")
	export = stamps("EXPORT", "FOR EXPORT", "EXPORT ONLY", "EXPORTACION", "FOR EXPORT ONLY", "NOT FOR SALE IN USA")
)

func stamps(all ...string) []string {
	for i, s := range all {
		all[i] = " " + s + " "
	}
	return all
}

// military is the kind of mark that governments make.
const military = "military"

// stamped returns the mark that bears one of the stamps.
func (s *sight) stamped(stamps []string) (Mark, bool) {
	for i, m := range s.Markings {
		for _, stamp := range stamps {
			if strings.Contains(s.marks[i], stamp) {
				return m, true
			}
		}
	}
	return Mark{}, false
}

// governmentMark makes the advice for one family of stamps.
func governmentMark(s *sight, code string, stamps []string) []Advice {
	m, ok := s.stamped(stamps)
	if !ok {
		return nil
	}
	return looking(military, advise(code, LikelyToFail, "markings", "text", m.Text))
}

// usGovernmentMark: a firearm sold to the forces of the United States never had
// a retail purchaser (160 such traces in GAO-09-709).
func usGovernmentMark(s *sight) []Advice {
	return governmentMark(s, "us_government_mark", usGovernment)
}

// mexicanGovernmentMark: 403 firearms of the traces in GAO-09-709 had been sold
// to the Government of Mexico, and there the trail ends.
func mexicanGovernmentMark(s *sight) []Advice {
	return governmentMark(s, "mexican_government_mark", mexicanGovernment)
}

// restrictedMark: such marks stand on arms made under 18 U.S.C. 922(o) and the
// ban of 1994 to 2004 for police and forces only.
func restrictedMark(s *sight) []Advice { return governmentMark(s, "restricted_mark", restricted) }

// exportMark: what was exported has no retail sale in the United States.
func exportMark(s *sight) []Advice { return governmentMark(s, "export_mark", export) }

// militaryMark: any other mark that the submitter took for one of a government.
func militaryMark(s *sight) []Advice {
	for _, m := range s.Markings {
		if m.Kind == military {
			return looking(military, advise("military_mark", LookAgain, "markings", "text", m.Text))
		}
	}
	return nil
}

// countryMark: the country is stamped on the firearm (27 CFR 478.92), so the
// one typed and the one stamped are the same.
func countryMark(s *sight) []Advice {
	if isAnswer(s.Country) {
		return nil
	}
	for i, m := range s.Markings {
		if c := madeIn(s.marks[i], m.Kind); c != "" && c != s.Country {
			return advise("country_mark", LookAgain, "country", "text", m.Text, "country", c)
		}
	}
	return nil
}

// madeIn is the country that a folded mark says the firearm was made in.
func madeIn(mark, kind string) string {
	for _, lead := range []string{" MADE IN ", " HECHO EN ", " FABRICADO EN ", " HECHA EN "} {
		if _, after, ok := strings.Cut(mark, lead); ok {
			return countryNamed(after)
		}
	}
	if kind == "country" {
		return countryNamed(mark)
	}
	return ""
}

// countryNamed finds the country whose name a text begins with.
func countryNamed(text string) string {
	words := strings.Fields(text)
	for n := min(len(words), 4); n > 0; n-- {
		if c, ok := countries()[strings.Join(words[:n], " ")]; ok {
			return c
		}
	}
	return ""
}

// importerInMarks: the importer's name and city are stamped on the barrel, frame
// or receiver (27 CFR 478.92), and often typed among the other marks.
func importerInMarks(s *sight) []Advice {
	if !isAnswer(s.Importer) {
		return nil
	}
	for _, m := range s.Markings {
		if m.Kind != "importer" && m.Kind != "other" && m.Kind != "" {
			continue
		}
		found, near := FindCompany(m.Text)
		if i := firstImporter(found); i.Code != "" && !near && !s.made(i.Code) {
			return advise("importer_in_marks", LikelyToFail, "importer", "text", m.Text, "importer", stampedName(i.Name))
		}
	}
	return nil
}

func firstImporter(found []catalog.Company) catalog.Company {
	for _, c := range found {
		if c.Importer {
			return c
		}
	}
	return catalog.Company{}
}
