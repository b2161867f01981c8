package intake

import (
	"context"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// People finds people by name in the filings that the actor may read. A page
// may be short, and have a next, where a name is frequent. Of people whom others
// filed it shows the names alone.
func (in *Intake) People(ctx context.Context, who account.Actor, q, cursor string) (page trace.FoundPage, err error) {
	if err := may(who, account.FindPeople); err != nil {
		return page, err
	}
	f := store.PeopleFilter{Query: q, AgencyID: who.AgencyID, For: who.ID, After: cursor}
	if who.Role != account.Coordinator {
		f.FiledBy = who.ID
	}
	err = in.store.ReadPersonal(ctx, audit.By(who, audit.PeopleSought, ""), func(tx *store.Tx) error {
		page.Found, page.Next, err = tx.People(ctx, f)
		return err
	})
	if f.FiledBy == "" {
		page = page.Names()
	}
	return page, err
}
