package desk_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/db"
	"rastreo/internal/desk"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// claimerJob makes this test program one of the processes of TestManyClaims: it
// holds the address of the database, the lease, and who works there.
const claimerJob = "RASTREO_TEST_CLAIMER"

func TestMain(m *testing.M) {
	if job := os.Getenv(claimerJob); job != "" {
		if err := claimers(job); err != nil {
			fmt.Println("fail", err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// claimers lets each of a job's tracers work the queue, until the standard
// input ends. Before each act and after each that was answered it says so in a
// line, of which its parent believes every word.
func claimers(job string) error {
	part := strings.Split(job, " ")
	d, err := db.Open(context.Background(), part[0])
	if err != nil {
		return err
	}
	lease, err := time.ParseDuration(part[1])
	if err != nil {
		return err
	}
	s := store.New(d, store.Config{Now: time.Now})
	ctx, stop := context.WithCancel(context.Background())
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		stop()
	}()
	var all sync.WaitGroup
	errs := make([]error, len(part)-2)
	for i, id := range part[2:] {
		c := claimer{Desk: desk.New(s, desk.Config{Now: time.Now, Lease: lease}), dice: rand.New(rand.NewPCG(rand.Uint64(), 0))}
		err := s.Read(context.Background(), store.House, func(tx *store.Tx) (err error) { c.who, err = tx.Actor(context.Background(), id); return err })
		if err != nil {
			return err
		}
		all.Go(func() { errs[i] = c.work(ctx) })
	}
	all.Wait()
	return errors.Join(errors.Join(errs...), d.Close())
}

// claimer is one tracer in one process, who remembers some of the claims it
// had long after they have passed to others.
type claimer struct {
	*desk.Desk
	who  account.Actor
	dice *rand.Rand
	had  []desk.Hold
}

// remembered is how many claims a claimer remembers.
const remembered = 16

func (c *claimer) work(ctx context.Context) error {
	for ctx.Err() == nil {
		r, err := c.ClaimNext(context.Background(), c.who)
		switch {
		case fault.Is(err, fault.NotFound):
			if _, err := c.ExpireLeases(context.Background()); err != nil && !fault.Is(err, fault.Unavailable) {
				return err
			}
			continue
		case fault.Is(err, fault.Unavailable): // it waited too long for a process that stands still
			continue
		case err != nil:
			return err
		}
		h := desk.Hold{Folio: r.Folio, Claim: r.Claim}
		c.say("did", "claimed", h)
		c.had = append(c.had, h)
		if len(c.had) > remembered {
			c.had = c.had[1:]
		}
		if err := c.next(h); err != nil {
			return err
		}
	}
	return nil
}

// next does what a tracer may do next: most claims are left to lapse. One act in
// ten names an older claim, as a window would that was left open.
func (c *claimer) next(h desk.Hold) error {
	if c.dice.IntN(10) == 0 {
		h = c.had[c.dice.IntN(len(c.had))]
	}
	switch n := c.dice.IntN(100); {
	case n < 1:
		return c.try("concluded", h)
	case n < 15:
		return errors.Join(c.try("contacted", h), c.try("released", h))
	case n < 25:
		return c.try("contacted", h)
	case n < 45:
		return c.try("released", h)
	}
	return nil
}

// try does an act. That it may not be done any more is no failure, nor that
// another process kept it waiting.
func (c *claimer) try(act string, h desk.Hold) (err error) {
	c.say("try", act, h)
	ctx := context.Background()
	switch act {
	case "contacted":
		_, err = c.Contact(ctx, c.who, h, trace.Contact{Kind: "dealer", Name: "Armería"}, trace.Moment{})
	case "released":
		_, err = c.Release(ctx, c.who, h)
	case "concluded":
		_, err = c.Conclude(ctx, c.who, h, trace.Result{Outcome: "never_imported"})
	}
	if fault.Is(err, fault.Conflict) || fault.Is(err, fault.Stale) || fault.Is(err, fault.Unavailable) {
		return nil
	}
	if err == nil {
		c.say("did", act, h)
	}
	return err
}

// say writes one line at once, so that lines of two tracers do not mix.
func (c *claimer) say(what, act string, h desk.Hold) {
	fmt.Printf("%s %s %s %d %s\n", what, act, h.Folio, h.Claim, c.who.ID)
}
