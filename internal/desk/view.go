package desk

import (
	"context"
	"net/url"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// View is a part of the queue under a name, with how many requests are in it.
type View struct {
	trace.View
	List  List
	Count int // at most MostCounted; -1 where it searches, which is not counted
}

// MostCounted bounds a count: as many or more.
const MostCounted = 1000

// mostFilter is how long a list may be that is kept, as an address says it:
// everybody with whom it is shared reads it with every page of the queue.
const mostFilter = 500

// Values are what an address says of a list, without the page of it. One's own
// claims are a tracer's, so that a view that is shared is each reader's own.
func (l List) Values() url.Values {
	if l.Mine {
		l.Tracer = trace.TracerMe
	}
	q := url.Values{}
	for name, value := range map[string]string{
		"status": l.Status, "agency": l.Agency, "priority": l.Priority, "due": l.Due, "tracer": l.Tracer, "q": l.Query,
	} {
		if value != "" {
			q.Set(name, value)
		}
	}
	return q
}

// ListOf is the list that an address says.
func ListOf(q url.Values) List {
	return List{
		Status: q.Get("status"), Agency: q.Get("agency"), Priority: q.Get("priority"), Due: q.Get("due"), Tracer: q.Get("tracer"), Query: q.Get("q"),
	}
}

// Views are those of the actor in their order, and then what others share.
func (d *Desk) Views(ctx context.Context, who account.Actor) (out []View, err error) {
	if err := may(who, account.ReadQueue); err != nil {
		return nil, err
	}
	err = d.store.Read(ctx, who, func(tx *store.Tx) error {
		list, err := tx.Views(ctx, who.ID)
		for _, v := range list {
			one := View{View: v, Count: -1}
			if q, bad := url.ParseQuery(v.Filter); bad == nil {
				one.List = ListOf(q)
			}
			if one.List.Query == "" {
				if one.Count, err = d.count(ctx, tx, who, one.List); err != nil {
					return err
				}
			}
			out = append(out, one)
		}
		return err
	})
	return out, err
}

// count counts a list. Of an agency or a tracer whom nobody knows any more there
// is nothing.
func (d *Desk) count(ctx context.Context, tx *store.Tx, who account.Actor, l List) (int, error) {
	f, err := d.part(ctx, tx, who, l)
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Invalid) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return tx.CountQueue(ctx, f, MostCounted)
}

// Main is what an address says of the list that the actor's queue opens with, ""
// for the usual one.
func (d *Desk) Main(ctx context.Context, who account.Actor) (filter string, err error) {
	if err := may(who, account.ReadQueue); err != nil {
		return "", err
	}
	err = d.store.Read(ctx, who, func(tx *store.Tx) error {
		v, err := tx.MainView(ctx, who.ID)
		filter = v.Filter
		return err
	})
	if fault.Is(err, fault.NotFound) {
		err = nil
	}
	return filter, err
}

// View returns one of the actor's own.
func (d *Desk) View(ctx context.Context, who account.Actor, id string) (v trace.View, err error) {
	if err := may(who, account.KeepViews); err != nil {
		return v, err
	}
	err = d.store.Read(ctx, who, func(tx *store.Tx) error {
		v, err = tx.View(ctx, who.ID, id)
		return err
	})
	return v, err
}

// KeepView keeps a list under a name.
func (d *Desk) KeepView(ctx context.Context, who account.Actor, v trace.View, l List) (trace.View, error) {
	if v.Filter = l.Values().Encode(); len(v.Filter) > mostFilter {
		return v, fault.Check(fault.Problems{{Pointer: "/q", Code: "max", Args: fault.Args{"limit": mostFilter}}})
	}
	return d.keepView(ctx, who, audit.ViewKept, v, func(tx *store.Tx, v *trace.View) error { return tx.AddView(ctx, v) })
}

// ChangeView changes a view's name, whom it is shared with and whether the queue
// opens with it.
func (d *Desk) ChangeView(ctx context.Context, who account.Actor, v trace.View) (trace.View, error) {
	return d.keepView(ctx, who, audit.ViewChanged, v, func(tx *store.Tx, v *trace.View) error { return tx.ChangeView(ctx, *v) })
}

func (d *Desk) keepView(ctx context.Context, who account.Actor, verb audit.Verb, v trace.View, write func(*store.Tx, *trace.View) error) (trace.View, error) {
	if err := may(who, account.KeepViews); err != nil {
		return v, err
	}
	if v.Shared {
		if err := may(who, account.ShareViews); err != nil {
			return v, err
		}
	}
	v, err := v.Check()
	if err != nil {
		return v, err
	}
	v.AccountID = who.ID
	err = d.store.Write(ctx, audit.By(who, verb, v.ID), func(tx *store.Tx) error {
		err := write(tx, &v)
		tx.On(v.ID)
		return err
	})
	return v, err
}

// RaiseView puts a view before the one above it.
func (d *Desk) RaiseView(ctx context.Context, who account.Actor, id string) error {
	return d.alter(ctx, who, audit.ViewChanged, id, (*store.Tx).RaiseView)
}

// DeleteView forgets a view.
func (d *Desk) DeleteView(ctx context.Context, who account.Actor, id string) error {
	return d.alter(ctx, who, audit.ViewDeleted, id, (*store.Tx).DeleteView)
}

func (d *Desk) alter(
	ctx context.Context, who account.Actor, verb audit.Verb, id string, f func(tx *store.Tx, ctx context.Context, accountID, id string) error,
) error {
	if err := may(who, account.KeepViews); err != nil {
		return err
	}
	return d.store.Write(ctx, audit.By(who, verb, id), func(tx *store.Tx) error { return f(tx, ctx, who.ID, id) })
}
