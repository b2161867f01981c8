package trace

import (
	"reflect"

	"rastreo/internal/fault"
)

// Urgency is how soon a request is needed, and why. Call the typed form through
// Check.
type Urgency struct {
	Priority      string `json:"priority" validate:"required,code=priority"`
	Justification string `json:"justification" validate:"max=1000" tidy:"lines"`
}

// Check tidies a typed urgency, or lists what is wrong: what is urgent says
// why, and only that.
func (u Urgency) Check() (Urgency, error) {
	tidy(reflect.ValueOf(&u).Elem(), "")
	p := shape(u)
	switch {
	case u.Priority != Urgent:
		u.Justification = ""
	case u.Justification == "":
		p.Add("/justification", "required", nil)
	}
	return u, fault.Check(inOrder[Urgency](p))
}
