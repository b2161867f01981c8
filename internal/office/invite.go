package office

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"
	"strings"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/mx"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// A code is 28 letters and digits in groups of four: 140 bits. Those that are
// easily mistaken are not among them.
const (
	codeAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	codeLength   = 28
	codeGroup    = 4
	codeLife     = 72 * time.Hour
)

// newCode draws a code.
func (o *Office) newCode() (string, error) {
	draw := make([]byte, codeLength)
	if _, err := io.ReadFull(o.Random, draw); err != nil {
		return "", err
	}
	var b strings.Builder
	for i, x := range draw {
		if i > 0 && i%codeGroup == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(codeAlphabet[x&31])
	}
	return b.String(), nil
}

// asDrawn undoes what people do to a code when they type it.
var asDrawn = strings.NewReplacer("-", "", " ", "", "O", "0", "I", "1", "L", "1")

// codeHash is what is kept of a code. It was drawn and not thought up, so one
// hash is enough.
func codeHash(code string) string {
	sum := sha256.Sum256([]byte(asDrawn.Replace(strings.ToUpper(mx.Tidy(code)))))
	return hex.EncodeToString(sum[:])
}

// Invited is an account that was made for somebody.
type Invited struct {
	account.Account
	Code   string // lets them begin, for 72 hours; it can never be read again. "" while a second person must say yes
	Change string // id of what waits for that person, else ""
}

// Given are the roles that an actor may give to new people of an agency.
func (o *Office) Given(who account.Actor, kind string) []account.Role {
	switch {
	case who.Role == account.Trainer:
		return []account.Role{account.Trainee}
	case kind == account.Center:
		return []account.Role{account.Tracer, account.Supervisor, account.Auditor, account.Admin}
	}
	return []account.Role{account.Submitter, account.Coordinator, account.Admin}
}

// Alone tells whether one person may give a role.
func Alone(role account.Role) bool { return role == account.Submitter || role == account.Trainee }

// Invite makes an account without a password for somebody new. A role that one
// alone cannot give waits for a second person first; otherwise the code with
// which they begin comes back at once.
func (o *Office) Invite(ctx context.Context, who account.Actor, a account.Account) (i Invited, err error) {
	if who.Role != account.Trainer {
		a.AgencyID = who.AgencyID
	}
	if err := account.May(who, account.Invite, &account.Resource{AgencyID: a.AgencyID}); err != nil {
		return i, err
	}
	a.Username, a.Name, a.Password = tidied(a.Username), mx.Tidy(a.Name), ""
	p := o.checkAccount(a)
	act := audit.By(who, audit.Invited, "")
	act.Fields = string(a.Role)
	err = o.store.Write(ctx, act, func(tx *store.Tx) error {
		agency, err := tx.Agency(ctx, a.AgencyID)
		if fault.Is(err, fault.NotFound) {
			p.Add("/agency", "code", nil)
		} else if err != nil {
			return err
		}
		if a.Role.Has() && !slices.Contains(o.Given(who, agency.Kind), a.Role) {
			p.Add("/role", "code", nil)
		}
		if err := fault.Check(p); err != nil {
			return err
		}
		if err := add(ctx, tx, &a); err != nil {
			return taken(err)
		}
		i = Invited{Account: a}
		if Alone(a.Role) {
			i.Code, err = o.invite(ctx, tx, a.ID, who.ID)
			return err
		}
		i.Change, err = o.propose(ctx, tx, who, account.Change{Kind: account.InviteChange, AgencyID: a.AgencyID, AccountID: a.ID, Role: a.Role})
		return err
	})
	if err != nil {
		return Invited{}, err
	}
	return i, nil
}

// taken says at its field that a user name is somebody's.
func taken(err error) error {
	if f := fault.Of(err); fault.Is(err, fault.Conflict) && f.Key == "account.username_taken" {
		return fault.Check(fault.Problems{{Pointer: "/username", Code: "taken"}})
	}
	return err
}

// invite draws a code for an account, in place of any there was.
func (o *Office) invite(ctx context.Context, tx *store.Tx, id, by string) (string, error) {
	code, err := o.newCode()
	if err != nil {
		return "", err
	}
	return code, tx.SaveInvitation(ctx, id, codeHash(code), by, o.Now().Add(codeLife))
}

// InviteAgain draws a new code for somebody who has not begun yet; the one
// before is worth nothing any more.
func (o *Office) InviteAgain(ctx context.Context, who account.Actor, id string) (i Invited, err error) {
	err = o.store.Write(ctx, audit.By(who, audit.Invited, id), func(tx *store.Tx) error {
		m, err := member(ctx, tx, who, account.Invite, id)
		switch {
		case err != nil:
			return err
		case m.Active || m.Disabled:
			return fault.New(fault.Conflict, "office.begun", nil)
		case m.Awaits:
			return fault.New(fault.Conflict, "office.awaits", nil)
		}
		i.Account = account.Account{ID: id, Username: m.Username, Name: m.Name, Role: m.Role}
		i.Code, err = o.invite(ctx, tx, id, who.ID)
		return err
	})
	if err != nil {
		return Invited{}, err
	}
	return i, nil
}

// Beginning is what somebody says who makes an account theirs; the password
// twice, so that it is the one they mean.
type Beginning struct{ Username, Code, Password, Again, Lang, Zone string }

// Activate makes an account its owner's: with the code they were given, they
// choose a password. Each try counts like one to sign in; that there is no
// such account, no such code, or that its time has passed cannot be told
// apart.
//
// by is whoever asks: nobody yet, but by a request with an id.
func (o *Office) Activate(ctx context.Context, by account.Actor, b Beginning) (id string, err error) {
	b.Username = tidied(b.Username)
	var p fault.Problems
	if b.Username == "" {
		p.Add("/username", "required", nil)
	}
	if mx.Tidy(b.Code) == "" {
		p.Add("/code", "required", nil)
	}
	p = append(p, o.Check(account.Account{Username: b.Username}, "", b.Password)...)
	if b.Again != b.Password {
		p.Add("/again", "differs", nil)
	}
	p = append(p, checkSettings(b.Lang, b.Zone)...)
	if err := fault.Check(p); err != nil {
		return "", err
	}
	err = o.Attempt(ctx, by, b.Username, func() error {
		hash, err := o.Hash(ctx, b.Password)
		if err != nil {
			return err
		}
		err = o.store.Write(ctx, audit.By(by, audit.Activated, ""), func(tx *store.Tx) error {
			id, err = activate(ctx, tx, b, hash)
			return err
		})
		if fault.Is(err, fault.NotFound) {
			return fault.New(fault.Unauthenticated, "activate.wrong", nil)
		}
		return err
	})
	if err != nil {
		return "", err
	}
	return id, nil
}

func activate(ctx context.Context, tx *store.Tx, b Beginning, hash string) (id string, err error) {
	if id, err = tx.TakeInvitation(ctx, b.Username, codeHash(b.Code)); err != nil {
		return "", err
	}
	tx.On(id)
	a, err := tx.Account(ctx, id)
	if err != nil {
		return "", err
	}
	if err := tx.SetPassword(ctx, id, hash); err != nil {
		return "", err
	}
	a.Lang, a.Zone = b.Lang, b.Zone
	if err := tx.SaveSettings(ctx, a); err != nil {
		return "", err
	}
	return id, tellInviter(ctx, tx, id)
}

// tellInviter tells the administrators of the agency that somebody has begun:
// if it was not whom they meant, they can still shut the account.
func tellInviter(ctx context.Context, tx *store.Tx, id string) error {
	a, err := tx.Account(ctx, id)
	if err != nil {
		return err
	}
	return tellAdmins(ctx, tx, a.AgencyID, trace.NoticeActivated, id)
}

// tellAdmins tells the administrators of an agency of one of its people, but
// not that person.
func tellAdmins(ctx context.Context, tx *store.Tx, agencyID string, code trace.NoticeCode, about string) error {
	list, err := tx.Deciders(ctx, agencyID, [2]account.Role{account.Admin, account.Admin})
	if err != nil {
		return err
	}
	for _, to := range list {
		if to == about {
			continue
		}
		if err := tell(ctx, tx, to, code, about); err != nil {
			return err
		}
	}
	return nil
}
