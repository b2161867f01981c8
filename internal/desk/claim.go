package desk

import (
	"context"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// ClaimNext gives the tracer the request that is to be worked next. It is
// NotFound when nothing waits.
func (d *Desk) ClaimNext(ctx context.Context, who account.Actor) (r trace.Request, err error) {
	if err := may(who, account.Claim); err != nil {
		return r, err
	}
	act := audit.By(who, audit.RequestClaimed, "")
	err = d.store.Write(ctx, act, func(tx *store.Tx) error {
		if r, err = tx.ClaimNext(ctx, who.ID, tx.Now().Add(d.Lease)); err != nil {
			return err
		}
		return happened(ctx, tx, r, who, trace.EventClaimed, nil)
	})
	return r.Outline(), err
}

// Claim gives a queued request to the tracer. It is a Conflict if somebody
// else was quicker.
func (d *Desk) Claim(ctx context.Context, who account.Actor, folio string) (r trace.Request, err error) {
	return d.act(ctx, who, folio, audit.RequestClaimed, func(tx *store.Tx, r *trace.Request) error {
		if r.Status == trace.Claimed && r.ClaimedBy != who.ID {
			return fault.New(fault.Conflict, "request.taken", nil)
		}
		r.LeaseUntil = tx.Now().Add(d.Lease)
		if err := tx.MoveRequest(ctx, r, trace.Claim, who.ID); err != nil {
			return err
		}
		r.Claimer = who.Name
		return happened(ctx, tx, *r, who, trace.EventClaimed, nil)
	})
}

// Release gives a claimed request back to its old place in the queue. A
// supervisor may release anybody's.
func (d *Desk) Release(ctx context.Context, who account.Actor, h Hold) (trace.Request, error) {
	return d.act(ctx, who, h.Folio, audit.RequestReleased, func(tx *store.Tx, r *trace.Request) error {
		if err := h.holds(who, *r, trace.Release); err != nil {
			return err
		}
		if err := tx.MoveRequest(ctx, r, trace.Release, r.ClaimedBy); err != nil {
			return err
		}
		return happened(ctx, tx, *r, who, trace.EventReleased, nil)
	})
}

// expiryBatch bounds the work of one round of expiry.
const expiryBatch = 100

// ExpireLeases gives claims whose time has passed back to the queue and
// returns how many. What their tracers wrote stays with the request.
func (d *Desk) ExpireLeases(ctx context.Context) (n int, err error) {
	due := 0
	err = d.store.Read(ctx, store.House, func(tx *store.Tx) error {
		due, err = tx.LeasesDue(ctx)
		return err
	})
	if err != nil || due == 0 {
		return 0, err
	}
	err = d.store.Write(ctx, audit.Act{Verb: audit.LeaseExpired, On: "queue"}, func(tx *store.Tx) error {
		gone, err := tx.ExpireLeases(ctx, expiryBatch)
		if err != nil {
			return err
		}
		for _, r := range gone {
			if err := happened(ctx, tx, r, account.Actor{}, trace.EventLeaseExpired, nil); err != nil {
				return err
			}
		}
		n = len(gone)
		return nil
	})
	return n, err
}

// act runs an act of staff on one request and returns it as it then is, without
// what was written in words.
func (d *Desk) act(ctx context.Context, who account.Actor, folio string, verb audit.Verb, f func(*store.Tx, *trace.Request) error) (r trace.Request, err error) {
	if err := may(who, account.ReadQueue); err != nil {
		return r, err
	}
	folio, ok := trace.ParseFolio(folio)
	if !ok {
		return r, missing()
	}
	err = d.store.Write(ctx, audit.By(who, verb, folio), func(tx *store.Tx) error {
		if r, err = tx.HoldRequest(ctx, folio); err != nil {
			return err
		}
		return f(tx, &r)
	})
	return r.Outline(), err
}

// Hold is a request as somebody saw it who works on it: its folio, and the
// number of the claim it was under. An act that names an older claim than the
// one that holds changes nothing: between the two somebody else may have had
// the request.
type Hold struct {
	Folio  string
	Claim  int
	Result int // version of the result that a correction was made of; 0 asks for none
}

// holds tells whether the move may be made by whoever saw the request so.
func (h Hold) holds(who account.Actor, r trace.Request, m trace.Move) error {
	if err := May(who, r, m); err != nil {
		return err
	}
	return h.same(r)
}

// same tells whether nobody has claimed the request since.
func (h Hold) same(r trace.Request) error {
	switch h.Claim {
	case r.Claim:
		return nil
	case 0:
		return fault.New(fault.Stale, "request.claim_missing", nil)
	}
	return fault.New(fault.Stale, "request.claim_old", nil)
}

// sameResult tells whether nobody has corrected the result since.
func (h Hold) sameResult(ctx context.Context, tx *store.Tx, r trace.Request) error {
	if h.Result == 0 {
		return nil
	}
	list, err := tx.Results(ctx, r.ID)
	if err == nil && (len(list) == 0 || list[0].Version != h.Result) {
		err = fault.New(fault.Stale, "result.old", nil)
	}
	return err
}

// work is an act of the tracer who has the request: it must allow the move
// and be theirs, and it renews their lease.
func (d *Desk) work(ctx context.Context, who account.Actor, h Hold, verb audit.Verb, m trace.Move, f func(*store.Tx, *trace.Request) error) (trace.Request, error) {
	return d.act(ctx, who, h.Folio, verb, func(tx *store.Tx, r *trace.Request) error {
		if err := h.holds(who, *r, m); err != nil {
			return err
		}
		r.LeaseUntil = tx.Now().Add(d.Lease)
		if err := f(tx, r); err != nil {
			return err
		}
		return tx.MoveRequest(ctx, r, m, r.ClaimedBy)
	})
}

// May returns why the actor may not make this move of a claimed, returned or
// concluded request now, or nil: the move must be able to start here, and the
// request theirs. A supervisor may release and correct anybody's.
func May(who account.Actor, r trace.Request, m trace.Move) error {
	on := r.Resource()
	if err := r.Move(m); err != nil {
		return err
	}
	act, ok := acts[m]
	switch {
	case m == trace.SendBack && r.Status == trace.Concluded:
		act = account.Correct
	case !ok:
		act = account.Work
	}
	if !account.Can(who, act, &on) {
		return fault.New(fault.Conflict, "request.not_yours", nil)
	}
	return nil
}

// acts are the moves that a supervisor may make of anybody's request.
var acts = map[trace.Move]account.Act{
	trace.Release: account.Release, trace.Correct: account.Correct, trace.Hand: account.Assign, trace.HandBack: account.Assign,
}

// happened records an event of a request.
func happened(ctx context.Context, tx *store.Tx, r trace.Request, who account.Actor, code trace.Code, params map[string]string) error {
	return tx.AddEvent(ctx, &trace.Event{RequestID: r.ID, By: who.ID, Code: code, Params: params})
}
