package intake

import (
	"context"

	"rastreo/internal/store"
)

// fillBatch bounds the work of one step, in which nobody else writes.
const fillBatch = 200

// Fill makes, for some requests, people and accounts of before there was such a
// thing, what they are found by or held against, and returns how many. Called until it
// returns 0, it has made all.
func (in *Intake) Fill(ctx context.Context) (n int, err error) {
	lacking := false
	err = in.store.Read(ctx, store.House, func(tx *store.Tx) error {
		lacking, err = tx.Unfilled(ctx)
		return err
	})
	if err != nil || !lacking {
		return 0, err
	}
	err = in.store.Chore(ctx, func(c *store.Chore) error {
		for _, fill := range []func(context.Context, int) (int, error){c.FillCores, c.FillPeople, c.FillParties, c.FillNames, c.FillTraits, c.FillDues} {
			filled, err := fill(ctx, fillBatch)
			if err != nil {
				return err
			}
			n += filled
		}
		return nil
	})
	return n, err
}

// Sift makes looking for the same firearm quick from then on, where that can be
// done (see store.Sift).
func (in *Intake) Sift(ctx context.Context) error { return in.store.Sift(ctx) }
