package login

import (
	"context"
	"slices"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/fault"
	"rastreo/internal/store"
)

// Steps are the ways in which somebody can go on.
type Steps struct {
	Password, TOTP, Passkey, Code bool
}

// Any tells whether there is one.
func (s Steps) Any() bool { return s.Password || s.TOTP || s.Passkey || s.Code }

// errNoStep says that nobody waits for a next step: it took too long, or
// another window went on.
var errNoStep = fault.New(fault.Unauthenticated, "login.again", nil)

// waits returns the account that has yet to give another proof in this
// session.
func (l *Login) waits(ctx context.Context) (string, visit, error) {
	v := l.visit(ctx)
	if v.Waiting == "" || l.Now().Sub(time.Unix(v.Started, 0)) > waitingFor {
		return "", v, errNoStep
	}
	return v.Waiting, v, nil
}

// Next says how whoever has given their password can go on. It is
// Unauthenticated where nobody waits.
func (l *Login) Next(ctx context.Context) (s Steps, err error) {
	id, v, err := l.waits(ctx)
	if err != nil {
		return s, err
	}
	factors, left, err := l.owned(ctx, id)
	s = open(factors)
	s.TOTP = s.TOTP && !slices.Contains(v.Proofs, ByTOTP)
	s.Code = left > 0
	return s, err
}

// owned reads an account's factors and counts its recovery codes.
func (l *Login) owned(ctx context.Context, accountID string) (factors []account.Factor, left int, err error) {
	err = l.store.Read(ctx, store.House, func(tx *store.Tx) error {
		if factors, err = tx.Factors(ctx, accountID); err != nil {
			return err
		}
		left, err = tx.CodesLeft(ctx, accountID)
		return err
	})
	return factors, left, err
}

func open(factors []account.Factor) (s Steps) {
	for _, f := range factors {
		s.TOTP = s.TOTP || f.Kind == account.TOTP && f.StoppedAt.IsZero()
		s.Passkey = s.Passkey || f.Kind == account.Passkey && f.StoppedAt.IsZero()
	}
	return s
}

// SignInByTOTP goes on with a code of the account's TOTP.
func (l *Login) SignInByTOTP(ctx context.Context, by account.Actor, code string) (who account.Actor, err error) {
	defer l.evenly(ctx, l.Now(), &err)
	id, v, err := l.waits(ctx)
	if err != nil {
		return who, err
	}
	a, t, err := l.again(ctx, by, id)
	if err != nil {
		return who, err
	}
	won, err := l.useTOTP(ctx, by, id, code)
	if err != nil {
		return who, err
	}
	if !won {
		return who, l.failed(ctx, by, a, t, "login.wrong_code")
	}
	return l.Admit(ctx, by, id, append(slices.Clone(v.Proofs), ByTOTP)...)
}

// SignInByCode goes on with a recovery code.
func (l *Login) SignInByCode(ctx context.Context, by account.Actor, number int, code string) (who account.Actor, err error) {
	defer l.evenly(ctx, l.Now(), &err)
	id, v, err := l.waits(ctx)
	if err != nil {
		return who, err
	}
	a, t, err := l.again(ctx, by, id)
	if err != nil {
		return who, err
	}
	won, err := l.useCode(ctx, by, a, number, code)
	if err != nil {
		return who, err
	}
	if !won {
		return who, l.failed(ctx, by, a, t, "login.wrong_code")
	}
	return l.Admit(ctx, by, id, append(slices.Clone(v.Proofs), ByCode)...)
}

// Proofs says how the actor can prove again who they are: with a passkey; with
// a password and the code of a TOTP where the role allows it; with the
// password alone where that was enough to sign in, or where there is nothing
// else yet.
func (l *Login) Proofs(ctx context.Context, who account.Actor) (s Steps, err error) {
	factors, _, err := l.owned(ctx, who.ID)
	s = open(factors)
	if l.OneFactor || who.Half {
		return Steps{Password: true, Passkey: s.Passkey}, err
	}
	s.TOTP = s.TOTP && !who.Role.Privileged()
	s.Password = s.TOTP || !s.Passkey
	return s, err
}

// ProveByPassword notes that the actor has proved again who they are, with
// their password and, where Proofs says so, a code. Failures are counted as
// those of signing in.
func (l *Login) ProveByPassword(ctx context.Context, who account.Actor, password, code string) (err error) {
	defer l.evenly(ctx, l.Now(), &err)
	steps, err := l.Proofs(ctx, who)
	if err != nil {
		return err
	}
	if !steps.Password {
		return fault.New(fault.Forbidden, "fault.forbidden", nil)
	}
	a, t, err := l.again(ctx, who, who.ID)
	if err != nil {
		return err
	}
	ok, _, err := l.match(ctx, password, a.Password, priceOf(passwordCost))
	if err != nil {
		return err
	}
	if ok && steps.TOTP {
		if ok, err = l.useTOTP(ctx, who, who.ID, code); err != nil {
			return err
		}
	}
	if !ok {
		return l.failed(ctx, who, a, t, "prove.wrong")
	}
	err = l.store.Chore(ctx, func(c *store.Chore) error { return c.ClearSignIn(ctx, t.lane) })
	if err != nil {
		return err
	}
	return l.Prove(ctx, who, ByPassword)
}
