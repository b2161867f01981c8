package mx

import (
	"regexp"
	"strings"
)

// Exterior is what stands where a house has its number, as an address line
// writes it. What was typed is kept beside it, never replaced.
type Exterior struct {
	Kind   string // "number", "none" (sin número), "block" (manzana y lote) or "known" (domicilio conocido)
	Number string // as typed: "123", "123-A", "12 Bis"
	Block  string // manzana
	Lot    string // lote
}

// ParseExterior reads an exterior number: "123-A", "No. 12 Bis", "S/N", "sin
// número", "Mz. 4 Lt. 12", "MZA 4 LTE 12", "25 Mz 3", "domicilio conocido". It
// is false for anything else, which is then shown as typed.
func ParseExterior(s string) (Exterior, bool) {
	s = Tidy(s)
	key := strings.NewReplacer(" ", "", "/", "").Replace(Fold(s))
	switch key {
	case "":
		return Exterior{}, false
	case "SN", "SNUM", "SNO", "SINNUMERO", "SINNUM", "SINNO":
		return Exterior{Kind: "none"}, true
	case "DOMICILIOCONOCIDO", "DOMCONOCIDO", "DC", "CONOCIDO", "DOMCON":
		return Exterior{Kind: "known"}, true
	}
	if found := blockLot.FindStringSubmatch(s); found != nil {
		return Exterior{"block", found[1], found[2], found[3] + found[4]}, true
	}
	if found := houseNumber.FindStringSubmatch(s); found != nil {
		return Exterior{Kind: "number", Number: found[1]}, true
	}
	return Exterior{}, false
}

// blockLot is a number or none, then a block, a lot or both; houseNumber is
// digits with what may follow them, or one letter and digits.
var (
	blockLot    = regexp.MustCompile(`(?i)^(?:` + numberWord + `([0-9]{1,6}(?:[- ]?[a-z])?),? )?(?:` + block + `(?:,? ?` + lot + `)?|` + lot + `)$`)
	houseNumber = regexp.MustCompile(`(?i)^` + numberWord +
		`([0-9]{1,6}(?:[ -]?(?:bis|ter|[a-z]|1/2|½))?(?:-[0-9]{1,4})?|[a-z][ -]?[0-9]{1,6})$`)
)

const (
	numberWord = `(?:n[úu]m(?:ero|\.)? ?|no\.? ?|n° ?|# ?)?`
	block      = `(?:mz[ans]?\.?|mna\.?|m\.|manzana) ?([0-9]{1,4}(?:[- ]?[a-z])?|[a-z])`
	lot        = `(?:lte?\.?|l\.|lote) ?([0-9]{1,4}(?:[- ]?[a-z])?)`
)

// String is the number on an address line: "núm. 123", "s/n", "Mz. 4 Lt. 12",
// "domicilio conocido".
func (e Exterior) String() string {
	switch e.Kind {
	case "none":
		return "s/n"
	case "known":
		return "domicilio conocido"
	}
	return join(" ", labelled("núm. ", e.Number), labelled("Mz. ", e.Block), labelled("Lt. ", e.Lot))
}

func labelled(label, s string) string {
	if s == "" {
		return ""
	}
	return label + s
}
