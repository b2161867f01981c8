package demo

import (
	"context"
	"slices"
	"time"

	"rastreo/internal/intake"
	"rastreo/internal/trace"
)

// trusted plans the seizures that few may know of or that will be shared, some
// weeks before now, and returns how many firearms they have: one each.
func (t *town) trusted() int {
	if t.Requests < storied {
		return 0
	}
	l := t.lanes[0]
	for i, x := range t.confided.Seizures {
		l.plan(t.Now.Add(-time.Duration(45-3*i)*day), func(ctx context.Context) (step, time.Duration, error) {
			return nil, 0, l.entrust(ctx, x)
		})
	}
	return len(t.confided.Seizures)
}

// entrust files one of them and begins the life of its request.
func (l *lane) entrust(ctx context.Context, x trusted) error {
	who := l.actors[x.By]
	f, lives := l.filing(newDice(l.Seed, "trusted", x.Name), who, 1, false)
	if len(x.Named) > 0 {
		f.Access, f.Named = trace.Restricted, x.Named
	}
	if x.Party != "" {
		f.People = append(f.People, trace.Person{Role: "associate", Name: trace.Name{Full: x.Party}})
	}
	receipt, _, err := l.intake.File(ctx, who, f, intake.Once{})
	if err != nil {
		return err
	}
	l.trust[x.Name] = receipt
	if x.Invented {
		_, err = l.intake.Withdraw(ctx, who, receipt.Requests[0].Folio, l.texts.Withdrawals[0])
		return err
	}
	lives[0].folio = receipt.Requests[0].Folio
	then, after := lives[0].begin()
	l.plan(l.at.Add(after), then)
	return nil
}

// confide has people share seizures, open them, keep somebody out and mark a
// decoy, some minutes after one another.
func (t *town) confide(ctx context.Context) error {
	if len(t.trust) == 0 {
		return nil
	}
	for _, act := range []func(context.Context) error{t.grant, t.openTrusted, t.bar, t.lure, t.hand} {
		if err := act(ctx); err != nil {
			return err
		}
	}
	return nil
}

// later is the next moment at which somebody does something.
func (t *town) later() { t.home.at = t.home.at.Add(6 * time.Minute) }

func (t *town) grant(ctx context.Context) error {
	for _, x := range t.confided.Grants {
		t.later()
		who := t.actors[x.By]
		g, err := t.share.Propose(ctx, who, t.trust[x.Of].Folio, trace.Grant{
			To: x.To, People: x.Readers, Fields: x.Fields, Purpose: x.Purpose, Words: x.Words,
			Until: who.Local(t.home.at).AddDate(0, 0, x.Days).Format(time.DateOnly),
		})
		if err == nil && x.Approve != "" {
			t.later()
			_, err = t.share.Approve(ctx, t.actors[x.Approve], g.ID)
		}
		if err == nil && x.Accept != "" {
			t.later()
			_, err = t.share.Accept(ctx, t.actors[x.Accept], g.ID, x.Readers)
		}
		if err == nil && x.Revoke != "" {
			t.later()
			_, err = t.share.Revoke(ctx, t.actors[x.Revoke], g.ID)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// hand has people offer, approve and accept that a seizure goes to another
// agency.
func (t *town) hand(ctx context.Context) error {
	for _, x := range t.confided.Transfers {
		t.later()
		who := t.actors[x.By]
		o, err := t.share.OfferTransfer(ctx, who, t.trust[x.Of].Folio, trace.Transfer{
			To: x.To, Date: who.Local(t.home.at).AddDate(0, 0, -2).Format(time.DateOnly), Document: x.Document, Reason: x.Reason,
		})
		if err == nil && x.Approve != "" {
			t.later()
			_, err = t.share.ApproveTransfer(ctx, t.actors[x.Approve], o.ID)
		}
		if err == nil && x.Accept != "" {
			t.later()
			_, err = t.share.AcceptTransfer(ctx, t.actors[x.Accept], o.ID,
				trace.Taking{Reference: trace.Reference{Kind: x.Kind, Number: x.Number}, Holder: x.Holder})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// openTrusted opens a seizure or, at the tracing center, its request.
func (t *town) openTrusted(ctx context.Context) error {
	for _, x := range t.confided.Openings {
		t.later()
		who, folio := t.actors[x.By], t.trust[x.Of].Folio
		if who.Role.Staff() {
			folio = t.trust[x.Of].Requests[0].Folio
		}
		if err := t.share.Open(ctx, who, folio, x.Purpose); err != nil {
			return err
		}
	}
	return nil
}

func (t *town) bar(ctx context.Context) error {
	for _, x := range t.confided.Bars {
		t.later()
		if err := t.share.Bar(ctx, t.actors[x.By], t.trust[x.Of].Folio, x.Name); err != nil {
			return err
		}
	}
	return nil
}

// lure has whoever filed what is invented mark it, and somebody open it.
func (t *town) lure(ctx context.Context) error {
	for _, x := range t.confided.Decoys {
		t.later()
		r := t.trust[x.Of]
		i := slices.IndexFunc(t.confided.Seizures, func(z trusted) bool { return z.Name == x.Of })
		if err := t.share.MarkDecoy(ctx, t.actors[t.confided.Seizures[i].By], r.Folio); err != nil {
			return err
		}
		t.later()
		if _, err := t.home.desk.Request(ctx, t.actors[x.Opened], r.Requests[0].Folio); err != nil {
			return err
		}
	}
	return nil
}

// askBreaks has people ask in an emergency.
func (t *town) askBreaks(ctx context.Context) error {
	if len(t.trust) == 0 {
		return nil
	}
	t.home.at = t.Now.Add(-askBefore)
	for _, x := range t.confided.Breaks {
		t.later()
		who := t.actors[x.By]
		err := t.share.AskBreak(ctx, who, trace.Break{
			Folio: t.trust[x.Of].Folio, Username: x.Coordinator, Reason: x.Reason, Words: x.Words,
		})
		if err == nil && x.Refuse != "" {
			t.later()
			err = t.refuseBreak(ctx, x.Refuse)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// refuseBreak has somebody say no to what was asked last.
func (t *town) refuseBreak(ctx context.Context, by string) error {
	who := t.actors[by]
	found, err := t.share.AllBreaks(ctx, who, "")
	if err != nil {
		return err
	}
	return t.share.DecideBreak(ctx, who, found.Asked[0].ID, false)
}
