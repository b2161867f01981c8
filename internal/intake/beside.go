package intake

import (
	"context"
	"slices"

	"rastreo/internal/account"
	"rastreo/internal/firearm"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// beside adds what stands beside a request: its twins within the agency and
// what the agency found of them; and takes away what names a request of which
// the actor may not know.
func beside(ctx context.Context, tx *store.Tx, who account.Actor, d *trace.Dossier) (err error) {
	if d.Links, err = tx.Links(ctx, agencyLinks(d.Request)); err != nil {
		return err
	}
	f := agencyTwins(who, d.Request.Firearm)
	f.Except = d.Request.ID
	if d.Twins, err = tx.Twins(ctx, f); err != nil {
		return err
	}
	if err := hush(ctx, tx, who, d); err != nil {
		return err
	}
	outlined(who, d.Twins)
	trace.Judge(d.Twins, d.Links)
	return nil
}

// hush takes away every mention of a request that the actor may not know of.
func hush(ctx context.Context, tx *store.Tx, who account.Actor, d *trace.Dossier) error {
	folios := mentioned(*d)
	if len(folios) == 0 {
		return nil
	}
	known, err := tx.Known(ctx, who.ID, folios)
	if err != nil {
		return err
	}
	unknown := func(folio string) bool { return folio != "" && !known[folio] }
	d.Links = slices.DeleteFunc(d.Links, func(l trace.Link) bool { return unknown(l.Other) })
	d.Events = slices.DeleteFunc(d.Events, func(e trace.Event) bool { return unknown(e.Params["folio"]) })
	advice := &d.Request.Report.Advice
	*advice = slices.DeleteFunc(*advice, func(a firearm.Advice) bool { return unknown(a.Params["folio"]) })
	if unknown(d.Request.SameAs) {
		d.Request.SameAs = ""
	}
	return nil
}

// mentioned are the folios of other requests that stand in a dossier.
func mentioned(d trace.Dossier) (folios []string) {
	if d.Request.SameAs != "" {
		folios = append(folios, d.Request.SameAs)
	}
	for _, l := range d.Links {
		folios = append(folios, l.Other)
	}
	for _, e := range d.Events {
		if folio := e.Params["folio"]; folio != "" {
			folios = append(folios, folio)
		}
	}
	for _, a := range d.Request.Report.Advice {
		if folio := a.Params["folio"]; folio != "" {
			folios = append(folios, folio)
		}
	}
	return folios
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
	on := r.Resource()
	on.Named = on.Restricted // whoever is shown it may know of it
	if account.Can(who, account.ReadRequest, &on) {
		return wordless(who, r)
	}
	g := r.Firearm
	g.Priority, g.Justification, g.Instructions, g.SameAs, g.Kept = "", "", "", "", nil
	return trace.Request{
		ID: r.ID, Folio: r.Folio, AgencyID: r.AgencyID, Agency: r.Agency, FiledBy: r.FiledBy, FiledAt: r.FiledAt,
		Status: r.Status, Firearm: g,
	}
}
