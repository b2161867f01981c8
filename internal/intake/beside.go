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
	outlined(who, d.Twins)
	trace.Judge(d.Twins, d.Links)
	return nil
}

// outlined leaves of each twin what its reader may know.
func outlined(who account.Actor, twins []trace.Twin) {
	for i := range twins {
		twins[i].Request = outline(who, twins[i].Request)
	}
}

// outline is what somebody is shown of a colleague's request: what it is about
// and how far it is. Where it was found, and what was written in words, which
// may name people, stay with those who may read it.
func outline(who account.Actor, r trace.Request) trace.Request {
	if on := r.Resource(); account.Can(who, account.ReadRequest, &on) {
		return r
	}
	g := r.Firearm
	g.Priority, g.Justification, g.Instructions, g.SameAs, g.Kept = "", "", "", "", nil
	return trace.Request{
		ID: r.ID, Folio: r.Folio, AgencyID: r.AgencyID, Agency: r.Agency, FiledBy: r.FiledBy, FiledAt: r.FiledAt,
		Status: r.Status, Firearm: g,
	}
}
