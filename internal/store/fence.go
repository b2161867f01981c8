package store

import (
	"context"

	"rastreo/internal/account"
	"rastreo/internal/db"
)

// fence is how far the database lets somebody reach, whatever they ask for:
// those who ask for traces to what is their agency's, is shared with them or
// their own; the tracing center and the house itself to everything; everybody
// else to their own. It is the second fence: who may what is account.May's, and
// is narrower. It does not look at the clock: who is on a list, or reads what
// is shared, for a while is let through until the row is gone.
func fence(who account.Actor) db.Fence {
	switch {
	case who.House(), who.Role.Staff():
		return db.Fence{Account: who.ID, All: true}
	case who.Role.Requester():
		return db.Fence{Account: who.ID, Agency: who.AgencyID}
	}
	return db.Fence{Account: who.ID}
}

// Across runs f with the fence lifted, for what rightly reaches beyond whoever
// acts: each use says why, and a test lists them.
func (tx *Tx) Across(ctx context.Context, f func() error) error { return tx.sql.Across(ctx, f) }
