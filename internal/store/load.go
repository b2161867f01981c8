package store

import (
	"context"

	"rastreo/internal/account"
)

// Load is somebody who traces, and how many requests they have in hand and
// wait with them for an answer, each at most mostLoad.
type Load struct {
	ID, Username, Name string
	Claimed, Returned  int
}

// mostLoads bounds the tracers of a center, mostLoad what is counted of one.
const (
	mostLoads = 200
	mostLoad  = 1000
)

// Loads lists those of an agency who may have requests, by name.
func (tx *Tx) Loads(ctx context.Context, agencyID string) ([]Load, error) {
	const has = `(SELECT COUNT(*) FROM (SELECT 1 FROM request
		WHERE request.claimed_by = account.id AND request.claimed_by <> '' AND request.status = `
	return all(ctx, tx.sql, func(r row, l *Load) error { return r.Scan(&l.ID, &l.Username, &l.Name, &l.Claimed, &l.Returned) }, `
		SELECT account.id, account.username, account.name, `+has+`'claimed' LIMIT $3) AS claimed), `+has+`'returned' LIMIT $3) AS returned)
		`+whoTraces, agencyID, mostLoads, mostLoad)
}

const whoTraces = `FROM account WHERE account.agency_id = $1 AND account.role IN ('tracer', 'supervisor', 'trainer') AND account.disabled = 0
	ORDER BY account.name, account.id LIMIT $2`

// Tracers lists the same without what they have: id, user name and name.
func (tx *Tx) Tracers(ctx context.Context, agencyID string) ([]account.Account, error) {
	return all(ctx, tx.sql, func(r row, a *account.Account) error { return r.Scan(&a.ID, &a.Username, &a.Name) },
		`SELECT account.id, account.username, account.name `+whoTraces, agencyID, mostLoads)
}
