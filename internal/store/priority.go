package store

import (
	"context"
	"time"

	"rastreo/internal/db"
	"rastreo/internal/trace"
)

// Prioritise gives a held request another priority, and with it the time it is
// due and its place in the queue: as if it had been filed so, for the time it
// has had counts all the same.
func (tx *Tx) Prioritise(ctx context.Context, r *trace.Request, priority, justification string) error {
	next := *r
	next.Priority, next.Justification = priority, justification
	clocks, err := tx.clocks(ctx, map[string]time.Time{r.ID: r.FiledAt})
	if err != nil {
		return err
	}
	next.DueAt = clocks[r.ID].Due(priority)
	one := []trace.Request{next}
	if err := tx.turns(ctx, one); err != nil {
		return err
	}
	next.TurnAt = one[0].TurnAt
	n, err := tx.sql.Exec(ctx, `
		UPDATE request SET priority = $1, rank = $2, justification = $3, due_at = $4, turn_at = $5 WHERE id = $6 AND priority = $7`,
		priority, rank(priority), justification, db.At(next.DueAt), db.At(next.TurnAt), r.ID, r.Priority)
	if err := must(n, err, errStale); err != nil {
		return err
	}
	tx.count(r.Status, r.Priority, -1)
	tx.count(r.Status, priority, 1)
	*r = next
	return nil
}
