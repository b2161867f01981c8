package main

import (
	"context"
	"os"
	"time"

	"rastreo/internal/firearm"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// twinsAndCheck measures what a firearm costs while it is typed. The sieve is
// there, as it is in a house whose worker has run.
func (r *round) twinsAndCheck(ctx context.Context, m *memory) (err error) {
	if err := m.store.Sift(ctx); err != nil {
		return err
	}
	if r.twins, err = lookTwins(ctx, m, r.effort(os.Getpid()), r.aims.twins); err != nil {
		return err
	}
	r.note("look-up of the same firearm in the database", r.twins)
	if r.check, err = check(r.effort(os.Getpid())); err == nil {
		r.note("check of a firearm without look-up", r.check)
	}
	return err
}

// lookTwins measures looking for the same firearm among all agencies: what the
// tracing center sees when it opens a request.
func lookTwins(ctx context.Context, m *memory, e effort, twins []firearm.Twin) (sample, error) {
	e.warm, e.time = e.warm/2, min(e.time, 2*time.Second)
	return e.run(1, func(_, n int) error {
		return m.store.Read(ctx, store.House, func(tx *store.Tx) error {
			_, err := tx.Twins(ctx, store.TwinFilter{Firearm: twins[n%len(twins)]})
			return err
		})
	})
}

// check measures checking one firearm.
func check(e effort) (sample, error) {
	e.warm, e.time = e.warm/2, min(e.time, 2*time.Second)
	filings := make([]trace.Filing, aims)
	for i := range filings {
		filings[i] = specimen(liveStream, i, 1)
	}
	today := time.Now()
	return e.run(1, func(_, n int) error {
		filings[n%len(filings)].Reports(today)
		return nil
	})
}

// misread is a firearm whose serial was copied with one character wrong.
func misread(d draw, g trace.Firearm) firearm.Twin {
	t := g.Twin()
	at := d.IntN(len(t.Serial))
	t.Serial = t.Serial[:at] + d.digits(1) + t.Serial[at+1:]
	return t
}
