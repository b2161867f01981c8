package firearm

import (
	"slices"
	"strings"

	"rastreo/internal/catalog"
)

// typeMissing: the type is one of the starred fields of ATF F 3312.1.
func typeMissing(s *sight) []Advice {
	if s.Type == "" || s.Type == "Z" {
		return advise("type_missing", LikelyToFail, "type")
	}
	return nil
}

// untraceable lists the types for which no licensee keeps a record of sale:
// explosives, launchers, parts and what is no firearm under 18 U.S.C.
// 921(a)(3). A bare frame is a firearm there and can be traced.
var untraceable = []string{"G", "GN", "KN", "PG", "RG", "PK", "V"}

// notAFirearm: explosives, silencers, parts and the like are some 2 % of what
// is sent, and no trace of them reaches a sale.
func notAFirearm(s *sight) []Advice {
	if slices.Contains(untraceable, s.Type) {
		return advise("not_a_firearm", WillFail, "type", "type", s.Type)
	}
	return nil
}

// What air, gas and toy guns are called; and words that are also said of guns
// after an old pattern, which may fire.
var (
	toyWords = stamps("AIRSOFT", "AIR SOFT", "AIRGUN", "AIR GUN", "JUGUETE", "DE JUGUETE", "UTILERIA", "BALINES", "BALIN", "DIABOLO", "DIABOLOS",
		"MARCADORA", "PAINTBALL", "GOTCHA", "CO2", "BB GUN", "DENIX", "DE AIRE", "AIRE COMPRIMIDO", "NO ES ARMA")
	replicaWords = stamps("REPLICA", "FOGUEO", "SALVA", "DE SALVA", "TRAUMATICA", "BLANK", "DEACTIVATED", "INERTE", "DUMMY", "TOY")
)

// Calibers of arms that fire pellets, and of those that fire blanks.
var (
	pelletCalibers = set("177_air 22_air 25_air 6mm_bb")
	blankCalibers  = set("8mm_blank 9mm_pak 9mm_r_blank")
)

// chambered tells a caliber that was typed and can only be one of those.
func (s *sight) chambered(codes map[string]bool) bool {
	return len(s.calibers) > 0 && every(s.calibers, func(c catalog.Caliber) bool { return codes[c.Code] })
}

// replica: what only looks like a firearm was never sold as one.
func replica(s *sight) []Advice {
	switch {
	case s.chambered(pelletCalibers):
		return advise("replica", WillFail, "caliber", "text", s.Caliber)
	case s.chambered(blankCalibers):
		return advise("replica", LikelyToFail, "caliber", "text", s.Caliber)
	}
	for _, t := range s.typed {
		switch {
		case t.says(toyWords):
			return advise("replica", WillFail, t.field, "text", t.text)
		case t.says(replicaWords):
			return advise("replica", LikelyToFail, t.field, "text", t.text)
		}
	}
	return nil
}

var homemadeWords = stamps("HECHIZA", "HECHIZO", "ARTESANAL", "CASERA", "CASERO", "HOMEMADE", "HOME MADE", "GHOST GUN", "ARMA FANTASMA", "80 PERCENT",
	"80 POR CIENTO", "80 LOWER", "LOWER 80", "POLYMER80", "POLYMER 80", "PF940C", "PF940V2", "FABRICACION PROPIA", "HECHA A MANO", "HECHO A MANO",
	"IMPRESA 3D", "3D PRINTED", "IMPRESA EN 3D", "PMF", "SLAMFIRE")

// privatelyMade: what somebody made at home, or built on a frame sold 80 %
// done, was never sold by a licensee (27 CFR 478.11, privately made firearm).
func privatelyMade(s *sight) []Advice {
	if s.Type == "Z_homemade" {
		return advise("privately_made", WillFail, "type")
	}
	for _, t := range s.typed[:2] {
		kit := len(s.makers) == 0 && t.words == " P80 "
		if kit || t.says(homemadeWords) || strings.Contains(strings.ReplaceAll(t.text, " ", ""), "80%") {
			return advise("privately_made", WillFail, t.field)
		}
	}
	return nil
}

// automatic lists the types that fire by bursts.
var automatic = []string{"MA", "BA", "RA", "PA"}

// typeAsMade: the maker's books say what was made. A conversion, common in
// Mexico (GAO-09-709), and a barrel cut short are alterations.
func typeAsMade(s *sight) []Advice {
	made := s.typesOfModel()
	converted := slices.Contains(automatic, s.Type) &&
		(slices.Contains(s.Altered, "select_fire") || len(made) > 0 && !slices.ContainsFunc(made, isAutomatic))
	cut := slices.Contains(s.Altered, "sawn_off") && catalog.Group(s.Type) == "short" && (s.long(made) || s.gauge())
	if converted || cut {
		return advise("type_as_made", LikelyToFail, "type", "type", s.Type)
	}
	return nil
}

func isAutomatic(t string) bool { return slices.Contains(automatic, t) }

// long tells types that are all of long arms.
func (s *sight) long(types []string) bool {
	return len(types) > 0 && !slices.ContainsFunc(types, func(t string) bool { return catalog.Group(t) != "long" })
}

// gauge tells a caliber of shotguns.
func (s *sight) gauge() bool {
	return len(s.calibers) > 0 && !slices.ContainsFunc(s.calibers, func(c catalog.Caliber) bool { return c.Kind != "shotgun" })
}

// typesOfModel lists the types the models found were made as; none when one
// does not say.
func (s *sight) typesOfModel() (all []string) {
	for _, m := range s.models {
		if len(m.Types) == 0 {
			return nil
		}
		all = append(all, m.Types...)
	}
	return all
}

// nfaType: machine guns stand in the National Firearms Registration and
// Transfer Record (26 U.S.C. 5841), which another branch searches; those
// recovered in Mexico come mostly from forces and police.
func nfaType(s *sight) []Advice {
	if slices.Contains(automatic, s.Type) {
		return advise("nfa_type", LikelyToFail, "type", "type", s.Type)
	}
	return nil
}

// Registered tells whether firearms of a type stand in the National Firearms
// Registration and Transfer Record, which another branch searches.
func Registered(firearmType string) bool { return slices.Contains(automatic, firearmType) }

// typeOfModel: the type contradicts the one the model was made as.
func typeOfModel(s *sight) []Advice {
	made := s.typesOfModel()
	if len(made) == 0 || s.stranger() || s.Type == "" || s.Type[0] == 'Z' || slices.Contains(made, s.Type) || akin(s.Type, made) {
		return nil
	}
	return advise("type_of_model", LookAgain, "type", "model", s.models[0].Name, "type", made[0])
}

// akin tells types that describe one firearm in two ways: a carbine is a rifle
// with a short barrel, whatever its action.
func akin(t string, made []string) bool {
	for _, m := range made {
		if m[0] == t[0] && (t == "RC" || m == "RC") || m == "BI" && (t == "RC" || t == "RI" || t == "PI") {
			return true
		}
	}
	return false
}

// alteredCaliber: the books of the maker know the caliber it left with.
func alteredCaliber(s *sight) []Advice {
	if slices.Contains(s.Altered, "caliber_changed") {
		return advise("altered_caliber", LookAgain, "caliber")
	}
	return nil
}

// alteredRebuilt: only the frame or receiver is the firearm (27 CFR 478.12);
// the names on other parts are of other firearms.
func alteredRebuilt(s *sight) []Advice {
	if slices.Contains(s.Altered, "rebuilt") {
		return advise("altered_rebuilt", LookAgain, "manufacturer")
	}
	return nil
}
