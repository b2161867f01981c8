package office

import (
	"context"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// People is a page of those somebody looks after, and the cursor of the next.
type People struct {
	Members []account.Member
	Next    string
}

// People lists, by their user names, those the actor looks after: an
// administrator their agency's, a trainer the trainees. An auditor sees all.
func (o *Office) People(ctx context.Context, who account.Actor, cursor string) (page People, err error) {
	if err := account.May(who, account.ReadPeople, nil); err != nil {
		return page, err
	}
	f := store.MemberFilter{After: cursor}
	switch who.Role {
	case account.Admin:
		f.AgencyID = who.AgencyID
	case account.Trainer:
		f.Role = account.Trainee
	}
	err = o.store.ReadPersonal(ctx, audit.By(who, audit.PeopleRead, ""), func(tx *store.Tx) error {
		page.Members, page.Next, err = tx.Members(ctx, f)
		return err
	})
	return page, err
}

// Person is one of them with what belongs to the account.
type Person struct {
	account.Member
	Keys []account.Key
	Open *account.Change // what waits for a second person; nil for nothing
}

// Person returns one of the people the actor looks after.
func (o *Office) Person(ctx context.Context, who account.Actor, id string) (p Person, err error) {
	if err := account.May(who, account.ReadPeople, nil); err != nil {
		return p, err
	}
	err = o.store.ReadPersonal(ctx, audit.By(who, audit.PeopleRead, id), func(tx *store.Tx) error {
		if p.Member, err = member(ctx, tx, who, account.ReadPeople, id); err != nil {
			return err
		}
		if p.Keys, err = tx.Keys(ctx, id); err != nil {
			return err
		}
		open, err := tx.OpenChange(ctx, id)
		if err == nil {
			p.Open = &open
		}
		if fault.Is(err, fault.NotFound) {
			err = nil
		}
		return err
	})
	return p, err
}

// member returns an account to which the actor may do an act. A trainer knows
// of trainees alone.
func member(ctx context.Context, tx *store.Tx, who account.Actor, act account.Act, id string) (account.Member, error) {
	m, err := tx.Member(ctx, id)
	if err != nil {
		return m, err
	}
	if who.Role == account.Trainer && m.Role != account.Trainee {
		return account.Member{}, fault.New(fault.NotFound, "fault.not_found", nil)
	}
	if err := account.May(who, act, &account.Resource{AgencyID: m.AgencyID, Filer: m.ID}); err != nil {
		return account.Member{}, err
	}
	return m, nil
}

// Disable shuts an account at once: its sessions end, its keys and its code
// let nobody in.
func (o *Office) Disable(ctx context.Context, who account.Actor, id string) error {
	return o.store.Write(ctx, audit.By(who, audit.AccountDisabled, id), func(tx *store.Tx) error {
		if _, err := member(ctx, tx, who, account.Disable, id); err != nil {
			return err
		}
		return disable(ctx, tx, id)
	})
}

// disable shuts an account with all that leads in.
func disable(ctx context.Context, tx *store.Tx, id string) error {
	if err := tx.SetDisabled(ctx, id, true); err != nil {
		return err
	}
	if err := tx.DropInvitation(ctx, id); err != nil {
		return err
	}
	return endSessions(ctx, tx, id)
}

// endSessions ends every session of an account.
func endSessions(ctx context.Context, tx *store.Tx, id string) error {
	_, err := tx.EndSessions(ctx, id, "")
	return err
}

// Enable opens an account again. Keys that were not revoked work again.
func (o *Office) Enable(ctx context.Context, who account.Actor, id string) error {
	return o.store.Write(ctx, audit.By(who, audit.AccountEnabled, id), func(tx *store.Tx) error {
		if _, err := member(ctx, tx, who, account.Disable, id); err != nil {
			return err
		}
		if err := tx.SetDisabled(ctx, id, false); err != nil {
			return err
		}
		return tell(ctx, tx, id, trace.NoticeEnabled, id)
	})
}

// Unlock lets somebody sign in again who has failed too often.
func (o *Office) Unlock(ctx context.Context, who account.Actor, id string) error {
	return o.store.Write(ctx, audit.By(who, audit.AccountUnlocked, id), func(tx *store.Tx) error {
		if _, err := member(ctx, tx, who, account.Unlock, id); err != nil {
			return err
		}
		_, err := tx.Unlock(ctx, id)
		return err
	})
}

// EndSessions ends every session of somebody, who may sign in anew.
func (o *Office) EndSessions(ctx context.Context, who account.Actor, id string) error {
	return o.store.Write(ctx, audit.By(who, audit.SessionEnded, id), func(tx *store.Tx) error {
		if _, err := member(ctx, tx, who, account.Disable, id); err != nil {
			return err
		}
		return endSessions(ctx, tx, id)
	})
}

// RevokeKey ends an API key of somebody, who is told.
func (o *Office) RevokeKey(ctx context.Context, who account.Actor, id, key string) error {
	return o.store.Write(ctx, audit.By(who, audit.KeyRevoked, key), func(tx *store.Tx) error {
		if _, err := member(ctx, tx, who, account.RevokeKeys, id); err != nil {
			return err
		}
		if err := tx.RevokeKey(ctx, id, key); err != nil {
			return err
		}
		return tell(ctx, tx, id, trace.NoticeKeyRevoked, id)
	})
}

// tell writes down that somebody is to be told something of an account or of
// a change, by its id.
func tell(ctx context.Context, tx *store.Tx, to string, code trace.NoticeCode, about string) error {
	return tx.Tell(ctx, trace.Notice{AccountID: to, Folio: about, Code: code})
}
