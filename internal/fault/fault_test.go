package fault_test

import (
	"errors"
	"fmt"
	"testing"

	"rastreo/internal/fault"
)

func TestNames(t *testing.T) {
	for _, c := range []struct{ pointer, name, field string }{
		{"/narrative", "narrative", "narrative"},
		{"/firearms/0/serial/text", "firearms[0].serial.text", "firearms.serial.text"},
		{"/people/12/address/street", "people[12].address.street", "place.street"},
		{"/recovered/place/between/1", "recovered.place.between[1]", "place.between"},
		{"/recovered/place", "recovered.place", "recovered.place"},
	} {
		p := fault.Problem{Pointer: c.pointer}
		if p.Name() != c.name || p.Field() != c.field || fault.Pointer(c.name) != c.pointer {
			t.Errorf("%s: name %q, field %q, back %q", c.pointer, p.Name(), p.Field(), fault.Pointer(c.name))
		}
	}
}

func TestOf(t *testing.T) {
	inner := fault.New(fault.Conflict, "request.taken", nil)
	if f := fault.Of(fmt.Errorf("claim: %w", inner)); f.Kind != fault.Conflict || f.Key != "request.taken" {
		t.Errorf("wrapped fault became %v", f)
	}
	if f := fault.Of(errors.New("disk")); f.Kind != fault.Internal {
		t.Errorf("unknown error became %v", f)
	}
	if fault.Of(nil) != nil || fault.Is(nil, fault.Internal) || fault.Check(nil) != nil {
		t.Error("no error became a fault")
	}
}

func TestUnder(t *testing.T) {
	p := fault.Problems{{Pointer: "/people/1/curp"}, {Pointer: "/people/10/curp"}, {Pointer: "/people"}}
	if got := p.Under("/people/1"); len(got) != 1 || got[0].Pointer != "/people/1/curp" {
		t.Errorf("under /people/1: %v", got)
	}
	if got := p.Under("/people"); len(got) != 3 {
		t.Errorf("under /people: %v", got)
	}
}
