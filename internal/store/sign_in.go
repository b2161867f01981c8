package store

import (
	"context"
	"time"

	"rastreo/internal/db"
)

// SignInLimit says when signing in under a name is locked.
type SignInLimit struct {
	Most   int       // failures that lock
	Since  time.Time // if the last failure is older, counting begins again
	Locked time.Time // a lock that is older has passed
}

// AddSignInFailure counts a failure of signing in under a name, known or not,
// and returns the count with it: more than the most means that the name was
// locked already. Two at once are both counted. The failure that reaches the
// most locks the name until UnlockSignIn, or until the lock has passed.
func (c *Chore) AddSignInFailure(ctx context.Context, name string, limit SignInLimit) (n int, err error) {
	err = c.sql.Row(ctx, `
		INSERT INTO sign_in (username, failures, last_at) VALUES ($1, 1, $2)
		ON CONFLICT (username) DO UPDATE SET
			failures = CASE
				WHEN sign_in.locked_at > $3 THEN sign_in.failures + 1
				WHEN sign_in.locked_at IS NULL AND sign_in.last_at > $4 THEN sign_in.failures + 1
				ELSE 1 END,
			last_at = excluded.last_at,
			locked_at = CASE
				WHEN sign_in.locked_at > $3 THEN sign_in.locked_at
				WHEN sign_in.locked_at IS NULL AND sign_in.last_at > $4 AND sign_in.failures + 1 >= $5 THEN excluded.last_at
				ELSE NULL END
		RETURNING failures`, name, db.At(c.now), db.At(limit.Locked), db.At(limit.Since), limit.Most).Scan(&n)
	return n, err
}

// TakeBackSignInFailure counts one failure less: what was counted beforehand
// was none. A lock that it alone had made is undone.
func (c *Chore) TakeBackSignInFailure(ctx context.Context, name string, most int) error {
	_, err := c.sql.Exec(ctx, `
		UPDATE sign_in SET failures = failures - 1,
			locked_at = CASE WHEN failures > $2 THEN locked_at ELSE NULL END
		WHERE username = $1 AND failures > 0`, name, most)
	return err
}

// ClearSignIn forgets the failures of a name, and with them a lock.
func (c *Chore) ClearSignIn(ctx context.Context, name string) error {
	_, err := c.sql.Exec(ctx, `DELETE FROM sign_in WHERE username = $1`, name)
	return err
}

// Unlock forgets the failures of an account under its name and in every lane
// of its own, and says whether there were any.
func (tx *Tx) Unlock(ctx context.Context, accountID string) (had bool, err error) {
	n, err := tx.sql.Exec(ctx, `
		DELETE FROM sign_in WHERE username IN (
			SELECT username FROM account WHERE id = $1
			UNION ALL SELECT '`+laneOf+`' || hash || ' ' || account_id FROM device WHERE account_id = $1)`, accountID)
	return n > 0, err
}

// laneOf is what the name of a browser's own lane begins with. No user name
// holds a space.
const laneOf = "device "

// Lane is the name under which failures from a browser are counted that the
// account has signed in from. Of several who share a browser each has their
// own: who signs in clears nobody else's.
func Lane(device, accountID string) string { return laneOf + device + " " + accountID }

// Locked lists the ids of an agency's accounts whose name has been locked
// since a time.
func (tx *Tx) Locked(ctx context.Context, agencyID string, since time.Time) ([]string, error) {
	return all(ctx, tx.sql, func(r row, id *string) error { return r.Scan(id) }, `
		SELECT account.id FROM account JOIN sign_in ON sign_in.username = account.username
		WHERE account.agency_id = $1 AND sign_in.locked_at > $2 ORDER BY account.username LIMIT 1000`, agencyID, db.At(since))
}

// SweepSignIns forgets up to limit counts whose last failure was before a
// time, but no lock younger than locked, and returns how many.
func (c *Chore) SweepSignIns(ctx context.Context, before, locked time.Time, limit int) (int, error) {
	n, err := c.sql.Exec(ctx, `
		DELETE FROM sign_in WHERE username IN (
			SELECT username FROM sign_in WHERE last_at < $1 AND (locked_at IS NULL OR locked_at < $2)
			ORDER BY last_at, username LIMIT $3)`, db.At(before), db.At(locked), limit)
	return int(n), err
}
