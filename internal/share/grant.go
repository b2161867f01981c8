package share

import (
	"context"
	"slices"
	"strings"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// Propose asks that people of another agency may read some of a seizure. The
// people are taken as typed: whether there are such is the other agency's to
// know, and it says so by accepting.
func (s *Share) Propose(ctx context.Context, who account.Actor, folio string, g trace.Grant) (trace.Grant, error) {
	g, err := g.Check(who.Local(s.Now()))
	if err != nil {
		return g, err
	}
	err = s.change(ctx, who, account.ProposeGrant, audit.GrantProposed, folio, func(tx *store.Tx, st store.Standing) error {
		to, err := tx.AgencyByCode(ctx, g.To)
		if fault.Is(err, fault.NotFound) || err == nil && (to.ID == who.AgencyID || to.Kind == account.Center) {
			return fault.Check(fault.Problems{{Pointer: "/to", Code: "code"}})
		}
		if err != nil {
			return err
		}
		g.SeizureID, g.Folio, g.AgencyID, g.ToAgency, g.By = st.SeizureID, st.Folio, who.AgencyID, to.ID, who.ID
		if err := tx.AddGrant(ctx, &g); err != nil {
			return err
		}
		rests(tx, g)
		ids, err := tx.Knowing(ctx, st.SeizureID, account.Coordinator)
		if err != nil {
			return err
		}
		return tx.TellAll(ctx, trace.NoticeShareProposed, g.Folio, without(ids, who.ID))
	})
	return g, err
}

// rests has the log say of which grant the act is.
func rests(tx *store.Tx, g trace.Grant) { tx.Resting(g.ID, strings.Join(g.Fields, " "), g.ToAgency) }

// on runs an act on a grant that nobody else changes meanwhile.
func (s *Share) on(ctx context.Context, who account.Actor, verb audit.Verb, id string, f func(*store.Tx, *trace.Grant) error) (g trace.Grant, err error) {
	err = s.store.Write(ctx, audit.By(who, verb, id), func(tx *store.Tx) error {
		if g, err = tx.HoldGrant(ctx, id); err != nil {
			return err
		}
		tx.On(g.Folio)
		rests(tx, g)
		return f(tx, &g)
	})
	return g, err
}

// giving says how the actor stands to a grant of their own agency.
func giving(ctx context.Context, tx *store.Tx, who account.Actor, g trace.Grant) (account.Resource, error) {
	st, err := tx.Standing(ctx, who, g.Folio)
	if err == nil && g.AgencyID != who.AgencyID {
		err = missing()
	}
	on := st.Resource
	on.Filer = g.By
	return on, err
}

// taking is how the actor stands to a grant that their agency is asked to take.
func taking(g trace.Grant) account.Resource {
	return account.Resource{AgencyID: g.ToAgency, Filer: g.AcceptedBy}
}

// Approve is the second person's word for a grant, who cannot be the first.
func (s *Share) Approve(ctx context.Context, who account.Actor, id string) (trace.Grant, error) {
	if err := account.May(who, account.ApproveGrant, nil); err != nil {
		return trace.Grant{}, err
	}
	return s.on(ctx, who, audit.GrantApproved, id, func(tx *store.Tx, g *trace.Grant) error {
		on, err := giving(ctx, tx, who, *g)
		if err != nil {
			return err
		}
		if err := account.May(who, account.ApproveGrant, &on); err != nil {
			return err
		}
		if g.By == who.ID { // whom the list names may be the first, too
			return fault.New(fault.Forbidden, "access.two", nil)
		}
		if g.State(tx.Now()) != trace.GrantProposed {
			return gone()
		}
		if err := tx.ApproveGrant(ctx, g, who.ID); err != nil {
			return err
		}
		ids, err := tx.AgencyHolders(ctx, g.ToAgency, account.Coordinator)
		if err != nil {
			return err
		}
		return tx.TellAll(ctx, trace.NoticeShareApproved, g.Folio, ids)
	})
}

func gone() error { return fault.New(fault.Conflict, "share.moved", nil) }

// Accept takes a grant for the actor's agency and says who reads: one or more of
// the people who were named, if they are of the agency.
func (s *Share) Accept(ctx context.Context, who account.Actor, id string, names []string) (trace.Grant, error) {
	if err := account.May(who, account.AcceptGrant, nil); err != nil {
		return trace.Grant{}, err
	}
	return s.on(ctx, who, audit.GrantAccepted, id, func(tx *store.Tx, g *trace.Grant) error {
		on := taking(*g)
		if err := account.May(who, account.AcceptGrant, &on); err != nil {
			return err
		}
		switch {
		case g.ApprovedAt.IsZero(): // they are not asked yet
			return missing()
		case g.State(tx.Now()) != trace.GrantApproved:
			return gone()
		}
		for _, n := range names {
			if !slices.Contains(g.People, n) {
				return fault.Check(fault.Problems{{Pointer: "/readers", Code: "code"}})
			}
		}
		readers, err := people(ctx, tx, who, names, "/readers")
		if err != nil {
			return err
		}
		if err := tx.AcceptGrant(ctx, g, who.ID, readers); err != nil {
			return err
		}
		if err := tx.TellAll(ctx, trace.NoticeShareGiven, g.Folio, idsOf(readers)); err != nil {
			return err
		}
		return tx.TellAll(ctx, trace.NoticeShareAccepted, g.Folio, []string{g.By})
	})
}

// Refuse ends a grant that waits, by whoever might approve or accept it.
func (s *Share) Refuse(ctx context.Context, who account.Actor, id string) (trace.Grant, error) {
	return s.end(ctx, who, id, audit.GrantRefused, false)
}

// Revoke ends a grant at once, by either side.
func (s *Share) Revoke(ctx context.Context, who account.Actor, id string) (trace.Grant, error) {
	return s.end(ctx, who, id, audit.GrantRevoked, true)
}

func (s *Share) end(ctx context.Context, who account.Actor, id string, verb audit.Verb, held bool) (trace.Grant, error) {
	if err := account.May(who, account.RevokeGrant, nil); err != nil {
		return trace.Grant{}, err
	}
	return s.on(ctx, who, verb, id, func(tx *store.Tx, g *trace.Grant) error {
		on := taking(*g)
		if g.AgencyID == who.AgencyID {
			st, err := tx.Standing(ctx, who, g.Folio)
			if err != nil {
				return err
			}
			on = st.Resource
		} else if g.ApprovedAt.IsZero() {
			return missing()
		}
		if err := account.May(who, account.RevokeGrant, &on); err != nil {
			return err
		}
		return s.ended(ctx, tx, who, g, held)
	})
}

func (s *Share) ended(ctx context.Context, tx *store.Tx, who account.Actor, g *trace.Grant, held bool) error {
	if state := g.State(tx.Now()); state == trace.GrantEnded || held != (state == trace.GrantHolds || state == trace.GrantExpired) {
		return gone()
	}
	if err := tx.EndGrant(ctx, g, who.ID); err != nil {
		return err
	}
	return tx.TellAll(ctx, trace.NoticeShareEnded, g.Folio, without(append(idsOf(g.Readers), g.By), who.ID))
}

// Stop ends any grant at once, in an emergency.
func (s *Share) Stop(ctx context.Context, who account.Actor, id string) (trace.Grant, error) {
	if err := account.May(who, account.StopGrant, nil); err != nil {
		return trace.Grant{}, err
	}
	return s.on(ctx, who, audit.GrantRevoked, id, func(tx *store.Tx, g *trace.Grant) error {
		if g.State(tx.Now()) == trace.GrantEnded {
			return gone()
		}
		if err := tx.EndGrant(ctx, g, who.ID); err != nil {
			return err
		}
		return tx.TellAll(ctx, trace.NoticeShareEnded, g.Folio, append(idsOf(g.Readers), g.By))
	})
}

// Shared is what somebody has to do with grants.
type Shared struct {
	Read    []trace.Grant // what others share with them
	Named   []string      // folios of restricted seizures of colleagues that name them
	Approve []trace.Grant // waits for their word
	Accept  []Offer       // waits for their agency to take it
	Taken   []trace.Grant // what their agency has taken, for its coordinators
}

// Offer is a grant to be accepted, with those of the people named who are of
// the agency.
type Offer struct {
	trace.Grant
	Ours []account.Account
}

// Shared says what the actor has to do with grants.
func (s *Share) Shared(ctx context.Context, who account.Actor) (out Shared, err error) {
	if err := account.May(who, account.RevokeGrant, nil); err != nil {
		return out, err
	}
	err = s.store.ReadPersonal(ctx, audit.By(who, audit.GrantsRead, who.ID), func(tx *store.Tx) error {
		if out.Read, err = tx.Grants(ctx, store.GrantFilter{Reader: who.ID}); err != nil {
			return err
		}
		if out.Named, err = tx.NamedFor(ctx, who.ID); err != nil {
			return err
		}
		if account.May(who, account.AcceptGrant, nil) == nil || who.Role == account.Coordinator {
			return s.pending(ctx, tx, who, &out)
		}
		return nil
	})
	return out, err
}

// pending adds what waits for a coordinator.
func (s *Share) pending(ctx context.Context, tx *store.Tx, who account.Actor, out *Shared) error {
	ours, err := tx.Grants(ctx, store.GrantFilter{From: who.AgencyID})
	if err != nil {
		return err
	}
	proven := who
	proven.Proven = true // to be asked for when it comes to it
	for _, g := range ours {
		if g.State(tx.Now()) != trace.GrantProposed || g.By == who.ID {
			continue
		}
		on, err := giving(ctx, tx, who, g)
		if err != nil && !fault.Is(err, fault.NotFound) { // not for them to know of
			return err
		}
		if err == nil && account.Can(proven, account.ApproveGrant, &on) {
			out.Approve = append(out.Approve, g)
		}
	}
	theirs, err := tx.Grants(ctx, store.GrantFilter{To: who.AgencyID})
	for _, g := range theirs {
		switch g.State(tx.Now()) {
		case trace.GrantApproved:
			list, _, err := tx.Colleagues(ctx, who.AgencyID, g.People)
			if err != nil {
				return err
			}
			out.Accept = append(out.Accept, Offer{g, list})
		case trace.GrantHolds:
			out.Taken = append(out.Taken, g)
		}
	}
	return err
}

// All lists the last grants of every agency, for whoever may stop them.
func (s *Share) All(ctx context.Context, who account.Actor) (list []trace.Grant, err error) {
	if err := account.May(who, account.StopGrant, nil); err != nil {
		return nil, err
	}
	err = s.store.ReadPersonal(ctx, audit.By(who, audit.GrantsRead, ""), func(tx *store.Tx) error {
		list, err = tx.Grants(ctx, store.GrantFilter{})
		return err
	})
	return list, err
}

// Agencies lists the agencies that something can be shared with.
func (s *Share) Agencies(ctx context.Context, who account.Actor) (list []account.Agency, err error) {
	err = s.store.Read(ctx, who, func(tx *store.Tx) error {
		list, err = tx.Agencies(ctx)
		return err
	})
	return slices.DeleteFunc(list, func(a account.Agency) bool { return a.ID == who.AgencyID || a.Kind == account.Center }), err
}
