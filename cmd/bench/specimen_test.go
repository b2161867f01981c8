package main

import (
	"reflect"
	"testing"
	"time"
)

// What is seeded without a check must be what the check leaves.
func TestSpecimen(t *testing.T) {
	for i := range 200 {
		f := specimen(seedStream, i, 1+i%3)
		checked, err := f.Check(time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC))
		if err != nil || !reflect.DeepEqual(f, checked) {
			t.Fatalf("specimen %d: %v\n%+v\n%+v", i, err, f, checked)
		}
	}
}
