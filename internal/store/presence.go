package store

import (
	"context"
	"time"

	"rastreo/internal/db"
	"rastreo/internal/trace"
)

// Present notes that an account has a request before it, with text that was
// not sent or without.
func (c *Chore) Present(ctx context.Context, requestID, accountID string, typing bool) error {
	var typed time.Time
	if typing {
		typed = c.now
	}
	_, err := c.sql.Exec(ctx, `
		INSERT INTO presence (request_id, account_id, seen_at, typed_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (request_id, account_id) DO UPDATE SET seen_at = excluded.seen_at, typed_at = excluded.typed_at`,
		requestID, accountID, db.At(c.now), db.At(typed))
	return err
}

// Presences lists who else than an account has requests before them now, by
// request and name.
func (tx *Tx) Presences(ctx context.Context, but string, requestIDs []string) ([]trace.Presence, error) {
	return inPieces(requestIDs, func(some []any) ([]trace.Presence, error) {
		w := where{args: some}
		w.that("presence.request_id IN (" + places(1, len(some)) + ")")
		w.that("presence.account_id <> ?", but)
		w.that("presence.seen_at > ?", db.At(tx.now.Add(-trace.PresentFor)))
		return all(ctx, tx.sql, func(r row, p *trace.Presence) error { return r.Scan(&p.RequestID, &p.AccountID, &p.Name, &p.Typing) }, `
			SELECT presence.request_id, presence.account_id, account.name, CASE WHEN presence.typed_at IS NULL THEN 0 ELSE 1 END
			FROM presence JOIN account ON account.id = presence.account_id WHERE `+w.String()+`
			ORDER BY presence.request_id, account.name, account.id`, w.args...)
	})
}

// SweepPresences forgets up to limit of those last seen before a time, and
// returns how many.
func (c *Chore) SweepPresences(ctx context.Context, before time.Time, limit int) (int, error) {
	n, err := c.sql.Exec(ctx, `
		DELETE FROM presence WHERE (request_id, account_id) IN (
			SELECT request_id, account_id FROM presence WHERE seen_at < $1 ORDER BY seen_at, request_id, account_id LIMIT $2)`,
		db.At(before), limit)
	return int(n), err
}
