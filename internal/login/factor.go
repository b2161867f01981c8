package login

import (
	"context"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// Factors returns the actor's own factors, oldest first, and how many recovery
// codes are left.
func (l *Login) Factors(ctx context.Context, who account.Actor) (factors []account.Factor, codes int, err error) {
	if err := account.May(who, account.OwnFactors, nil); err != nil {
		return nil, 0, err
	}
	return l.owned(ctx, who.ID)
}

// RemoveFactor removes one of the actor's own factors. It is a Conflict if
// what is left would not be enough to sign in.
func (l *Login) RemoveFactor(ctx context.Context, who account.Actor, id string) error {
	if err := account.May(who, account.OwnFactors, nil); err != nil {
		return err
	}
	return l.store.Write(ctx, audit.By(who, audit.FactorRemoved, id), func(tx *store.Tx) error {
		if err := tx.DropFactor(ctx, who.ID, id); err != nil {
			return err
		}
		left, err := tx.Factors(ctx, who.ID)
		if err != nil {
			return err
		}
		if s := open(left); !l.OneFactor && !s.Passkey && (who.Role.Privileged() || !s.TOTP) {
			return fault.New(fault.Conflict, "factor.last", nil)
		}
		return tell(ctx, tx, trace.NoticeFactorRemoved, who.ID)
	})
}
