package desk

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

const (
	usualBulkMost   = 5000
	usualBulkClaims = 50
	bulkStep        = 100                 // requests that are done in one transaction
	bulkNamedMost   = 200                 // requests that can be named one by one
	bulkKept        = 30 * 24 * time.Hour // how long it is known what was done at once
)

// BulkAsk is what somebody wants done to which requests: those that are named
// or, where All is given, all of that list. With a key it is tried once: who
// sends the same again gets what was tried.
type BulkAsk struct {
	trace.BulkWanted
	Folios []string
	All    *List

	Key, Hash string
}

// single is the act that each request is asked for.
var single = map[trace.BulkAct]account.Act{
	trace.BulkClaim: account.Claim, trace.BulkRelease: account.Release, trace.BulkAssign: account.Assign, trace.BulkPriority: account.Prioritise,
}

// BulkActs lists what the actor may do to many requests at once.
func BulkActs(who account.Actor) (list []trace.BulkAct) {
	for _, a := range trace.BulkActs {
		if account.Can(who, single[a], nil) {
			list = append(list, a)
		}
	}
	return list
}

// TryBulk counts what an act would do, request by request as the single act
// would, and keeps it, to be begun by BeginBulk. Nothing is changed. again tells
// that it was tried before under the same key; with another body that is
// Invalid.
func (d *Desk) TryBulk(ctx context.Context, who account.Actor, ask BulkAsk) (b trace.Bulk, again bool, err error) {
	if err := may(who, account.Bulk); err != nil {
		return b, false, err
	}
	if err := ask.check(); err != nil {
		return b, false, err
	}
	if err := may(who, single[ask.Act]); err != nil {
		return b, false, err
	}
	if b, again, err = d.triedBulk(ctx, who, ask); err != nil || again {
		return b, again, err
	}
	b = trace.Bulk{By: who.ID, ByName: who.Name, Key: ask.Key, Hash: ask.Hash, BulkBody: trace.BulkBody{BulkWanted: ask.BulkWanted}}
	steps, err := d.plan(ctx, who, ask, &b)
	if err != nil {
		return b, false, err
	}
	err = d.store.Write(ctx, audit.By(who, audit.BulkTried, ""), func(tx *store.Tx) error {
		err := tx.AddBulk(ctx, &b, steps)
		tx.On(b.ID)
		return err
	})
	return b, false, err
}

// check tidies what is asked for, or lists what is wrong with it.
func (ask *BulkAsk) check() error {
	var p fault.Problems
	var err error
	if ask.BulkWanted, err = ask.Check(); err != nil {
		p = fault.Of(err).Problems
	}
	switch {
	case ask.All == nil && len(ask.Folios) == 0:
		p.Add("/folios", "bulk_none", nil)
	case len(ask.Folios) > bulkNamedMost:
		p.Add("/folios", "bulk_many", fault.Args{"limit": bulkNamedMost})
	}
	return fault.Check(p)
}

// triedBulk returns what was tried under the same key.
func (d *Desk) triedBulk(ctx context.Context, who account.Actor, ask BulkAsk) (b trace.Bulk, found bool, err error) {
	if ask.Key == "" {
		return b, false, nil
	}
	err = d.store.Read(ctx, who, func(tx *store.Tx) error {
		b, err = tx.BulkByKey(ctx, who.ID, ask.Key)
		return err
	})
	switch {
	case fault.Is(err, fault.NotFound):
		return trace.Bulk{}, false, nil
	case err == nil && b.Hash != ask.Hash:
		return b, false, fault.New(fault.Invalid, "fault.idempotency_body", nil)
	}
	return b, err == nil, err
}

// plan counts what would be done, and puts what would be in pieces.
func (d *Desk) plan(ctx context.Context, who account.Actor, ask BulkAsk, b *trace.Bulk) (steps [][]trace.BulkItem, err error) {
	var items []trace.BulkItem
	err = d.store.Read(ctx, who, func(tx *store.Tx) error {
		if b.Act == trace.BulkAssign {
			to, err := tracer(ctx, tx, who, ask.Tracer)
			if err != nil {
				return err
			}
			b.TracerID, b.TracerName = to.ID, to.Name
		}
		j, err := d.judge(ctx, tx, who, b)
		if err != nil {
			return err
		}
		list, err := d.chosen(ctx, tx, who, ask, b)
		for _, r := range list {
			why := j.why(r)
			b.Plan.Add(r.Folio, why)
			if why == "" {
				items = append(items, trace.BulkItem{ID: r.ID, Folio: r.Folio, Seen: trace.SeenOf(r)})
			}
		}
		return err
	})
	return slices.Collect(slices.Chunk(items, bulkStep)), err
}

// chosen are the requests an act is about, in the order of the queue. It counts
// folios that are none.
func (d *Desk) chosen(ctx context.Context, tx *store.Tx, who account.Actor, ask BulkAsk, b *trace.Bulk) (list []trace.Request, err error) {
	if ask.All != nil {
		list, b.More, err = d.matching(ctx, tx, who, *ask.All)
	} else {
		list, err = named(ctx, tx, ask.Folios, b)
	}
	slices.SortFunc(list, func(x, y trace.Request) int {
		return cmp.Or(cmp.Compare(y.Priority, x.Priority), x.TurnAt.Compare(y.TurnAt), cmp.Compare(x.ID, y.ID)) // urgent, routine
	})
	return list, err
}

// pageMost is the longest page of a list.
const pageMost = 200

// matching reads all of a list, or as much as one act takes.
func (d *Desk) matching(ctx context.Context, tx *store.Tx, who account.Actor, l List) (list []trace.Request, more bool, err error) {
	l.Cursor = ""
	for {
		page, next, err := d.page(ctx, tx, who, l, pageMost)
		switch {
		case fault.Is(err, fault.NotFound):
			return nil, false, nil // an agency nobody knows has no requests
		case err != nil:
			return nil, false, err
		}
		list = append(list, page...)
		if len(list) > d.BulkMost || next != "" && len(list) == d.BulkMost {
			return list[:d.BulkMost], true, nil
		}
		if l.Cursor = next; next == "" {
			return list, false, nil
		}
	}
}

func named(ctx context.Context, tx *store.Tx, typed []string, b *trace.Bulk) ([]trace.Request, error) {
	var folios []string
	for _, t := range typed {
		folio, ok := trace.ParseFolio(t)
		switch {
		case !ok:
			b.Plan.Add("", trace.WhyUnknown)
		case !slices.Contains(folios, folio):
			folios = append(folios, folio)
		}
	}
	list, err := tx.RequestsOf(ctx, folios)
	for _, folio := range folios {
		if !slices.ContainsFunc(list, func(r trace.Request) bool { return r.Folio == folio }) {
			b.Plan.Add(folio, trace.WhyUnknown)
		}
	}
	return list, err
}

// judge tells of one request after the other why an act would leave it as it is.
type judge struct {
	who account.Actor
	b   *trace.Bulk
	may int // how many more may be claimed
}

func (d *Desk) judge(ctx context.Context, tx *store.Tx, who account.Actor, b *trace.Bulk) (*judge, error) {
	j := &judge{who: who, b: b}
	if b.Act != trace.BulkClaim {
		return j, nil
	}
	has, err := tx.InHand(ctx, who.ID, d.BulkClaims)
	j.may = d.BulkClaims - has
	return j, err
}

// why is "" where the act would be done.
func (j *judge) why(r trace.Request) trace.BulkWhy {
	on := r.Resource()
	mine := account.Can(j.who, single[j.b.Act], &on)
	switch j.b.Act {
	case trace.BulkClaim:
		return j.claim(r, mine)
	case trace.BulkRelease:
		switch {
		case r.Status == trace.Queued:
			return trace.WhyWaiting
		case r.Status != trace.Claimed:
			return closed(r)
		}
	case trace.BulkAssign:
		switch {
		case !r.Status.Open():
			return trace.WhyEnded
		case r.ClaimedBy == j.b.TracerID:
			return trace.WhyHasIt
		}
	case trace.BulkPriority:
		switch {
		case !r.Status.Open():
			return trace.WhyEnded
		case mine && r.Priority == j.b.Priority:
			return trace.WhySame
		}
	}
	if !mine {
		return trace.WhyNotYours
	}
	return ""
}

func (j *judge) claim(r trace.Request, mine bool) trace.BulkWhy {
	switch {
	case r.Status == trace.Claimed && r.ClaimedBy == j.who.ID:
		return trace.WhyOwn
	case r.Status == trace.Claimed:
		return trace.WhyTaken
	case r.Status != trace.Queued:
		return closed(r)
	case !mine:
		return trace.WhyNotYours
	case j.may <= 0:
		return trace.WhyLimit
	}
	j.may--
	return ""
}

// closed is why a request that is neither waiting nor claimed stays.
func closed(r trace.Request) trace.BulkWhy {
	if r.Status == trace.Returned {
		return trace.WhyAsked
	}
	return trace.WhyEnded
}

// Bulk returns an act with a few of the requests that it changes. It is
// missing to whoever neither began it nor may assign.
func (d *Desk) Bulk(ctx context.Context, who account.Actor, id string) (b trace.Bulk, sample []trace.Request, err error) {
	if err := may(who, account.Bulk); err != nil {
		return b, nil, err
	}
	err = d.store.Read(ctx, who, func(tx *store.Tx) error {
		if b, err = tx.Bulk(ctx, id); err != nil {
			return err
		}
		if !overBulk(who, b) {
			return missing()
		}
		sample, err = named(ctx, tx, b.Plan.Change.Folios, &trace.Bulk{})
		return err
	})
	for i := range sample {
		sample[i] = sample[i].Outline()
	}
	return b, sample, err
}

// overBulk tells whether an act is the actor's to see and to undo.
func overBulk(who account.Actor, b trace.Bulk) bool {
	return b.By == who.ID || account.Can(who, account.Assign, nil)
}

// Bulks lists the latest acts of the actor, or of everybody for whoever may assign.
func (d *Desk) Bulks(ctx context.Context, who account.Actor) (list []trace.Bulk, err error) {
	if err := may(who, account.Bulk); err != nil {
		return nil, err
	}
	by := who.ID
	if account.Can(who, account.Assign, nil) {
		by = ""
	}
	err = d.store.Read(ctx, who, func(tx *store.Tx) error {
		list, _, err = tx.Bulks(ctx, by, "", 20)
		return err
	})
	return list, err
}

// errIdle undoes a transaction in which there was nothing to do.
var errIdle = errors.New("desk: nothing to do")

// BeginBulk begins what the actor has tried, and does the first piece of it; the
// worker does the others. What has begun goes on.
func (d *Desk) BeginBulk(ctx context.Context, who account.Actor, id string) error {
	return d.turnBulk(ctx, who, id, audit.BulkBegun, func(tx *store.Tx, b *trace.Bulk) error {
		switch {
		case b.By != who.ID:
			return fault.New(fault.Forbidden, "fault.forbidden", nil)
		case b.State != trace.BulkTried:
			return errIdle
		}
		if err := b.Mind(tx.Now()); err != nil {
			return err
		}
		b.State, b.BegunAt, b.Doer = trace.BulkRunning, tx.Now(), doer(who)
		return nil
	})
}

// UndoBulk puts back what is still as the act left it, as far as the actor may.
// What is still being done is stopped.
func (d *Desk) UndoBulk(ctx context.Context, who account.Actor, id string) error {
	return d.turnBulk(ctx, who, id, audit.BulkUndone, func(tx *store.Tx, b *trace.Bulk) error {
		if err := b.MindUndo(tx.Now()); err != nil {
			return err
		}
		b.State, b.Undoer = trace.BulkUndoing, doer(who)
		return nil
	})
}

func doer(who account.Actor) trace.BulkWho {
	return trace.BulkWho{ID: who.ID, Via: who.Via, Session: who.Session, Source: who.Source}
}

// turnBulk lets an act go another way and does the first piece.
func (d *Desk) turnBulk(ctx context.Context, who account.Actor, id string, verb audit.Verb, turn func(*store.Tx, *trace.Bulk) error) error {
	if err := may(who, account.Bulk); err != nil {
		return err
	}
	err := d.store.Write(ctx, audit.By(who, verb, id), func(tx *store.Tx) error {
		b, err := tx.HoldBulk(ctx, id)
		if err != nil {
			return err
		}
		if !overBulk(who, b) {
			return missing()
		}
		if err := turn(tx, &b); err != nil {
			return err
		}
		return tx.SaveBulk(ctx, b)
	})
	if errors.Is(err, errIdle) {
		return nil
	}
	if err != nil {
		return err
	}
	_, _ = d.carry(ctx, id) // it has begun: what fails now the worker tries again
	return nil
}
