// Package login lets people in by password and programs in by key.
package login

import (
	"context"
	"io"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/go-webauthn/webauthn/webauthn"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/secret"
	"rastreo/internal/store"
)

// Config is what a world decides about signing in.
type Config struct {
	Now       func() time.Time
	Random    io.Reader
	Secret    *secret.Secret // of the world
	OneFactor bool           // a password alone lets in: for demonstrations
	Origin    string         // by which browsers know the house, for passkeys: https://…; "" has none
	Mark      string         // before user names in a browser's list of passkeys, to tell worlds apart
	KeyPrefix string         // of API keys: rst_live_ or rst_test_
	Cookie    string         // name of the session cookie
	Path      string         // of the session cookie
	Secure    bool           // the cookie goes only over TLS
}

// Login lets in.
type Login struct {
	Config
	store    *store.Store
	sessions *scs.SessionManager
	party    *webauthn.WebAuthn // nil without an origin
	hashing  chan struct{}      // a place for each password being hashed
	decoy    string             // compared when there is no such account
}

// Limits of signing in, after the CJIS Security Policy: five failures in
// fifteen minutes.
const (
	mostFailures  = 5
	failureWindow = 15 * time.Minute
)

// New returns the login of one world.
func New(s *store.Store, c Config) (*Login, error) {
	l := &Login{Config: c, store: s, hashing: make(chan struct{}, mostHashing)}
	l.sessions = l.manager()
	var err error
	if l.party, err = party(c.Origin); err != nil {
		return nil, err
	}
	l.decoy, err = decoyHash(c.Random)
	return l, err
}

// SignIn returns the actor with this user name and password. A wrong name and
// a wrong password cannot be told apart, in words or in time.
//
// by is whoever asks: nobody yet, but by a request with an id.
func (l *Login) SignIn(ctx context.Context, by account.Actor, username, password string) (who account.Actor, err error) {
	username = known(username)
	if err := l.attempt(ctx, by, username); err != nil {
		return who, err
	}
	a, err := l.account(ctx, username)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return who, err
	}
	hash := a.Password
	if hash == "" || a.Disabled {
		hash = l.decoy
	}
	ok, err := l.match(ctx, password, hash)
	if err != nil {
		return who, err
	}
	if !ok || a.ID == "" || a.Disabled {
		return who, fault.New(fault.Unauthenticated, "login.wrong", nil)
	}
	return l.welcome(ctx, by, a)
}

// longestName is one more than the longest user name there can be.
const longestName = 65

// known is a typed user name as names are kept. What is too long for one is
// cut to a length that none has.
func known(username string) string {
	username = strings.ToLower(strings.TrimSpace(username))
	return strings.ToValidUTF8(username[:min(len(username), longestName)], "")
}

// attempt counts the try as failed before the password is looked at, so that
// tries made at the same moment cannot pass the limit together.
func (l *Login) attempt(ctx context.Context, by account.Actor, username string) error {
	var failures int
	since := l.Now().Add(-failureWindow)
	err := l.store.Write(ctx, audit.By(by, audit.SignInTried, ""), func(tx *store.Tx) (err error) {
		failures, err = tx.AddSignInFailure(ctx, username, since)
		return err
	})
	if err == nil && failures > mostFailures {
		return fault.New(fault.TooMany, "login.locked", fault.Args{"minutes": int(failureWindow.Minutes())})
	}
	return err
}

func (l *Login) account(ctx context.Context, username string) (a account.Account, err error) {
	err = l.store.Read(ctx, func(tx *store.Tx) error {
		a, err = tx.AccountByUsername(ctx, username)
		return err
	})
	return a, err
}

// welcome forgets the failures and returns the actor.
func (l *Login) welcome(ctx context.Context, by account.Actor, a account.Account) (who account.Actor, err error) {
	by.ID = a.ID
	err = l.store.Write(ctx, audit.By(by, audit.SignedIn, a.ID), func(tx *store.Tx) error {
		if err := tx.ClearSignIn(ctx, a.Username); err != nil {
			return err
		}
		who, err = tx.Actor(ctx, a.ID)
		return err
	})
	return who, err
}

// sweepBatch bounds the work of one sweep.
const sweepBatch = 500

// Sweep removes sessions that have ended and counts that have run out.
func (l *Login) Sweep(ctx context.Context) error {
	return l.store.Chore(ctx, func(c *store.Chore) error {
		if _, err := c.SweepSessions(ctx, sweepBatch); err != nil {
			return err
		}
		if _, err := c.SweepCeremonies(ctx, sweepBatch); err != nil {
			return err
		}
		_, err := c.SweepSignIns(ctx, c.Now().Add(-failureWindow), sweepBatch)
		return err
	})
}
