package store

import (
	"fmt"
	"testing"
)

// What is in a sieve passes for all and for its agency, and little else; least
// of all for another agency, which must not feel it.
func TestSieve(t *testing.T) {
	v := newSieve(1000)
	const n = 400000
	for i := range n {
		v.add("one", fmt.Sprintf("%07d", 7*i))
	}
	passed, has, one, other := 0, v.has(""), v.has("one"), v.has("other")
	for i := range n {
		if core := fmt.Appendf(nil, "%07d", 7*i); !has(core) || !one(core) {
			t.Fatalf("%s is lost", core)
		} else if other(core) {
			passed++
		}
		if core := fmt.Appendf(nil, "A%07d", i); has(core) || one(core) {
			passed++
		}
	}
	if passed > n/100 {
		t.Errorf("%d of %d that are not there pass", passed, n)
	}
}
