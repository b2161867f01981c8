package desk

import (
	"context"
	"errors"
	"slices"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// Carry does the next piece of every bulk act that has begun, and returns how
// many pieces it did. Each is a transaction of its own, so that nobody waits
// long; what is cut off in the middle of one is done anew.
func (d *Desk) Carry(ctx context.Context) (n int, err error) {
	for id := ""; ; {
		rerr := d.store.Read(ctx, store.House, func(tx *store.Tx) error {
			id, err = tx.ActiveBulk(ctx, id)
			return err
		})
		if fault.Is(rerr, fault.NotFound) {
			return n, nil
		}
		if rerr != nil {
			return n, rerr
		}
		did, err := d.carry(ctx, id)
		if err != nil {
			return n, err
		}
		n += did
	}
}

// carry does the next piece of an act, and returns 1 if there was one.
func (d *Desk) carry(ctx context.Context, id string) (int, error) {
	var seen trace.Bulk
	var who account.Actor
	err := d.store.Read(ctx, store.House, func(tx *store.Tx) (err error) {
		if seen, err = tx.Bulk(ctx, id); err != nil {
			return err
		}
		who, err = carrier(ctx, tx, seen)
		return err
	})
	if err != nil {
		return 0, err
	}
	err = d.store.Write(ctx, audit.By(who, audit.BulkCarried, id), func(tx *store.Tx) error {
		b, err := tx.HoldBulk(ctx, id)
		if err != nil {
			return err
		}
		if !b.Active() || b.State != seen.State {
			return errIdle
		}
		return (&carrying{d: d, tx: tx, who: who, b: &b}).step(ctx)
	})
	if errors.Is(err, errIdle) {
		return 0, nil
	}
	return 1, err
}

// carrier is whoever began or undoes an act, with the rights they have now:
// none if their account is shut.
func carrier(ctx context.Context, tx *store.Tx, b trace.Bulk) (account.Actor, error) {
	by := b.Doer
	if b.State == trace.BulkUndoing {
		by = b.Undoer
	}
	who, err := tx.Actor(ctx, by.ID)
	if fault.Is(err, fault.NotFound) {
		return account.Actor{}, nil
	}
	who.Via, who.Session, who.Source = by.Via, by.Session, by.Source
	return who, err
}

// carrying is one piece of a bulk act.
type carrying struct {
	d    *Desk
	tx   *store.Tx
	who  account.Actor
	b    *trace.Bulk
	held map[string]trace.Request

	tracers map[string]store.Load // those who may have requests, by id
	told    map[trace.NoticeCode][]string
	follow  map[string][]string // who follows a seizure, by its id and its filer
}

// step does the next piece and keeps how far the act has come.
func (c *carrying) step(ctx context.Context) error {
	n, undo := c.b.Step, c.b.State == trace.BulkUndoing
	if undo {
		n--
	}
	if n >= 0 && n < c.b.Steps {
		if err := c.piece(ctx, n, undo); err != nil {
			return err
		}
	}
	switch {
	case undo:
		c.b.Step = max(n, 0)
		c.end(c.b.Step == 0, trace.BulkUndone)
	default:
		c.b.Step++
		c.end(c.b.Step >= c.b.Steps, trace.BulkDone)
	}
	if err := c.tell(ctx); err != nil {
		return err
	}
	return c.tx.SaveBulk(ctx, *c.b)
}

func (c *carrying) end(over bool, as trace.BulkState) {
	if over {
		c.b.State, c.b.EndedAt = as, c.tx.Now()
	}
}

func (c *carrying) piece(ctx context.Context, n int, undo bool) error {
	items, err := c.tx.BulkStep(ctx, c.b.ID, n)
	if err != nil {
		return err
	}
	if c.b.Act == trace.BulkClaim && !undo && c.who.ID != "" {
		if err := c.tx.HoldAccount(ctx, c.who.ID); err != nil {
			return err
		}
	}
	ids := make([]string, len(items))
	for i, x := range items {
		ids[i] = x.ID
	}
	if c.held, err = c.tx.HoldRequests(ctx, ids); err != nil {
		return err
	}
	c.tracers, c.told, c.follow = map[string]store.Load{}, map[trace.NoticeCode][]string{}, map[string][]string{}
	do := c.do
	if undo {
		do = c.undo
	}
	if err := do(ctx, items); err != nil {
		return err
	}
	return c.tx.SaveBulkStep(ctx, c.b.ID, n, items)
}

// do does the act to each request that is still as it was seen.
func (c *carrying) do(ctx context.Context, items []trace.BulkItem) error {
	j, err := c.d.judge(ctx, c.tx, c.who, c.b)
	if err != nil {
		return err
	}
	to, err := c.tracer(ctx, c.b.TracerID)
	if err != nil {
		return err
	}
	var rs []*trace.Request
	for i := range items {
		r, why := c.held[items[i].ID], trace.WhyMoved
		switch {
		case c.b.Act == trace.BulkAssign && to.ID == "":
			why = trace.WhyGone
		case items[i].Seen.Holds(c.b.Act, r):
			why = j.why(r)
		}
		c.b.Result.Add(items[i].Folio, why)
		if why == "" {
			items[i].Before = &trace.BulkWas{By: r.ClaimedBy, Priority: r.Priority, Justification: r.Justification, TurnAt: r.TurnAt.UTC()}
			rs = append(rs, &r)
		}
	}
	if c.b.Act == trace.BulkPriority {
		if err := c.tx.Prioritise(ctx, c.b.Priority, c.b.Justification, rs...); err != nil {
			return err
		}
	}
	for i := range items {
		if items[i].Before == nil {
			continue
		}
		r := rs[0]
		rs = rs[1:]
		if err := c.one(ctx, r, to); err != nil {
			return err
		}
		items[i].Left = trace.SeenOf(*r)
	}
	return nil
}

// one does the act to one request. Priorities are changed together before.
func (c *carrying) one(ctx context.Context, r *trace.Request, to store.Load) error {
	switch c.b.Act {
	case trace.BulkClaim:
		return c.claim(ctx, r)
	case trace.BulkRelease:
		return c.release(ctx, r)
	case trace.BulkAssign:
		c.telling(trace.NoticeBulkTakenOver, r.ClaimedBy)
		c.telling(trace.NoticeBulkAssigned, to.ID)
		return c.hand(ctx, r, to)
	default:
		return c.prioritised(ctx, r, trace.NoticeBulkPriority)
	}
}

func (c *carrying) claim(ctx context.Context, r *trace.Request) error {
	r.LeaseUntil = c.tx.Now().Add(c.d.Lease)
	if err := c.tx.MoveRequest(ctx, r, trace.Claim, c.who.ID); err != nil {
		return err
	}
	return c.happened(ctx, r, audit.RequestClaimed, trace.EventClaimed, nil)
}

func (c *carrying) release(ctx context.Context, r *trace.Request) error {
	if err := c.tx.MoveRequest(ctx, r, trace.Release, r.ClaimedBy); err != nil {
		return err
	}
	return c.happened(ctx, r, audit.RequestReleased, trace.EventReleased, nil)
}

func (c *carrying) hand(ctx context.Context, r *trace.Request, to store.Load) error {
	c.tx.Also(audit.By(c.who, audit.RequestAssigned, r.Folio))
	return c.d.hand(ctx, c.tx, c.who, r, handing(*r), to)
}

func (c *carrying) prioritised(ctx context.Context, r *trace.Request, notice trace.NoticeCode) error {
	key := r.SeizureID + "/" + r.FiledBy
	ids, known := c.follow[key]
	if !known {
		var err error
		if ids, err = c.tx.Following(ctx, *r); err != nil {
			return err
		}
		c.follow[key] = ids
	}
	for _, id := range ids {
		c.telling(notice, id)
	}
	return c.happened(ctx, r, audit.Prioritised, trace.EventPrioritised, map[string]string{"priority": r.Priority})
}

// happened records what was done to a request in its story and in the log.
func (c *carrying) happened(ctx context.Context, r *trace.Request, verb audit.Verb, code trace.Code, params map[string]string) error {
	c.tx.Also(audit.By(c.who, verb, r.Folio))
	return happened(ctx, c.tx, *r, c.who, code, params)
}

// undo puts back each request that is still as the act left it, the last first.
func (c *carrying) undo(ctx context.Context, items []trace.BulkItem) error {
	var back []store.Back
	for _, x := range slices.Backward(items) {
		if x.Before == nil {
			continue
		}
		r, why := c.held[x.ID], trace.WhyMoved
		var to store.Load
		if x.Left.Lasts(c.b.Act, r) {
			var err error
			if to, err = c.tracer(ctx, x.Before.By); err != nil {
				return err
			}
			why = c.stays(x, r, to)
		}
		c.b.Undo.Add(x.Folio, why)
		switch {
		case why != "":
		case c.b.Act == trace.BulkPriority:
			back = append(back, store.Back{Request: &r, Was: *x.Before})
		default:
			if err := c.back(ctx, &r, to); err != nil {
				return err
			}
		}
	}
	if err := c.tx.PutBack(ctx, back...); err != nil {
		return err
	}
	for _, b := range back {
		if err := c.prioritised(ctx, b.Request, trace.NoticeBulkBack); err != nil {
			return err
		}
	}
	return nil
}

// stays is why a request is not put back, "" if it is: to its tracer of before
// or, without one, to the queue.
func (c *carrying) stays(x trace.BulkItem, r trace.Request, to store.Load) trace.BulkWhy {
	on, act := r.Resource(), account.Assign
	switch {
	case c.b.Act == trace.BulkPriority:
		act = account.Prioritise
	case x.Before.By == "":
		act = account.Release
	case to.ID == "":
		return trace.WhyGone
	case r.Status == trace.Queued && to.ID == c.who.ID:
		act = account.Claim
	}
	if !account.Can(c.who, act, &on) {
		return trace.WhyNotYours
	}
	return ""
}

func (c *carrying) back(ctx context.Context, r *trace.Request, to store.Load) error {
	if c.b.Act == trace.BulkAssign {
		c.telling(trace.NoticeBulkUndone, r.ClaimedBy)
		c.telling(trace.NoticeBulkUndone, to.ID)
	}
	switch {
	case to.ID == "":
		return c.release(ctx, r)
	case r.Status == trace.Queued && to.ID == c.who.ID:
		return c.claim(ctx, r)
	}
	if c.b.Act == trace.BulkRelease {
		c.telling(trace.NoticeBulkAssigned, to.ID)
	}
	return c.hand(ctx, r, to)
}

// tracer returns who may have requests by their id, and nobody where they may
// have none.
func (c *carrying) tracer(ctx context.Context, id string) (l store.Load, err error) {
	l, known := c.tracers[id]
	if id == "" || known {
		return l, nil
	}
	a, err := c.tx.Actor(ctx, id)
	switch {
	case fault.Is(err, fault.NotFound):
	case err != nil:
		return l, err
	case a.Role.Staff() && a.AgencyID == c.who.AgencyID:
		l = store.Load{ID: a.ID, Username: a.Username, Name: a.Name}
	}
	c.tracers[id] = l
	return l, nil
}

// telling notes whom to tell; nobody is told what they did themselves.
func (c *carrying) telling(code trace.NoticeCode, id string) {
	if id != "" && id != c.who.ID && !slices.Contains(c.told[code], id) {
		c.told[code] = append(c.told[code], id)
	}
}

func (c *carrying) tell(ctx context.Context) error {
	for _, code := range trace.NoticeCodes {
		if err := c.tx.TellBulk(ctx, c.b.ID, code, c.told[code]); err != nil {
			return err
		}
	}
	return nil
}
