package store

import (
	"context"
	"time"

	"rastreo/internal/db"
	"rastreo/internal/fault"
)

// TakeRate uses up as much of a limit as comes back in cost, if what is used
// then comes back in most. full is when nothing of it will be used any more; ok
// is false where too much is used already, and then nothing changes. Two at
// once are both counted.
func (c *Chore) TakeRate(ctx context.Context, name string, cost, most time.Duration) (full time.Time, ok bool, err error) {
	full, err = one(ctx, c.sql, instant, `
		INSERT INTO rate (name, full_at) VALUES ($1, $2)
		ON CONFLICT (name) DO UPDATE SET
			full_at = CASE WHEN rate.full_at > $3 THEN rate.full_at ELSE $3 END + $4
		WHERE CASE WHEN rate.full_at > $3 THEN rate.full_at ELSE $3 END <= $5
		RETURNING full_at`, name, db.At(c.now.Add(cost)), db.At(c.now), cost.Microseconds(), db.At(c.now.Add(most-cost)))
	if !fault.Is(err, fault.NotFound) {
		return full, err == nil, err
	}
	full, err = one(ctx, c.sql, instant, `SELECT full_at FROM rate WHERE name = $1`, name)
	return full, false, err
}

// MarkRate notes a name for a while. fresh is false where it is noted already.
func (c *Chore) MarkRate(ctx context.Context, name string, while time.Duration) (fresh bool, err error) {
	n, err := c.sql.Exec(ctx, `
		INSERT INTO rate (name, full_at) VALUES ($1, $2)
		ON CONFLICT (name) DO UPDATE SET full_at = excluded.full_at WHERE rate.full_at <= $3`,
		name, db.At(c.now.Add(while)), db.At(c.now))
	return n > 0, err
}

// SweepRates forgets up to limit names of which nothing is used any more, and
// returns how many.
func (c *Chore) SweepRates(ctx context.Context, limit int) (int, error) {
	n, err := c.sql.Exec(ctx, `
		DELETE FROM rate WHERE name IN (SELECT name FROM rate WHERE full_at <= $1 ORDER BY full_at, name LIMIT $2)`,
		db.At(c.now), limit)
	return int(n), err
}

func instant(r row, at *time.Time) error { return r.Scan(db.Into(at)) }
