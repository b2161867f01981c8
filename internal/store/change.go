package store

import (
	"context"

	"rastreo/internal/account"
	"rastreo/internal/db"
)

const changeColumns = `change.id, change.agency_id, change.kind, change.account_id, change.role, change.by, change.at,
	change.expires_at, change.decided_by, change.decided_at, change.verdict,
	(SELECT agency.code FROM agency WHERE agency.id = change.agency_id), account.name, account.username,
	COALESCE((SELECT name FROM account AS author WHERE author.id = change.by), ''),
	COALESCE((SELECT name FROM account AS decider WHERE decider.id = change.decided_by), '')`

const changeTables = ` FROM change JOIN account ON account.id = change.account_id`

func scanChange(r row, c *account.Change) error {
	return r.Scan(&c.ID, &c.AgencyID, &c.Kind, &c.AccountID, &c.Role, &c.By, db.Into(&c.At), db.Into(&c.ExpiresAt),
		&c.DecidedBy, db.Into(&c.DecidedAt), &c.Verdict, &c.Agency, &c.Name, &c.Username, &c.ByName, &c.Decider)
}

// AddChange keeps a change that somebody proposes, and fills in its id and
// time.
func (tx *Tx) AddChange(ctx context.Context, c *account.Change) error {
	tx.fresh(&c.ID, &c.At)
	_, err := tx.sql.Exec(ctx, `
		INSERT INTO change (id, agency_id, kind, account_id, role, by, at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		c.ID, c.AgencyID, c.Kind, c.AccountID, string(c.Role), c.By, db.At(c.At), db.At(c.ExpiresAt))
	return err
}

// Change returns one change.
func (tx *Tx) Change(ctx context.Context, id string) (account.Change, error) {
	return one(ctx, tx.sql, scanChange, `SELECT `+changeColumns+changeTables+` WHERE change.id = $1`, id)
}

// OpenChange returns the newest change about an account that is not decided
// and has not expired.
func (tx *Tx) OpenChange(ctx context.Context, accountID string) (account.Change, error) {
	return one(ctx, tx.sql, scanChange, `SELECT `+changeColumns+changeTables+`
		WHERE change.account_id = $1 AND change.verdict = '' AND change.expires_at > $2 ORDER BY change.at DESC, change.id DESC LIMIT 1`,
		accountID, db.At(tx.now))
}

const byChange = "c"

// changesQuery is the SQL of a page: of an agency, or of all.
func changesQuery(agencyID string, from place, limit int) (string, []any) {
	var w where
	w.is("change.agency_id", agencyID)
	w.that("(change.at, change.id) < (?, ?)", from.at, from.id)
	return `SELECT ` + changeColumns + changeTables + ` WHERE ` + w.String() +
		` ORDER BY change.at DESC, change.id DESC LIMIT ` + w.arg(limit), w.args
}

// Changes returns a page of the changes of an agency, or of all if it is "",
// newest first; next is the cursor of the page after it.
func (tx *Tx) Changes(ctx context.Context, agencyID, after string, limit int) (list []account.Change, next string, err error) {
	from, err := unsealPlace(byChange, after, newest)
	if err != nil {
		return nil, "", err
	}
	limit = pageLength(limit)
	q, args := changesQuery(agencyID, from, limit+1)
	list, err = all(ctx, tx.sql, scanChange, q, args...)
	list, next = cut(list, limit, func(c account.Change) string { return sealPlace(byChange, c.At, c.ID) })
	return list, next, err
}

// DecideChange says yes or no to a change. It is Stale if it was decided
// already or has expired: of two at once one decides.
func (tx *Tx) DecideChange(ctx context.Context, id, by, verdict string) error {
	n, err := tx.sql.Exec(ctx, `
		UPDATE change SET decided_by = $1, decided_at = $2, verdict = $3 WHERE id = $4 AND verdict = '' AND expires_at > $2`,
		by, db.At(tx.now), verdict, id)
	return must(n, err, errStale)
}

const expiredQuery = `SELECT id FROM change WHERE verdict = '' AND expires_at <= $1 ORDER BY expires_at, id LIMIT $2`

// ChangesExpired tells whether there is a change that nobody decided in time.
func (tx *Tx) ChangesExpired(ctx context.Context) (bool, error) {
	ids, err := all(ctx, tx.sql, func(r row, id *string) error { return r.Scan(id) }, expiredQuery, db.At(tx.now), 1)
	return len(ids) > 0, err
}

// ExpireChanges ends up to limit changes that nobody decided in time, and
// returns them.
func (tx *Tx) ExpireChanges(ctx context.Context, limit int) (list []account.Change, err error) {
	ids, err := all(ctx, tx.sql, func(r row, id *string) error { return r.Scan(id) }, expiredQuery, db.At(tx.now), limit)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		n, err := tx.sql.Exec(ctx, `UPDATE change SET decided_at = $1, verdict = 'expired' WHERE id = $2 AND verdict = ''`, db.At(tx.now), id)
		if err != nil {
			return nil, err
		}
		if n == 0 {
			continue
		}
		c, err := tx.Change(ctx, id)
		if err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, nil
}
