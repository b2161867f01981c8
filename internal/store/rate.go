package store

import (
	"context"
	"slices"
	"strconv"
	"strings"
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

// Window is a limit that holds for any span of time: at most so many uses in
// Per.
type Window struct {
	Most int
	Per  time.Duration
}

// TakeWindow uses a limit once. A member that has used it within its time, such
// as a user name, uses it no more, and has done so now; "" always uses it. ok is
// false where it is used up, and then nothing changes but that free says when it
// can be used again. Two at once are both counted.
func (c *Chore) TakeWindow(ctx context.Context, name, member string, w Window) (free time.Time, ok bool, err error) {
	known, err := one(ctx, c.sql, text, `
		INSERT INTO rate (name, full_at) VALUES ($1, $2)
		ON CONFLICT (name) DO UPDATE SET full_at = rate.full_at
		RETURNING used`, name, db.At(c.now))
	if err != nil {
		return free, false, err
	}
	uses := readUses(known, c.now.Add(-w.Per))
	again := slices.IndexFunc(uses, func(u use) bool { return member != "" && u.member == member })
	switch {
	case again >= 0:
		uses = slices.Delete(uses, again, again+1)
	case w.Most <= 0:
		return c.now.Add(w.Per), false, nil
	case len(uses) >= w.Most:
		return uses[len(uses)-w.Most].at.Add(w.Per), false, nil
	}
	uses = append(uses, use{c.now, member})
	_, err = c.sql.Exec(ctx, `UPDATE rate SET used = $2, full_at = $3 WHERE name = $1`, name, writeUses(uses), db.At(c.now.Add(w.Per)))
	return free, err == nil, err
}

// use is one use of a limit, and whose.
type use struct {
	at     time.Time
	member string
}

// readUses reads those that are not over yet.
func readUses(known string, over time.Time) (uses []use) {
	for word := range strings.FieldsSeq(known) {
		at, member, _ := strings.Cut(word, "/")
		micros, err := strconv.ParseInt(at, 36, 64)
		if u := (use{time.UnixMicro(micros), member}); err == nil && u.at.After(over) {
			uses = append(uses, u)
		}
	}
	return uses
}

func writeUses(uses []use) string {
	words := make([]string, len(uses))
	for i, u := range uses {
		words[i] = strconv.FormatInt(u.at.UnixMicro(), 36) + "/" + u.member
	}
	return strings.Join(words, " ")
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
