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

// samples is how many sign-ins with a name that exists are measured, and as
// many with one that does not.
const samples = 2000

// A name that exists and one that does not are answered in the same time, at
// what a password costs in earnest: the medians lie within two milliseconds,
// and the two distributions are one. A busy machine says nothing about that,
// so it is measured where RASTREO_TIMING asks for it: ten minutes a database.
func TestTiming(t *testing.T) {
	asked(t)
	defer login.InEarnest()()
	each(t, func(t *testing.T, h house) {
		known, unknown := measure(t, h, samples, func(i int) int { return i % 5 })
		alike(t, "sign-ins", known, unknown)
	})
}

// So is the failure that locks. It is measured at what a password costs in
// tests: what surrounds the hash is the same, and shows the better.
func TestTimingLock(t *testing.T) {
	asked(t)
	each(t, func(t *testing.T, h house) {
		known, unknown := measure(t, h, samples, func(i int) int { return i % 4 })
		alike(t, "sign-ins at the cost of tests", known, unknown)
		known, unknown = measure(t, h, samples, func(int) int { return 4 })
		alike(t, "the failure that locks", known, unknown)
	})
}

func asked(t *testing.T) {
	t.Helper()
	if os.Getenv("RASTREO_TIMING") == "" {
		t.Skip("measured with RASTREO_TIMING=1 and a timeout of an hour")
	}
}

// measure signs in n times with a wrong password under a name that exists, and
// as often under one that does not, by turns, each after so many failures.
func measure(t *testing.T, h house, n int, failures func(i int) int) (known, unknown []time.Duration) {
	t.Helper()
	var began time.Time
	h.Login = h.like(t, h.Store, func(c *login.Config) {
		c.Now = func() time.Time { return h.Clock.Now().Add(time.Since(began)) }
	})
	took := func(name string) time.Duration {
		began = time.Now()
		want(t, err1(h.enter(name, "wrong")), fault.Unauthenticated)
		return time.Since(began)
	}
	for i := range n {
		nobody := fmt.Sprint("nobody", i)
		h.failed(t, failures(i), "fuentes", nobody)
		if i%2 == 0 {
			known, unknown = append(known, took("fuentes")), append(unknown, took(nobody))
		} else {
			unknown, known = append(unknown, took(nobody)), append(known, took("fuentes"))
		}
	}
	return known, unknown
}

// failed has each name fail so often and no oftener.
func (h house) failed(t *testing.T, times int, names ...string) {
	t.Helper()
	now := h.Clock.Now()
	limit := store.SignInLimit{Most: 5, Since: now.Add(-15 * time.Minute), Locked: now.AddDate(0, -1, 0)}
	want(t, h.Store.Chore(t.Context(), func(c *store.Chore) (err error) {
		for _, name := range names {
			if err = c.ClearSignIn(t.Context(), name); err != nil {
				return err
			}
			for range times {
				if _, err = c.AddSignInFailure(t.Context(), name, limit); err != nil {
					return err
				}
			}
		}
		return nil
	}), "")
}

// alike fails if the medians of two samples lie further apart than two
// milliseconds, or if their distributions (Kolmogorov and Smirnov) differ by
// more than chance would make them in one of a hundred.
func alike(t *testing.T, what string, a, b []time.Duration) {
	t.Helper()
	d, ks := apart(a, b)
	limit := 1.628 * math.Sqrt(2/float64(len(a)))
	t.Logf("%s: 2 × %d, medians %v and %v, %v apart; KS %.3f (1 in 100 by chance: %.3f)",
		what, len(a), a[len(a)/2], b[len(b)/2], d, ks, limit)
	if d > 2*time.Millisecond || ks > limit {
		t.Errorf("%s tell a name that exists from one that does not", what)
	}
}

// apart says how far the medians of two samples lie from each other, and how
// far their distributions do. It sorts them.
func apart(a, b []time.Duration) (medians time.Duration, ks float64) {
	slices.Sort(a)
	slices.Sort(b)
	for _, x := range slices.Concat(a, b) {
		i, _ := slices.BinarySearch(a, x+1)
		j, _ := slices.BinarySearch(b, x+1)
		ks = max(ks, math.Abs(float64(i-j)/float64(len(a))))
	}
	return (a[len(a)/2] - b[len(b)/2]).Abs(), ks
}
