package office

import (
	"context"
	"slices"
	"strings"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// changeLife is how long a change waits for a second person.
const changeLife = 7 * 24 * time.Hour

// propose writes a change down and tells those who can say yes to it.
func (o *Office) propose(ctx context.Context, tx *store.Tx, who account.Actor, c account.Change) (id string, err error) {
	if _, err := tx.OpenChange(ctx, c.AccountID); !fault.Is(err, fault.NotFound) {
		if err == nil {
			err = fault.New(fault.Conflict, "office.open", nil)
		}
		return "", err
	}
	c.By, c.ExpiresAt = who.ID, o.Now().Add(changeLife)
	if err := tx.AddChange(ctx, &c); err != nil {
		return "", err
	}
	others, err := deciders(ctx, tx, c)
	if err != nil {
		return "", err
	}
	for _, to := range others {
		if err := tell(ctx, tx, to, trace.NoticeProposed, c.ID); err != nil {
			return "", err
		}
	}
	return c.ID, nil
}

// deciders are those who can say yes to a change: neither who proposed it nor
// whom it is about.
func deciders(ctx context.Context, tx *store.Tx, c account.Change) (others []string, err error) {
	agency, err := tx.Agency(ctx, c.AgencyID)
	if err != nil {
		return nil, err
	}
	roles := [2]account.Role{account.Admin, account.Coordinator}
	if agency.Kind == account.Center {
		roles[1] = account.Supervisor
	}
	list, err := tx.Deciders(ctx, c.AgencyID, roles)
	for _, id := range list {
		if id != c.By && id != c.AccountID {
			others = append(others, id)
		}
	}
	return others, err
}

// Grantable are the roles that somebody can be moved to. Who audits does
// nothing else, before or after, so nobody becomes or stops being an auditor.
func (o *Office) Grantable(who account.Actor, m account.Member) (roles []account.Role) {
	given := o.Given(who, m.Kind)
	if who.Role != account.Admin || !slices.Contains(given, m.Role) || m.Role == account.Auditor {
		return nil
	}
	for _, role := range given {
		if role != m.Role && role != account.Auditor {
			roles = append(roles, role)
		}
	}
	return roles
}

// ChangeRole gives somebody another role: at once if one alone may give it,
// and else when a second person has agreed. change is the id of what waits for
// that person, "" when it is done.
func (o *Office) ChangeRole(ctx context.Context, who account.Actor, id string, role account.Role) (change string, err error) {
	verb := audit.ChangeProposed
	if Alone(role) {
		verb = audit.RoleChanged
	}
	act := audit.By(who, verb, id)
	act.Fields = string(role)
	err = o.store.Write(ctx, act, func(tx *store.Tx) error {
		m, err := member(ctx, tx, who, account.ChangeRole, id)
		if err != nil {
			return err
		}
		if m.Awaits {
			return fault.New(fault.Conflict, "office.awaits", nil)
		}
		if !slices.Contains(o.Grantable(who, m), role) {
			return fault.Check(fault.Problems{{Pointer: "/role", Code: "code"}})
		}
		if Alone(role) {
			return setRole(ctx, tx, m, role)
		}
		change, err = o.propose(ctx, tx, who, account.Change{Kind: account.RoleChange, AgencyID: m.AgencyID, AccountID: id, Role: role})
		return err
	})
	return change, err
}

// setRole gives an account its role. Its sessions end, and with them what it
// could see; so do the keys that the new role could not have been given.
func setRole(ctx context.Context, tx *store.Tx, m account.Member, role account.Role) error {
	if err := tx.SetRole(ctx, m.ID, role); err != nil {
		return err
	}
	if err := endSessions(ctx, tx, m.ID); err != nil {
		return err
	}
	keys, err := tx.OpenKeys(ctx, m.ID)
	if err != nil {
		return err
	}
	for _, k := range keys {
		if k.Fits(m.Role, role) {
			continue
		}
		if err := tx.RevokeKey(ctx, m.ID, k.ID); err != nil {
			return err
		}
	}
	return tell(ctx, tx, m.ID, trace.NoticeRole, m.ID)
}

// ResetFactors lets somebody begin anew who has lost every factor, when a
// second person has agreed. met says that the actor has seen them in person
// and knows who they are. In practice, where nothing is real, the trainer
// alone is enough.
func (o *Office) ResetFactors(ctx context.Context, who account.Actor, id string, met bool) (change string, err error) {
	verb := audit.ChangeProposed
	if who.Role == account.Trainer {
		verb = audit.FactorsReset
	}
	err = o.store.Write(ctx, audit.By(who, verb, id), func(tx *store.Tx) error {
		m, err := member(ctx, tx, who, account.ResetFactors, id)
		switch {
		case err != nil:
			return err
		case !m.Active:
			return fault.New(fault.Conflict, "office.unbegun", nil)
		case !met:
			return fault.Check(fault.Problems{{Pointer: "/met", Code: "required"}})
		case who.Role == account.Trainer:
			return reset(ctx, tx, id)
		}
		change, err = o.propose(ctx, tx, who, account.Change{Kind: account.FactorsChange, AgencyID: m.AgencyID, AccountID: id})
		return err
	})
	return change, err
}

// reset takes from an account all that opens it. Somebody must invite its
// owner again.
func reset(ctx context.Context, tx *store.Tx, id string) error {
	if _, err := tx.DropFactorsOf(ctx, id); err != nil {
		return err
	}
	if err := tx.AddCodes(ctx, id, nil); err != nil {
		return err
	}
	if err := tx.SetPassword(ctx, id, ""); err != nil {
		return err
	}
	if err := endSessions(ctx, tx, id); err != nil {
		return err
	}
	return tell(ctx, tx, id, trace.NoticeReset, id)
}

// Changes is a page of what two people must agree on, and the cursor of the
// next.
type Changes struct {
	Changes []account.Change
	Next    string
}

// Changes lists what the actor's agency has had to agree on, newest first. An
// auditor sees every agency's.
func (o *Office) Changes(ctx context.Context, who account.Actor, cursor string) (page Changes, err error) {
	if err := account.May(who, account.ReadChanges, nil); err != nil {
		return page, err
	}
	agency := who.AgencyID
	if who.Role == account.Auditor {
		agency = ""
	}
	err = o.store.ReadPersonal(ctx, audit.By(who, audit.PeopleRead, ""), func(tx *store.Tx) error {
		page.Changes, page.Next, err = tx.Changes(ctx, agency, cursor, 0)
		return err
	})
	return page, err
}

// CanDecide tells whether the actor may say yes or no to a change: it is their
// agency's, somebody else's, about somebody else, and open.
func (o *Office) CanDecide(who account.Actor, c account.Change) bool {
	return o.mayDecide(who, c) == nil && c.Verdict == "" && o.Now().Before(c.ExpiresAt)
}

func (o *Office) mayDecide(who account.Actor, c account.Change) error {
	on := account.Resource{AgencyID: c.AgencyID, Filer: c.By}
	if err := account.May(who, account.ApproveChange, &on); err != nil {
		return err
	}
	if c.AccountID == who.ID {
		return fault.New(fault.Forbidden, "fault.forbidden", nil)
	}
	return nil
}

// Approve says yes to a change, which happens in the same moment.
func (o *Office) Approve(ctx context.Context, who account.Actor, id string) error {
	return o.decide(ctx, who, id, account.Approved, audit.ChangeApproved)
}

// Refuse says no to a change. Somebody who was to be invited by it stays
// without an account.
func (o *Office) Refuse(ctx context.Context, who account.Actor, id string) error {
	return o.decide(ctx, who, id, account.Refused, audit.ChangeRefused)
}

// decide is recorded as done to the account, with what was decided.
func (o *Office) decide(ctx context.Context, who account.Actor, id, verdict string, verb audit.Verb) error {
	var c account.Change
	err := o.store.Read(ctx, who, func(tx *store.Tx) (err error) {
		c, err = tx.Change(ctx, id)
		return err
	})
	if err != nil {
		return err
	}
	act := audit.By(who, verb, c.AccountID)
	act.Fields = strings.TrimSpace(c.Kind + " " + string(c.Role))
	return o.store.Write(ctx, act, func(tx *store.Tx) (err error) {
		if err := o.mayDecide(who, c); err != nil {
			return err
		}
		if err := tx.DecideChange(ctx, id, who.ID, verdict); err != nil {
			return err
		}
		if verdict == account.Approved {
			err = apply(ctx, tx, c)
		} else {
			err = undo(ctx, tx, c)
		}
		if err != nil {
			return err
		}
		return tell(ctx, tx, c.By, trace.NoticeDecided, c.ID)
	})
}

// apply does what was agreed. The account may have changed since.
func apply(ctx context.Context, tx *store.Tx, c account.Change) error {
	m, err := tx.Member(ctx, c.AccountID)
	if err != nil {
		return err
	}
	switch c.Kind {
	case account.RoleChange:
		if !c.Role.Fits(m.Kind) || m.Role == account.Auditor {
			return fault.New(fault.Conflict, "office.moved", nil)
		}
		return setRole(ctx, tx, m, c.Role)
	case account.FactorsChange:
		return reset(ctx, tx, c.AccountID)
	}
	return nil // somebody can be invited now
}

// undo closes what a change that was not agreed on had opened.
func undo(ctx context.Context, tx *store.Tx, c account.Change) error {
	if c.Kind == account.InviteChange {
		return disable(ctx, tx, c.AccountID)
	}
	return nil
}
