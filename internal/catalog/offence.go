package catalog

// Offence is the crime under investigation, as Mexican prosecutors name it.
var Offence = newList("offence",
	"portacion", "posesion", "acopio", "introduccion", "homicidio", "secuestro",
	"delincuencia_organizada", "salud", "robo", "hallazgo", "otro",
)

// offenceNCIC follows the NCIC uniform offence codes: 5203 carrying a
// prohibited weapon, 5212 possession of a weapon, 5801 smuggling contraband,
// 0911 homicide with a gun, 1099 kidnapping (describe), 3599 dangerous drugs
// (describe), 1299 robbery (describe), 5299 weapon offence (describe).
// Stockpiling, organized crime and a find have no code of their own: they go as
// 5299, whose description carries the Mexican term.
var offenceNCIC = map[string]string{
	"portacion":               "5203",
	"posesion":                "5212",
	"acopio":                  "5299",
	"introduccion":            "5801",
	"homicidio":               "0911",
	"secuestro":               "1099",
	"delincuencia_organizada": "5299",
	"salud":                   "3599",
	"robo":                    "1299",
	"hallazgo":                "5299",
	"otro":                    "5299",
}

// NCIC is the four-digit NCIC offence code that stands for an Offence on a U.S.
// trace request; empty for a code outside the list.
func NCIC(offence string) string { return offenceNCIC[offence] }
