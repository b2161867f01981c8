package share

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

// OfferTransfer offers to hand a seizure over to another agency (see
// [trace.Transfer]). Another person of the actor's agency must approve it.
func (s *Share) OfferTransfer(ctx context.Context, who account.Actor, folio string, t trace.Transfer) (trace.Transfer, error) {
	t, wrong := t.Check(who.Local(s.Now()))
	err := s.change(ctx, who, account.OfferTransfer, audit.TransferOffered, folio, func(tx *store.Tx, st store.Standing) error {
		if wrong != nil {
			return wrong
		}
		to, err := tx.AgencyByCode(ctx, t.To)
		if fault.Is(err, fault.NotFound) || err == nil && (to.ID == who.AgencyID || to.Kind == account.Center) {
			return fault.Check(fault.Problems{{Pointer: "/to", Code: "code"}})
		}
		if err != nil {
			return err
		}
		folios, err := tx.Folios(ctx, st.SeizureID)
		if err != nil {
			return err
		}
		t.SeizureID, t.Folio, t.AgencyID, t.Agency, t.ToAgency = st.SeizureID, st.Folio, who.AgencyID, who.Agency, to.ID
		t.Restricted, t.Requests, t.By, t.ByName = st.Restricted, len(folios), who.ID, who.Name
		if err := tx.AddTransfer(ctx, &t); err != nil {
			return err
		}
		handing(tx, t)
		ids, err := tx.Knowing(ctx, st.SeizureID, account.Coordinator)
		if err != nil {
			return err
		}
		return tx.TellAll(ctx, trace.NoticeTransferProposed, t.Folio, without(ids, who.ID))
	})
	return t, err
}

// handing has the log say of which transfer the act is, and to whom.
func handing(tx *store.Tx, t trace.Transfer) { tx.Resting(t.ID, "", t.ToAgency) }

// holdTransfer is how a transfer is held for an act: of one that is accepted the
// seizure too.
type holdTransfer func(tx *store.Tx, ctx context.Context, id string) (trace.Transfer, error)

// onTransfer runs an act on a transfer that nobody else changes meanwhile.
func (s *Share) onTransfer(
	ctx context.Context, who account.Actor, verb audit.Verb, id string, hold holdTransfer, f func(*store.Tx, *trace.Transfer) error,
) (t trace.Transfer, err error) {
	err = s.store.Write(ctx, audit.By(who, verb, id), func(tx *store.Tx) error {
		if t, err = hold(tx, ctx, id); err != nil {
			return err
		}
		tx.On(t.Folio)
		handing(tx, t)
		return f(tx, &t)
	})
	return t, err
}

// sided is how the actor stands to a transfer: to the seizure, where it is
// their agency's; else to what their agency is offered, or has handed over.
func sided(ctx context.Context, tx *store.Tx, who account.Actor, t trace.Transfer) (account.Resource, error) {
	done := !t.AcceptedAt.IsZero()
	switch {
	case t.AgencyID == who.AgencyID && !done:
		st, err := tx.Standing(ctx, who, t.Folio)
		return st.Resource, err
	case t.AgencyID == who.AgencyID:
		return account.Resource{AgencyID: t.AgencyID, Filer: t.By, Restricted: t.Restricted, Named: t.By == who.ID}, nil
	case t.ToAgency != who.AgencyID || t.ApprovedAt.IsZero():
		return account.Resource{}, missing()
	case done && t.Restricted:
		st, err := tx.Standing(ctx, who, t.Folio)
		return st.Resource, err
	}
	return account.Resource{AgencyID: t.ToAgency, Filer: t.Holder}, nil
}

// ApproveTransfer is the second person's word for an offer, who cannot be the
// first. From then on the other agency knows of it.
func (s *Share) ApproveTransfer(ctx context.Context, who account.Actor, id string) (trace.Transfer, error) {
	if err := account.May(who, account.ApproveTransfer, nil); err != nil {
		return trace.Transfer{}, err
	}
	return s.onTransfer(ctx, who, audit.TransferApproved, id, (*store.Tx).HoldTransfer, func(tx *store.Tx, t *trace.Transfer) error {
		if t.AgencyID != who.AgencyID {
			return missing()
		}
		on, err := sided(ctx, tx, who, *t)
		if err != nil {
			return err
		}
		on.Filer = t.By
		if err := account.May(who, account.ApproveTransfer, &on); err != nil {
			return err
		}
		switch {
		case t.By == who.ID: // whom the list names may be the first, too
			return fault.New(fault.Forbidden, "access.two", nil)
		case t.State(tx.Now()) != trace.TransferProposed:
			return settled()
		}
		if err := tx.ApproveTransfer(ctx, t, who.ID); err != nil {
			return err
		}
		ids, err := tx.AgencyHolders(ctx, t.ToAgency, account.Coordinator)
		if err != nil {
			return err
		}
		return tx.TellAll(ctx, trace.NoticeTransferOffered, t.Folio, ids)
	})
}

func settled() error { return fault.New(fault.Conflict, "transfer.moved", nil) }

// AcceptTransfer takes a seizure over for the actor's agency, under its own
// number of the case, and says who answers for it.
func (s *Share) AcceptTransfer(ctx context.Context, who account.Actor, id string, typed trace.Taking) (trace.Transfer, error) {
	if err := account.May(who, account.AcceptTransfer, nil); err != nil {
		return trace.Transfer{}, err
	}
	t, err := s.onTransfer(ctx, who, audit.TransferAccepted, id, (*store.Tx).HoldHanding, func(tx *store.Tx, t *trace.Transfer) error {
		on := account.Resource{AgencyID: t.ToAgency}
		if err := account.May(who, account.AcceptTransfer, &on); err != nil {
			return err
		}
		switch {
		case t.ApprovedAt.IsZero(): // they are not asked yet
			return missing()
		case t.State(tx.Now()) != trace.TransferOffered:
			return settled()
		}
		named, err := taker(ctx, tx, who, t, typed)
		if err != nil {
			return err
		}
		requests, grants, err := tx.HandOver(ctx, t, named)
		if err != nil {
			return err
		}
		return tellHanded(ctx, tx, who, *t, requests, grants)
	})
	if errors.Is(err, store.ErrLure) {
		return t, s.dropTransfer(ctx, id)
	}
	return t, err
}

// taker fills in who takes a seizure over, and returns who may know of a
// restricted one.
func taker(ctx context.Context, tx *store.Tx, who account.Actor, t *trace.Transfer, typed trace.Taking) ([]string, error) {
	typed, err := typed.Check()
	if err != nil {
		return nil, err
	}
	holder, err := people(ctx, tx, who, trace.UserNames(typed.Holder), "/holder")
	if err != nil {
		return nil, err
	}
	t.AcceptedBy, t.TakerName, t.Holder, t.HolderName, t.Reference = who.ID, who.Name, holder[0].ID, holder[0].Name, typed.Reference
	if !t.Restricted {
		return nil, nil
	}
	ids := []string{who.ID, t.Holder}
	if len(typed.Named) > 0 {
		more, err := people(ctx, tx, who, typed.Named, "/named")
		if err != nil {
			return nil, err
		}
		ids = append(ids, idsOf(more)...)
	}
	slices.Sort(ids)
	if ids = slices.Compact(ids); len(ids) < trace.FewestNamed {
		return nil, fault.Check(fault.Problems{{Pointer: "/named", Code: "required"}})
	}
	return ids, nil
}

// tellHanded tells both sides and the tracers that a seizure was handed over:
// whoever answers for it now also what is still asked.
func tellHanded(ctx context.Context, tx *store.Tx, who account.Actor, t trace.Transfer, requests []trace.Request, grants []trace.Grant) error {
	if err := tx.TellAll(ctx, trace.NoticeTransferAccepted, t.Folio, slices.Compact([]string{t.By, t.ApprovedBy})); err != nil {
		return err
	}
	if err := tx.TellAll(ctx, trace.NoticeTransferHolder, t.Folio, without([]string{t.Holder}, who.ID)); err != nil {
		return err
	}
	for _, r := range requests {
		if r.ClaimedBy != "" && r.Status.Open() {
			if err := tx.TellAll(ctx, trace.NoticeTransferTracer, r.Folio, []string{r.ClaimedBy}); err != nil {
				return err
			}
		}
		if r.Status == trace.Returned {
			if err := tx.TellAll(ctx, trace.NoticeQuestion, r.Folio, []string{t.Holder}); err != nil {
				return err
			}
		}
	}
	for _, g := range grants {
		if err := tx.TellAll(ctx, trace.NoticeShareEnded, g.Folio, idsOf(g.Readers)); err != nil {
			return err
		}
	}
	return nil
}

// dropTransfer takes back, as its maker might have, the offer of a seizure that
// cannot be handed over, and answers as then.
func (s *Share) dropTransfer(ctx context.Context, id string) error {
	err := s.store.Write(ctx, audit.Act{Verb: audit.TransferEnded, On: id}, func(tx *store.Tx) error {
		t, err := tx.HoldTransfer(ctx, id)
		if err != nil {
			return err
		}
		tx.On(t.Folio)
		if err := tx.EndTransfer(ctx, &t, "", ""); err != nil {
			return err
		}
		return tx.TellAll(ctx, trace.NoticeTransferEnded, t.Folio, slices.Compact([]string{t.By, t.ApprovedBy}))
	})
	if err != nil && !fault.Is(err, fault.Stale) {
		return err
	}
	return settled()
}

// EndTransfer takes an offer back, by whoever may know of the seizure, or
// declines it, by a coordinator of the other agency, who says why.
func (s *Share) EndTransfer(ctx context.Context, who account.Actor, id, why string) (trace.Transfer, error) {
	if err := account.May(who, account.EndTransfer, nil); err != nil {
		return trace.Transfer{}, err
	}
	return s.onTransfer(ctx, who, audit.TransferEnded, id, (*store.Tx).HoldTransfer, func(tx *store.Tx, t *trace.Transfer) error {
		on, err := sided(ctx, tx, who, *t)
		if err != nil {
			return err
		}
		if err := account.May(who, account.EndTransfer, &on); err != nil {
			return err
		}
		if !t.Waits(tx.Now()) {
			return settled()
		}
		told, taken := []string{t.By, t.ApprovedBy}, t.AgencyID == who.AgencyID
		if taken {
			why = ""
		} else if why, err = trace.Declined(why); err != nil {
			return err
		}
		if taken && !t.ApprovedAt.IsZero() {
			chiefs, err := tx.AgencyHolders(ctx, t.ToAgency, account.Coordinator)
			if err != nil {
				return err
			}
			told = append(told, chiefs...)
		}
		if err := tx.EndTransfer(ctx, t, who.ID, why); err != nil {
			return err
		}
		told = slices.DeleteFunc(without(told, who.ID), func(id string) bool { return id == "" })
		slices.Sort(told)
		return tx.TellAll(ctx, trace.NoticeTransferEnded, t.Folio, slices.Compact(told))
	})
}

// Transfers is a page of transfers, the last offered first, and the cursor of
// the next.
type Transfers struct {
	List []trace.Transfer
	Next string
}

// Transfers lists what the actor's agency hands over or, with in, is offered
// and has taken: to a coordinator all of it that they may know, to anybody else
// what they have offered or answer for.
func (s *Share) Transfers(ctx context.Context, who account.Actor, in bool, cursor string) (out Transfers, err error) {
	if err := account.May(who, account.ReadTransfers, nil); err != nil {
		return out, err
	}
	f := store.TransferFilter{From: who.AgencyID, After: cursor}
	if in {
		f.From, f.To = "", who.AgencyID
	}
	if who.Role != account.Coordinator {
		f.By = who.ID
	}
	err = s.store.ReadPersonal(ctx, audit.By(who, audit.TransfersRead, who.ID), func(tx *store.Tx) error {
		out.List, out.Next, err = tx.Transfers(ctx, f)
		return err
	})
	return out, err
}

// Transfer returns one to whoever may know of it.
func (s *Share) Transfer(ctx context.Context, who account.Actor, id string) (t trace.Transfer, err error) {
	if err := account.May(who, account.ReadTransfers, nil); err != nil {
		return t, err
	}
	err = s.store.ReadPersonal(ctx, audit.By(who, audit.TransfersRead, id), func(tx *store.Tx) error {
		if t, err = tx.Transfer(ctx, id); err != nil {
			return err
		}
		on, err := sided(ctx, tx, who, t)
		if err != nil {
			return err
		}
		return account.May(who, account.ReadTransfers, &on)
	})
	if err != nil {
		t = trace.Transfer{}
	}
	return t, err
}

// Offers counts what waits for the actor's agency to accept, for whoever may.
func (s *Share) Offers(ctx context.Context, who account.Actor) (n int, err error) {
	who.Proven = true // to be asked for when it comes to it
	if account.May(who, account.AcceptTransfer, nil) != nil {
		return 0, nil
	}
	err = s.store.Read(ctx, who, func(tx *store.Tx) error {
		n, err = tx.Offers(ctx, who.AgencyID)
		return err
	})
	return n, err
}

// Custody lists how a seizure came from agency to agency, the last first, to
// whoever may read it.
func (s *Share) Custody(ctx context.Context, who account.Actor, folio string) (list []trace.Transfer, err error) {
	folio, err = seizureFolio(who, account.ReadSeizure, folio)
	if err != nil {
		return nil, err
	}
	err = s.store.Read(ctx, who, func(tx *store.Tx) error {
		st, err := tx.Standing(ctx, who, folio)
		if err != nil || st.AgencyID != who.AgencyID || st.Hidden() {
			return err
		}
		list, _, err = tx.Transfers(ctx, store.TransferFilter{SeizureID: st.SeizureID, Limit: 200})
		return err
	})
	return list, err
}
