package catalog

// PersonRole is what a person has to do with the firearm.
var PersonRole = newList("person_role", "possessor", "associate", "witness", "unidentified")

// Sex is stored in neutral codes and shown in words, never as a letter: M is
// mujer in Mexico and male in the United States.
var Sex = newList("sex", "male", "female", "nonbinary", "unknown")

// Surname2State tells a second surname that is given from one that does not
// exist and from one that nobody knows.
var Surname2State = newList("surname2_state", "given", "none", "unknown")

// NameStyle is the kind of document a name follows: two surnames, or first,
// middle and last name.
var NameStyle = newList("name_style", "mx", "us")

// IdentifierKind is the kind of a person's identifier other than the CURP,
// which has a field of its own. The value ine is the clave de elector.
var IdentifierKind = newList("identifier_kind",
	"ine", "passport", "licence", "matricula_consular", "rfc", "cuip", "nss",
	"cartilla", "cedula_profesional", "resident_card",
	"us_licence", "us_state_id", "us_alien_number", "other",
)
