package intake

import (
	"context"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// Answer answers the open question of a request, in words, by correcting the
// fields that were asked about, or both. The request goes back to the tracer
// who asked.
func (in *Intake) Answer(ctx context.Context, who account.Actor, folio string, a trace.Reply) (trace.Request, error) {
	a.Lang, a.AnsweredBy = who.Lang, who.ID
	return in.change(ctx, who, account.Answer, folio, audit.Answered, func(tx *store.Tx, own *trace.Request) error {
		if _, err := own.Status.Move(trace.Answered); err != nil {
			return err
		}
		q, err := tx.OpenQuestion(ctx, own.ID)
		if err != nil {
			return err
		}
		a, amended, changed, err := a.Check(q, own.Firearm)
		if err != nil {
			return err
		}
		if err := tx.AnswerQuestion(ctx, q.ID, a); err != nil {
			return err
		}
		if err := amend(ctx, tx, own, amended, changed, who.ID); err != nil {
			return err
		}
		own.LeaseUntil = tx.Now().Add(in.Lease)
		return move(ctx, tx, own, trace.Answered, trace.Event{By: who.ID, Code: trace.EventAnswered})
	})
}

// amend corrects the firearm and keeps what each field said before.
func amend(ctx context.Context, tx *store.Tx, r *trace.Request, g trace.Firearm, changed []string, by string) error {
	if len(changed) == 0 {
		return nil
	}
	before := r.Firearm
	if err := tx.Amend(ctx, r, g); err != nil {
		return err
	}
	for _, field := range changed {
		e := trace.Event{
			RequestID: r.ID, By: by, Code: trace.EventAmended,
			Params: map[string]string{"field": field, "from": before.Text(field), "to": g.Text(field)},
		}
		if err := tx.AddEvent(ctx, &e); err != nil {
			return err
		}
	}
	return nil
}

// Withdraw takes a request back, with a reason.
func (in *Intake) Withdraw(ctx context.Context, who account.Actor, folio, reason string) (trace.Request, error) {
	w, err := trace.Withdrawal{Reason: reason}.Check()
	if err != nil {
		return trace.Request{}, err
	}
	return in.change(ctx, who, account.Withdraw, folio, audit.Withdrawn, func(tx *store.Tx, own *trace.Request) error {
		e := trace.Event{By: who.ID, Code: trace.EventWithdrawn, Params: map[string]string{"reason": w.Reason}}
		return move(ctx, tx, own, trace.Withdraw, e)
	})
}

// change runs an act on one of the actor's requests and returns it as it then is.
func (in *Intake) change(ctx context.Context, who account.Actor, act account.Act, folio string, verb audit.Verb, f func(*store.Tx, *trace.Request) error) (r trace.Request, err error) {
	if err := may(who, act); err != nil {
		return r, err
	}
	folio, ok := trace.ParseFolio(folio)
	if !ok {
		return r, missing()
	}
	err = in.store.Write(ctx, audit.By(who, verb, folio), func(tx *store.Tx) error {
		if r, err = own(ctx, tx, who, act, folio, tx.HoldRequest); err != nil {
			return err
		}
		return f(tx, &r)
	})
	return r, err
}

// notices says what the tracer of a request is told of a move.
var notices = map[trace.Move]trace.NoticeCode{trace.Answered: trace.NoticeAnswered, trace.Withdraw: trace.NoticeWithdrawn}

// move moves the request, records the event and tells the tracer.
func move(ctx context.Context, tx *store.Tx, r *trace.Request, m trace.Move, e trace.Event) error {
	tracer := r.ClaimedBy
	if err := tx.MoveRequest(ctx, r, m, e.By); err != nil {
		return err
	}
	e.RequestID = r.ID
	if err := tx.AddEvent(ctx, &e); err != nil {
		return err
	}
	if tracer == "" {
		return nil
	}
	return tx.Tell(ctx, trace.Notice{AccountID: tracer, Folio: r.Folio, Code: notices[m], At: tx.Now()})
}
