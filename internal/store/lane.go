package store

import (
	"cmp"
	"context"
	"slices"
	"time"

	"rastreo/internal/db"
	"rastreo/internal/trace"
)

// line gives requests that are being filed their time and their turn.
func (tx *Tx) line(ctx context.Context, list []trace.Request) error {
	for i := range list {
		list[i].DueAt = trace.Clock{Start: list[i].FiledAt}.Due(list[i].Priority)
	}
	return tx.turns(ctx, list)
}

// turns gives requests their turns behind the last of their lanes. Acts of one
// agency that meet wait for each other here, in one order of the lanes of all.
func (tx *Tx) turns(ctx context.Context, list []trace.Request) error {
	lanes := map[trace.Lane]time.Time{}
	for _, r := range list {
		lanes[trace.LaneOf(r)] = time.Time{}
	}
	for _, l := range inLaneOrder(lanes) {
		last, err := one(ctx, tx.sql, instant, lastTurn, l.AgencyID, l.Priority, flag(l.Fresh))
		if err != nil {
			return err
		}
		for i := range list {
			if r := &list[i]; trace.LaneOf(*r) == l {
				r.TurnAt = micro(l.Turn(tx.orNow(r.DueAt), last))
				last = r.TurnAt
			}
		}
		if _, err := tx.sql.Exec(ctx, `UPDATE lane SET turn_at = $4 WHERE agency_id = $1 AND priority = $2 AND fresh = $3`,
			l.AgencyID, l.Priority, flag(l.Fresh), db.At(last)); err != nil {
			return err
		}
	}
	return nil
}

// orNow is when a request is due or, while nothing is due of it, now.
func (tx *Tx) orNow(due time.Time) time.Time {
	if due.IsZero() {
		return tx.now
	}
	return due
}

// lastTurn makes the lane where there is none, and holds it.
const lastTurn = `INSERT INTO lane (agency_id, priority, fresh, turn_at) VALUES ($1, $2, $3, 0)
	ON CONFLICT (agency_id, priority, fresh) DO UPDATE SET turn_at = lane.turn_at RETURNING NULLIF(turn_at, 0)`

func inLaneOrder(lanes map[trace.Lane]time.Time) []trace.Lane {
	list := make([]trace.Lane, 0, len(lanes))
	for l := range lanes {
		list = append(list, l)
	}
	slices.SortFunc(list, func(a, b trace.Lane) int {
		return cmp.Or(cmp.Compare(a.AgencyID, b.AgencyID), cmp.Compare(a.Priority, b.Priority), flag(a.Fresh)-flag(b.Fresh))
	})
	return list
}
