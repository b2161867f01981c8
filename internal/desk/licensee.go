package desk

import (
	"context"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/firearm"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// Seek says which part of the directory to list: those found by the beginnings
// of words of their names and city, or by a license number.
type Seek struct {
	Query  string
	State  string
	Cursor string
	Limit  int // 0 is a usual page
}

// Licensees lists the directory by name. next is the cursor of the page after
// it, "" at the end.
func (d *Desk) Licensees(ctx context.Context, who account.Actor, s Seek) (list []trace.Licensee, next string, err error) {
	if err := may(who, account.ReadLicensees); err != nil {
		return nil, "", err
	}
	err = d.store.Read(ctx, who, func(tx *store.Tx) error {
		list, next, err = tx.Licensees(ctx, store.LicenseeFilter{
			Terms: store.LicenseeTerms(s.Query), State: s.State, After: s.Cursor, Limit: s.Limit,
		})
		return err
	})
	return list, next, err
}

// Licensee returns one of the directory.
func (d *Desk) Licensee(ctx context.Context, who account.Actor, id string) (l trace.Licensee, err error) {
	if err := may(who, account.ReadLicensees); err != nil {
		return l, err
	}
	err = d.store.Read(ctx, who, func(tx *store.Tx) error {
		l, err = tx.Licensee(ctx, id)
		return err
	})
	return l, err
}

// AddLicensee adds somebody to the directory.
func (d *Desk) AddLicensee(ctx context.Context, who account.Actor, l trace.Licensee) (trace.Licensee, error) {
	l.ID = ""
	return d.keep(ctx, who, audit.LicenseeAdded, l, (*store.Tx).AddLicensee)
}

// ChangeLicensee keeps what was changed of the version that was read, and is
// Stale if somebody changed it meanwhile.
func (d *Desk) ChangeLicensee(ctx context.Context, who account.Actor, l trace.Licensee) (trace.Licensee, error) {
	return d.keep(ctx, who, audit.LicenseeChanged, l, (*store.Tx).ChangeLicensee)
}

// keep writes a checked licensee. Whoever has its license already is named.
func (d *Desk) keep(
	ctx context.Context, who account.Actor, verb audit.Verb, l trace.Licensee, write func(*store.Tx, context.Context, *trace.Licensee, string) error,
) (trace.Licensee, error) {
	if err := may(who, account.KeepLicensees); err != nil {
		return l, err
	}
	checked, err := l.Check(d.here(who))
	if err != nil {
		return l, err
	}
	err = d.store.Write(ctx, audit.By(who, verb, l.ID), func(tx *store.Tx) error {
		if checked.ID != "" {
			if _, err := tx.Licensee(ctx, checked.ID); err != nil {
				return err
			}
		}
		has, err := tx.Licensed(ctx, firearm.FFL(checked.FFL))
		switch {
		case err == nil && has.ID != checked.ID:
			var p fault.Problems
			p.Add("/ffl", "taken", fault.Args{"name": has.Called()})
			return fault.Check(p)
		case err != nil && !fault.Is(err, fault.NotFound):
			return err
		}
		err = write(tx, ctx, &checked, who.ID)
		tx.On(checked.ID)
		return err
	})
	return checked, err
}
