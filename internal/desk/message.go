package desk

import (
	"context"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// Message writes to whoever asked for a request, whatever its status; nothing
// stops for it. It renews the lease of whoever has the request.
func (d *Desk) Message(ctx context.Context, who account.Actor, h Hold, text string) (m trace.Message, err error) {
	m, err = trace.Message{Text: text, Lang: who.Lang, By: who.ID, ByName: who.Name, ByRole: string(who.Role)}.Check()
	if err != nil {
		return m, err
	}
	_, err = d.act(ctx, who, h.Folio, audit.Messaged, func(tx *store.Tx, r *trace.Request) error {
		if err := MayMessage(who, *r); err != nil {
			return err
		}
		if err := h.same(*r); err != nil {
			return err
		}
		m.RequestID = r.ID
		if err := tx.AddMessage(ctx, &m); err != nil {
			return err
		}
		if r.Status == trace.Claimed && r.ClaimedBy == who.ID {
			if err := tx.RenewLease(ctx, r, who.ID, tx.Now().Add(d.Lease)); err != nil {
				return err
			}
		}
		return tell(ctx, tx, *r, trace.NoticeMessage)
	})
	return m, err
}

// MayMessage returns why the actor may not write to whoever asked for a request,
// or nil.
func MayMessage(who account.Actor, r trace.Request) error {
	if on := r.Resource(); !account.Can(who, account.Message, &on) {
		return fault.New(fault.Conflict, "request.not_yours", nil)
	}
	return nil
}

// Thread returns a page of the messages of a request, to whoever may know its
// people and has said what for.
func (d *Desk) Thread(ctx context.Context, who account.Actor, folio, cursor string) (t trace.Thread, err error) {
	if err := may(who, account.ReadRequest); err != nil {
		return t, err
	}
	folio, ok := trace.ParseFolio(folio)
	if !ok || !trace.IsRequest(folio) {
		return t, missing()
	}
	var st store.Standing
	err = d.store.Read(ctx, who, func(tx *store.Tx) error {
		st, err = tx.Standing(ctx, who, folio)
		return err
	})
	withheld := trace.Thread{Private: true}
	switch {
	case err != nil:
		return withheld, err
	case !mayKnow(who, st):
		return withheld, d.seen(ctx, who, folio)
	}
	act := audit.By(who, audit.RequestRead, folio)
	act.Purpose = st.Purpose
	err = d.store.ReadPersonal(ctx, act, func(tx *store.Tx) error {
		r, err := tx.Request(ctx, folio)
		if err != nil {
			return err
		}
		now, err := tx.Standing(ctx, who, folio)
		if err != nil || !mayKnow(who, now) || now.Purpose != st.Purpose {
			t = withheld // given back meanwhile
			return err
		}
		t, err = tx.Thread(ctx, r.ID, cursor, 0)
		return err
	})
	return t, err
}
