package intake

import (
	"context"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// Export returns a seizure as Seizure does, to be taken out of the house; the
// log says so.
func (in *Intake) Export(ctx context.Context, who account.Actor, folio string) (s trace.Seizure, err error) {
	if err := may(who, account.ExportSeizure); err != nil {
		return s, err
	}
	folio, ok := trace.ParseFolio(folio)
	if !ok || trace.IsRequest(folio) {
		return s, missing()
	}
	err = in.look(ctx, who, audit.By(who, audit.SeizureExported, folio), func(tx *store.Tx, st store.Standing) error {
		if err := account.May(who, account.ExportSeizure, &st.Resource); err != nil {
			return err
		}
		s, err = read(ctx, tx, who, st)
		return err
	})
	return s, err
}

// WithdrawAll takes chosen requests of one seizure back, each as Withdraw does
// and on record by itself, and returns how many. Those that have ended meanwhile
// stay as they are. It stops at the first that cannot be taken back otherwise.
func (in *Intake) WithdrawAll(ctx context.Context, who account.Actor, folios []string, reason string) (n int, err error) {
	if _, err := (trace.Withdrawal{Reason: reason}).Check(); err != nil {
		return 0, err
	}
	for _, folio := range folios {
		_, err := in.Withdraw(ctx, who, folio, reason)
		switch {
		case err == nil:
			n++
		case !fault.Is(err, fault.Conflict):
			return n, err
		}
	}
	return n, nil
}
