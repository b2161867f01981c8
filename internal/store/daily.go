package store

import (
	"context"

	"rastreo/internal/audit"
	"rastreo/internal/db"
)

// AddDaily makes the checkpoint given out last that of a day. It is a conflict
// if the day has one, or if none was given out yet.
func (tx *Tx) AddDaily(ctx context.Context, day string) error {
	n, err := tx.sql.Exec(ctx, `INSERT INTO daily (`+dailyColumns+`)
		SELECT CAST($1 AS TEXT), size, at, note, CAST($2 AS BIGINT) FROM checkpoint
		WHERE size = (SELECT MAX(size) FROM checkpoint) ON CONFLICT (day) DO NOTHING`, day, db.At(tx.now))
	return must(n, err, errStale)
}

const dailyColumns = `day, size, at, note, told`

func scanDaily(r row, d *audit.Daily) error {
	return r.Scan(&d.Day, &d.Size, db.Into(&d.At), &d.Note, db.Into(&d.Told))
}

// Daily returns the checkpoint of a day, if it was told.
func (tx *Tx) Daily(ctx context.Context, day string) (audit.Daily, error) {
	return one(ctx, tx.sql, scanDaily, `SELECT `+dailyColumns+` FROM daily WHERE day = $1`, day)
}

const (
	byDaily   = "d"
	dailyList = `SELECT ` + dailyColumns + ` FROM daily WHERE day < $1 ORDER BY day DESC LIMIT $2`
	lastDay   = "9999-12-31"
)

// Dailies returns a page of the checkpoints of the days, the last day first;
// after, limit and next are as in RequestFilter and Requests.
func (tx *Tx) Dailies(ctx context.Context, after string, limit int) (list []audit.Daily, next string, err error) {
	from := []string{lastDay}
	if after != "" {
		if from, err = unseal(byDaily, after, 1); err != nil {
			return nil, "", err
		}
	}
	limit = pageLength(limit)
	list, err = all(ctx, tx.sql, scanDaily, dailyList, from[0], limit+1)
	list, next = cut(list, limit, func(d audit.Daily) string { return seal(byDaily, d.Day) })
	return list, next, err
}
