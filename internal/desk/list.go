package desk

import (
	"context"

	"rastreo/internal/account"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// List says which part of the queue to list; see [List.At] for the status where
// none is given. With Mine it is what the actor has claimed. Query searches every
// request, of any status unless one is given.
type List struct {
	Status   string
	Agency   string // acronym
	Priority string
	Due      string // one of trace.Dues: only of what is open
	Tracer   string // whose: trace.TracerMe, trace.TracerNone or a user name
	Query    string
	Cursor   string
	Mine     bool
	Overdue  bool // of one's own: somebody of the chain has not answered in time
}

// At is the status that is listed, "" where a search looks at every one: without
// one it is what waits, of a tracer what they have in hand, and of what has no
// due time what awaits its submitter.
func (l List) At() trace.Status {
	switch {
	case l.Status != "":
		return trace.Status(l.Status)
	case l.Query != "":
		return ""
	case l.Due == trace.DueNone:
		return trace.Returned
	case l.Mine, l.Tracer != "" && l.Tracer != trace.TracerNone:
		return trace.Claimed
	}
	return trace.Queued
}

// Own tells whether the list depends on who reads it.
func (l List) Own() bool { return l.Mine || l.Tracer == trace.TracerMe }

// part is the part of the queue that is asked for. An agency nobody knows is
// NotFound, a tracer nobody knows Invalid.
func (d *Desk) part(ctx context.Context, tx *store.Tx, who account.Actor, l List) (f store.QueueFilter, err error) {
	f = store.QueueFilter{
		Status: l.At(), Priority: l.Priority, Due: trace.DueSpanOf(l.Due, d.here(who)), Unclaimed: l.Tracer == trace.TracerNone, After: l.Cursor,
	}
	if l.Agency != "" {
		from, err := tx.AgencyByCode(ctx, l.Agency)
		if err != nil {
			return f, err
		}
		f.AgencyID = from.ID
	}
	switch {
	case l.Own():
		f.ClaimedBy, f.Overdue = who.ID, l.Mine && l.Overdue
	case l.Tracer != "" && !f.Unclaimed:
		f.ClaimedBy, err = colleague(ctx, tx, who, l.Tracer)
	}
	return f, err
}

// search is the same part among what is found; ok is false where nothing can be.
func search(f store.QueueFilter, typed string) (s store.RequestFilter, ok bool) {
	s = store.RequestFilter{
		AgencyID: f.AgencyID, Status: f.Status, Priority: f.Priority, Due: f.Due, ClaimedBy: f.ClaimedBy, Unclaimed: f.Unclaimed, After: f.After,
	}
	s.Term, ok = store.SearchTerm(typed)
	return s, ok
}

// colleague is the account of somebody of the actor's center.
func colleague(ctx context.Context, tx *store.Tx, who account.Actor, username string) (string, error) {
	a, err := tx.AccountByUsername(ctx, username)
	if fault.Is(err, fault.NotFound) || err == nil && (a.AgencyID != who.AgencyID || !a.Role.Staff()) {
		var p fault.Problems
		p.Add("/tracer", "choose", nil)
		return "", fault.Check(p)
	}
	return a.ID, err
}

// Colleagues lists those whose requests a list can be narrowed to, by name.
func (d *Desk) Colleagues(ctx context.Context, who account.Actor) (list []account.Account, err error) {
	if err := may(who, account.ReadQueue); err != nil {
		return nil, err
	}
	err = d.store.Read(ctx, who, func(tx *store.Tx) error {
		list, err = tx.Tracers(ctx, who.AgencyID)
		return err
	})
	return list, err
}
