package store

import "context"

// Load is somebody who traces, and how many requests they have in hand and
// wait with them for an answer.
type Load struct {
	ID, Username, Name string
	Claimed, Returned  int
}

// mostLoads bounds the tracers of a center.
const mostLoads = 200

// Loads lists those of an agency who may have requests, by name.
func (tx *Tx) Loads(ctx context.Context, agencyID string) ([]Load, error) {
	return all(ctx, tx.sql, func(r row, l *Load) error { return r.Scan(&l.ID, &l.Username, &l.Name, &l.Claimed, &l.Returned) }, `
		SELECT account.id, account.username, account.name,
			(SELECT COUNT(*) FROM request WHERE request.claimed_by = account.id AND request.claimed_by <> '' AND request.status = 'claimed'),
			(SELECT COUNT(*) FROM request WHERE request.claimed_by = account.id AND request.claimed_by <> '' AND request.status = 'returned')
		FROM account WHERE account.agency_id = $1 AND account.role IN ('tracer', 'supervisor', 'trainer') AND account.disabled = 0
		ORDER BY account.name, account.id LIMIT $2`, agencyID, mostLoads)
}
