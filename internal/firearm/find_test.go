package firearm_test

import (
	"slices"
	"testing"

	"rastreo/internal/firearm"
)

func TestFindCompany(t *testing.T) {
	for typed, want := range map[string][]string{
		"Century Arms":                    {"century_arms"},
		"CENTURY ARMS GEORGIA VT":         {"century_arms"},
		"CENTURY ARMS INC. St. Albans VT": {"century_arms"},
		"C.A.I.":                          {"century_arms"},
		"S&W":                             {"smith_wesson"},
		"Smith y Wesson":                  {"smith_wesson"},
		"SMITH AND WESSON INC":            {"smith_wesson"},
		"H & K":                           {"heckler_koch", "heckler_koch_us"},
		"romarm":                          {"cugir"},
		"Taurus":                          {"taurus_br", "taurus_us"},
		"TAURUS INT'L MFG MIAMI FL":       {"taurus_us"},
		"Forjas Taurus S.A.":              {"taurus_br"},
		"Glock":                           {"glock_at", "glock_us"},
		"Talleres Quiroz":                 nil,
		"Century Quiroz":                  nil,
		"unknown":                         nil,
		"":                                nil,
	} {
		found, near := firearm.FindCompany(typed)
		var got []string
		for _, c := range found {
			got = append(got, c.Code)
		}
		if !slices.Equal(got, want) || near {
			t.Errorf("FindCompany(%q) = %v, %v, want %v", typed, got, near, want)
		}
	}
}

// A name one letter away is found only where no name is, and said to be near.
func TestFindCompanyNear(t *testing.T) {
	for typed, want := range map[string]string{
		"Bushmastter": "bushmaster", "Remmington": "remington", "Zasstava": "zastava", "Winchestre": "winchester",
		"Colr": "", "Sturrn": "", "Bushmmastter": "",
	} {
		found, near := firearm.FindCompany(typed)
		switch {
		case want == "" && near:
			t.Errorf("FindCompany(%q) is near %s", typed, found[0].Code)
		case want != "" && (len(found) == 0 || found[0].Code != want):
			t.Errorf("FindCompany(%q) = %v, want %s", typed, found, want)
		}
	}
}

func TestFindCaliber(t *testing.T) {
	for typed, want := range map[string]string{
		"7,62x39": "762x39", "7.62 × 39 mm": "762x39", "7.62X39MM": "762x39", "7.62*39": "762x39",
		".38 SUPER": "38_super", "38 Súper": "38_super", "CAL. .38 SUPER": "38_super", "calibre 9mm Luger": "9x19",
		"9 MM": "9x19", "9mm": "9x19", "9 mm Parabellum": "9x19", "9X19": "9x19", ".380": "380_acp", "9 mm corto": "380_acp",
		".223 Rem.": "223_rem", "5.56 x 45 mm": "556x45", ".50 BMG": "50_bmg", "5,7x28": "57x28", "Cal. 12": "12_ga",
		".38": "", "Glock": "", "": "", "unknown": "",
	} {
		if got, ok := firearm.FindCaliber(typed); got.Code != want || ok != (want != "") {
			t.Errorf("FindCaliber(%q) = %q, %v, want %q", typed, got.Code, ok, want)
		}
	}
}

func TestFindModel(t *testing.T) {
	for _, c := range []struct {
		makers []string
		typed  string
		want   []string
	}{
		{[]string{"cugir"}, "WASR-10", []string{"cugir/wasr_10"}},
		{[]string{"cugir"}, "wasr 10/63", []string{"cugir/wasr_10"}},
		{[]string{"cugir"}, "WASR-10 UF nuevo", []string{"cugir/wasr_10"}},
		{nil, "GP WASR-10", []string{"cugir/wasr_10"}},
		{[]string{"glock_at"}, "GLOCK 19", []string{"glock_at/19"}},
		{[]string{"glock_at"}, "19", []string{"glock_at/19"}},
		{[]string{"glock_at"}, "Model 19", []string{"glock_at/19"}},
		{[]string{"taurus_br"}, "PT92 TAURUS", []string{"taurus_br/pt92"}},
		{[]string{"taurus_br"}, "PT 92", []string{"taurus_br/pt92"}},
		{[]string{"ruger"}, "MINI 14", []string{"ruger/mini_14"}},
		{[]string{"smith_wesson"}, "M & P 9", []string{"smith_wesson/m_p9"}},
		{[]string{"beretta"}, "PT92", nil},
		{[]string{"cugir"}, "unknown", nil},
		{nil, "", nil},
	} {
		var got []string
		for _, m := range firearm.FindModel(c.makers, c.typed) {
			got = append(got, m.Code)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("FindModel(%v, %q) = %v, want %v", c.makers, c.typed, got, c.want)
		}
	}
}

func TestFindBoth(t *testing.T) {
	for typed, want := range map[string][2]string{
		"GLOCK 19": {"glock_at", "glock_at/19"}, "PT92 TAURUS": {"taurus_br", "taurus_br/pt92"},
		"Ruger Mini-14": {"ruger", "ruger/mini_14"}, "Glock": {}, "WASR-10": {}, "": {},
	} {
		makers, models := firearm.FindBoth(typed)
		got := [2]string{}
		if len(makers) > 0 && len(models) > 0 {
			got = [2]string{makers[0].Code, models[0].Code}
		}
		if got != want {
			t.Errorf("FindBoth(%q) = %v, want %v", typed, got, want)
		}
	}
}
