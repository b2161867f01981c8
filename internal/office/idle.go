package office

import (
	"context"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// An account that nobody has used for ninety days is shut (CJIS AC-2); its
// administrators are told fifteen days before.
const (
	idleMost   = 90 * 24 * time.Hour
	idleNotice = 15 * 24 * time.Hour
	idleBatch  = 100
)

// Tend ends what has had its time: changes that nobody decided, and accounts
// that nobody uses. It returns how many it touched.
func (o *Office) Tend(ctx context.Context) (n int, err error) {
	for _, task := range []func(context.Context) (int, error){o.expire, o.warn, o.end} {
		done, err := task(ctx)
		if n += done; err != nil {
			return n, err
		}
	}
	return n, nil
}

// expire ends changes that nobody decided in seven days.
func (o *Office) expire(ctx context.Context) (n int, err error) {
	var due bool
	err = o.store.Read(ctx, store.House, func(tx *store.Tx) error {
		due, err = tx.ChangesExpired(ctx)
		return err
	})
	if err != nil || !due {
		return 0, err
	}
	err = o.store.Write(ctx, audit.Act{Verb: audit.ChangeRefused, Outcome: account.Expired}, func(tx *store.Tx) error {
		list, err := tx.ExpireChanges(ctx, idleBatch)
		for _, c := range list {
			if err := undo(ctx, tx, c); err != nil {
				return err
			}
			if err := tell(ctx, tx, c.By, trace.NoticeDecided, c.ID); err != nil {
				return err
			}
		}
		n = len(list)
		return err
	})
	return n, err
}

// warn sets when an unused account ends, and tells. Where nobody looked for
// longer, such as after an upgrade, it has fifteen days from now.
func (o *Office) warn(ctx context.Context) (n int, err error) {
	var list []store.Idle
	err = o.store.Read(ctx, store.House, func(tx *store.Tx) error {
		list, err = tx.IdleAccounts(ctx, o.Now().Add(idleNotice-idleMost), idleBatch)
		return err
	})
	for _, a := range list {
		end := a.Since.Add(idleMost)
		if !o.Now().Before(end) {
			end = o.Now().Add(idleNotice)
		}
		act := audit.Act{Verb: audit.AccountChanged, On: a.AccountID, Fields: "unused_at"}
		err := o.store.Write(ctx, act, func(tx *store.Tx) error {
			if err := tx.EndUnused(ctx, a.AccountID, end); err != nil {
				return err
			}
			return tellAdmins(ctx, tx, a.AgencyID, trace.NoticeIdle, a.AccountID)
		})
		if err != nil && !fault.Is(err, fault.NotFound) {
			return n, err
		}
		n++
	}
	return n, err
}

// end shuts the accounts whose time has come.
func (o *Office) end(ctx context.Context) (n int, err error) {
	var list []store.Idle
	err = o.store.Read(ctx, store.House, func(tx *store.Tx) error {
		list, err = tx.EndingAccounts(ctx, idleBatch)
		return err
	})
	for _, a := range list {
		err := o.store.Write(ctx, audit.Act{Verb: audit.AccountDisabled, On: a.AccountID}, func(tx *store.Tx) error {
			if err := tx.ShutUnused(ctx, a.AccountID); err != nil {
				return err // back meanwhile
			}
			if err := disable(ctx, tx, a.AccountID); err != nil {
				return err
			}
			return tellAdmins(ctx, tx, a.AgencyID, trace.NoticeIdleEnded, a.AccountID)
		})
		if err != nil && !fault.Is(err, fault.NotFound) {
			return n, err
		}
		n++
	}
	return n, err
}
