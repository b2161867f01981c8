package site

import (
	"slices"
	"strings"

	"rastreo/internal/catalog"
)

// figures are the firearms that are drawn, each with the places where its
// marks are usually stamped.
var figures = []string{"pistol", "revolver", "ak", "ar", "shotgun"}

// figureTypes are the types that a figure shows best. A frame and a homemade
// firearm may be of any.
var figureTypes = map[string][]string{
	"pistol":   {"PI", "PD", "PS", "PA", "PK", "PG"},
	"revolver": {"PR"},
	"ak":       rifles,
	"ar":       rifles,
	"shotgun":  {"SP", "SI", "SE", "SO", "SS", "SB", "SL", "CO"},
}

var rifles = []string{"RI", "RC", "RA", "RB", "RL", "RP", "RS", "RG", "BA", "BI", "MA"}

var anyFigure = []string{"Z_frame", "Z_homemade", "Z"}

// undrawn are the types that no figure shows.
func undrawn() (codes []string) {
	for _, code := range catalog.FirearmType.Codes() {
		drawn := slices.Contains(anyFigure, code)
		for _, types := range figureTypes {
			drawn = drawn || slices.Contains(types, code)
		}
		if !drawn {
			codes = append(codes, code)
		}
	}
	return codes
}

// Drawn says which drawing shows for which type, as data-reveals and
// data-when of the select of types take it.
type Drawn struct{ Reveals, When string }

func drawn() (d Drawn) {
	ids, whens := []string{"drawing-choose", "drawing-none"}, []string{"", strings.Join(undrawn(), " ")}
	for _, f := range figures {
		ids = append(ids, "drawing-"+f)
		whens = append(whens, strings.Join(slices.Concat(figureTypes[f], anyFigure), " "))
	}
	return Drawn{strings.Join(ids, " "), strings.Join(whens, "|")}
}
