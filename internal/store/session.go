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
	ID        string // public
	AccountID string // "" before sign-in
	Agent     string // browser and system, as codes
	Data      []byte
	StartedAt time.Time
	SeenAt    time.Time
	EndedAt   time.Time // zero while it lasts
	ExpiresAt time.Time // when it is forgotten
}

const sessionColumns = `token, id, account_id, agent, data, started_at, seen_at, ended_at, expires_at`

func scanSession(r row, s *Session) error {
	return r.Scan(&s.Token, &s.ID, &s.AccountID, &s.Agent, &s.Data,
		db.Into(&s.StartedAt), db.Into(&s.SeenAt), db.Into(&s.EndedAt), db.Into(&s.ExpiresAt))
}

// Session returns a session that has not expired, ended or not.
func (c *Chore) Session(ctx context.Context, token string) (s Session, found bool, err error) {
	s, err = one(ctx, c.sql, scanSession,
		`SELECT `+sessionColumns+` FROM session WHERE token = $1 AND expires_at > $2`, token, db.At(c.now))
	if fault.Is(err, fault.NotFound) {
		return s, false, nil
	}
	return s, err == nil, err
}

// SaveSession keeps a session, new or known by its token.
func (c *Chore) SaveSession(ctx context.Context, s Session) error {
	_, err := c.sql.Exec(ctx, `
		INSERT INTO session (`+sessionColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (token) DO UPDATE SET
			id = excluded.id, account_id = excluded.account_id, agent = excluded.agent, data = excluded.data,
			started_at = excluded.started_at, seen_at = excluded.seen_at, ended_at = excluded.ended_at,
			expires_at = excluded.expires_at`,
		s.Token, s.ID, s.AccountID, s.Agent, s.Data, db.At(s.StartedAt), db.At(s.SeenAt), db.At(s.EndedAt), db.At(s.ExpiresAt))
	return err
}

// RenewSession keeps the data of a session that is known by its token, and
// when it was seen. One that has ended meanwhile stays ended.
func (c *Chore) RenewSession(ctx context.Context, s Session) error {
	_, err := c.sql.Exec(ctx, `UPDATE session SET data = $1, seen_at = $2 WHERE token = $3 AND ended_at IS NULL`,
		s.Data, db.At(s.SeenAt), s.Token)
	return err
}

// DropSession forgets a session. One that is not there is already forgotten.
func (c *Chore) DropSession(ctx context.Context, token string) error {
	_, err := c.sql.Exec(ctx, `DELETE FROM session WHERE token = $1`, token)
	return err
}

// Sessions lists the sessions of an account that last and were seen since a
// time, at most a hundred, the one that began last first.
func (c *Chore) Sessions(ctx context.Context, accountID string, since time.Time) ([]Session, error) {
	return all(ctx, c.sql, scanSession, `
		SELECT `+sessionColumns+` FROM session
		WHERE account_id = $1 AND ended_at IS NULL AND expires_at > $2 AND seen_at > $3
		ORDER BY started_at DESC, id LIMIT 100`, accountID, db.At(c.now), db.At(since))
}

// EndSession ends a session of an account by its id. Somebody else's, and one
// that has ended, is not found.
func (c *Chore) EndSession(ctx context.Context, accountID, id string) error {
	n, err := c.sql.Exec(ctx, `UPDATE session SET ended_at = $1 WHERE id = $2 AND account_id = $3 AND ended_at IS NULL`,
		db.At(c.now), id, accountID)
	return must(n, err, errNotFound)
}

// EndSessions ends every session of an account but one, which may be none,
// and returns how many.
func (c *Chore) EndSessions(ctx context.Context, accountID, but string) (int, error) {
	n, err := c.sql.Exec(ctx, `UPDATE session SET ended_at = $1 WHERE account_id = $2 AND id <> $3 AND ended_at IS NULL`,
		db.At(c.now), accountID, but)
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
