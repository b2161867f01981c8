package store

import (
	"context"
	"time"

	"rastreo/internal/db"
	"rastreo/internal/fault"
	"rastreo/internal/trace"
)

// FilingKey makes a filing happen once: who sends the same key again gets the
// first receipt.
type FilingKey struct {
	AccountID string
	Key       string
	Hash      string // of what was filed
	Receipt   trace.Receipt
	At        time.Time
}

// FilingKey returns what an account has filed under a key, if it has.
func (tx *Tx) FilingKey(ctx context.Context, accountID, key string) (k FilingKey, found bool, err error) {
	k, err = one(ctx, tx.sql, func(r row, k *FilingKey) error {
		return r.Scan(&k.AccountID, &k.Key, &k.Hash, db.FromJSON(&k.Receipt), db.Into(&k.At))
	}, `SELECT account_id, key, hash, receipt, at FROM filing_key WHERE account_id = $1 AND key = $2`, accountID, key)
	if fault.Is(err, fault.NotFound) {
		return FilingKey{}, false, nil
	}
	return k, err == nil, err
}

// AddFilingKey keeps what was filed under a key. It is a Conflict, and the
// filing is undone with it, if the same key was used in the meantime.
func (tx *Tx) AddFilingKey(ctx context.Context, k FilingKey) error {
	tx.moment(&k.At)
	n, err := tx.sql.Exec(ctx, `
		INSERT INTO filing_key (account_id, key, hash, receipt, at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (account_id, key) DO NOTHING`, k.AccountID, k.Key, k.Hash, db.AsJSON(k.Receipt), db.At(k.At))
	return must(n, err, fault.New(fault.Conflict, "fault.idempotency_busy", nil))
}

// SweepFilingKeys forgets up to limit keys used before a time, and returns how
// many.
func (c *Chore) SweepFilingKeys(ctx context.Context, before time.Time, limit int) (int, error) {
	n, err := c.sql.Exec(ctx, `
		DELETE FROM filing_key WHERE (account_id, key) IN (
			SELECT account_id, key FROM filing_key WHERE at < $1 ORDER BY at LIMIT $2)`, db.At(before), limit)
	return int(n), err
}
