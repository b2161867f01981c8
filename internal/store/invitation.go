package store

import (
	"context"
	"time"

	"rastreo/internal/db"
)

// SaveInvitation keeps the hash of the code with which somebody makes an
// account theirs, instead of the one there was.
func (tx *Tx) SaveInvitation(ctx context.Context, accountID, hash, by string, until time.Time) error {
	_, err := tx.sql.Exec(ctx, `
		INSERT INTO invitation (account_id, hash, by, at, expires_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (account_id) DO UPDATE SET
			hash = excluded.hash, by = excluded.by, at = excluded.at, expires_at = excluded.expires_at`,
		accountID, hash, by, db.At(tx.now), db.At(until))
	return err
}

// TakeInvitation uses the code of an account, and returns the account's id. A
// code is used once: of those who come with the same one takes it, and for the
// others it is not found. Neither is one whose time has passed, or of an
// account that is disabled or is somebody's already.
func (tx *Tx) TakeInvitation(ctx context.Context, username, hash string) (accountID string, err error) {
	return one(ctx, tx.sql, func(r row, id *string) error { return r.Scan(id) }, `
		DELETE FROM invitation WHERE hash = $1 AND expires_at > $2 AND account_id IN (
			SELECT id FROM account WHERE username = $3 AND disabled = 0 AND password = '')
		RETURNING account_id`, hash, db.At(tx.now), username)
}

// DropInvitation makes the code of an account worthless, if there is one.
func (tx *Tx) DropInvitation(ctx context.Context, accountID string) error {
	_, err := tx.sql.Exec(ctx, `DELETE FROM invitation WHERE account_id = $1`, accountID)
	return err
}
