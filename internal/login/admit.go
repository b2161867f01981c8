package login

import (
	"context"
	"slices"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/store"
)

// Proof is one way in which somebody has shown who they are.
type Proof string

// The proofs. A passkey counts only with the user verified.
const (
	ByPassword Proof = "password"
	ByTOTP     Proof = "totp"
	ByPasskey  Proof = "passkey"
	ByCode     Proof = "code" // a recovery code
)

// provenFor is how long a fresh proof lasts for acts that ask for one.
const provenFor = 5 * time.Minute

// Admit signs in the account that has given these proofs, if they are enough
// for its role, and returns the actor. Where they are not enough it returns
// nobody, and the session waits for the next step.
//
// by is whoever asks: nobody yet, but by a request with an id.
func (l *Login) Admit(ctx context.Context, by account.Actor, accountID string, proofs ...Proof) (who account.Actor, err error) {
	by.ID = accountID
	err = l.store.Write(ctx, audit.By(by, audit.SignedIn, accountID), func(tx *store.Tx) error {
		who, err = tx.Actor(ctx, accountID)
		return err
	})
	if err != nil || !l.enough(who.Role, proofs) {
		return account.Actor{}, err
	}
	return who, l.Keep(ctx, who)
}

// enough tells whether the proofs open a session of the role: a passkey, or,
// where the role can do no harm to many, a password with a second factor.
func (l *Login) enough(role account.Role, proofs []Proof) bool {
	has := func(p Proof) bool { return slices.Contains(proofs, p) }
	switch {
	case has(ByPasskey):
		return true
	case l.OneFactor:
		return has(ByPassword)
	}
	return !role.Privileged() && has(ByPassword) && (has(ByTOTP) || has(ByCode))
}

// Prove notes in the session that its owner has proved again, just now, who
// they are. The session gets a new token.
func (l *Login) Prove(ctx context.Context, who account.Actor, p Proof) error {
	act := audit.By(who, audit.Proved, who.ID)
	act.Fields = string(p)
	if err := l.store.Write(ctx, act, func(*store.Tx) error { return nil }); err != nil {
		return err
	}
	if err := l.sessions.RenewToken(ctx); err != nil {
		return err
	}
	l.sessions.Put(ctx, provenKey, l.Now().Unix())
	l.sessions.Put(ctx, freshKey, true)
	return nil
}
