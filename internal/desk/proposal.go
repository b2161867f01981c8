package desk

import (
	"context"
	"slices"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// propose keeps a result for a second person to look at. The requests that it
// would answer stay as they are, whoever has them keeps them, and their
// submitters are told nothing.
func (d *Desk) propose(ctx context.Context, tx *store.Tx, who account.Actor, r *trace.Request, others []*trace.Request, result trace.Result) error {
	tx.Doing(audit.Proposed)
	p := trace.Proposal{RequestID: r.ID, Result: result}
	for _, other := range others {
		p.Also = append(p.Also, other.Folio)
	}
	if err := tx.AddProposal(ctx, &p); err != nil {
		return err
	}
	for _, one := range append([]*trace.Request{r}, others...) {
		if one != r {
			tx.Also(audit.By(who, audit.Proposed, one.Folio))
		}
		if err := tx.MoveRequest(ctx, one, trace.Propose, one.ClaimedBy); err != nil {
			return err
		}
	}
	ids, err := tx.AgencyHolders(ctx, who.AgencyID, account.Supervisor, account.Trainer)
	if err != nil {
		return err
	}
	return tx.TellAll(ctx, trace.NoticeProposalWaits, r.Folio, slices.DeleteFunc(ids, func(id string) bool { return id == who.ID }))
}

// Waits returns why the actor may not look at what waits for a second person
// on a request, or nil.
func Waits(who account.Actor, r trace.Request) error {
	if !r.Waits() {
		return fault.New(fault.Conflict, "proposal.none", nil)
	}
	on := r.Resource()
	return account.May(who, account.Approve, &on)
}

// Waiting lists the requests whose result waits for a second person, urgent
// ones first and then the longest waiting. It shows no personal data. next is
// the cursor of the page after it.
func (d *Desk) Waiting(ctx context.Context, who account.Actor, cursor string) (list []trace.Request, next string, err error) {
	if err := may(who, account.ReadQueue); err != nil {
		return nil, "", err
	}
	err = d.store.Read(ctx, who, func(tx *store.Tx) error {
		list, next, err = tx.Waiting(ctx, cursor, 0)
		return err
	})
	for i := range list {
		list[i] = list[i].Outline()
	}
	return list, next, err
}

// WaitingCount counts them, up to 100.
func (d *Desk) WaitingCount(ctx context.Context, who account.Actor) (n int, err error) {
	if err := may(who, account.ReadQueue); err != nil {
		return 0, err
	}
	err = d.store.Read(ctx, who, func(tx *store.Tx) error {
		n, err = tx.WaitingCount(ctx)
		return err
	})
	return n, err
}

// Proposals are what was proposed of a request, and of which request it is.
type Proposals struct {
	Lead string           // folio
	List []trace.Proposal // newest first
	Mine bool             // the actor may not decide: it is their own
}

// Proposals returns what was proposed of a request, or of the one whose result
// is to answer it too: to whoever may know its people and has said what for. To
// whoever bears the purchaser's name there is none.
func (d *Desk) Proposals(ctx context.Context, who account.Actor, folio string) (out Proposals, err error) {
	if err := may(who, account.ReadRequest); err != nil {
		return out, err
	}
	folio, ok := trace.ParseFolio(folio)
	if !ok || !trace.IsRequest(folio) {
		return out, missing()
	}
	err = d.store.ReadPersonal(ctx, audit.By(who, audit.ProposalRead, folio), func(tx *store.Tx) error {
		st, err := tx.Standing(ctx, who, folio)
		if err != nil {
			return err
		}
		if !mayKnow(who, st) {
			return fault.New(fault.Forbidden, "fault.purpose", nil)
		}
		r, err := tx.Request(ctx, folio)
		if err != nil {
			return err
		}
		if r, err = led(ctx, tx, r); err != nil {
			return err
		}
		out.Lead = r.Folio
		out.List, err = tx.Proposals(ctx, r.ID)
		return err
	})
	if err != nil {
		return out, err
	}
	out.Mine = slices.Contains(authors(out.List), who.ID)
	if len(out.List) > 0 && out.List[0].Result.By != who.ID && out.List[0].Result.NamedAs(who.Name) {
		return Proposals{}, missing()
	}
	return out, nil
}

// led is the request whose proposal a request waits for: its own, or the one
// whose result is to answer it too.
func led(ctx context.Context, tx *store.Tx, r trace.Request) (trace.Request, error) {
	lead, err := tx.Lead(ctx, r.ID)
	if err != nil || lead == "" {
		return r, err
	}
	own, err := tx.Proposals(ctx, r.ID)
	if err != nil || len(own) > 0 && own[0].Open() {
		return r, err
	}
	return tx.Request(ctx, lead)
}

// authors are those who have written a proposal since the last was approved:
// none of them is the second person.
func authors(list []trace.Proposal) (ids []string) {
	for _, p := range list {
		if p.Verdict == trace.SightApproved {
			break
		}
		ids = append(ids, p.Result.By)
	}
	return ids
}

// Approve makes a result of what another has found, of every request that it
// answers. id names the proposal that was looked at.
func (d *Desk) Approve(ctx context.Context, who account.Actor, folio, id string) (result trace.Result, err error) {
	err = d.decide(ctx, who, folio, id, audit.ProposalEnded, func(tx *store.Tx, p trace.Proposal, all []*trace.Request) error {
		p.Verdict = trace.SightApproved
		if err := tx.DecideProposal(ctx, p); err != nil {
			return err
		}
		for _, r := range all {
			m := trace.Conclude
			if r.Status == trace.Concluded {
				m = trace.Correct
			}
			r.ReviewAt = time.Time{}
			if result, err = d.end(ctx, tx, r, p.Result, m); err != nil {
				return err
			}
		}
		return decided(ctx, tx, p, all, trace.NoticeProposalApproved)
	})
	return result, err
}

// SendBack gives what another has found back to its author, with what is to be
// done about which field.
func (d *Desk) SendBack(ctx context.Context, who account.Actor, folio, id string, typed map[string]string) error {
	notes, err := trace.CheckNotes(typed)
	if err != nil {
		return err
	}
	return d.decide(ctx, who, folio, id, audit.ProposalBack, func(tx *store.Tx, p trace.Proposal, all []*trace.Request) error {
		p.Verdict, p.Notes = trace.SightReturned, notes
		if err := tx.DecideProposal(ctx, p); err != nil {
			return err
		}
		if err := d.sendBack(ctx, tx, all); err != nil {
			return err
		}
		return decided(ctx, tx, p, all, trace.NoticeProposalReturned)
	})
}

// Retract takes a proposal back, so that it can be written anew.
func (d *Desk) Retract(ctx context.Context, who account.Actor, h Hold) error {
	return d.group(ctx, who, h.Folio, audit.ProposalTaken, func(tx *store.Tx, r *trace.Request, list []trace.Proposal, all []*trace.Request) error {
		if err := h.holds(who, *r, trace.SendBack); err != nil {
			return err
		}
		p := list[0]
		p.Verdict, p.DecidedBy = trace.SightWithdrawn, who.ID
		if err := tx.DecideProposal(ctx, p); err != nil {
			return err
		}
		return d.sendBack(ctx, tx, all)
	})
}

// decide runs an act of a second person on a proposal: somebody who may know of
// it, has written none of it, and does not bear the purchaser's name.
func (d *Desk) decide(
	ctx context.Context, who account.Actor, folio, id string, verb audit.Verb, f func(*store.Tx, trace.Proposal, []*trace.Request) error,
) error {
	return d.group(ctx, who, folio, verb, func(tx *store.Tx, r *trace.Request, list []trace.Proposal, all []*trace.Request) error {
		st, err := tx.Standing(ctx, who, r.Folio)
		if err != nil {
			return err
		}
		if err := account.May(who, account.Approve, &st.Resource); err != nil {
			return err
		}
		p := list[0]
		switch {
		case !mayKnow(who, st):
			return fault.New(fault.Forbidden, "fault.purpose", nil)
		case slices.Contains(authors(list), who.ID):
			return fault.New(fault.Forbidden, "proposal.own", nil)
		case p.Result.NamedAs(who.Name):
			return missing()
		case p.ID != id:
			return fault.New(fault.Stale, "proposal.old", nil)
		}
		p.DecidedBy = who.ID
		return f(tx, p, all)
	})
}

// group runs an act on a proposal that a request waits for. all are the
// requests that it would answer and that wait still.
func (d *Desk) group(
	ctx context.Context, who account.Actor, folio string, verb audit.Verb,
	f func(*store.Tx, *trace.Request, []trace.Proposal, []*trace.Request) error,
) error {
	var list []trace.Proposal
	also := func(ctx context.Context, tx *store.Tx) (folios []string, err error) {
		folio, _ := trace.ParseFolio(folio)
		r, err := tx.Request(ctx, folio)
		if err != nil {
			return nil, err
		}
		lead, err := led(ctx, tx, r)
		if err != nil {
			return nil, err
		}
		if list, err = tx.Proposals(ctx, lead.ID); err == nil && len(list) > 0 && list[0].Open() {
			folios = append(slices.Clone(list[0].Also), lead.Folio)
		}
		return folios, err
	}
	return d.several(ctx, who, verb, folio, also, func(tx *store.Tx, r *trace.Request, others []*trace.Request) error {
		if !r.Waits() || len(list) == 0 {
			return fault.New(fault.Conflict, "proposal.none", nil)
		}
		all := slices.DeleteFunc(append(others, r), func(x *trace.Request) bool { return !x.Waits() })
		for _, x := range all {
			if x != r {
				tx.Also(audit.By(who, verb, x.Folio))
			}
		}
		return f(tx, r, list, all)
	})
}

// sendBack gives requests back to those who have them, with a whole lease.
func (d *Desk) sendBack(ctx context.Context, tx *store.Tx, all []*trace.Request) error {
	for _, r := range all {
		if r.Status == trace.Claimed {
			r.LeaseUntil = tx.Now().Add(d.Lease)
		}
		if err := tx.MoveRequest(ctx, r, trace.SendBack, r.ClaimedBy); err != nil {
			return err
		}
		if r.Status == trace.Claimed {
			if err := tx.Part(ctx, r.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// decided tells the author of a proposal, and those who have its requests, what
// became of it.
func decided(ctx context.Context, tx *store.Tx, p trace.Proposal, all []*trace.Request, code trace.NoticeCode) error {
	for _, r := range all {
		ids := []string{r.ClaimedBy}
		if r.ID == p.RequestID {
			ids = append(ids, p.Result.By)
		}
		slices.Sort(ids)
		ids = slices.DeleteFunc(slices.Compact(ids), func(id string) bool { return id == "" || id == p.DecidedBy })
		if err := tx.TellAll(ctx, code, r.Folio, ids); err != nil {
			return err
		}
	}
	return nil
}
