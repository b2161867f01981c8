package login

import (
	"context"
	"slices"
	"strings"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// Proof is one way in which somebody has shown who they are.
type Proof string

// The proofs. A passkey counts only with the user verified.
const (
	ByPassword Proof = "password"
	ByTOTP     Proof = "totp"
	ByPasskey  Proof = "passkey"
	ByCode     Proof = "code" // a recovery code
)

// provenFor is how long a fresh proof lasts for acts that ask for one, and
// waitingFor how long the next step of signing in may take.
const (
	provenFor  = 5 * time.Minute
	waitingFor = 10 * time.Minute
)

// Admit signs in the account that has given these proofs, if they are enough
// for its role, and returns the actor. Where they are not enough, and the
// account has more to give, it returns nobody and the session waits for the
// next step. Where the account has no more to give, the actor is Half: they
// may only add what their role asks for.
//
// by is whoever asks: nobody yet, but by a request with an id.
func (l *Login) Admit(ctx context.Context, by account.Actor, accountID string, proofs ...Proof) (who account.Actor, err error) {
	var factors []account.Factor
	err = l.store.Read(ctx, store.House, func(tx *store.Tx) error {
		if who, err = tx.Actor(ctx, accountID); err != nil {
			return err
		}
		factors, err = tx.Factors(ctx, accountID)
		return err
	})
	if err != nil {
		return account.Actor{}, err
	}
	now := l.Now().Unix()
	v := visit{Agent: passageIn(ctx).agent, Role: who.Role, Proofs: proofs, Started: now, Seen: now}
	v.Half = !l.enough(who.Role, proofs)
	if v.Half && more(proofs, factors) {
		v.Waiting = accountID
		return account.Actor{}, l.turn(ctx, v)
	}
	return l.start(ctx, by, who, v)
}

// enough tells whether the proofs open a session of the role: a passkey, or,
// where the role can do no harm to many, a password with a second factor.
func (l *Login) enough(role account.Role, proofs []Proof) bool {
	has := func(p Proof) bool { return slices.Contains(proofs, p) }
	switch {
	case has(ByPasskey):
		return true
	case l.OneFactor:
		return has(ByPassword)
	}
	return !role.Privileged() && has(ByPassword) && (has(ByTOTP) || has(ByCode))
}

// more tells whether an account has a factor that was not yet asked for, also
// one that was stopped: whoever knows only the password must not add another in
// its place. A recovery code stands for all of them.
func more(proofs []Proof, factors []account.Factor) bool {
	if slices.Contains(proofs, ByCode) {
		return false
	}
	return slices.ContainsFunc(factors, func(f account.Factor) bool {
		return f.Kind == account.Passkey || !slices.Contains(proofs, ByTOTP)
	})
}

// start begins a session, with everything that comes with one: the failures
// are forgotten, the oldest session ends where there are too many, and the
// owner hears of what is unusual.
func (l *Login) start(ctx context.Context, by, who account.Actor, v visit) (account.Actor, error) {
	var err error
	if v.ID, err = l.draw(sessionIDBytes); err != nil {
		return account.Actor{}, err
	}
	v.Account, v.Proven = who.ID, v.Started
	who.Session, who.Via, who.Source, who.Half, who.Proven = v.ID, by.Via, by.Source, v.Half, true
	act := audit.By(who, audit.SignedIn, who.ID)
	act.Fields = listed(v.Proofs)
	err = l.store.Write(ctx, act, func(tx *store.Tx) error {
		if err := l.forget(ctx, tx, who.ID, v.Proofs); err != nil {
			return err
		}
		if err := l.tellUnusual(ctx, tx, who); err != nil {
			return err
		}
		return tx.SawAccount(ctx, who.ID)
	})
	if err != nil {
		return account.Actor{}, err
	}
	return who, l.turn(ctx, v)
}

const sessionIDBytes = 16

// listed lists proofs for the log.
func listed(proofs []Proof) string {
	words := make([]string, len(proofs))
	for i, p := range proofs {
		words[i] = string(p)
	}
	return strings.Join(words, " ")
}

// forget clears what was counted: in the lane that was taken, and for whoever
// has a passkey everywhere.
func (l *Login) forget(ctx context.Context, tx *store.Tx, accountID string, proofs []Proof) error {
	if slices.Contains(proofs, ByPasskey) {
		_, err := tx.Unlock(ctx, accountID)
		return err
	}
	a, err := tx.Account(ctx, accountID)
	if err != nil {
		return err
	}
	name, err := l.lane(ctx, tx, a, a.Username)
	if err != nil {
		return err
	}
	return tx.ClearSignIn(ctx, name)
}

// tellUnusual tells the owner of a sign-in what they would want to know if it
// was not they: a new browser, an odd hour, a session that ended for it.
func (l *Login) tellUnusual(ctx context.Context, tx *store.Tx, who account.Actor) error {
	ended, err := l.makeRoom(ctx, tx, who)
	if err != nil {
		return err
	}
	unlike, err := l.knowDevice(ctx, tx, who.ID)
	if err != nil {
		return err
	}
	for _, x := range []struct {
		is   bool
		code trace.NoticeCode
	}{
		{ended > 0, trace.NoticeSessionEnded},
		{unlike, trace.NoticeNewDevice},
		{who.Role.Privileged() && !working(who.Local(l.Now())), trace.NoticeOddHour},
	} {
		if !x.is {
			continue
		}
		if err := tell(ctx, tx, x.code, who.ID); err != nil {
			return err
		}
	}
	return nil
}

// Working hours, on the clock of whoever works.
const (
	firstHour = 7
	lastHour  = 20
)

func working(at time.Time) bool {
	day := at.Weekday() != time.Saturday && at.Weekday() != time.Sunday
	return day && at.Hour() >= firstHour && at.Hour() < lastHour
}

// Prove notes in the session that its owner has proved again, just now, who
// they are. The session gets a new token. If with this proof there are enough,
// whoever was Half no longer is.
func (l *Login) Prove(ctx context.Context, who account.Actor, p Proof) error {
	act := audit.By(who, audit.Proved, who.ID)
	act.Fields = string(p)
	if err := l.store.Write(ctx, act, func(*store.Tx) error { return nil }); err != nil {
		return err
	}
	v := l.visit(ctx)
	if !slices.Contains(v.Proofs, p) {
		v.Proofs = append(slices.Clone(v.Proofs), p)
	}
	v.Proven = l.Now().Unix()
	v.Half = v.Half && !l.enough(who.Role, v.Proofs)
	return l.turn(ctx, v)
}
