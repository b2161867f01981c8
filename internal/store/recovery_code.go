package store

import (
	"context"

	"rastreo/internal/account"
	"rastreo/internal/db"
)

const codeColumns = `account_id, number, hash, used_at`

func scanCode(r row, c *account.RecoveryCode) error {
	return r.Scan(&c.AccountID, &c.Number, &c.Hash, db.Into(&c.UsedAt))
}

// AddCodes gives an account new recovery codes, numbered from 1 in the order
// of their hashes. Those it had before are forgotten.
func (tx *Tx) AddCodes(ctx context.Context, accountID string, hashes []string) error {
	if _, err := tx.sql.Exec(ctx, `DELETE FROM recovery_code WHERE account_id = $1`, accountID); err != nil {
		return err
	}
	var values []any
	for i, hash := range hashes {
		values = append(values, accountID, i+1, hash)
	}
	_, err := tx.insert(ctx, bulk{into: "recovery_code (account_id, number, hash)", columns: 3}, values)
	return err
}

// Code returns a recovery code of an account, used or not.
func (tx *Tx) Code(ctx context.Context, accountID string, number int) (account.RecoveryCode, error) {
	return one(ctx, tx.sql, scanCode, `SELECT `+codeColumns+` FROM recovery_code WHERE account_id = $1 AND number = $2`,
		accountID, number)
}

// NextCode returns the first code of an account that has not been used. Where
// none is left it is not found.
func (tx *Tx) NextCode(ctx context.Context, accountID string) (account.RecoveryCode, error) {
	return one(ctx, tx.sql, scanCode, `
		SELECT `+codeColumns+` FROM recovery_code WHERE account_id = $1 AND used_at IS NULL
		ORDER BY number LIMIT 1`, accountID)
}

// CodesLeft counts the codes of an account that have not been used.
func (tx *Tx) CodesLeft(ctx context.Context, accountID string) (int, error) {
	return one(ctx, tx.sql, number, `SELECT count(*) FROM recovery_code WHERE account_id = $1 AND used_at IS NULL`, accountID)
}

// UseCode uses a code up. Of two uses at once one wins; a code that is used,
// or is not there, wins nothing. The hash is the one that was compared: a code
// that was replaced meanwhile is not used up by its predecessor.
func (tx *Tx) UseCode(ctx context.Context, c account.RecoveryCode) (won bool, err error) {
	n, err := tx.sql.Exec(ctx, `
		UPDATE recovery_code SET used_at = $1 WHERE account_id = $2 AND number = $3 AND hash = $4 AND used_at IS NULL`,
		db.At(tx.now), c.AccountID, c.Number, c.Hash)
	return n > 0, err
}
