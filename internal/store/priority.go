package store

import (
	"context"
	"time"

	"rastreo/internal/db"
	"rastreo/internal/trace"
)

// Prioritise gives held requests another priority, and with it the time each is
// due and its place in the queue: as if it had been filed so, for the time it
// has had counts all the same. They get their turns in the order of the list.
func (tx *Tx) Prioritise(ctx context.Context, priority, justification string, list ...*trace.Request) error {
	next := make([]trace.Request, len(list))
	for i, r := range list {
		next[i] = *r
		next[i].Priority, next[i].Justification = priority, justification
	}
	if err := tx.due(ctx, next); err != nil {
		return err
	}
	if err := tx.turns(ctx, next); err != nil {
		return err
	}
	for i, r := range list {
		if err := tx.place(ctx, r, next[i]); err != nil {
			return err
		}
	}
	return nil
}

// Back is a held request and the priority and place in the queue that it had
// before.
type Back struct {
	Request *trace.Request
	Was     trace.BulkWas
}

// PutBack gives held requests the priority and the place in the queue that they
// had before. Where the last of a lane is put back the turn it had is free
// again, and then that of the one before: the list begins with the last.
func (tx *Tx) PutBack(ctx context.Context, list ...Back) error {
	next, lanes := make([]trace.Request, len(list)), map[trace.Lane]time.Time{}
	for i, b := range list {
		lanes[trace.LaneOf(*b.Request)] = time.Time{}
		next[i] = *b.Request
		next[i].Priority, next[i].Justification, next[i].TurnAt = b.Was.Priority, b.Was.Justification, micro(b.Was.TurnAt)
	}
	if err := tx.due(ctx, next); err != nil {
		return err
	}
	for _, l := range inLaneOrder(lanes) {
		if _, err := one(ctx, tx.sql, instant, lastTurn, l.AgencyID, l.Priority, flag(l.Fresh)); err != nil {
			return err
		}
	}
	for i, b := range list {
		if err := tx.free(ctx, *b.Request); err != nil {
			return err
		}
		if err := tx.place(ctx, b.Request, next[i]); err != nil {
			return err
		}
	}
	return nil
}

// free gives up the turn of a request, if nobody has one behind it.
func (tx *Tx) free(ctx context.Context, r trace.Request) error {
	l := trace.LaneOf(r)
	_, err := tx.sql.Exec(ctx, `UPDATE lane SET turn_at = $1 WHERE agency_id = $2 AND priority = $3 AND fresh = $4 AND turn_at = $5`,
		db.At(r.TurnAt.Add(-l.Step())), l.AgencyID, l.Priority, flag(l.Fresh), db.At(r.TurnAt))
	return err
}

// due sets when requests are due by their priorities.
func (tx *Tx) due(ctx context.Context, list []trace.Request) error {
	filed := map[string]time.Time{}
	for _, r := range list {
		filed[r.ID] = r.FiledAt
	}
	clocks, err := tx.clocks(ctx, filed)
	for i := range list {
		list[i].DueAt = clocks[list[i].ID].Due(list[i].Priority)
	}
	return err
}

// place writes another priority of a request with what comes of it.
func (tx *Tx) place(ctx context.Context, r *trace.Request, next trace.Request) error {
	n, err := tx.sql.Exec(ctx, `
		UPDATE request SET priority = $1, rank = $2, justification = $3, due_at = $4, turn_at = $5 WHERE id = $6 AND priority = $7`,
		next.Priority, rank(next.Priority), next.Justification, db.At(next.DueAt), db.At(next.TurnAt), r.ID, r.Priority)
	if err := must(n, err, errStale); err != nil {
		return err
	}
	tx.count(r.Status, r.Priority, -1)
	tx.count(r.Status, next.Priority, 1)
	*r = next
	return nil
}
