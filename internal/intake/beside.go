package intake

import (
	"context"

	"rastreo/internal/account"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// beside adds what stands beside a request: its twins within the agency and
// what the agency found of them.
func beside(ctx context.Context, tx *store.Tx, who account.Actor, d *trace.Dossier) (err error) {
	if d.Links, err = tx.Links(ctx, agencyLinks(d.Request)); err != nil {
		return err
	}
	f := agencyTwins(who, d.Request.Firearm)
	f.Except = d.Request.ID
	if d.Twins, err = tx.Twins(ctx, f); err != nil {
		return err
	}
	trace.Judge(d.Twins, d.Links)
	return nil
}
