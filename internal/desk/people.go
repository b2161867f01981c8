package desk

import (
	"context"
	"strings"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// People finds people by name: a supervisor those of every filing, a tracer
// those of the filings they have worked on. It shows the names alone. A page
// may be short, and have a next, where a name is frequent.
func (d *Desk) People(ctx context.Context, who account.Actor, q, cursor string) (page trace.FoundPage, err error) {
	if err := may(who, account.FindPeople); err != nil {
		return page, err
	}
	f := whom(who, q)
	f.After = cursor
	err = d.store.ReadPersonal(ctx, audit.By(who, audit.PeopleSought, ""), func(tx *store.Tx) error {
		page.Found, page.Next, err = tx.People(ctx, f)
		return err
	})
	return page.Names(), err
}

// whom is whom an actor may find: a tracer those of the filings they have worked
// on.
func whom(who account.Actor, q string) store.PeopleFilter {
	f := store.PeopleFilter{Query: q}
	if who.Role == account.Tracer {
		f.ClaimedBy = who.ID
	}
	return f
}

// Names tells whether what a list searches may be somebody's name: in a name
// there is no digit.
func (l List) Names() bool { return l.Query != "" && !strings.ContainsAny(l.Query, "0123456789") }

// Named lists the requests of the filings that name whoever a list searches, as
// far as the actor may find people, narrowed as the list is. more tells whether
// there may be others, for People to go on with. It is on record as a search for
// people, and shows none.
func (d *Desk) Named(ctx context.Context, who account.Actor, l List) (list []trace.Request, more bool, err error) {
	if err := may(who, account.FindPeople); err != nil {
		return nil, false, err
	}
	err = d.store.ReadPersonal(ctx, audit.By(who, audit.PeopleSought, ""), func(tx *store.Tx) error {
		found, next, err := tx.People(ctx, whom(who, l.Query))
		if more = next != ""; err != nil {
			return err
		}
		f, err := d.part(ctx, tx, who, l)
		if err != nil {
			return err
		}
		var folios []string
		for _, p := range found {
			folios = append(folios, p.Requests...)
		}
		s, _ := search(f, l.Query)
		list, err = tx.RequestsAmong(ctx, folios, s)
		return err
	})
	for i := range list {
		list[i] = list[i].Outline()
	}
	if fault.Is(err, fault.NotFound) {
		return nil, false, nil // an agency nobody knows has no requests
	}
	return list, more, err
}
