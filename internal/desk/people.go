package desk

import (
	"context"

	"rastreo/internal/account"
	"rastreo/internal/audit"
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
	f := store.PeopleFilter{Query: q, After: cursor}
	if who.Role == account.Tracer {
		f.ClaimedBy = who.ID
	}
	err = d.store.ReadPersonal(ctx, audit.By(who, audit.PeopleSought, ""), func(tx *store.Tx) error {
		page.Found, page.Next, err = tx.People(ctx, f)
		return err
	})
	return page.Names(), err
}
