package login

import (
	"context"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// Limits of signing in, after the CJIS Security Policy (AC-7): five failures
// in fifteen minutes lock the name until an administrator releases it, or its
// owner with a passkey.
const (
	mostFailures  = 5
	failureWindow = 15 * time.Minute
	lockedFor     = 30 * 24 * time.Hour
)

// try is one attempt that has been counted.
type try struct {
	lane string
	n    int // with this one
}

// attempt counts the try as failed before anything is looked at, so that tries
// made at the same moment cannot pass the limit together. It returns whose
// name it is, or nobody.
func (l *Login) attempt(ctx context.Context, by account.Actor, username string) (a account.Account, t try, err error) {
	err = l.store.Read(ctx, store.House, func(tx *store.Tx) error {
		a, err = tx.AccountByUsername(ctx, username)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
		t.lane, err = l.lane(ctx, tx, a, username)
		return err
	})
	if err != nil {
		return a, t, err
	}
	now := l.Now()
	limit := store.SignInLimit{Most: mostFailures, Since: now.Add(-failureWindow), Locked: now.Add(-lockedFor)}
	err = l.store.Write(ctx, audit.By(by, audit.SignInTried, ""), func(tx *store.Tx) (err error) {
		t.n, err = tx.AddSignInFailure(ctx, t.lane, limit)
		return err
	})
	if err == nil && t.n > mostFailures {
		return a, t, fault.New(fault.TooMany, "login.locked", nil)
	}
	return a, t, err
}

// Attempt runs a try to use a user name other than to sign in, which is
// Unauthenticated where what was typed is wrong. It is counted as signing in
// is, and too many tries lock the name.
func (l *Login) Attempt(ctx context.Context, by account.Actor, username string, try func() error) (err error) {
	defer l.evenly(ctx, l.Now(), &err)
	a, t, err := l.attempt(ctx, by, known(username))
	if err != nil {
		return err
	}
	err = try()
	switch {
	case fault.Is(err, fault.Unauthenticated):
		return l.failed(ctx, by, a, t, fault.Of(err).Key)
	case err != nil:
		return err
	}
	return l.passed(ctx, a, t, false, "")
}

// again counts a try of somebody who is known already.
func (l *Login) again(ctx context.Context, by account.Actor, accountID string) (a account.Account, t try, err error) {
	err = l.store.Read(ctx, store.House, func(tx *store.Tx) error {
		a, err = tx.Account(ctx, accountID)
		return err
	})
	if err != nil {
		return a, t, err
	}
	return l.attempt(ctx, by, a.Username)
}

// failed says that what was tried was wrong. That the name is locked is written
// down to be told, for nobody as for somebody: it takes the same time.
func (l *Login) failed(ctx context.Context, by account.Actor, a account.Account, t try, key string) error {
	wrong := fault.New(fault.Unauthenticated, key, nil)
	if t.n < mostFailures {
		return wrong
	}
	err := l.store.Write(ctx, audit.By(by, audit.AccountLocked, a.ID), func(tx *store.Tx) error {
		return tell(ctx, tx, trace.NoticeLocked, a.ID)
	})
	if err != nil {
		return err
	}
	return wrong
}

// tell has a notice made for each account.
func tell(ctx context.Context, tx *store.Tx, code trace.NoticeCode, accounts ...string) error {
	for _, id := range accounts {
		if err := tx.AddJob(ctx, store.NoticeJob, trace.Notice{AccountID: id, Code: code}, time.Time{}); err != nil {
			return err
		}
	}
	return nil
}
