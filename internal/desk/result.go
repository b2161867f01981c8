package desk

import (
	"cmp"
	"context"
	"slices"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// Conclude ends a trace with its result, and those of linked requests that it
// answers too. Where the center wants a second person to look at it first, it
// ends nothing and waits.
func (d *Desk) Conclude(ctx context.Context, who account.Actor, h Hold, result trace.Result) (trace.Result, error) {
	result.Reason = ""
	return d.result(ctx, who, h, result, trace.Conclude)
}

// Correct gives a concluded trace a new version of its result; the old one
// stays. It needs a reason. The same may be said of what the old one answered
// too, and it may have to wait as a conclusion does.
func (d *Desk) Correct(ctx context.Context, who account.Actor, h Hold, result trace.Result) (trace.Result, error) {
	return d.result(ctx, who, h, result, trace.Correct)
}

// told says how each way to a result is recorded and told.
var told = map[trace.Move]struct {
	verb   audit.Verb
	event  trace.Code
	notice trace.NoticeCode
}{
	trace.Conclude: {audit.Concluded, trace.EventConcluded, trace.NoticeConcluded},
	trace.Correct:  {audit.Corrected, trace.EventCorrected, trace.NoticeCorrected},
}

func (d *Desk) result(ctx context.Context, who account.Actor, h Hold, result trace.Result, m trace.Move) (trace.Result, error) {
	result.By = who.ID
	checked, err := result.Check(d.here(who))
	if m == trace.Correct && checked.Reason == "" {
		err = reasonMissing(err)
	}
	if err != nil {
		return result, err
	}
	also := func(context.Context, *store.Tx) ([]string, error) { return checked.Also, nil }
	err = d.several(ctx, who, told[m].verb, h.Folio, also, func(tx *store.Tx, r *trace.Request, others []*trace.Request) error {
		if err := h.holds(who, *r, m); err != nil {
			return err
		}
		if err := h.sameResult(ctx, tx, *r); err != nil {
			return err
		}
		if err := d.take(ctx, tx, who, r, others, m); err != nil {
			return err
		}
		agency, err := tx.Agency(ctx, who.AgencyID)
		if err != nil {
			return err
		}
		if checked.Waits = agency.Second && checked.Names(); checked.Waits {
			return d.propose(ctx, tx, who, r, others, checked)
		}
		checked, err = d.end(ctx, tx, r, checked, m)
		for _, other := range others {
			if err == nil {
				tx.Also(audit.By(who, told[m].verb, other.Folio))
				_, err = d.end(ctx, tx, other, checked, m)
			}
		}
		return err
	})
	return checked, err
}

// end makes a result of what was found, for one request.
func (d *Desk) end(ctx context.Context, tx *store.Tx, r *trace.Request, result trace.Result, m trace.Move) (trace.Result, error) {
	result.RequestID, r.Outcome, result.Version = r.ID, result.Outcome, 0
	if err := tx.AddResult(ctx, &result); err != nil {
		return result, err
	}
	by := account.Actor{ID: result.By}
	if err := happened(ctx, tx, *r, by, told[m].event, map[string]string{"outcome": result.Outcome}); err != nil {
		return result, err
	}
	if err := tell(ctx, tx, *r, told[m].notice); err != nil {
		return result, err
	}
	return result, tx.MoveRequest(ctx, r, m, r.ClaimedBy)
}

// Answerable is a linked request that the result of another can answer too.
type Answerable struct {
	Request trace.Request
	Key     string // why it cannot, "" where it can
}

// Answerable lists what a result of a request may answer too: what the center
// has found to be the same firearm and, where a result is corrected, what the
// one before answered too.
func (d *Desk) Answerable(ctx context.Context, who account.Actor, r trace.Request, m trace.Move) (list []Answerable, err error) {
	if err := may(who, account.Work); err != nil {
		return nil, err
	}
	err = d.store.Read(ctx, who, func(tx *store.Tx) error {
		others, err := linked(ctx, tx, r, m)
		for _, other := range others {
			list = append(list, Answerable{other.Outline(), d.unanswerable(who, other, m)})
		}
		return err
	})
	return list, err
}

// linked are the requests that a result of one may answer too, in order of
// their folios.
func linked(ctx context.Context, tx *store.Tx, r trace.Request, m trace.Move) (list []trace.Request, err error) {
	if m == trace.Correct {
		list, err = tx.Joined(ctx, r.ID)
		return list, err
	}
	links, err := tx.Links(ctx, store.LinkFilter{RequestID: r.ID, Center: true})
	if err != nil {
		return nil, err
	}
	for _, l := range links {
		if !l.Center || !l.Holds() || l.Verdict != trace.SameFirearm {
			continue
		}
		other, err := tx.Request(ctx, l.Other)
		if err != nil {
			return nil, err
		}
		list = append(list, other)
	}
	return list, nil
}

// unanswerable says why the result of another cannot answer a linked request,
// "" where it can.
func (d *Desk) unanswerable(who account.Actor, r trace.Request, m trace.Move) string {
	switch {
	case r.Waits():
		return "together.waits"
	case m == trace.Correct && r.Status != trace.Concluded, m == trace.Conclude && !r.Status.Open():
		return "together.ended"
	case r.Status == trace.Queued:
		return ""
	case m == trace.Correct && May(who, r, m) != nil, m == trace.Conclude && r.ClaimedBy != who.ID:
		return "together.taken"
	case r.Status == trace.Returned:
		return "together.returned"
	}
	return ""
}

// take makes sure that a result may answer other requests too, and claims those
// that nobody has.
func (d *Desk) take(ctx context.Context, tx *store.Tx, who account.Actor, r *trace.Request, others []*trace.Request, m trace.Move) error {
	if len(others) == 0 {
		return nil
	}
	list, err := linked(ctx, tx, *r, m)
	if err != nil {
		return err
	}
	var p fault.Problems
	for _, other := range others {
		known := slices.ContainsFunc(list, func(x trace.Request) bool { return x.ID == other.ID })
		if !known || d.unanswerable(who, *other, m) != "" {
			p.Add("/also", "together", fault.Args{"folio": other.Folio})
		}
	}
	if err := fault.Check(p); err != nil {
		return err
	}
	for _, other := range others {
		if err := tx.Join(ctx, other.ID, r.ID); err != nil {
			return err
		}
		if other.Status != trace.Queued {
			continue
		}
		other.LeaseUntil = tx.Now().Add(d.Lease)
		if err := tx.MoveRequest(ctx, other, trace.Claim, who.ID); err != nil {
			return err
		}
		if err := happened(ctx, tx, *other, who, trace.EventClaimed, nil); err != nil {
			return err
		}
	}
	return nil
}

// inOrder puts folios of requests in the order in which everybody who holds
// several takes them, each once: see [store.Tx.HoldRequests].
func inOrder(ctx context.Context, tx *store.Tx, folios []string) ([]string, error) {
	folios = slices.Compact(slices.Sorted(slices.Values(folios)))
	list, err := tx.RequestsOf(ctx, folios)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(r trace.Request) bool { return !slices.Contains(folios, r.Folio) })
	if len(list) < len(folios) {
		return nil, missing()
	}
	slices.SortFunc(list, func(a, b trace.Request) int { return cmp.Compare(a.ID, b.ID) })
	for i, r := range list {
		folios[i] = r.Folio
	}
	return folios, nil
}

// several runs an act on one request and some others that it changes too, by
// their folios. Each waits for its turn in one order, so that two who hold
// several never wait for each other.
func (d *Desk) several(
	ctx context.Context, who account.Actor, verb audit.Verb, folio string, also func(context.Context, *store.Tx) ([]string, error),
	f func(*store.Tx, *trace.Request, []*trace.Request) error,
) error {
	if err := may(who, account.ReadQueue); err != nil {
		return err
	}
	folio, ok := trace.ParseFolio(folio)
	if !ok || !trace.IsRequest(folio) {
		return missing()
	}
	return d.store.Write(ctx, audit.By(who, verb, folio), func(tx *store.Tx) error {
		folios, err := also(ctx, tx)
		if err != nil {
			return err
		}
		folios = slices.DeleteFunc(slices.Clone(folios), func(f string) bool { return f == folio })
		var main *trace.Request
		var others []*trace.Request
		folios, err = inOrder(ctx, tx, append(folios, folio))
		if err != nil {
			return err
		}
		for _, one := range folios {
			r, err := tx.HoldRequest(ctx, one)
			switch {
			case err != nil:
				return err
			case one == folio:
				main = &r
			default:
				others = append(others, &r)
			}
		}
		return f(tx, main, others)
	})
}
