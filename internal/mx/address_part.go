package mx

import "strings"

// roadLine is a road as an address writes it: "Carretera federal 2 (libre),
// tramo Reynosa–Río Bravo, km 64+500, margen derecho". What was also typed in
// free words is not said twice.
func (a Address) roadLine() string {
	name := join(" ", a.RoadType, strings.ToLower(a.RoadAdmin), a.RoadCode)
	if toll := strings.TrimPrefix(strings.ToLower(a.RoadToll), "de "); toll != "" {
		name = join(" ", name, "("+toll+")")
	}
	side := strings.ToLower(strings.TrimPrefix(strings.TrimPrefix(a.RoadSide, "Lado "), "Margen "))
	parts := []string{a.Road}
	for _, part := range []struct{ label, text string }{
		{"", name}, {"tramo ", a.RoadStretch}, {"", roadMarkLine(a.RoadMark)}, {"margen ", side},
	} {
		if !saysAll(a.Road, part.text) {
			parts = append(parts, labelled(part.label, part.text))
		}
	}
	return join(", ", parts...)
}

// saysAll says that a text holds the words of a part already, one by one.
func saysAll(text, part string) bool {
	have := " " + Fold(text) + " "
	for w := range strings.FieldsSeq(Fold(part)) {
		if !strings.Contains(have, " "+w+" ") {
			return false
		}
	}
	return true
}

// exteriorLine and interiorLine are the numbers of a house on a line; what
// cannot be read stands as typed.
func exteriorLine(typed string) string {
	if e, ok := ParseExterior(typed); ok {
		return e.String()
	}
	return typed
}

// interiorLine puts "int." before a bare number or letter; "Depto. 4" needs
// none.
func interiorLine(typed string) string {
	first, _, _ := strings.Cut(Fold(typed), " ")
	if len(strings.Trim(first, "0123456789-")) > 1 {
		return typed
	}
	return labelled("int. ", typed)
}

// kinded is a name behind the word for its kind, once.
func kinded(kind, name string) string {
	if name == "" || sameStart(name, kind) {
		return name
	}
	return join(" ", kind, name)
}

// sameStart says that a name begins with the word for its kind, long or short:
// who typed "Col. Centro" for a colonia has said it.
func sameStart(name, kind string) bool {
	if kind == "" {
		return false
	}
	have := Fold(name) + " "
	return strings.HasPrefix(have, Fold(kind)+" ") || strings.HasPrefix(have, Fold(short(streetShort, kind))+" ") ||
		strings.HasPrefix(have, Fold(short(settlementShort, kind))+" ")
}

// short is the abbreviation that everybody writes, or the word itself.
func short(table map[string]string, kind string) string {
	if s, ok := table[Fold(kind)]; ok {
		return s
	}
	return kind
}

// The usual abbreviations; other kinds are written out.
var (
	streetShort = map[string]string{
		"AVENIDA": "Av.", "BOULEVARD": "Blvd.", "BULEVAR": "Blvd.", "CALZADA": "Calz.", "PROLONGACION": "Prol.",
	}
	settlementShort = map[string]string{
		"COLONIA": "Col.", "FRACCIONAMIENTO": "Fracc.", "UNIDAD HABITACIONAL": "U.H.",
		"CONJUNTO HABITACIONAL": "Conj. Hab.", "CONDOMINIO": "Cond.",
	}
)
