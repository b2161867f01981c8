package store

import (
	"context"
	"time"

	"rastreo/internal/db"
	"rastreo/internal/fault"
)

// Session is a visit as it is kept. Token is a hash: who reads the table
// cannot become anybody.
type Session struct {
	Token     string
	AccountID string // "" before sign-in
	Data      []byte
	ExpiresAt time.Time
}

// Session returns the data of a session that has not expired.
func (c *Chore) Session(ctx context.Context, token string) (data []byte, found bool, err error) {
	data, err = one(ctx, c.sql, func(r row, b *[]byte) error { return r.Scan(b) },
		`SELECT data FROM session WHERE token = $1 AND expires_at > $2`, token, db.At(c.now))
	if fault.Is(err, fault.NotFound) {
		return nil, false, nil
	}
	return data, err == nil, err
}

// SaveSession keeps a session, new or known by its token.
func (c *Chore) SaveSession(ctx context.Context, s Session) error {
	_, err := c.sql.Exec(ctx, `
		INSERT INTO session (token, account_id, data, expires_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (token) DO UPDATE SET
			account_id = excluded.account_id, data = excluded.data, expires_at = excluded.expires_at`,
		s.Token, s.AccountID, s.Data, db.At(s.ExpiresAt))
	return err
}

// RenewSession keeps a session that is known by its token. One that has ended
// meanwhile stays ended.
func (c *Chore) RenewSession(ctx context.Context, s Session) error {
	_, err := c.sql.Exec(ctx, `UPDATE session SET account_id = $1, data = $2, expires_at = $3 WHERE token = $4`,
		s.AccountID, s.Data, db.At(s.ExpiresAt), s.Token)
	return err
}

// DropSession ends a session. One that is not there is already ended.
func (c *Chore) DropSession(ctx context.Context, token string) error {
	_, err := c.sql.Exec(ctx, `DELETE FROM session WHERE token = $1`, token)
	return err
}

// DropSessionsOf ends every session of an account and returns how many.
func (c *Chore) DropSessionsOf(ctx context.Context, accountID string) (int, error) {
	n, err := c.sql.Exec(ctx, `DELETE FROM session WHERE account_id = $1`, accountID)
	return int(n), err
}

// SweepSessions removes up to limit sessions that have expired, and returns
// how many.
func (c *Chore) SweepSessions(ctx context.Context, limit int) (int, error) {
	n, err := c.sql.Exec(ctx, `
		DELETE FROM session WHERE token IN (
			SELECT token FROM session WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)`, db.At(c.now), limit)
	return int(n), err
}
