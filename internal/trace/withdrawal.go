package trace

import (
	"reflect"

	"rastreo/internal/fault"
)

// Withdrawal is why a submitter takes a request back.
type Withdrawal struct {
	Reason string `json:"reason" validate:"required,max=1000" tidy:"lines"`
}

// Check tidies a typed withdrawal, or lists what is wrong with it.
func (w Withdrawal) Check() (Withdrawal, error) {
	tidy(reflect.ValueOf(&w).Elem(), "")
	return w, fault.Check(inOrder[Withdrawal](shape(w)))
}
