package store

import (
	"context"
	"time"

	"rastreo/internal/db"
	"rastreo/internal/fault"
)

// mostKept is how many forms are kept of an account: the newest.
const mostKept = 20

// KeepForm keeps what an account typed at a path, instead of what was kept of
// it there before.
func (tx *Tx) KeepForm(ctx context.Context, accountID, path, form string) error {
	_, err := tx.sql.Exec(ctx, `
		INSERT INTO kept (account_id, path, form, at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (account_id, path) DO UPDATE SET form = excluded.form, at = excluded.at`,
		accountID, path, form, db.At(tx.now))
	if err != nil {
		return err
	}
	_, err = tx.sql.Exec(ctx, `
		DELETE FROM kept WHERE account_id = $1 AND path NOT IN (
			SELECT path FROM kept WHERE account_id = $1 ORDER BY at DESC, path LIMIT $2)`, accountID, mostKept)
	return err
}

// HasKept tells whether something is kept of an account at a path.
func (tx *Tx) HasKept(ctx context.Context, accountID, path string) (bool, error) {
	_, err := one(ctx, tx.sql, number, `SELECT 1 FROM kept WHERE account_id = $1 AND path = $2`, accountID, path)
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	return err == nil, err
}

// Kept returns what is kept of an account at a path.
func (tx *Tx) Kept(ctx context.Context, accountID, path string) (form string, err error) {
	return one(ctx, tx.sql, func(r row, s *string) error { return r.Scan(s) },
		`SELECT form FROM kept WHERE account_id = $1 AND path = $2`, accountID, path)
}

// DropKept forgets what is kept of an account at a path.
func (tx *Tx) DropKept(ctx context.Context, accountID, path string) error {
	_, err := tx.sql.Exec(ctx, `DELETE FROM kept WHERE account_id = $1 AND path = $2`, accountID, path)
	return err
}

// SweepKept forgets up to limit forms kept before a time, and returns how
// many.
func (c *Chore) SweepKept(ctx context.Context, before time.Time, limit int) (int, error) {
	n, err := c.sql.Exec(ctx, `
		DELETE FROM kept WHERE (account_id, path) IN (
			SELECT account_id, path FROM kept WHERE at < $1 ORDER BY at, account_id, path LIMIT $2)`, db.At(before), limit)
	return int(n), err
}
