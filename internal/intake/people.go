package intake

import (
	"context"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// PeoplePage is one page of people and the cursor of older ones, "" at the end.
type PeoplePage struct {
	Found []trace.Found
	Next  string
}

// People finds people by name in the filings that the actor may read. A page
// may be short, and have a next, where a name is frequent.
func (in *Intake) People(ctx context.Context, who account.Actor, q, cursor string) (page PeoplePage, err error) {
	if err := requester(who); err != nil {
		return page, err
	}
	f := store.PeopleFilter{Query: q, AgencyID: who.AgencyID, After: cursor}
	if who.Role == account.Submitter {
		f.FiledBy = who.ID
	}
	err = in.store.ReadPersonal(ctx, audit.By(who, audit.PeopleSought, ""), func(tx *store.Tx) error {
		page.Found, page.Next, err = tx.People(ctx, f)
		return err
	})
	return page, err
}

// Postal returns the settlements of a Mexican postal code, none where nobody
// has loaded the list.
func (in *Intake) Postal(ctx context.Context, code string) (list []trace.Colonia, err error) {
	err = in.store.Read(ctx, func(tx *store.Tx) error {
		list, err = tx.Colonias(ctx, code)
		return err
	})
	return list, err
}
