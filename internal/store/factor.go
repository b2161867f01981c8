package store

import (
	"context"
	"database/sql"

	"rastreo/internal/account"
	"rastreo/internal/db"
	"rastreo/internal/fault"
)

const factorColumns = `id, account_id, kind, name, handle, secret, last, created_at, used_at, stopped_at`

func scanFactor(r row, f *account.Factor) error {
	var handle sql.Null[string]
	err := r.Scan(&f.ID, &f.AccountID, &f.Kind, &f.Name, &handle, &f.Secret, &f.Last,
		db.Into(&f.CreatedAt), db.Into(&f.UsedAt), db.Into(&f.StoppedAt))
	f.Handle = handle.V
	return err
}

// AddFactor adds a factor to an account and fills in its id and time. A
// passkey that is somebody's already is a Conflict.
func (tx *Tx) AddFactor(ctx context.Context, f *account.Factor) error {
	tx.fresh(&f.ID, &f.CreatedAt)
	handle := sql.Null[string]{V: f.Handle, Valid: f.Handle != ""}
	_, err := tx.sql.Exec(ctx, `
		INSERT INTO factor (id, account_id, kind, name, handle, secret, last, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		f.ID, f.AccountID, string(f.Kind), f.Name, handle, f.Secret, f.Last, db.At(f.CreatedAt))
	if db.Duplicate(err) == "factor.handle" {
		return fault.New(fault.Conflict, "passkey.taken", nil)
	}
	return err
}

// Factors returns the hundred oldest factors of an account, oldest first,
// stopped ones too.
func (tx *Tx) Factors(ctx context.Context, accountID string) ([]account.Factor, error) {
	return all(ctx, tx.sql, scanFactor,
		`SELECT `+factorColumns+` FROM factor WHERE account_id = $1 ORDER BY created_at, id LIMIT 100`, accountID)
}

// FactorByHandle returns the passkey with this credential id, stopped or not.
func (tx *Tx) FactorByHandle(ctx context.Context, handle string) (account.Factor, error) {
	return one(ctx, tx.sql, scanFactor, `SELECT `+factorColumns+` FROM factor WHERE handle = $1`, handle)
}

// UseFactor notes that a factor was used: last and f's secret are kept if the
// factor still is as f was read and has not stopped. Of two uses at once one
// wins.
func (tx *Tx) UseFactor(ctx context.Context, f *account.Factor, last int64) (won bool, err error) {
	n, err := tx.sql.Exec(ctx, `
		UPDATE factor SET last = $1, secret = $2, used_at = $3
		WHERE id = $4 AND account_id = $5 AND last = $6 AND stopped_at IS NULL`,
		last, f.Secret, db.At(tx.now), f.ID, f.AccountID, f.Last)
	if err != nil || n == 0 {
		return false, err
	}
	f.Last, f.UsedAt = last, tx.now
	return true, nil
}

// StopFactor makes a factor open nothing any more. It says whether it opened
// until now.
func (tx *Tx) StopFactor(ctx context.Context, id string) (stopped bool, err error) {
	n, err := tx.sql.Exec(ctx, `UPDATE factor SET stopped_at = $1 WHERE id = $2 AND stopped_at IS NULL`, db.At(tx.now), id)
	return n > 0, err
}

// DropFactor removes a factor of an account. Somebody else's is not found.
func (tx *Tx) DropFactor(ctx context.Context, accountID, id string) error {
	n, err := tx.sql.Exec(ctx, `DELETE FROM factor WHERE id = $1 AND account_id = $2`, id, accountID)
	return must(n, err, errNotFound)
}

// DropFactorsOf removes every factor of an account and returns how many.
func (tx *Tx) DropFactorsOf(ctx context.Context, accountID string) (int, error) {
	n, err := tx.sql.Exec(ctx, `DELETE FROM factor WHERE account_id = $1`, accountID)
	return int(n), err
}
