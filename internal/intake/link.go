package intake

import (
	"context"
	"slices"
	"strconv"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// Link says of a request of the actor's and another of their agency that they
// are about the same firearm, or about different ones. It is a Conflict,
// link.judged, while something holds that the agency said of the two before.
func (in *Intake) Link(ctx context.Context, who account.Actor, folio string, l trace.Link) (trace.Link, error) {
	folio, l, err := asked(who, folio, l)
	if err != nil {
		return l, err
	}
	err = in.store.Write(ctx, audit.By(who, audit.Linked, folio), func(tx *store.Tx) error {
		r, other, err := both(ctx, tx, who, folio, l.Other)
		if err != nil {
			return err
		}
		return link(ctx, tx, who, &l, r, other)
	})
	return l, err
}

// asked checks a link that somebody asks for.
func asked(who account.Actor, folio string, l trace.Link) (string, trace.Link, error) {
	if err := may(who, account.Link); err != nil {
		return "", l, err
	}
	folio, ok := trace.ParseFolio(folio)
	if !ok {
		return "", l, missing()
	}
	l.Folio = folio
	l, err := l.Check()
	return folio, l, err
}

// both holds a request of the actor's and another of their agency. The one with
// the smaller folio is held first, so that two who link the same pair do not
// wait for each other. A second one of another agency is a problem of what was
// typed, as one that does not exist.
func both(ctx context.Context, tx *store.Tx, who account.Actor, folio, other string) (r, o trace.Request, err error) {
	var without error // the second is not there; whether the first is comes before
	for _, f := range sorted(folio, other) {
		find := own
		if f == other {
			find = kindred
		}
		held, err := find(ctx, tx, who, account.Link, f, tx.HoldRequest)
		switch {
		case fault.Is(err, fault.NotFound) && f == other:
			without = fault.Check(fault.Problems{{Pointer: "/other", Code: "not_found"}})
		case err != nil:
			return r, o, err
		case f == folio:
			r = held
		default:
			o = held
		}
	}
	return r, o, without
}

// kindred returns a request of the actor's agency, whoever filed it: the same
// firearm sent twice is most often sent by two colleagues. It says nothing of
// the people of a seizure.
func kindred(ctx context.Context, tx *store.Tx, who account.Actor, _ account.Act, folio string, find finder) (trace.Request, error) {
	return allowed(ctx, tx, who, folio, find, func(st store.Standing) error {
		if st.AgencyID != who.AgencyID || st.Hidden() {
			return missing()
		}
		return nil
	})
}

// Kindred returns the outline of a request of the actor's agency, to be held
// against a firearm of their own.
func (in *Intake) Kindred(ctx context.Context, who account.Actor, folio string) (r trace.Request, err error) {
	if err := may(who, account.Link); err != nil {
		return r, err
	}
	folio, ok := trace.ParseFolio(folio)
	if !ok {
		return r, missing()
	}
	err = in.store.ReadPersonal(ctx, audit.By(who, audit.TwinsSought, folio), func(tx *store.Tx) error {
		r, err = kindred(ctx, tx, who, account.Link, folio, tx.Request)
		return err
	})
	return outline(who, r), err
}

func sorted(folios ...string) []string {
	slices.Sort(folios)
	return folios
}

// link notes what the agency found of two of its requests, and that it did
// with both of them.
func link(ctx context.Context, tx *store.Tx, who account.Actor, l *trace.Link, r, other trace.Request) error {
	l.ID, l.Center, l.By, l.ByName = "", false, who.ID, who.Name
	if err := tx.AddLink(ctx, l, r, other); err != nil {
		return err
	}
	if l.Verdict != trace.SameFirearm {
		return nil
	}
	return tellBoth(ctx, tx, who, trace.EventLinked, r, other)
}

// tellBoth records an event of two requests, each with the other's folio.
func tellBoth(ctx context.Context, tx *store.Tx, who account.Actor, code trace.Code, r, other trace.Request) error {
	for _, p := range [][2]trace.Request{{r, other}, {other, r}} {
		e := trace.Event{RequestID: p[0].ID, By: who.ID, Code: code, Params: map[string]string{"folio": p[1].Folio}}
		if err := tx.AddEvent(ctx, &e); err != nil {
			return err
		}
	}
	return nil
}

// Unlink undoes what the agency said of a request and another. Both acts stay
// on record.
func (in *Intake) Unlink(ctx context.Context, who account.Actor, folio, id string) error {
	if err := may(who, account.Link); err != nil {
		return err
	}
	folio, ok := trace.ParseFolio(folio)
	if !ok {
		return missing()
	}
	return in.store.Write(ctx, audit.By(who, audit.Unlinked, folio), func(tx *store.Tx) error {
		l, err := ownLink(ctx, tx, who, folio, id)
		if err != nil {
			return err
		}
		r, other, err := both(ctx, tx, who, folio, l.Other)
		if err != nil {
			return err
		}
		if err := tx.UndoLink(ctx, &l, who.ID); err != nil || l.Verdict != trace.SameFirearm {
			return err
		}
		return tellBoth(ctx, tx, who, trace.EventUnlinked, r, other)
	})
}

// ownLink returns a link of a request by its id, if the actor may know of it.
func ownLink(ctx context.Context, tx *store.Tx, who account.Actor, folio, id string) (trace.Link, error) {
	r, err := own(ctx, tx, who, account.Link, folio, tx.Request)
	if err != nil {
		return trace.Link{}, err
	}
	list, err := tx.Links(ctx, agencyLinks(r))
	if err != nil {
		return trace.Link{}, err
	}
	if i := slices.IndexFunc(list, func(l trace.Link) bool { return l.ID == id }); i >= 0 {
		return list[i], nil
	}
	return trace.Link{}, missing()
}

// agencyLinks asks for what the agency found of a request: never what the
// center did.
func agencyLinks(r trace.Request) store.LinkFilter { return store.LinkFilter{RequestID: r.ID} }

// others holds the requests that firearms of a filing are said to be the same
// as, by the index of the firearm. One of another agency is a problem of the
// filing, as one that does not exist.
func others(ctx context.Context, tx *store.Tx, who account.Actor, f trace.Filing) (map[int]trace.Request, error) {
	held, found, p := map[string]trace.Request{}, map[int]trace.Request{}, fault.Problems{}
	for _, folio := range wanted(f) {
		r, err := kindred(ctx, tx, who, account.Link, folio, tx.HoldRequest)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return nil, err
		}
		if err == nil {
			held[folio] = r
		}
	}
	for i, g := range f.Firearms {
		r, ok := held[g.SameAs]
		switch {
		case ok:
			found[i] = r
		case g.SameAs != "":
			p.Add("/firearms/"+strconv.Itoa(i)+"/same_as", "not_found", nil)
		}
	}
	return found, fault.Check(p)
}

// wanted are the folios that a filing names, in the order in which requests
// are held.
func wanted(f trace.Filing) (folios []string) {
	for _, g := range f.Firearms {
		if g.SameAs != "" {
			folios = append(folios, g.SameAs)
		}
	}
	return slices.Compact(sorted(folios...))
}

// linkFiled links the requests just filed with those they are said to be.
func linkFiled(ctx context.Context, tx *store.Tx, who account.Actor, filed []trace.Request, others map[int]trace.Request) error {
	for i, r := range filed {
		if other, ok := others[i]; ok {
			if err := link(ctx, tx, who, &trace.Link{Verdict: trace.SameFirearm}, r, other); err != nil {
				return err
			}
		}
	}
	return nil
}
