package store

import (
	"context"
	"time"

	"rastreo/internal/db"
	"rastreo/internal/trace"
)

// RenewLease lets whoever holds a request keep it until a later time. It is
// refused like a move of theirs.
func (tx *Tx) RenewLease(ctx context.Context, r *trace.Request, by string, until time.Time) error {
	renewed := *r
	renewed.LeaseUntil = until
	if err := tx.MoveRequest(ctx, &renewed, trace.Chase, by); err != nil {
		return err
	}
	*r = renewed
	return nil
}

// ExpireLeases returns up to limit requests to the queue whose lease has
// ended. It gives them as they were: ClaimedBy and Claimer say who had them.
func (tx *Tx) ExpireLeases(ctx context.Context, limit int) ([]trace.Request, error) {
	list, err := all(ctx, tx.sql, scanRequest, leaseQuery+tx.sql.SkipLocked(), db.At(tx.now), limit)
	if err != nil {
		return nil, err
	}
	for _, r := range list {
		if err := tx.MoveRequest(ctx, &r, trace.Expire, ""); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// Only a claimed request has a lease.
const leaseQuery = `SELECT ` + requestColumns + ` FROM request
	WHERE request.lease_until <= $1 ORDER BY request.lease_until, request.id LIMIT $2`

// LeasesDue tells how many claims are past their lease; it stops at one, for
// a timer only asks whether there is work.
func (tx *Tx) LeasesDue(ctx context.Context) (int, error) {
	return one(ctx, tx.sql, number,
		`SELECT COUNT(*) FROM (SELECT 1 FROM request WHERE lease_until <= $1 LIMIT 1) AS due`, db.At(tx.now))
}
