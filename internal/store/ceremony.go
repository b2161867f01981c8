package store

import (
	"context"
	"time"

	"rastreo/internal/db"
)

// Ceremony is something that has begun in a browser and must end there soon.
type Ceremony struct {
	ID        string
	AccountID string // "" where nobody is known yet
	Kind      string
	Data      []byte
	ExpiresAt time.Time
}

// AddCeremony keeps a ceremony that has begun and fills in its id.
func (c *Chore) AddCeremony(ctx context.Context, begun *Ceremony) error {
	if begun.ID == "" {
		begun.ID = c.id()
	}
	begun.ExpiresAt = micro(begun.ExpiresAt)
	_, err := c.sql.Exec(ctx, `INSERT INTO ceremony (id, account_id, kind, data, expires_at) VALUES ($1, $2, $3, $4, $5)`,
		begun.ID, begun.AccountID, begun.Kind, begun.Data, db.At(begun.ExpiresAt))
	return err
}

// TakeCeremony returns a ceremony and forgets it: of two who take it one gets
// it, and for the other it is not found. One that has expired is not found.
func (c *Chore) TakeCeremony(ctx context.Context, id string) (Ceremony, error) {
	return one(ctx, c.sql, func(r row, y *Ceremony) error {
		return r.Scan(&y.ID, &y.AccountID, &y.Kind, &y.Data, db.Into(&y.ExpiresAt))
	}, `DELETE FROM ceremony WHERE id = $1 AND expires_at > $2 RETURNING id, account_id, kind, data, expires_at`,
		id, db.At(c.now))
}

// SweepCeremonies forgets up to limit ceremonies that have expired, and returns
// how many.
func (c *Chore) SweepCeremonies(ctx context.Context, limit int) (int, error) {
	n, err := c.sql.Exec(ctx, `
		DELETE FROM ceremony WHERE id IN (
			SELECT id FROM ceremony WHERE expires_at <= $1 ORDER BY expires_at, id LIMIT $2)`, db.At(c.now), limit)
	return int(n), err
}
