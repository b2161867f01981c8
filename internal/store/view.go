package store

import (
	"context"
	"slices"

	"rastreo/internal/db"
	"rastreo/internal/fault"
	"rastreo/internal/trace"
)

const viewColumns = `view.id, view.account_id, (SELECT account.name FROM account WHERE account.id = view.account_id), view.name, view.filter,
	view.shared, view.main`

func scanView(r row, v *trace.View) error {
	return r.Scan(&v.ID, &v.AccountID, &v.Owner, &v.Name, &v.Filter, &v.Shared, &v.Main)
}

// mostShared bounds the views of others that one is shown.
const mostShared = 40

// Views returns those of an account in its own order and then what others
// share, the oldest first.
func (tx *Tx) Views(ctx context.Context, accountID string) ([]trace.View, error) {
	own, err := all(ctx, tx.sql, scanView, ownViewsQuery, accountID, trace.MostViews)
	if err != nil {
		return nil, err
	}
	others, err := all(ctx, tx.sql, scanView, sharedViewsQuery, accountID, mostShared)
	return append(own, others...), err
}

const (
	ownViewsQuery    = `SELECT ` + viewColumns + ` FROM view WHERE view.account_id = $1 AND view.place > 0 ORDER BY view.place, view.id LIMIT $2`
	sharedViewsQuery = `SELECT ` + viewColumns + ` FROM view WHERE view.shared = 1 AND view.at > 0 AND view.account_id <> $1 ORDER BY view.at, view.id LIMIT $2`
)

// View returns a view of this account: of nobody else's there is one.
func (tx *Tx) View(ctx context.Context, accountID, id string) (trace.View, error) {
	return one(ctx, tx.sql, scanView, `SELECT `+viewColumns+` FROM view WHERE view.id = $1 AND view.account_id = $2`, id, accountID)
}

// MainView returns what an account's queue opens with, or NotFound.
func (tx *Tx) MainView(ctx context.Context, accountID string) (trace.View, error) {
	return one(ctx, tx.sql, scanView, `SELECT `+viewColumns+` FROM view WHERE view.account_id = $1 AND view.main = 1 LIMIT 1`, accountID)
}

// AddView keeps a view behind the account's others, and fills in its id. One
// too many is a Conflict.
func (tx *Tx) AddView(ctx context.Context, v *trace.View) error {
	n, err := one(ctx, tx.sql, number, `SELECT COUNT(*) FROM view WHERE account_id = $1`, v.AccountID)
	if err != nil {
		return err
	}
	if n >= trace.MostViews {
		return fault.New(fault.Conflict, "view.most", fault.Args{"most": trace.MostViews})
	}
	if err := tx.oneMain(ctx, *v); err != nil {
		return err
	}
	at := tx.now
	tx.fresh(&v.ID, &at)
	_, err = tx.sql.Exec(ctx, `INSERT INTO view (id, account_id, name, filter, place, shared, main, at)
		VALUES ($1, $2, $3, $4, (SELECT COALESCE(MAX(place), 0) + 1 FROM view WHERE account_id = $2), $5, $6, $7)`,
		v.ID, v.AccountID, v.Name, v.Filter, flag(v.Shared), flag(v.Main), db.At(at))
	return err
}

// ChangeView keeps name, sharing and whether the queue opens with it.
func (tx *Tx) ChangeView(ctx context.Context, v trace.View) error {
	if err := tx.oneMain(ctx, v); err != nil {
		return err
	}
	n, err := tx.sql.Exec(ctx, `UPDATE view SET name = $1, shared = $2, main = $3 WHERE id = $4 AND account_id = $5`,
		v.Name, flag(v.Shared), flag(v.Main), v.ID, v.AccountID)
	return must(n, err, errNotFound)
}

// oneMain takes from the others what this one becomes.
func (tx *Tx) oneMain(ctx context.Context, v trace.View) error {
	if !v.Main {
		return nil
	}
	_, err := tx.sql.Exec(ctx, `UPDATE view SET main = 0 WHERE account_id = $1 AND main = 1 AND id <> $2`, v.AccountID, v.ID)
	return err
}

// RaiseView puts a view before the one that stands above it, if there is one.
func (tx *Tx) RaiseView(ctx context.Context, accountID, id string) error {
	list, err := all(ctx, tx.sql, func(r row, v *trace.View) error { return r.Scan(&v.ID) },
		`SELECT view.id FROM view WHERE view.account_id = $1 ORDER BY view.place, view.id`, accountID)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(list, func(v trace.View) bool { return v.ID == id })
	if i < 0 {
		return errNotFound
	}
	if i > 0 {
		list[i-1], list[i] = list[i], list[i-1]
	}
	for i, v := range list {
		if _, err := tx.sql.Exec(ctx, `UPDATE view SET place = $1 WHERE id = $2`, i+1, v.ID); err != nil {
			return err
		}
	}
	return nil
}

// DeleteView forgets a view of this account.
func (tx *Tx) DeleteView(ctx context.Context, accountID, id string) error {
	n, err := tx.sql.Exec(ctx, `DELETE FROM view WHERE id = $1 AND account_id = $2`, id, accountID)
	return must(n, err, errNotFound)
}

// CountQueue counts the requests of a part of the queue up to a bound: it reads
// no more entries of the index than that, however many there are, apart from
// those of one tracer.
func (tx *Tx) CountQueue(ctx context.Context, f QueueFilter, most int) (n int, err error) {
	f = f.asked(tx.now)
	for _, part := range f.parts(-1) {
		q, args := part.chosen(`1`, turn{-1, oldest}, most-n)
		some, err := one(ctx, tx.sql, number, `SELECT COUNT(*) FROM (`+q+`) AS counted`, args...)
		if n += some; err != nil || n >= most {
			return n, err
		}
	}
	return n, nil
}

// SetCompact keeps whether an account wants as many rows on a screen as fit.
func (tx *Tx) SetCompact(ctx context.Context, accountID string, compact bool) error {
	n, err := tx.sql.Exec(ctx, `UPDATE account SET compact = $1 WHERE id = $2`, flag(compact), accountID)
	return must(n, err, errNotFound)
}
