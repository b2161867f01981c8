//go:build ignore

// The program writes country.txt from the names of the CLDR, as
// golang.org/x/text carries them, corrected where Mexico says it otherwise or
// where a country has changed its name since.
package main

import (
	"fmt"
	"log"
	"os"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// codes is ISO 3166-1 alpha-2 complete: 249 codes.
const codes = `AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS
BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI
FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR
IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM
MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT
PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM
TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW`

var spanish = map[string]string{
	"AX": "Islas Aland", "BQ": "Caribe Neerlandés", "BW": "Botsuana", "CG": "Congo",
	"CI": "Costa de Marfil", "HK": "Hong Kong", "MF": "San Martín (parte francesa)", "MK": "Macedonia del Norte",
	"MM": "Myanmar", "MO": "Macao", "PS": "Palestina", "RO": "Rumania", "SA": "Arabia Saudita",
	"SX": "San Martín (parte neerlandesa)", "SZ": "Esuatini", "TL": "Timor Oriental", "UM": "Islas menores de EE. UU.",
	"BD": "Bangladesh", "ML": "Malí", "FJ": "Fiyi",
}

var english = map[string]string{
	"CD": "Democratic Republic of the Congo", "CG": "Congo", "CI": "Ivory Coast", "CV": "Cabo Verde",
	"CC": "Cocos Islands", "HK": "Hong Kong", "MF": "Saint Martin (French part)", "MK": "North Macedonia", "MM": "Myanmar",
	"MO": "Macao", "PS": "Palestine", "SX": "Sint Maarten (Dutch part)", "SZ": "Eswatini", "TL": "East Timor",
	"TR": "Türkiye", "UM": "U.S. minor outlying islands",
}

func main() {
	es := display.Regions(language.MustParse("es-MX"))
	en := display.Regions(language.AmericanEnglish)
	var b strings.Builder
	b.WriteString("# ISO 3166-1 alpha-2 with names after the Unicode CLDR; written by country_gen.go.\n")
	for code := range strings.FieldsSeq(codes) {
		region := language.MustParseRegion(code)
		fmt.Fprintf(&b, "%s|%s|%s\n", code, pick(spanish[code], es.Name(region)), pick(english[code], plain(en.Name(region))))
	}
	if err := os.WriteFile("country.txt", []byte(b.String()), 0o644); err != nil {
		log.Fatal(err)
	}
}

func pick(own, cldr string) string {
	if own != "" {
		return own
	}
	return cldr
}

// plain spells out what the CLDR shortens.
func plain(name string) string {
	name = strings.ReplaceAll(name, " & ", " and ")
	if rest, ok := strings.CutPrefix(name, "St. "); ok {
		return "Saint " + rest
	}
	return name
}
