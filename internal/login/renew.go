package login

import (
	"context"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// Username is the actor's own user name.
func (l *Login) Username(ctx context.Context, who account.Actor) (name string, err error) {
	err = l.store.Read(ctx, who, func(tx *store.Tx) error {
		a, err := tx.Account(ctx, who.ID)
		name = a.Username
		return err
	})
	return name, err
}

// ChangePassword gives the actor another password: old is the one of now,
// which whoever used a recovery code need not know. Every other session ends,
// and this one gets a new token. All that is wrong comes at once.
func (l *Login) ChangePassword(ctx context.Context, who account.Actor, old, password string) error {
	if err := account.May(who, account.OwnPassword, nil); err != nil {
		return err
	}
	a, t, err := l.again(ctx, who, who.ID)
	if err != nil {
		return err
	}
	var wrong fault.Problems
	if !who.Renew {
		ok, _, err := l.match(ctx, old, a.Password, priceOf(passwordCost))
		if err != nil {
			return err
		}
		if !ok {
			wrong.Add("/old_password", "old_password", nil)
			if t.n >= mostFailures {
				_ = l.failed(ctx, who, a, t, "login.wrong") // what is told is what is wrong here
			}
		}
	}
	if len(wrong) == 0 {
		if err := l.passed(ctx, a, t, false, ""); err != nil {
			return err
		}
	}
	wrong = append(wrong, l.CheckPassword(a, who.Agency, password)...)
	if err := fault.Check(wrong); err != nil {
		return err
	}
	hash, err := l.Hash(ctx, password)
	if err != nil {
		return err
	}
	err = l.store.Write(ctx, audit.By(who, audit.PasswordChanged, who.ID), func(tx *store.Tx) error {
		if err := tx.SetPassword(ctx, who.ID, hash); err != nil {
			return err
		}
		if _, err := tx.EndSessions(ctx, who.ID, who.Session); err != nil {
			return err
		}
		return tell(ctx, tx, trace.NoticePasswordChanged, who.ID)
	})
	if err != nil {
		return err
	}
	return l.turn(ctx, l.visit(ctx))
}
