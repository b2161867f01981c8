package store

import (
	"context"
	"strings"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/db"
)

const keyColumns = `api_key.id, api_key.account_id, api_key.name, api_key.hint, api_key.hash, api_key.scopes, api_key.created_at,
	api_key.expires_at, api_key.used_at, api_key.revoked_at`

// scopes scans what a key is good for, codes with spaces between.
type scopes struct{ into *[]account.Scope }

// Scan is for database/sql.
func (s scopes) Scan(v any) error {
	text, _ := v.(string)
	if b, ok := v.([]byte); ok {
		text = string(b)
	}
	*s.into = nil
	for word := range strings.FieldsSeq(text) {
		*s.into = append(*s.into, account.Scope(word))
	}
	return nil
}

// words takes apart codes with spaces between.
func words(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Fields(text)
}

// spaced puts codes together, with spaces between.
func spaced[T ~string](codes []T) string {
	var list []string
	for _, c := range codes {
		list = append(list, string(c))
	}
	return strings.Join(list, " ")
}

func keyFields(k *account.Key) []any {
	return []any{
		&k.ID, &k.AccountID, &k.Name, &k.Hint, &k.Hash,
		scopes{&k.Scopes},
		db.Into(&k.CreatedAt), db.Into(&k.ExpiresAt),
		db.Into(&k.UsedAt), db.Into(&k.RevokedAt),
	}
}

// AddKey keeps a key, of which only the hash is known, and fills in its id and
// time.
func (tx *Tx) AddKey(ctx context.Context, k *account.Key) error {
	tx.fresh(&k.ID, &k.CreatedAt)
	k.ExpiresAt = micro(k.ExpiresAt)
	_, err := tx.sql.Exec(ctx, `
		INSERT INTO api_key (id, account_id, name, hint, hash, scopes, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		k.ID, k.AccountID, k.Name, k.Hint, k.Hash, spaced(k.Scopes), db.At(k.CreatedAt), db.At(k.ExpiresAt))
	return err
}

// Keys returns the hundred newest keys of an account, newest first, revoked
// ones too.
func (tx *Tx) Keys(ctx context.Context, accountID string) ([]account.Key, error) {
	return all(ctx, tx.sql, func(r row, k *account.Key) error { return r.Scan(keyFields(k)...) }, `
		SELECT `+keyColumns+` FROM api_key WHERE account_id = $1 ORDER BY created_at DESC, id DESC LIMIT 100`, accountID)
}

// OpenKeys returns every key of an account that was not revoked, in the order
// they were made.
func (tx *Tx) OpenKeys(ctx context.Context, accountID string) ([]account.Key, error) {
	return all(ctx, tx.sql, func(r row, k *account.Key) error { return r.Scan(keyFields(k)...) }, `
		SELECT `+keyColumns+` FROM api_key WHERE account_id = $1 AND revoked_at IS NULL ORDER BY created_at, id`, accountID)
}

// KeyByHash returns the key with this hash and whoever acts with it. A key that
// is revoked or has expired, and the key of a disabled account, are not found.
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
		WHERE api_key.hash = $1 AND api_key.revoked_at IS NULL AND (api_key.expires_at IS NULL OR api_key.expires_at > $2)
			AND account.disabled = 0`, hash, db.At(tx.now))
	return f.key, f.actor, err
}

// UseKey notes that a key was used now, at most once a minute.
func (c *Chore) UseKey(ctx context.Context, keyID string) error {
	_, err := c.sql.Exec(ctx, `UPDATE api_key SET used_at = $1 WHERE id = $2 AND (used_at IS NULL OR used_at <= $3)`,
		db.At(c.now), keyID, db.At(c.now.Add(-time.Minute)))
	return err
}

// RevokeKey ends a key of an account. A key that is not theirs, or is revoked
// already, is not found.
func (tx *Tx) RevokeKey(ctx context.Context, accountID, keyID string) error {
	n, err := tx.sql.Exec(ctx, `
		UPDATE api_key SET revoked_at = $1 WHERE id = $2 AND account_id = $3 AND revoked_at IS NULL`,
		db.At(tx.now), keyID, accountID)
	return must(n, err, errNotFound)
}
