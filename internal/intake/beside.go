package intake

import (
	"context"
	"slices"

	"rastreo/internal/account"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// beside adds what stands beside a request: its twins, what was found of them,
// and of the links among its events only those the actor may know.
func beside(ctx context.Context, tx *store.Tx, who account.Actor, d *trace.Dossier) (err error) {
	if d.Links, err = tx.Links(ctx, ownLinks(who, d.Request)); err != nil {
		return err
	}
	d.Events = slices.DeleteFunc(d.Events, func(e trace.Event) bool {
		return (e.Code == trace.EventLinked || e.Code == trace.EventUnlinked) && !names(d.Links, e.Params["folio"])
	})
	f := ownTwins(who, d.Request.Firearm)
	f.Except = d.Request.ID
	if d.Twins, err = tx.Twins(ctx, f); err != nil {
		return err
	}
	trace.Judge(d.Twins, d.Links)
	return nil
}

// names tells whether one of the links is with this request.
func names(links []trace.Link, folio string) bool {
	return slices.ContainsFunc(links, func(l trace.Link) bool { return l.Other == folio })
}
