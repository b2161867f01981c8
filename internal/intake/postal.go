package intake

import (
	"context"

	"rastreo/internal/audit"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// Postal returns the settlements of a Mexican postal code, none where nobody
// has loaded the list.
func (in *Intake) Postal(ctx context.Context, code string) (list []trace.Colonia, err error) {
	err = in.store.Read(ctx, store.House, func(tx *store.Tx) error {
		list, err = tx.Colonias(ctx, code)
		return err
	})
	return list, err
}

// LoadPostal puts a list of settlements in the place of the one there is, in
// one act: nobody ever sees a part of it. It returns how many were there before
// and how many are now; those that the list names twice count once. version
// names the list in the log.
func (in *Intake) LoadPostal(ctx context.Context, list []trace.Colonia, version string) (before, now int, err error) {
	act := audit.Act{Verb: audit.CatalogLoaded, On: version}
	err = in.store.Write(ctx, act, func(tx *store.Tx) error {
		if before, err = tx.DropColonias(ctx); err != nil {
			return err
		}
		now, err = tx.AddColonias(ctx, list)
		return err
	})
	return before, now, err
}
