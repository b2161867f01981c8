package store

import (
	"context"

	"rastreo/internal/account"
	"rastreo/internal/db"
)

const keyColumns = `api_key.id, api_key.account_id, api_key.name, api_key.hint, api_key.hash, api_key.created_at, api_key.revoked_at`

func keyFields(k *account.Key) []any {
	return []any{&k.ID, &k.AccountID, &k.Name, &k.Hint, &k.Hash, db.Into(&k.CreatedAt), db.Into(&k.RevokedAt)}
}

// AddKey keeps a key, of which only the hash is known, and fills in its id and
// time.
func (tx *Tx) AddKey(ctx context.Context, k *account.Key) error {
	tx.fresh(&k.ID, &k.CreatedAt)
	_, err := tx.sql.Exec(ctx, `
		INSERT INTO api_key (id, account_id, name, hint, hash, created_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		k.ID, k.AccountID, k.Name, k.Hint, k.Hash, db.At(k.CreatedAt))
	return err
}

// Keys returns the hundred newest keys of an account, newest first, revoked
// ones too.
func (tx *Tx) Keys(ctx context.Context, accountID string) ([]account.Key, error) {
	return all(ctx, tx.sql, func(r row, k *account.Key) error { return r.Scan(keyFields(k)...) }, `
		SELECT `+keyColumns+` FROM api_key WHERE account_id = $1 ORDER BY created_at DESC, id DESC LIMIT 100`, accountID)
}

// KeyByHash returns the key with this hash and whoever acts with it. A revoked
// key and the key of a disabled account are not found.
func (tx *Tx) KeyByHash(ctx context.Context, hash string) (account.Key, account.Actor, error) {
	type found struct {
		key   account.Key
		actor account.Actor
	}
	f, err := one(ctx, tx.sql, func(r row, f *found) error {
		return r.Scan(append(keyFields(&f.key), actorFields(&f.actor)...)...)
	}, `
		SELECT `+keyColumns+`, `+actorColumns+`
		FROM api_key JOIN account ON account.id = api_key.account_id JOIN agency ON agency.id = account.agency_id
		WHERE api_key.hash = $1 AND api_key.revoked_at IS NULL AND account.disabled = 0`, hash)
	return f.key, f.actor, err
}

// RevokeKey ends a key of an account. A key that is not theirs, or is revoked
// already, is not found.
func (tx *Tx) RevokeKey(ctx context.Context, accountID, keyID string) error {
	n, err := tx.sql.Exec(ctx, `
		UPDATE api_key SET revoked_at = $1 WHERE id = $2 AND account_id = $3 AND revoked_at IS NULL`,
		db.At(tx.now), keyID, accountID)
	return must(n, err, errNotFound)
}
