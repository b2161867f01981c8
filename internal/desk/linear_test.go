package desk_test

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"

	"rastreo/internal/account"
	"rastreo/internal/desk"
	"rastreo/internal/fault"
	"rastreo/internal/trace"
)

// deed is what somebody tried with a request, and answered what came of it.
type deed struct {
	who   string
	act   string // claim, contact, release or conclude
	claim int    // under which it was begun; 0 of claim
}

type answered struct {
	done  bool
	claim int // the one a claim made
}

// standing is a request as the model knows it.
type standing struct {
	holder string // "" while it waits
	claim  int
	ended  bool
}

// life is what one request goes through, as somebody would tell it who does one
// thing after the other: a claim only of what waits, anything else only by its
// holder and under the claim that holds.
var life = porcupine.Model{
	Init: func() any { return standing{} },
	Step: func(state, input, output any) (bool, any) {
		s, d, a := state.(standing), input.(deed), output.(answered)
		may := d.act == "claim" && s.holder == "" && !s.ended || d.act != "claim" && s.holder == d.who && s.claim == d.claim && !s.ended
		if !a.done {
			return !may, s
		}
		if !may || d.act == "claim" && a.claim != s.claim+1 {
			return false, s
		}
		switch d.act {
		case "claim":
			s = standing{holder: d.who, claim: a.claim}
		case "release":
			s.holder = ""
		case "conclude":
			s.ended = true
		}
		return true, s
	},
	DescribeOperation: func(input, output any) string { return fmt.Sprintf("%v → %v", input, output) },
}

// window is one of the windows of a tracer: it acts on what it last saw, which
// may be long ago.
type window struct {
	house
	who   account.Actor
	name  string
	id    int
	dice  *rand.Rand
	begin time.Time
	acts  func(context.Context, account.Actor, desk.Hold, string) error
}

// try does one thing and notes when it began and ended, and what came of it.
func (w *window) try(t *testing.T, seen *desk.Hold) porcupine.Operation {
	d := deed{who: w.name, act: []string{"claim", "claim", "contact", "release", "contact", "conclude"}[w.dice.IntN(6)]}
	if d.act == "conclude" && w.dice.IntN(8) > 0 {
		d.act = "release"
	}
	op := porcupine.Operation{ClientId: w.id, Call: time.Since(w.begin).Nanoseconds()}
	var out answered
	var err error
	if d.act == "claim" {
		var r trace.Request
		r, err = w.Claim(t.Context(), w.who, seen.Folio)
		out.claim = r.Claim
	} else {
		d.claim = seen.Claim
		err = w.acts(t.Context(), w.who, *seen, d.act)
	}
	out.done = err == nil
	if err != nil && !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.Stale) {
		t.Errorf("%v: %v", d, err)
	}
	if d.act == "claim" && out.done {
		seen.Claim = out.claim
	}
	op.Input, op.Output, op.Return = d, out, time.Since(w.begin).Nanoseconds()
	return op
}

// work does an act other than a claim.
func (h house) work(ctx context.Context, who account.Actor, o desk.Hold, act string) (err error) {
	switch act {
	case "contact":
		_, err = h.Contact(ctx, who, o, trace.Contact{Kind: "dealer", Name: "Armería"}, trace.Moment{})
	case "release":
		_, err = h.Release(ctx, who, o)
	case "conclude":
		_, err = h.Conclude(ctx, who, o, trace.Result{Outcome: "never_imported"})
	}
	return err
}

// storm lets two tracers work on one request in three windows each, and returns
// all they did.
func storm(t *testing.T, h house, seed uint64, each int, acts func(context.Context, account.Actor, desk.Hold, string) error) (history []porcupine.Operation) {
	t.Helper()
	folio, begin := h.one(int(seed)), time.Now()
	var mu sync.Mutex
	var all sync.WaitGroup
	for i := range 6 {
		w := window{house: h, who: h.tracer, name: "first", id: i, dice: rand.New(rand.NewPCG(seed, uint64(i))), begin: begin, acts: acts}
		if i%2 == 1 {
			w.who, w.name = h.second, "second"
		}
		all.Go(func() {
			seen := desk.Hold{Folio: folio}
			for range each {
				op := w.try(t, &seen)
				mu.Lock()
				history = append(history, op)
				mu.Unlock()
			}
		})
	}
	all.Wait()
	return history
}

// Whatever two tracers do at once with one request is as if they had done one
// thing after the other, and nothing that was begun under an older claim is
// ever done. Without the number of the claim it is not so, and this sees it.
func TestLinear(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		done := 0
		for seed := range uint64(12) {
			history := storm(t, h, seed, 12, h.work)
			if got := porcupine.CheckOperationsTimeout(life, history, time.Minute); got != porcupine.Ok {
				t.Fatalf("seed %d: %v", seed, got)
			}
			for _, op := range history {
				if op.Output.(answered).done {
					done++
				}
			}
		}
		if done < 60 {
			t.Errorf("only %d things were done", done)
		}
		unfenced := func(ctx context.Context, who account.Actor, o desk.Hold, act string) error {
			o.Claim = cmp.Or(h.Claimed(o.Folio), 1) // whatever claim there is now
			return h.work(ctx, who, o, act)
		}
		for seed := range uint64(12) {
			if porcupine.CheckOperationsTimeout(life, storm(t, h, 100+seed, 12, unfenced), time.Minute) == porcupine.Illegal {
				return
			}
		}
		t.Error("the fence is not needed")
	})
}
