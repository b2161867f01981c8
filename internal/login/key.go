package login

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/mx"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// keyBytes is the randomness of an API key; keyHint how much of it an owner
// sees again.
const (
	keyBytes = 20
	keyHint  = 4
)

var keyText = base32.StdEncoding.WithPadding(base32.NoPadding)

// NewKey is a key as somebody wants it.
type NewKey struct {
	Name   string
	Scopes []account.Scope // at least one, and only what the owner's role allows
	Days   int             // how long it works, at most LongestKey
}

// How many days a key may work, and how many it does unless somebody says
// otherwise.
const (
	LongestKey = 365
	UsualKey   = 90
)

// Usual is a key for everything that a role allows, for the usual time.
func Usual(name string, role account.Role) NewKey {
	return NewKey{Name: name, Scopes: account.ScopesOf(role), Days: UsualKey}
}

// IssueKey makes an API key for the actor's own account. The secret is
// returned this once; only its hash is kept.
func (l *Login) IssueKey(ctx context.Context, who account.Actor, n NewKey) (secret string, k account.Key, err error) {
	if err := account.May(who, account.OwnKeys, nil); err != nil {
		return "", k, err
	}
	n.Name = mx.Tidy(n.Name)
	if err := fault.Check(n.check(who.Role)); err != nil {
		return "", k, err
	}
	draw := make([]byte, keyBytes)
	if _, err := io.ReadFull(l.Random, draw); err != nil {
		return "", k, err
	}
	secret = l.KeyPrefix + strings.ToLower(keyText.EncodeToString(draw))
	k = account.Key{
		AccountID: who.ID, Name: n.Name, Hint: secret[:len(l.KeyPrefix)+keyHint], Hash: keyHash(secret),
		Scopes: n.Scopes, ExpiresAt: l.Now().AddDate(0, 0, n.Days),
	}
	act := audit.By(who, audit.KeyAdded, who.ID)
	err = l.store.Write(ctx, act, func(tx *store.Tx) error { return tx.AddKey(ctx, &k) })
	return secret, k, err
}

// longestKeyName is the most characters of a key's name.
const longestKeyName = 128

func (n NewKey) check(role account.Role) (p fault.Problems) {
	switch {
	case n.Name == "":
		p.Add("/key_name", "required", nil)
	case utf8.RuneCountInString(n.Name) > longestKeyName:
		p.Add("/key_name", "max", fault.Args{"limit": longestKeyName})
	case strings.ContainsRune(n.Name, utf8.RuneError):
		p.Add("/key_name", "utf8", nil)
	}
	allowed := account.ScopesOf(role)
	switch {
	case len(n.Scopes) == 0:
		p.Add("/scopes", "required", nil)
	case slices.ContainsFunc(n.Scopes, func(s account.Scope) bool { return !slices.Contains(allowed, s) }):
		p.Add("/scopes", "code", nil)
	}
	if n.Days < 1 || n.Days > LongestKey {
		p.Add("/days", "code", nil)
	}
	return p
}

// Keys lists the actor's own API keys, newest first.
func (l *Login) Keys(ctx context.Context, who account.Actor) (keys []account.Key, err error) {
	if err := account.May(who, account.OwnKeys, nil); err != nil {
		return nil, err
	}
	err = l.store.Read(ctx, who, func(tx *store.Tx) error {
		keys, err = tx.Keys(ctx, who.ID)
		return err
	})
	return keys, err
}

// RevokeKey makes one of the actor's own keys stop working, for ever.
func (l *Login) RevokeKey(ctx context.Context, who account.Actor, id string) error {
	if err := account.May(who, account.OwnKeys, nil); err != nil {
		return err
	}
	act := audit.By(who, audit.KeyRevoked, id)
	return l.store.Write(ctx, act, func(tx *store.Tx) error { return tx.RevokeKey(ctx, who.ID, id) })
}

// KeyActor returns whose API key this is, and notes that it was used. A key of
// the other world is told apart, for its owner has only mistaken the address.
func (l *Login) KeyActor(ctx context.Context, secret string) (who account.Actor, err error) {
	if !strings.HasPrefix(secret, l.KeyPrefix) && strings.HasPrefix(secret, "rst_") {
		return who, fault.New(fault.Unauthenticated, "fault.key_world", nil)
	}
	var k account.Key
	err = l.store.Read(ctx, store.House, func(tx *store.Tx) error {
		k, who, err = tx.KeyByHash(ctx, keyHash(secret))
		return err
	})
	if fault.Is(err, fault.NotFound) {
		return account.Actor{}, fault.New(fault.Unauthenticated, "fault.key", nil)
	}
	if err != nil {
		return account.Actor{}, err
	}
	who.Key, who.Session, who.Scopes, who.Until = true, k.ID, k.Scopes, k.ExpiresAt
	if len(k.Scopes) == 0 {
		who.Scopes = account.ScopesOf(who.Role)
	}
	return who, l.keyUsed(ctx, k)
}

// KeyTried records that a key was tried which is none, and why it is none.
//
// by is whoever asks: nobody, but by a request with an id.
func (l *Login) KeyTried(ctx context.Context, by account.Actor, why error) error {
	act := audit.By(by, audit.KeyTried, "")
	_, act.Outcome, _ = strings.Cut(fault.Of(why).Key, ".")
	return l.store.Write(ctx, act, func(*store.Tx) error { return nil })
}

// KeysTried records that too many such keys came from one place, and has every
// auditor told.
func (l *Login) KeysTried(ctx context.Context, by account.Actor) error {
	act := audit.By(by, audit.KeyTried, "")
	act.Outcome = "too_many"
	return l.store.Write(ctx, act, func(tx *store.Tx) error {
		auditors, err := tx.Holders(ctx, account.Auditor)
		if err != nil {
			return err
		}
		return tell(ctx, tx, trace.NoticeWrongKeys, auditors...)
	})
}

// keyUsedEvery is how often it is noted that a key was used.
const keyUsedEvery = time.Minute

// keyUsed notes that a key, and so its owner's account, is in use.
func (l *Login) keyUsed(ctx context.Context, k account.Key) error {
	if l.Now().Sub(k.UsedAt) < keyUsedEvery {
		return nil
	}
	return l.store.Chore(ctx, func(c *store.Chore) error {
		if err := c.UseKey(ctx, k.ID); err != nil {
			return err
		}
		return c.SeenAccount(ctx, k.AccountID)
	})
}

// Seen notes that somebody was here, so that their account is not taken for
// one that nobody uses.
func (l *Login) Seen(ctx context.Context, accountID string) error {
	return l.store.Chore(ctx, func(c *store.Chore) error { return c.SeenAccount(ctx, accountID) })
}

func keyHash(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
