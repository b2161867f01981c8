package trace

import (
	"reflect"

	"rastreo/internal/fault"
)

// View is a part of the queue that somebody of the tracing center keeps under a
// name.
type View struct {
	ID        string `json:"id"`
	AccountID string `json:"-"`
	Owner     string `json:"owner"` // their name
	Name      string `json:"name" validate:"required,max=60"`
	Filter    string `json:"-"`                // as it stands in an address
	Shared    bool   `json:"shared,omitempty"` // with everybody of the center
	Main      bool   `json:"main,omitempty"`   // what its owner's queue opens with
}

// MostViews is how many one account keeps.
const MostViews = 20

// Check tidies a view, or lists what is wrong with it.
func (v View) Check() (View, error) {
	tidy(reflect.ValueOf(&v).Elem(), "")
	return v, fault.Check(shape(v))
}
