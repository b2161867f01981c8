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

// beside adds the twins of a request among all there are, and what the center
// and the agencies found of them.
func beside(ctx context.Context, tx *store.Tx, d *trace.Dossier) (err error) {
	if d.Links, err = tx.Links(ctx, store.LinkFilter{RequestID: d.Request.ID, Center: true}); err != nil {
		return err
	}
	d.Twins, err = tx.Twins(ctx, store.TwinFilter{Firearm: d.Request.Twin(), Except: d.Request.ID})
	for i := range d.Twins {
		d.Twins[i].Request = d.Twins[i].Request.Outline()
	}
	trace.Judge(d.Twins, d.Links)
	return err
}

// Link says for the center that two requests are about the same firearm, or
// why they are not. No submitter learns of it: it leaves no event, and nobody
// is told. It is a Conflict, link.judged, while something holds that the center
// said of the two before.
func (d *Desk) Link(ctx context.Context, who account.Actor, folio string, l trace.Link) (trace.Link, error) {
	if err := may(who, account.Link); err != nil {
		return l, err
	}
	folio, ok := trace.ParseFolio(folio)
	if !ok {
		return l, missing()
	}
	l.Folio = folio
	l, err := l.Check()
	if err != nil {
		return l, err
	}
	l.ID, l.Center, l.By, l.ByName = "", true, who.ID, who.Name
	_, err = d.act(ctx, who, folio, audit.Linked, func(tx *store.Tx, r *trace.Request) error {
		other, err := tx.Request(ctx, l.Other)
		if fault.Is(err, fault.NotFound) {
			return fault.Check(fault.Problems{{Pointer: "/other", Code: "not_found"}})
		}
		if err != nil {
			return err
		}
		return tx.AddLink(ctx, &l, *r, other)
	})
	return l, err
}

// Unlink undoes what the center said of a request and another. Both acts stay
// on record. What an agency said is the agency's to undo.
func (d *Desk) Unlink(ctx context.Context, who account.Actor, folio, id string) error {
	_, err := d.act(ctx, who, folio, audit.Unlinked, func(tx *store.Tx, r *trace.Request) error {
		list, err := tx.Links(ctx, store.LinkFilter{RequestID: r.ID, Center: true})
		if err != nil {
			return err
		}
		i := slices.IndexFunc(list, func(l trace.Link) bool { return l.ID == id && l.Center })
		if i < 0 {
			return missing()
		}
		return tx.UndoLink(ctx, &list[i], who.ID)
	})
	return err
}
