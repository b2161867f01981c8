package store

import (
	"context"

	"rastreo/internal/db"
	"rastreo/internal/trace"
)

const draftColumns = `id, account_id, filing, version, created_at, updated_at`

func scanDraft(r row, d *trace.Saved) error {
	return r.Scan(&d.ID, &d.AccountID, db.FromJSON(&d.Filing), &d.Version, db.Into(&d.CreatedAt), db.Into(&d.UpdatedAt))
}

// AddDraft keeps the beginning of a filing. It fills in id and times; the
// version is 1.
func (tx *Tx) AddDraft(ctx context.Context, d *trace.Saved) error {
	tx.fresh(&d.ID, &d.CreatedAt)
	tx.moment(&d.UpdatedAt)
	d.Version = 1
	_, err := tx.sql.Exec(ctx, `INSERT INTO draft (`+draftColumns+`) VALUES ($1, $2, $3, $4, $5, $6)`,
		d.ID, d.AccountID, db.AsJSON(d.Filing), d.Version, db.At(d.CreatedAt), db.At(d.UpdatedAt))
	return err
}

// Draft returns a draft of an account. Somebody else's is not found.
func (tx *Tx) Draft(ctx context.Context, id, accountID string) (trace.Saved, error) {
	return one(ctx, tx.sql, scanDraft, `SELECT `+draftColumns+` FROM draft WHERE id = $1 AND account_id = $2`,
		id, accountID)
}

const byDraft = "d"

const draftQuery = `SELECT ` + draftColumns + ` FROM draft
	WHERE account_id = $1 AND (updated_at, id) < ($2, $3) ORDER BY updated_at DESC, id DESC LIMIT $4`

// Drafts returns a page of an account's drafts, last saved first; after, limit
// and next are as in RequestFilter and Requests.
func (tx *Tx) Drafts(ctx context.Context, accountID, after string, limit int) (list []trace.Saved, next string, err error) {
	from, err := unsealPlace(byDraft, after, newest)
	if err != nil {
		return nil, "", err
	}
	limit = pageLength(limit)
	list, err = all(ctx, tx.sql, scanDraft, draftQuery, accountID, from.at, from.id, limit+1)
	list, next = cut(list, limit, func(d trace.Saved) string { return sealPlace(byDraft, d.UpdatedAt, d.ID) })
	return list, next, err
}

// SaveDraft replaces what was typed. d.Version is the version the typist saw:
// if the draft has another by now, it is Stale and nothing is overwritten. On
// success d has the new version and time.
func (tx *Tx) SaveDraft(ctx context.Context, d *trace.Saved) error {
	n, err := tx.sql.Exec(ctx, `
		UPDATE draft SET filing = $1, version = version + 1, updated_at = $2
		WHERE id = $3 AND account_id = $4 AND version = $5`,
		db.AsJSON(d.Filing), db.At(tx.now), d.ID, d.AccountID, d.Version)
	if err != nil {
		return err
	}
	if n == 0 {
		if _, err := tx.Draft(ctx, d.ID, d.AccountID); err != nil {
			return err
		}
		return errStale
	}
	d.Version, d.UpdatedAt = d.Version+1, tx.now
	return nil
}

// DropDraft discards a draft of an account. Somebody else's is not found.
func (tx *Tx) DropDraft(ctx context.Context, id, accountID string) error {
	n, err := tx.sql.Exec(ctx, `DELETE FROM draft WHERE id = $1 AND account_id = $2`, id, accountID)
	return must(n, err, errNotFound)
}
