package store

import (
	"fmt"
	"testing"
)

// What is in a sieve passes, and little else.
func TestSieve(t *testing.T) {
	v := newSieve(1000)
	const n = 400000
	for i := range n {
		v.add(fmt.Sprintf("%07d", 7*i))
	}
	passed := 0
	for i := range n {
		if !v.has(fmt.Appendf(nil, "%07d", 7*i)) {
			t.Fatalf("%07d is lost", 7*i)
		}
		if v.has(fmt.Appendf(nil, "A%07d", i)) {
			passed++
		}
	}
	if passed > n/300 {
		t.Errorf("%d of %d that are not there pass", passed, n)
	}
}
