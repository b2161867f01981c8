package office

import (
	"context"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// Center returns the tracing center that the actor belongs to and may change.
// To whoever is of another agency it is not there.
func (o *Office) Center(ctx context.Context, who account.Actor) (a account.Agency, err error) {
	err = o.store.Read(ctx, who, func(tx *store.Tx) error {
		a, err = center(ctx, tx, who)
		return err
	})
	return a, err
}

func center(ctx context.Context, tx *store.Tx, who account.Actor) (account.Agency, error) {
	a, err := tx.Agency(ctx, who.AgencyID)
	if err == nil && a.Kind != account.Center {
		err = fault.New(fault.NotFound, "fault.not_found", nil)
	}
	return a, err
}

// SetSecond says whether a result that names a purchaser is for two people to
// find: one proposes it, another approves. Auditors are told when that changes.
// What waits goes on waiting.
func (o *Office) SetSecond(ctx context.Context, who account.Actor, on bool) error {
	act := audit.By(who, audit.CenterChanged, who.AgencyID)
	act.Fields = map[bool]string{true: "second", false: "alone"}[on]
	return o.store.Write(ctx, act, func(tx *store.Tx) error {
		a, err := center(ctx, tx, who)
		if err != nil {
			return err
		}
		if err := account.May(who, account.ChangeCenter, &account.Resource{AgencyID: a.ID}); err != nil {
			return err
		}
		changed, err := tx.SetSecond(ctx, a.ID, on)
		if err != nil || !changed {
			return err
		}
		auditors, err := tx.Holders(ctx, account.Auditor)
		if err != nil {
			return err
		}
		return tx.TellAll(ctx, trace.NoticeCenterSecond, a.Code, auditors)
	})
}
