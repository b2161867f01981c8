package catalog

import "strings"

// FirearmType is the kind of firearm by NCIC type code: the first character is
// the weapon, the second the action. Types that NCIC files by weapon alone
// (grenade G, silencer V, other Z) keep that one character.
//
// NCIC has no code for a bare frame and none for a homemade firearm: both are
// "other, describe". They stay apart here as Z_frame and Z_homemade. No NCIC
// code holds an underscore, so what stands before it is always the true code;
// see NCICType.
var FirearmType = newList("firearm_type",
	"PI", "PR", "PD", "PS", "PA",
	"RI", "RC", "RA", "RB", "RL", "RP", "RS",
	"SP", "SI", "SE", "SO", "SS", "SB", "SL", "CO",
	"BA", "BI", "MA",
	"Z_frame", "Z_homemade",
	"GN", "KN", "G", "V", "PG", "RG", "PK", "Z",
)

// FirearmGroup is the first division a Mexican officer makes: arma corta, arma
// larga, or neither.
var FirearmGroup = newList("firearm_group", "short", "long", "other")

// Group gives the FirearmGroup of a FirearmType: pistols and revolvers are
// short; rifles, shotguns, combinations, submachine guns and machine guns are
// long; air, gas and blank arms, launchers, parts, homemade and unknown things
// are other, and so is a code outside the list.
func Group(firearmType string) string {
	if !FirearmType.Has(firearmType) || strings.HasSuffix(firearmType, "G") || firearmType == "PK" {
		return "other"
	}
	switch firearmType[0] {
	case 'P':
		return "short"
	case 'R', 'S', 'C', 'B', 'M':
		return "long"
	}
	return "other"
}

// NCICType is the code that goes to NCIC for a FirearmType: the code itself,
// or "Z" for the two kinds that NCIC leaves to a description.
func NCICType(firearmType string) string {
	code, _, _ := strings.Cut(firearmType, "_")
	return code
}

// MarkingKind is what a mark stamped on the firearm says.
var MarkingKind = newList("marking_kind",
	"manufacturer", "importer", "model", "caliber", "country", "year",
	"proof", "patent", "part", "assembly", "military", "other",
)

// Reading is how a serial number or a mark can be read.
var Reading = newList("reading", "legible", "partial", "obliterated", "restamped", "none", "unknown")

// Location is the part of the firearm on which a mark was read.
var Location = newList("location",
	"frame", "receiver", "slide", "barrel", "bolt", "trigger_guard", "magazine_well", "tang", "grip", "stock",
	"other", "unknown",
)

// Altered is what was done to a firearm after it was made. The type stays the
// one it was made as: that is what its maker's books say.
var Altered = newList("altered", "select_fire", "sawn_off", "caliber_changed", "rebuilt", "none", "unknown")

// Restoration is how far a laboratory has tried to bring back a serial number
// that was filed off or stamped over.
var Restoration = newList("restoration", "not_tried", "pending", "failed", "recovered", "unknown")

// AdviceReason is why a filing is sent against an advice.
var AdviceReason = newList("advice_reason",
	"as_marked", "not_visible", "no_access", "sealed", "confirmed_by_expert", "other",
)

// LinkReason is why the tracing center holds two requests that look alike for
// different firearms.
var LinkReason = newList("link_reason", "serial", "manufacturer", "type_or_model", "both_in_custody", "other")
