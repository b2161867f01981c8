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
	var folios []string
	for _, l := range d.Links {
		folios = append(folios, l.Other)
	}
	for _, e := range d.Events {
		if folio := e.Params["folio"]; folio != "" {
			folios = append(folios, folio)
		}
	}
	unknown, err := unknowns(ctx, tx, who, append(folios, named(d.Request.SameAs, d.Request.Report)...))
	if err != nil {
		return err
	}
	d.Links = slices.DeleteFunc(d.Links, func(l trace.Link) bool { return unknown(l.Other) })
	d.Events = slices.DeleteFunc(d.Events, func(e trace.Event) bool { return unknown(e.Params["folio"]) })
	quieted(&d.Request, unknown)
	return hushAll(ctx, tx, who, d.Seizure.Requests)
}

// hushAll takes from requests every mention of another that the actor may not
// know of.
func hushAll(ctx context.Context, tx *store.Tx, who account.Actor, list []trace.Request) error {
	var folios []string
	for _, r := range list {
		folios = append(folios, named(r.SameAs, r.Report)...)
	}
	unknown, err := unknowns(ctx, tx, who, folios)
	for i := range list {
		quieted(&list[i], unknown)
	}
	return err
}

// quieted takes from a request what mentions another that is unknown.
func quieted(r *trace.Request, unknown func(folio string) bool) {
	r.Report.Advice = unadvised(r.Report, unknown)
	if unknown(r.SameAs) {
		r.SameAs = ""
	}
}

func unadvised(r firearm.Report, unknown func(folio string) bool) []firearm.Advice {
	return slices.DeleteFunc(r.Advice, func(a firearm.Advice) bool { return unknown(a.Params["folio"]) })
}

// unknowns tells of the folios of requests, or of none, which the actor may
// not know of.
func unknowns(ctx context.Context, tx *store.Tx, who account.Actor, folios []string) (unknown func(folio string) bool, err error) {
	var known map[string]bool
	if len(folios) > 0 {
		known, err = tx.Known(ctx, who.ID, folios)
	}
	return func(folio string) bool { return folio != "" && !known[folio] }, err
}

// named are the folios of other requests that a request names.
func named(sameAs string, report firearm.Report) (folios []string) {
	if sameAs != "" {
		folios = append(folios, sameAs)
	}
	for _, a := range report.Advice {
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
