package share

import (
	"context"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// AskBreak asks an auditor to let a coordinator on the list of a restricted
// seizure that cannot act itself: the actor or, where an administrator asks, the
// coordinator of their agency whose user name is given. Nothing is looked up
// under the folio, so that whoever asks learns nothing of it.
func (s *Share) AskBreak(ctx context.Context, who account.Actor, b trace.Break) error {
	if err := account.May(who, account.AskBreak, nil); err != nil {
		return err
	}
	b, wrong := b.Check()
	record := audit.By(who, audit.BreakAsked, b.Folio)
	record.Purpose = b.Reason
	b.By, b.AgencyID = who.ID, who.AgencyID
	if wrong != nil {
		return s.store.Read(ctx, who, func(tx *store.Tx) error { return s.breaker(ctx, tx, who, &b, wrong) })
	}
	return s.store.Write(ctx, record, func(tx *store.Tx) error {
		if err := s.breaker(ctx, tx, who, &b, nil); err != nil {
			return err
		}
		if err := again(ctx, tx, b); err != nil {
			return err
		}
		if err := tx.AddBreak(ctx, &b); err != nil {
			return err
		}
		ids, err := tx.Holders(ctx, account.Auditor)
		if err != nil {
			return err
		}
		return tx.TellAll(ctx, trace.NoticeBreakAsked, "", ids)
	})
}

// again is an error where the same person waits for an answer about the folio,
// or has asked as much as they may in the time that it waits.
func again(ctx context.Context, tx *store.Tx, b trace.Break) error {
	asked, err := tx.HoldBreaks(ctx, b.By, tx.Now().Add(-trace.BreakWaits))
	if err != nil {
		return err
	}
	for _, a := range asked {
		if a.Folio == b.Folio && a.State(tx.Now()) == trace.BreakWaiting {
			return fault.Check(fault.Problems{{Pointer: "/break_folio", Code: "waits"}})
		}
	}
	if len(asked) >= trace.BreakMost {
		return fault.New(fault.TooMany, "break.many", fault.Args{"limit": trace.BreakMost})
	}
	return nil
}

// breaker says who would be let in; what is wrong with it comes after what was
// wrong before.
func (s *Share) breaker(ctx context.Context, tx *store.Tx, who account.Actor, b *trace.Break, wrong error) error {
	if who.Role == account.Coordinator {
		b.AccountID = who.ID
		return wrong
	}
	var p fault.Problems
	if f := fault.Of(wrong); f != nil {
		p = f.Problems
	}
	names := trace.UserNames(b.Username)
	if len(names) != 1 {
		p.Add("/break_coordinator", "required", nil)
		return fault.Check(p)
	}
	list, _, err := tx.Colleagues(ctx, who.AgencyID, names)
	switch {
	case err != nil:
		return err
	case len(list) == 0 || list[0].Role != account.Coordinator:
		p.Add("/break_coordinator", "code", nil)
	default:
		b.AccountID = list[0].ID
	}
	return fault.Check(p)
}

// Breaks is a page of what was asked in an emergency, newest first, and the
// cursor of the next.
type Breaks struct {
	Asked []trace.Break
	Next  string
}

// breakPage is how many a page shows.
const breakPage = 50

// Breaks lists what the actor has asked.
func (s *Share) Breaks(ctx context.Context, who account.Actor, cursor string) (Breaks, error) {
	return s.breaks(ctx, who, account.AskBreak, who.ID, cursor)
}

// AllBreaks lists what everybody has asked, for whoever decides it.
func (s *Share) AllBreaks(ctx context.Context, who account.Actor, cursor string) (Breaks, error) {
	return s.breaks(ctx, who, account.ReviewAudit, "", cursor)
}

func (s *Share) breaks(ctx context.Context, who account.Actor, act account.Act, by, cursor string) (out Breaks, err error) {
	if err := account.May(who, act, nil); err != nil {
		return out, err
	}
	err = s.store.ReadPersonal(ctx, audit.By(who, audit.BreaksRead, by), func(tx *store.Tx) error {
		read := func() error {
			out.Asked, out.Next, err = tx.Breaks(ctx, by, cursor, breakPage)
			return err
		}
		if by == "" { // an auditor decides for every agency
			return tx.Across(ctx, read)
		}
		return read()
	})
	return out, err
}

// DecideBreak says yes or no to what somebody else asked. With a yes the
// coordinator is on the list for a day, and everybody on it is told, if there is
// such a seizure of their agency, it is restricted, and they are not kept out of
// it; the answer is the same if not.
func (s *Share) DecideBreak(ctx context.Context, who account.Actor, id string, approve bool) error {
	if err := account.May(who, account.ApproveBreak, nil); err != nil {
		return err
	}
	verb, verdict := audit.BreakRefused, trace.BreakRefused
	if approve {
		verb, verdict = audit.BreakApproved, trace.BreakApproved
	}
	return s.store.Write(ctx, audit.By(who, verb, id), func(tx *store.Tx) error {
		// An auditor, who sees no seizure, lets somebody on the list of one.
		return tx.Across(ctx, func() error { return decideBreak(ctx, tx, who, id, verdict) })
	})
}

func decideBreak(ctx context.Context, tx *store.Tx, who account.Actor, id, verdict string) error {
	b, err := tx.HoldBreak(ctx, id)
	if err != nil {
		return err
	}
	tx.On(b.Folio)
	switch {
	case b.By == who.ID, b.AccountID == who.ID:
		return fault.New(fault.Forbidden, "break.two", nil)
	case b.State(tx.Now()) != trace.BreakWaiting:
		return gone()
	}
	if err := tx.DecideBreak(ctx, id, who.ID, verdict); err != nil {
		return err
	}
	if verdict == trace.BreakApproved {
		if err := letIn(ctx, tx, who, b); err != nil {
			return err
		}
	}
	return tx.TellAll(ctx, trace.NoticeBreakDecided, "", []string{b.By})
}

// Tend notes what was asked in an emergency and nobody decided in time, and
// tells whoever asked. It returns how many it noted.
func (s *Share) Tend(ctx context.Context) (n int, err error) {
	for ; n < tendMost; n++ {
		var id string
		err = s.store.Read(ctx, store.House, func(tx *store.Tx) (err error) {
			id, err = tx.WaitedBreak(ctx)
			return err
		})
		if err == nil {
			err = s.expire(ctx, id)
		}
		if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Stale) { // another instance was quicker
			return n, nil
		}
		if err != nil {
			return n, err
		}
	}
	return n, nil
}

// tendMost is how many are noted at a time.
const tendMost = 100

func (s *Share) expire(ctx context.Context, id string) error {
	return s.store.Write(ctx, audit.Act{Verb: audit.BreakExpired, On: id}, func(tx *store.Tx) error {
		b, err := tx.HoldBreak(ctx, id)
		if err != nil {
			return err
		}
		tx.On(b.Folio)
		if err := tx.ExpireBreak(ctx, id); err != nil {
			return err
		}
		return tx.TellAll(ctx, trace.NoticeBreakExpired, "", []string{b.By})
	})
}

// letIn puts the coordinator on the list, where there is one that they may be
// on.
func letIn(ctx context.Context, tx *store.Tx, who account.Actor, b trace.Break) error {
	a, err := tx.Account(ctx, b.AccountID)
	if err != nil || a.Disabled || a.Role != account.Coordinator || a.AgencyID != b.AgencyID {
		return err
	}
	chief := account.Actor{ID: a.ID, AgencyID: a.AgencyID, Role: a.Role}
	st, err := tx.Standing(ctx, chief, b.Folio)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := tx.HoldSeizure(ctx, st.SeizureID); err != nil {
		return err
	}
	if st, err = tx.Standing(ctx, chief, b.Folio); err != nil || st.AgencyID != a.AgencyID || !st.Restricted || st.Barred {
		return err
	}
	named, err := tx.Named(ctx, st.SeizureID)
	if err != nil {
		return err
	}
	if err := tx.NameUntil(ctx, st.SeizureID, who.ID, a.ID, tx.Now().Add(trace.BreakFor)); err != nil {
		return err
	}
	if err := tx.TellAll(ctx, trace.NoticeBreakIn, st.Folio, []string{a.ID}); err != nil {
		return err
	}
	return tx.TellAll(ctx, trace.NoticeBreakMade, st.Folio, without(namedIDs(named), a.ID))
}
