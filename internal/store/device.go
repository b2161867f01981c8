package store

import (
	"context"
	"time"

	"rastreo/internal/db"
)

// Device tells whether an account has signed in from a browser, and first
// whether it has from some.
func (c *Chore) Device(ctx context.Context, accountID, hash string) (some, this bool, err error) {
	var n, known int
	err = c.sql.Row(ctx, `
		SELECT COUNT(*), COUNT(CASE WHEN hash = $2 THEN 1 END) FROM device WHERE account_id = $1`,
		accountID, hash).Scan(&n, &known)
	return n > 0, known > 0, err
}

// SaveDevice notes that an account has signed in from a browser now.
func (c *Chore) SaveDevice(ctx context.Context, accountID, hash string) error {
	_, err := c.sql.Exec(ctx, `
		INSERT INTO device (account_id, hash, seen_at) VALUES ($1, $2, $3)
		ON CONFLICT (account_id, hash) DO UPDATE SET seen_at = excluded.seen_at`, accountID, hash, db.At(c.now))
	return err
}

// DropDevices forgets every browser of an account.
func (c *Chore) DropDevices(ctx context.Context, accountID string) error {
	_, err := c.sql.Exec(ctx, `DELETE FROM device WHERE account_id = $1`, accountID)
	return err
}

// SweepDevices forgets up to limit browsers not seen since a time, and returns
// how many.
func (c *Chore) SweepDevices(ctx context.Context, before time.Time, limit int) (int, error) {
	n, err := c.sql.Exec(ctx, `
		DELETE FROM device WHERE (account_id, hash) IN (
			SELECT account_id, hash FROM device WHERE seen_at < $1 ORDER BY seen_at, account_id, hash LIMIT $2)`,
		db.At(before), limit)
	return int(n), err
}
