package intake

import (
	"context"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// Begin makes an empty draft.
func (in *Intake) Begin(ctx context.Context, who account.Actor) (d trace.Saved, err error) {
	if err := may(who, account.Draft); err != nil {
		return d, err
	}
	d.AccountID = who.ID
	act := audit.By(who, audit.DraftSaved, "")
	err = in.store.Write(ctx, act, func(tx *store.Tx) error {
		if err := tx.AddDraft(ctx, &d); err != nil {
			return err
		}
		tx.On(d.ID)
		return nil
	})
	return d, err
}

// DraftPage is one page of drafts and the cursor of the next, "" at the end.
type DraftPage struct {
	Drafts []trace.Saved
	Next   string
}

// Drafts lists the actor's own drafts, the last saved first.
func (in *Intake) Drafts(ctx context.Context, who account.Actor, cursor string) (page DraftPage, err error) {
	if err := may(who, account.Draft); err != nil {
		return page, err
	}
	act := audit.By(who, audit.DraftRead, who.ID)
	err = in.store.ReadPersonal(ctx, act, func(tx *store.Tx) error {
		page.Drafts, page.Next, err = tx.Drafts(ctx, who.ID, cursor, 0)
		return err
	})
	return page, err
}

// Draft returns one of the actor's own drafts.
func (in *Intake) Draft(ctx context.Context, who account.Actor, id string) (d trace.Saved, err error) {
	if err := may(who, account.Draft); err != nil {
		return d, err
	}
	act := audit.By(who, audit.DraftRead, who.ID)
	err = in.store.ReadPersonal(ctx, act, func(tx *store.Tx) error {
		d, err = tx.Draft(ctx, id, who.ID)
		return err
	})
	return d, err
}

// Save keeps a draft as typed, right or wrong. It is Stale when the draft was
// saved by somebody else since version d.Version was read.
func (in *Intake) Save(ctx context.Context, who account.Actor, d trace.Saved) (trace.Saved, error) {
	if err := may(who, account.Draft); err != nil {
		return d, err
	}
	d.AccountID = who.ID
	act := audit.By(who, audit.DraftSaved, d.ID)
	err := in.store.Write(ctx, act, func(tx *store.Tx) error { return tx.SaveDraft(ctx, &d) })
	if fault.Is(err, fault.Stale) {
		return d, fault.New(fault.Stale, "draft.stale", nil)
	}
	return d, err
}

// Discard throws one of the actor's own drafts away.
func (in *Intake) Discard(ctx context.Context, who account.Actor, id string) error {
	if err := may(who, account.Draft); err != nil {
		return err
	}
	act := audit.By(who, audit.DraftDiscarded, id)
	return in.store.Write(ctx, act, func(tx *store.Tx) error { return tx.DropDraft(ctx, id, who.ID) })
}
