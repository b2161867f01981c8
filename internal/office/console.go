package office

import (
	"context"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/mx"
	"rastreo/internal/store"
)

// What whoever has the machine does at its console, in nobody's name: the
// first account of an agency, and what else no page can do.

// Enroll makes an account, of any role that accounts may have here, and draws
// the code with which its owner begins.
func (o *Office) Enroll(ctx context.Context, a account.Account) (i Invited, err error) {
	a.Username, a.Name, a.Password = tidied(a.Username), mx.Tidy(a.Name), ""
	if err := fault.Check(o.checkAccount(a)); err != nil {
		return i, err
	}
	err = o.store.Write(ctx, audit.Act{Verb: audit.AccountAdded}, func(tx *store.Tx) error {
		if err := add(ctx, tx, &a); err != nil {
			return err
		}
		i.Account = a
		i.Code, err = o.invite(ctx, tx, a.ID, "")
		return err
	})
	return i, err
}

// Reopen takes from an account all that opens it, and draws a code with which
// its owner begins anew.
func (o *Office) Reopen(ctx context.Context, username string) (i Invited, err error) {
	err = o.named(ctx, audit.Invited, username, func(tx *store.Tx, a account.Account) error {
		if a.Disabled {
			return fault.New(fault.Conflict, "office.begun", nil)
		}
		if a.Password != "" {
			if err := reset(ctx, tx, a.ID); err != nil {
				return err
			}
		}
		i.Account = a
		i.Code, err = o.invite(ctx, tx, a.ID, "")
		return err
	})
	return i, err
}

// Release lets an account sign in again that has failed too often.
func (o *Office) Release(ctx context.Context, username string) error {
	return o.named(ctx, audit.AccountUnlocked, username, func(tx *store.Tx, a account.Account) error {
		_, err := tx.Unlock(ctx, a.ID)
		return err
	})
}

// Shut disables an account at once.
func (o *Office) Shut(ctx context.Context, username string) error {
	return o.named(ctx, audit.AccountDisabled, username, func(tx *store.Tx, a account.Account) error {
		return disable(ctx, tx, a.ID)
	})
}

// Open lets an account that was disabled work again.
func (o *Office) Open(ctx context.Context, username string) error {
	return o.named(ctx, audit.AccountEnabled, username, func(tx *store.Tx, a account.Account) error {
		return tx.SetDisabled(ctx, a.ID, false)
	})
}

// named does something to the account with a user name.
func (o *Office) named(ctx context.Context, verb audit.Verb, username string, do func(*store.Tx, account.Account) error) error {
	return o.store.Write(ctx, audit.Act{Verb: verb}, func(tx *store.Tx) error {
		a, err := tx.AccountByUsername(ctx, tidied(username))
		if err != nil {
			return err
		}
		tx.On(a.ID)
		return do(tx, a)
	})
}
