package notify

import (
	"context"
	"slices"
	"time"

	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// More than so many accounts of one agency that were locked within the window
// are an alarm.
const (
	manyLocked = 3
	lockWindow = 15 * time.Minute
)

// withOthers adds whom else a lock concerns: the administrators of the agency.
// That a name was locked which nobody has concerns nobody.
func (n *Notify) withOthers(ctx context.Context, tx *store.Tx, notices []*trace.Notice) ([]*trace.Notice, error) {
	notices = slices.DeleteFunc(notices, func(x *trace.Notice) bool { return x.AccountID == "" })
	for _, x := range slices.Clone(notices) {
		if x.Code != trace.NoticeLocked {
			continue
		}
		others, err := n.ofLock(ctx, tx, x.AccountID)
		if err != nil {
			return nil, err
		}
		notices = append(notices, others...)
	}
	return notices, nil
}

func (n *Notify) ofLock(ctx context.Context, tx *store.Tx, accountID string) (list []*trace.Notice, err error) {
	a, err := tx.Account(ctx, accountID)
	if err != nil {
		return nil, err
	}
	admins, err := tx.Admins(ctx, a.AgencyID)
	if err != nil {
		return nil, err
	}
	locked, err := tx.Locked(ctx, a.AgencyID, n.now().Add(-lockWindow))
	for _, to := range admins {
		list = append(list, &trace.Notice{AccountID: to, Code: trace.NoticeSomeoneLocked})
		if len(locked) > manyLocked {
			list = append(list, &trace.Notice{AccountID: to, Code: trace.NoticeManyLocked})
		}
	}
	return list, err
}
