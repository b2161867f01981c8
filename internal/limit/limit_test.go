package limit_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rastreo/internal/db/dbtest"
	"rastreo/internal/limit"
	"rastreo/internal/store/storetest"
)

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func rate(t *testing.T, text string) (r limit.Rate) {
	t.Helper()
	ok(t, r.UnmarshalText([]byte(text)))
	return r
}

func TestRate(t *testing.T) {
	for text, want := range map[string]limit.Rate{
		"0": {}, "5/s": {N: 5, Per: time.Second}, "5/s:20": {N: 5, Per: time.Second, Burst: 20},
		"30/m": {N: 30, Per: time.Minute}, "60/h": {N: 60, Per: time.Hour}, "5/d": {N: 5, Per: 24 * time.Hour},
	} {
		if got := rate(t, text); got != want {
			t.Errorf("%s: %+v", text, got)
		}
	}
	for _, text := range []string{"", "5", "5/w", "-1/s", "0/s", "5/s:", "5/s:0", "5/s:x", "x/s", "5 /s"} {
		var r limit.Rate
		if r.UnmarshalText([]byte(text)) == nil {
			t.Errorf("%q is no rate", text)
		}
	}
}

// count tells how many of n uses at once a limiter lets pass.
func count(t *testing.T, r limit.Rate, n int, all ...*limit.Limiter) int {
	t.Helper()
	var passed atomic.Int64
	var users sync.WaitGroup
	for i := range n {
		users.Go(func() {
			wait, err := all[i%len(all)].Take(context.Background(), r, "somebody")
			if err != nil {
				t.Error(err)
			}
			if wait == 0 {
				passed.Add(1)
			}
		})
	}
	users.Wait()
	return int(passed.Load())
}

// What passes is exactly the burst at once, and then what comes back, quick or
// slow, on either engine.
func TestTake(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		for _, text := range []string{"10/m:10", "3/h:3", "5/d:2"} {
			r, l := rate(t, text), limit.New(x.Store, x.Clock.Now)
			name := "take/" + text
			for i := range r.Burst + 2 {
				wait, err := l.Take(t.Context(), r, name)
				if ok(t, err); (wait == 0) != (i < r.Burst) || wait > r.Per/time.Duration(r.N) {
					t.Errorf("%s: use %d waits %s", text, i, wait)
				}
			}
			x.Clock.Advance(r.Per / time.Duration(r.N))
			again := limit.New(x.Store, x.Clock.Now) // a new start has forgotten nothing
			for i := range 2 {
				wait, err := again.Take(t.Context(), r, name)
				if ok(t, err); (wait == 0) != (i == 0) {
					t.Errorf("%s: after a while use %d waits %s", text, i, wait)
				}
			}
		}
		if wait, err := limit.New(x.Store, x.Clock.Now).Take(t.Context(), limit.Rate{}, "none"); err != nil || wait != 0 {
			t.Error("no limit limits")
		}
	})
}

// Without a burst no span of its time, wherever it begins, holds more uses than
// the limit says, whoever counts; and whoever waits as long as they are told is
// let pass.
func TestAnySpan(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		r := rate(t, "10/m")
		all := []*limit.Limiter{limit.New(x.Store, x.Clock.Now), limit.New(x.Store, x.Clock.Now)}
		var passed []time.Time
		steps := rand.New(rand.NewPCG(1, 2))
		for i := range 400 {
			wait, err := all[i%2].Take(t.Context(), r, "span")
			ok(t, err)
			if wait == 0 {
				passed = append(passed, x.Clock.Now())
			}
			if n := len(passed) - 11; n >= 0 && passed[n+10].Sub(passed[n]) < time.Minute {
				t.Fatalf("eleven passed within %s", passed[n+10].Sub(passed[n]))
			}
			if wait > 0 && steps.IntN(3) == 0 {
				x.Clock.Advance(wait)
				if wait, err = all[i%2].Take(t.Context(), r, "span"); err != nil || wait > 0 {
					t.Fatalf("after the wait %s more, %v", wait, err)
				}
				passed = append(passed, x.Clock.Now())
			}
			x.Clock.Advance(time.Duration(steps.IntN(8000)) * time.Millisecond)
		}
		if len(passed) < 200 {
			t.Errorf("only %d passed", len(passed))
		}
		if n := count(t, rate(t, "7/h"), 60, all...); n != 7 {
			t.Errorf("%d passed at once", n)
		}
	})
}

// Instances that share a database never let more pass together than one may,
// whatever they hold back and however they are asked at once; and they let
// most of it pass.
func TestTogether(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		r := rate(t, "50/s:200")
		all := []*limit.Limiter{limit.New(x.Store, x.Clock.Now), limit.New(x.Store, x.Clock.Now)}
		if !x.DB.Shared() {
			all = all[:1]
		}
		passed := count(t, r, 400, all...)
		for tenth := 1; tenth <= 30; tenth++ {
			x.Clock.Advance(100 * time.Millisecond)
			passed += count(t, r, 7*len(all), all...)
			if most := 200 + 5*tenth; passed > most {
				t.Fatalf("%d passed in %d tenths of a second, want %d at most", passed, tenth, most)
			}
		}
		if passed < 200 {
			t.Errorf("only %d passed", passed)
		}
	})
}

// What an instance holds is worth nothing later, when the database has
// forgotten that it was taken.
func TestHeld(t *testing.T) {
	x := storetest.Open(t, dbtest.Postgres(t))
	r := rate(t, "5/s:20")
	all := []*limit.Limiter{limit.New(x.Store, x.Clock.Now), limit.New(x.Store, x.Clock.Now), limit.New(x.Store, x.Clock.Now)}
	for _, l := range all { // each takes a block, and spends one of it
		count(t, r, 1, l)
	}
	x.Clock.Advance(time.Minute)
	if n := count(t, r, 90, all...); n > 20 {
		t.Errorf("%d passed at once", n)
	}
}

func TestTakeNew(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		l, r := limit.New(x.Store, x.Clock.Now), rate(t, "20/h")
		for i := range 25 {
			for range 3 {
				wait, err := l.TakeNew(t.Context(), r, "address", fmt.Sprint("name", i))
				if ok(t, err); (wait == 0) != (i < 20) {
					t.Fatalf("name %d waits %s", i, wait)
				}
			}
		}
		if wait, err := l.TakeNew(t.Context(), r, "elsewhere", "name24"); err != nil || wait != 0 {
			t.Error("another address waits too")
		}
	})
}

// A flood of names costs no more memory than is allowed, and what has come
// back is swept out of the database.
func TestBounded(t *testing.T) {
	x := storetest.Open(t, dbtest.SQLite(t))
	l := limit.New(x.Store, x.Clock.Now)
	for i := range 70_000 {
		if _, err := l.Take(t.Context(), rate(t, "5/s"), fmt.Sprint(i)); err != nil {
			t.Fatal(err)
		}
	}
	if n := l.Known(); n > 1<<16 {
		t.Errorf("%d names are kept", n)
	}
	x.Clock.Advance(time.Minute)
	ok(t, l.Sweep(t.Context()))
	if n := l.Known(); n != 0 {
		t.Errorf("%d names are kept for nothing", n)
	}
}
