package share

import (
	"context"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// Lure is a decoy, and a page of the events by which others than its maker
// opened it, newest first; Next is the cursor of the next.
type Lure struct {
	trace.Decoy // without an id where the seizure is none
	Folio       string
	Opened      []audit.Entry
	Next        string
}

// lurePage is how many openings or decoys a page shows.
const lurePage = 50

// Lure tells whoever filed a seizure whether it is a decoy, and who opened it.
// To everybody else it is not found, whatever it is.
func (s *Share) Lure(ctx context.Context, who account.Actor, folio, cursor string) (l Lure, err error) {
	if folio, err = seizureFolio(who, account.MarkDecoy, folio); err != nil {
		return l, err
	}
	l.Folio = folio
	err = s.store.ReadPersonal(ctx, audit.By(who, audit.DecoysRead, folio), func(tx *store.Tx) error {
		st, err := stands(ctx, tx, who, account.MarkDecoy, folio)
		if err != nil {
			return err
		}
		if l.Decoy, err = tx.HeldDecoy(ctx, st.SeizureID); fault.Is(err, fault.NotFound) {
			return nil
		}
		if err == nil {
			l.Opened, l.Next, err = tx.Lured(ctx, l.ID, cursor, lurePage)
		}
		return err
	})
	return l, err
}

// MarkDecoy makes a decoy of a seizure that the actor filed with invented data
// and whose requests have all ended. From then on its maker and every auditor
// are told when somebody else opens it; nobody else can know.
func (s *Share) MarkDecoy(ctx context.Context, who account.Actor, folio string) error {
	return s.change(ctx, who, account.MarkDecoy, audit.DecoyMarked, folio, func(tx *store.Tx, st store.Standing) error {
		return tx.AddDecoy(ctx, &trace.Decoy{SeizureID: st.SeizureID, Folio: st.Folio, AgencyID: st.AgencyID, By: who.ID})
	})
}

// UnmarkDecoy says that a seizure is a decoy no longer.
func (s *Share) UnmarkDecoy(ctx context.Context, who account.Actor, folio string) error {
	return s.change(ctx, who, account.MarkDecoy, audit.DecoyUnmarked, folio, func(tx *store.Tx, st store.Standing) error {
		return tx.EndDecoy(ctx, st.SeizureID)
	})
}

// Decoys is a page of decoys, the last marked first, and the cursor of the
// next.
type Decoys struct {
	List []trace.Decoy
	Next string
}

// Decoys lists every decoy to an auditor.
func (s *Share) Decoys(ctx context.Context, who account.Actor, cursor string) (d Decoys, err error) {
	if err := account.May(who, account.ReadDecoys, nil); err != nil {
		return d, err
	}
	err = s.store.ReadPersonal(ctx, audit.By(who, audit.DecoysRead, ""), func(tx *store.Tx) error {
		return tx.Across(ctx, func() error { // those of every agency
			d.List, d.Next, err = tx.Decoys(ctx, cursor, lurePage)
			return err
		})
	})
	return d, err
}

// Decoy tells an auditor who opened a decoy.
func (s *Share) Decoy(ctx context.Context, who account.Actor, id, cursor string) (l Lure, err error) {
	if err := account.May(who, account.ReadDecoys, nil); err != nil {
		return l, err
	}
	err = s.store.ReadPersonal(ctx, audit.By(who, audit.DecoysRead, id), func(tx *store.Tx) error {
		return tx.Across(ctx, func() error {
			if l.Decoy, err = tx.Decoy(ctx, id); err != nil {
				return err
			}
			l.Folio = l.Decoy.Folio
			l.Opened, l.Next, err = tx.Lured(ctx, id, cursor, lurePage)
			return err
		})
	})
	return l, err
}
