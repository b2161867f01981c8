package store

import (
	"context"
	"time"

	"rastreo/internal/db"
	"rastreo/internal/fault"
)

// SignInFailures returns how often signing in under a name has failed, known
// or not, if the first time was after since; else 0.
func (c *Chore) SignInFailures(ctx context.Context, username string, since time.Time) (int, error) {
	n, err := one(ctx, c.sql, number, `SELECT failures FROM sign_in WHERE username = $1 AND first_at > $2`,
		username, db.At(since))
	if fault.Is(err, fault.NotFound) {
		return 0, nil
	}
	return n, err
}

// AddSignInFailure counts a failure and returns the count with it. A count
// that began at since or before starts again. Two at once are both counted.
func (c *Chore) AddSignInFailure(ctx context.Context, username string, since time.Time) (n int, err error) {
	err = c.sql.Row(ctx, `
		INSERT INTO sign_in (username, failures, first_at) VALUES ($1, 1, $2)
		ON CONFLICT (username) DO UPDATE SET
			failures = CASE WHEN sign_in.first_at > $3 THEN sign_in.failures + 1 ELSE 1 END,
			first_at = CASE WHEN sign_in.first_at > $3 THEN sign_in.first_at ELSE excluded.first_at END
		RETURNING failures`, username, db.At(c.now), db.At(since)).Scan(&n)
	return n, err
}

// ClearSignIn forgets the failures of a name.
func (c *Chore) ClearSignIn(ctx context.Context, username string) error {
	_, err := c.sql.Exec(ctx, `DELETE FROM sign_in WHERE username = $1`, username)
	return err
}

// SweepSignIns forgets up to limit counts that began before a time, and
// returns how many.
func (c *Chore) SweepSignIns(ctx context.Context, before time.Time, limit int) (int, error) {
	n, err := c.sql.Exec(ctx, `
		DELETE FROM sign_in WHERE username IN (
			SELECT username FROM sign_in WHERE first_at < $1 ORDER BY first_at LIMIT $2)`, db.At(before), limit)
	return int(n), err
}
