// Package login lets people in by password, second factor and passkey, and
// programs in by key.
package login

import (
	"cmp"
	"context"
	"encoding/hex"
	"io"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/go-webauthn/webauthn/webauthn"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/secret"
	"rastreo/internal/store"
)

// Config is what a world decides about signing in.
type Config struct {
	Now          func() time.Time
	Random       io.Reader
	Secret       *secret.Secret // of the world
	OneFactor    bool           // a password alone lets in: for demonstrations
	MostSessions int            // of one person at once, half as many of a privileged one; 0 is 2, or 100 with OneFactor
	Origin       string         // by which browsers know the house, for passkeys: https://…; "" has none
	Mark         string         // before user names in a browser's list of passkeys, to tell worlds apart
	KeyPrefix    string         // of API keys: rst_live_ or rst_test_
	Cookie       string         // name of the session cookie
	Path         string         // of the session cookie
	Secure       bool           // the cookie goes only over TLS

	Wait func(ctx context.Context, d time.Duration) // before the answer to a failure; nil is by the machine's clock
}

// Login lets in.
type Login struct {
	Config
	store    *store.Store
	sessions *scs.SessionManager
	party    *webauthn.WebAuthn // nil without an origin
	waiting  chan struct{}      // a place for each password that waits to be hashed
	hashing  chan struct{}      // a place for each that is being hashed
	decoy    string             // compared when there is no such account
	noCode   string             // compared when there is no such recovery code
}

// New returns the login of one world.
func New(s *store.Store, c Config) (l *Login, err error) {
	most := 2
	if c.OneFactor {
		most = 100
	}
	c.MostSessions = cmp.Or(c.MostSessions, most)
	if c.Wait == nil {
		c.Wait = wait
	}
	l = &Login{Config: c, store: s, waiting: make(chan struct{}, mostWaiting), hashing: make(chan struct{}, mostHashing)}
	l.sessions = l.manager()
	if l.party, err = party(c.Origin); err != nil {
		return nil, err
	}
	if l.decoy, err = decoyHash(c.Random, priceOf(passwordCost)); err != nil {
		return nil, err
	}
	l.noCode, err = decoyHash(c.Random, priceOf(codeCost))
	return l, err
}

// draw returns a random text of n bytes in hexadecimal.
func (l *Login) draw(n int) (string, error) {
	drawn := make([]byte, n)
	_, err := io.ReadFull(l.Random, drawn)
	return hex.EncodeToString(drawn), err
}

// SignIn lets in whoever has this user name and password, if that is enough:
// see Admit. A wrong name and a wrong password cannot be told apart, in words
// or in time.
//
// by is whoever asks: nobody yet, but by a request with an id.
func (l *Login) SignIn(ctx context.Context, by account.Actor, username, password string) (who account.Actor, err error) {
	defer l.evenly(ctx, l.Now(), &err)
	a, t, err := l.attempt(ctx, by, known(username))
	if err != nil {
		return who, err
	}
	ok, old, err := l.match(ctx, password, a.Password, priceOf(passwordCost))
	if err != nil {
		return who, err
	}
	if !ok || a.Disabled {
		return who, l.failed(ctx, by, a, t, "login.wrong")
	}
	if err := l.passed(ctx, a, t, old, password); err != nil {
		return who, err
	}
	return l.Admit(ctx, by, a.ID, ByPassword)
}

// longestName is one more than the longest user name there can be.
const longestName = 65

// known is a typed user name as names are kept. What is too long for one is
// cut to a length that none has.
func known(username string) string {
	username = strings.ToLower(strings.TrimSpace(username))
	return strings.ReplaceAll(strings.ToValidUTF8(username[:min(len(username), longestName)], ""), "\x00", "")
}

// passed takes the failure back that was counted beforehand. The others stay:
// what comes next may be tried as often as a password, and no more. A hash of
// before is made anew while the password is at hand.
func (l *Login) passed(ctx context.Context, a account.Account, t try, old bool, password string) error {
	err := l.store.Chore(ctx, func(c *store.Chore) error { return c.TakeBackSignInFailure(ctx, t.lane, mostFailures) })
	if err != nil || !old {
		return err
	}
	hash, err := l.Hash(ctx, password)
	if err != nil {
		return err
	}
	return l.store.Write(ctx, audit.Act{By: a.ID, Agency: a.AgencyID, Verb: audit.AccountChanged, On: a.ID, Fields: "hash"}, func(tx *store.Tx) error {
		return tx.Rehash(ctx, a.ID, a.Password, hash)
	})
}

// Sweep removes what has run out: sessions, counts, locks, browsers, forms
// and ceremonies.
func (l *Login) Sweep(ctx context.Context) error {
	now := l.Now()
	return l.store.Chore(ctx, func(c *store.Chore) error {
		for _, sweep := range []func() (int, error){
			func() (int, error) { return c.SweepSessions(ctx, sweepBatch) },
			func() (int, error) {
				return c.SweepSignIns(ctx, now.Add(-failureWindow), now.Add(-lockedFor), sweepBatch)
			},
			func() (int, error) { return c.SweepDevices(ctx, now.Add(-deviceLife), sweepBatch) },
			func() (int, error) { return c.SweepKept(ctx, now.Add(-typedFor), sweepBatch) },
			func() (int, error) { return c.SweepCeremonies(ctx, sweepBatch) },
		} {
			if _, err := sweep(); err != nil {
				return err
			}
		}
		return nil
	})
}

// sweepBatch bounds the work of one sweep.
const sweepBatch = 500
