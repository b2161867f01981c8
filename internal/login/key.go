package login

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"io"
	"strings"
	"unicode/utf8"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/mx"
	"rastreo/internal/store"
)

// keyBytes is the randomness of an API key; keyHint how much of it an owner
// sees again.
const (
	keyBytes = 20
	keyHint  = 4
)

var keyText = base32.StdEncoding.WithPadding(base32.NoPadding)

// IssueKey makes an API key for the actor's own account. The secret is
// returned this once; only its hash is kept.
func (l *Login) IssueKey(ctx context.Context, who account.Actor, name string) (secret string, k account.Key, err error) {
	if err := account.May(who, account.OwnKeys, nil); err != nil {
		return "", k, err
	}
	name = mx.Tidy(name)
	if err := checkKeyName(name); err != nil {
		return "", k, err
	}
	draw := make([]byte, keyBytes)
	if _, err := io.ReadFull(l.Random, draw); err != nil {
		return "", k, err
	}
	secret = l.KeyPrefix + strings.ToLower(keyText.EncodeToString(draw))
	k = account.Key{AccountID: who.ID, Name: name, Hint: secret[:len(l.KeyPrefix)+keyHint], Hash: keyHash(secret)}
	act := audit.By(who, audit.KeyAdded, who.ID)
	err = l.store.Write(ctx, act, func(tx *store.Tx) error { return tx.AddKey(ctx, &k) })
	return secret, k, err
}

// longestKeyName is the most characters of a key's name.
const longestKeyName = 128

func checkKeyName(name string) error {
	var p fault.Problems
	switch {
	case name == "":
		p.Add("/key_name", "required", nil)
	case utf8.RuneCountInString(name) > longestKeyName:
		p.Add("/key_name", "max", fault.Args{"limit": longestKeyName})
	case strings.ContainsRune(name, utf8.RuneError):
		p.Add("/key_name", "utf8", nil)
	}
	return fault.Check(p)
}

// Keys lists the actor's own API keys, newest first.
func (l *Login) Keys(ctx context.Context, who account.Actor) (keys []account.Key, err error) {
	err = l.store.Read(ctx, func(tx *store.Tx) error {
		keys, err = tx.Keys(ctx, who.ID)
		return err
	})
	return keys, err
}

// RevokeKey makes one of the actor's own keys stop working, for ever.
func (l *Login) RevokeKey(ctx context.Context, who account.Actor, id string) error {
	act := audit.By(who, audit.KeyRevoked, id)
	return l.store.Write(ctx, act, func(tx *store.Tx) error { return tx.RevokeKey(ctx, who.ID, id) })
}

// KeyActor returns whose API key this is. A key of the other world is told
// apart, for its owner has only mistaken the address.
func (l *Login) KeyActor(ctx context.Context, secret string) (who account.Actor, err error) {
	if !strings.HasPrefix(secret, l.KeyPrefix) && strings.HasPrefix(secret, "rst_") {
		return who, fault.New(fault.Unauthenticated, "fault.key_world", nil)
	}
	err = l.store.Read(ctx, func(tx *store.Tx) error {
		_, who, err = tx.KeyByHash(ctx, keyHash(secret))
		who.Key, who.Scopes = true, account.Scopes
		return err
	})
	if fault.Is(err, fault.NotFound) {
		return who, fault.New(fault.Unauthenticated, "fault.key", nil)
	}
	return who, err
}

func keyHash(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
