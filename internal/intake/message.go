package intake

import (
	"context"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// Message writes to the tracing center about a request, whatever its status.
// Whoever has it is told; who claims it later reads it.
func (in *Intake) Message(ctx context.Context, who account.Actor, folio, text string) (m trace.Message, err error) {
	if err := may(who, account.Message); err != nil {
		return m, err
	}
	m, err = trace.Message{Text: text, Lang: who.Lang, By: who.ID, ByName: who.Name, ByRole: string(who.Role)}.Check()
	if err != nil {
		return m, err
	}
	_, err = in.change(ctx, who, account.Message, folio, audit.Messaged, func(tx *store.Tx, own *trace.Request) error {
		m.RequestID = own.ID
		if err := tx.AddMessage(ctx, &m); err != nil || own.ClaimedBy == "" {
			return err
		}
		return tx.TellAll(ctx, trace.NoticeWritten, own.Folio, []string{own.ClaimedBy})
	})
	return m, err
}

// Thread returns a page of the messages of a request, to whoever may see all of
// it. Of the tracing center nobody is named.
func (in *Intake) Thread(ctx context.Context, who account.Actor, folio, cursor string) (t trace.Thread, err error) {
	if err := may(who, account.ReadRequest); err != nil {
		return t, err
	}
	folio, ok := trace.ParseFolio(folio)
	if !ok || !trace.IsRequest(folio) {
		return t, missing()
	}
	err = in.look(ctx, who, audit.By(who, audit.RequestRead, folio), func(tx *store.Tx, st store.Standing) error {
		if !whole(who, st) || len(st.Grants) > 0 {
			t = trace.Thread{Private: true}
			return nil
		}
		r, err := tx.Request(ctx, folio)
		if err != nil {
			return err
		}
		t, err = tx.Thread(ctx, r.ID, cursor, 0)
		t = t.Outside()
		return err
	})
	return t, err
}
