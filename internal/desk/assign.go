package desk

import (
	"context"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// Tracers lists those a request can be given to, and how much each has.
func (d *Desk) Tracers(ctx context.Context, who account.Actor) (list []store.Load, err error) {
	if err := may(who, account.Assign); err != nil {
		return nil, err
	}
	err = d.store.Read(ctx, who, func(tx *store.Tx) error {
		list, err = tx.Loads(ctx, who.AgencyID)
		return err
	})
	return list, err
}

// Assign gives a request to a tracer by their user name, whoever has it or
// nobody. What its tracer was doing under the claim before changes nothing any
// more. Both are told.
func (d *Desk) Assign(ctx context.Context, who account.Actor, h Hold, username string) (trace.Request, error) {
	return d.act(ctx, who, h.Folio, audit.RequestAssigned, func(tx *store.Tx, r *trace.Request) error {
		m := handing(*r)
		if err := h.holds(who, *r, m); err != nil {
			return err
		}
		to, err := tracer(ctx, tx, who, username)
		if err != nil {
			return err
		}
		if to.ID == r.ClaimedBy {
			return hasIt()
		}
		before := r.ClaimedBy
		if err := d.hand(ctx, tx, who, r, m, to); err != nil {
			return err
		}
		if before != "" && before != who.ID {
			if err := tx.TellAll(ctx, trace.NoticeTakenOver, r.Folio, []string{before}); err != nil {
				return err
			}
		}
		if to.ID == who.ID {
			return nil
		}
		return tx.TellAll(ctx, trace.NoticeAssigned, r.Folio, []string{to.ID})
	})
}

// handing is the move that gives a request to somebody.
func handing(r trace.Request) trace.Move {
	if r.Status == trace.Returned {
		return trace.HandBack
	}
	return trace.Hand
}

// MayAssign returns why the actor may not give a request to somebody, or nil.
func MayAssign(who account.Actor, r trace.Request) error { return May(who, r, handing(r)) }

// tracer finds whoever can be given a request.
func tracer(ctx context.Context, tx *store.Tx, who account.Actor, username string) (l store.Load, err error) {
	list, err := tx.Loads(ctx, who.AgencyID)
	if err != nil {
		return l, err
	}
	for _, l := range list {
		if l.Username == username {
			return l, nil
		}
	}
	var p fault.Problems
	p.Add("/tracer", "choose", nil)
	return l, fault.Check(p)
}

func hasIt() error {
	var p fault.Problems
	p.Add("/tracer", "has_it", nil)
	return fault.Check(p)
}

// hand gives a held request to a tracer.
func (d *Desk) hand(ctx context.Context, tx *store.Tx, who account.Actor, r *trace.Request, m trace.Move, to store.Load) error {
	if m == trace.Hand {
		r.LeaseUntil = tx.Now().Add(d.Lease)
	}
	if err := tx.MoveRequest(ctx, r, m, to.ID); err != nil {
		return err
	}
	r.Claimer = to.Name
	return happened(ctx, tx, *r, who, trace.EventAssigned, map[string]string{"tracer": to.Username})
}

// Prioritise gives a request that is still open another priority; an urgent one
// says why. Its clock goes on: the time it has had counts by the new measure.
func (d *Desk) Prioritise(ctx context.Context, who account.Actor, h Hold, u trace.Urgency) (trace.Request, error) {
	u, err := u.Check()
	if err != nil {
		return trace.Request{}, err
	}
	return d.act(ctx, who, h.Folio, audit.Prioritised, func(tx *store.Tx, r *trace.Request) error {
		if err := h.prioritises(who, *r); err != nil {
			return err
		}
		if u.Priority == r.Priority {
			return nil
		}
		if err := tx.Prioritise(ctx, u.Priority, u.Justification, r); err != nil {
			return err
		}
		if err := happened(ctx, tx, *r, who, trace.EventPrioritised, map[string]string{"priority": u.Priority}); err != nil {
			return err
		}
		return tell(ctx, tx, *r, trace.NoticePriority)
	})
}

// prioritises tells whether whoever saw the request so may give it another
// priority.
func (h Hold) prioritises(who account.Actor, r trace.Request) error {
	if err := MayPrioritise(who, r); err != nil {
		return err
	}
	return h.same(r)
}

// MayPrioritise returns why the actor may not give a request another priority,
// or nil.
func MayPrioritise(who account.Actor, r trace.Request) error {
	if !r.Status.Open() {
		return fault.New(fault.Conflict, "fault.move."+string(r.Status), nil)
	}
	if on := r.Resource(); !account.Can(who, account.Prioritise, &on) {
		return fault.New(fault.Conflict, "request.not_yours", nil)
	}
	return nil
}
