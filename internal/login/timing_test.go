package login_test

import (
	"fmt"
	"math"
	"os"
	"slices"
	"testing"
	"time"

	"rastreo/internal/fault"
	"rastreo/internal/login"
	"rastreo/internal/store"
)

// measuring is how long each database is measured: some 500 sign-ins with a
// name that exists, and as many with one that does not.
const measuring = 140 * time.Second

// A name that exists and one that does not are answered in the same time, at
// what a password costs in earnest, up to the failure that locks: the medians
// lie within two milliseconds. A busy machine says nothing about that, so it is
// measured where RASTREO_TIMING asks for it.
func TestTiming(t *testing.T) {
	if os.Getenv("RASTREO_TIMING") == "" {
		t.Skip("measured with RASTREO_TIMING=1")
	}
	defer login.InEarnest()()
	each(t, func(t *testing.T, h house) {
		var known, unknown, knownLocks, unknownLocks []time.Duration
		took := func(name string) time.Duration {
			begin := time.Now()
			want(t, err1(h.enter(name, "wrong")), fault.Unauthenticated)
			return time.Since(begin)
		}
		for begin, i := time.Now(), 0; time.Since(begin) < measuring; i++ {
			nobody := fmt.Sprint("nobody", i)
			for n := range 5 {
				var a, b time.Duration
				if (i+n)%2 == 0 {
					a, b = took("fuentes"), took(nobody)
				} else {
					b, a = took(nobody), took("fuentes")
				}
				known, unknown = append(known, a), append(unknown, b)
				if n == 4 {
					knownLocks, unknownLocks = append(knownLocks, a), append(unknownLocks, b)
				}
			}
			want(t, h.Store.Chore(t.Context(), func(c *store.Chore) error { return c.ClearSignIn(t.Context(), "fuentes") }), "")
		}
		if d := apart(t, "sign-ins", known, unknown); d > 2*time.Millisecond {
			t.Errorf("the medians differ by %v", d)
		}
		apart(t, "the failure that locks", knownLocks, unknownLocks)
	})
}

// apart says how far the medians of two samples lie from each other, and how
// far their distributions (Kolmogorov and Smirnov).
func apart(t *testing.T, what string, a, b []time.Duration) time.Duration {
	t.Helper()
	slices.Sort(a)
	slices.Sort(b)
	d, n := 0.0, float64(len(a))
	for _, x := range slices.Concat(a, b) {
		i, _ := slices.BinarySearch(a, x+1)
		j, _ := slices.BinarySearch(b, x+1)
		d = max(d, math.Abs(float64(i)/n-float64(j)/n))
	}
	p, q := a[len(a)/2], b[len(b)/2]
	t.Logf("%s: 2 × %d, medians %v and %v, %v apart; KS %.3f (5 in 100 by chance: %.3f)", what, len(a), p, q, p-q, d, 1.358*math.Sqrt(2/n))
	return (p - q).Abs()
}
