package trace

import (
	"rastreo/internal/fault"
	"rastreo/internal/mx"
)

// Doubts lists what in a checked filing deserves a second look before it is
// sent: it is never a reason to refuse. Real documents break every rule of
// form, so a CURP, a postal code or a coordinate that looks wrong is kept.
func (f Filing) Doubts() (p fault.Problems) {
	f.Recovered.Place.doubts("/recovered/place", &p)
	for i, w := range f.People {
		w.doubts(at("/people", i), &p)
	}
	return inOrder[Filing](p)
}

func (w Person) doubts(pointer string, p *fault.Problems) {
	if w.CURP != "" && !IsAnswer(w.CURP) {
		curp, code := mx.ParseCURP(w.CURP)
		if code != "" {
			p.Add(pointer+"/curp", code, nil)
		}
		for _, code := range curp.Consistent(w.Name.Parts(), w.Birth.Date, w.Sex) {
			p.Add(pointer+"/curp", code, nil)
		}
	}
	for i, x := range w.Identifiers {
		if !IsAnswer(x.Number) {
			doubt(at(pointer+"/identifiers", i)+"/number", mx.IdentifierAdvice(x.Kind, x.Number), p)
			for _, code := range mx.IdentifierConsistent(x.Kind, x.Number, w.Name.Parts(), w.Birth.Date) {
				p.Add(at(pointer+"/identifiers", i)+"/number", code, nil)
			}
		}
	}
	w.Address.doubts(pointer+"/address", p)
}

func doubt(pointer, code string, p *fault.Problems) {
	if code != "" {
		p.Add(pointer, code, nil)
	}
}

// Parts are the parts of the name as the rules of Mexican names know them.
func (n Name) Parts() mx.Parts {
	return mx.Parts{
		Style: n.Style, Full: n.Full, Given: n.Given, Middle: n.Middle, Surname1: n.Surname1, Surname2: n.Surname2,
		Suffix: n.Suffix, One: n.Surname2State == "none", Married: n.MarriedSurname,
	}
}

// Display is the name in the order Mexico says it, or as recorded.
func (n Name) Display() string { return n.Parts().Display() }
