package desk

import (
	"context"
	"slices"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// within is in which other requests an actor may learn of what a request has: of
// people and places as far as they may find people (see whom), of none that is
// left to a few who do not name them.
func within(who account.Actor, r trace.Request) store.SeenFilter {
	return store.SeenFilter{SeizureID: r.SeizureID, RequestID: r.ID, For: who.ID, ClaimedBy: whom(who, "").ClaimedBy}
}

// SeenIn lists the outlines of the other requests that have what of a request a
// code names (see trace.Seen), to whoever may see the people of the request and
// has said what for; it is Invalid while that was not said. It is on record as a
// reading of the request, with the code.
func (d *Desk) SeenIn(ctx context.Context, who account.Actor, folio, code, cursor string) (r trace.Request, seen trace.Seen, page Page, err error) {
	if err := may(who, account.OpenRequest); err != nil {
		return r, seen, page, err
	}
	folio, st, err := d.opened(ctx, who, folio)
	if err != nil {
		return r, seen, page, err
	}
	act := audit.By(who, audit.RequestRead, folio)
	act.Purpose, act.Fields = st.Purpose, code
	err = d.store.ReadPersonal(ctx, act, func(tx *store.Tx) error {
		if r, err = tx.Request(ctx, folio); err != nil {
			return err
		}
		now, err := tx.Standing(ctx, who, folio)
		if err != nil {
			return err
		}
		if !mayKnow(who, now) {
			return missing()
		}
		known, err := tx.Dossier(ctx, r)
		if err != nil {
			return err
		}
		sought := known.Sought()
		i := slices.IndexFunc(sought, func(x trace.Seen) bool { return x.Code == code })
		if i < 0 {
			return missing()
		}
		seen = sought[i]
		page.Requests, page.Next, err = tx.SeenIn(ctx, seen, within(who, r), cursor)
		return err
	})
	if err != nil {
		return trace.Request{}, trace.Seen{}, Page{}, err
	}
	for i := range page.Requests {
		page.Requests[i] = page.Requests[i].Outline()
	}
	return r, seen, page, nil
}

// opened is how the actor stands to a request whose people they have opened. It
// is Invalid while they have not said what for; that they looked is on record.
func (d *Desk) opened(ctx context.Context, who account.Actor, typed string) (folio string, st store.Standing, err error) {
	folio, ok := trace.ParseFolio(typed)
	if !ok || !trace.IsRequest(folio) {
		return "", st, missing()
	}
	err = d.store.Read(ctx, who, func(tx *store.Tx) error {
		st, err = tx.Standing(ctx, who, folio)
		return err
	})
	if err != nil || mayKnow(who, st) {
		return folio, st, err
	}
	if err := d.seen(ctx, who, folio); err != nil {
		return folio, st, err
	}
	if err := account.May(who, account.OpenRequest, &st.Resource); err != nil {
		return folio, st, err
	}
	return folio, st, fault.Check(fault.Problems{{Pointer: "/purpose", Code: "required"}})
}
