package login

import (
	"context"
	"strings"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// BeginSignIn begins to sign in whoever holds a passkey. Nobody is named: the
// authenticator knows whose it is.
func (l *Login) BeginSignIn(ctx context.Context) (c Ceremony, err error) {
	if l.party == nil {
		return c, errNoPasskeys
	}
	fresh, err := l.asking()
	if err != nil {
		return c, err
	}
	options, began, err := l.party.BeginDiscoverableLogin(fresh)
	if err != nil {
		return c, err
	}
	return l.begin(ctx, signingIn, "", began, options.Response)
}

// FinishSignIn signs in whoever's passkey answered. The user was verified, so
// that it is enough for every role, and releases a lock of the name.
//
// by is whoever asks: nobody yet, but by a request with an id.
func (l *Login) FinishSignIn(ctx context.Context, by account.Actor, ceremony, answer string) (who account.Actor, err error) {
	defer l.evenly(ctx, l.Now(), &err)
	began, err := l.finish(ctx, signingIn, "", ceremony)
	if err != nil {
		return who, err
	}
	h, err := l.asserted(ctx, by, began, answer, audit.SignInTried)
	if err != nil {
		return who, err
	}
	return l.Admit(ctx, by, h.ID, ByPasskey)
}

// BeginProof begins to prove once more, by a passkey, who the actor is.
func (l *Login) BeginProof(ctx context.Context, who account.Actor) (c Ceremony, err error) {
	if l.party == nil {
		return c, errNoPasskeys
	}
	h, err := l.holder(ctx, who.ID)
	if err != nil {
		return c, err
	}
	if len(h.keys) == 0 {
		return c, errUnknown
	}
	fresh, err := l.asking()
	if err != nil {
		return c, err
	}
	options, began, err := l.party.BeginLogin(h, fresh)
	if err != nil {
		return c, err
	}
	return l.begin(ctx, proving, who.ID, began, options.Response)
}

// FinishProof notes in the session that its owner's passkey answered.
func (l *Login) FinishProof(ctx context.Context, who account.Actor, ceremony, answer string) error {
	began, err := l.finish(ctx, proving, who.ID, ceremony)
	if err != nil {
		return err
	}
	if _, err := l.asserted(ctx, who, began, answer, audit.Proved); err != nil {
		return err
	}
	return l.Prove(ctx, who, ByPasskey)
}

// asking sets what every question to a passkey has.
func (l *Login) asking() (webauthn.LoginOption, error) {
	challenge, err := l.challenge()
	return func(o *protocol.PublicKeyCredentialRequestOptions) error {
		o.Challenge, o.Timeout = challenge, int(ceremonyLife/time.Millisecond)
		return nil
	}, err
}

// asserted checks the answer of a passkey, notes that it was used, and returns
// whose it is. What was refused is recorded too.
func (l *Login) asserted(ctx context.Context, by account.Actor, began webauthn.SessionData, answer string, verb audit.Verb) (*holder, error) {
	h, f, key, err := l.checked(ctx, began, answer)
	if f := fault.Of(err); f != nil && f.Kind == fault.Unauthenticated {
		act := audit.By(by, verb, "")
		if h != nil {
			act.On = h.ID
		}
		_, act.Outcome, _ = strings.Cut(f.Key, ".")
		if lost := l.store.Write(ctx, act, func(*store.Tx) error { return nil }); lost != nil {
			return nil, lost
		}
	}
	switch {
	case err != nil:
		return nil, err
	case key.Authenticator.CloneWarning:
		return nil, l.cloned(ctx, by, h, f)
	}
	return h, l.used(ctx, by, h, f, key, verb)
}

// checked checks the answer of a passkey. The holder is returned as soon as it
// is known, even with an error.
func (l *Login) checked(ctx context.Context, began webauthn.SessionData, answer string) (h *holder, f account.Factor, key *webauthn.Credential, err error) {
	parsed, err := protocol.ParseCredentialRequestResponseBytes([]byte(answer))
	if err != nil {
		return nil, f, nil, errUnread
	}
	if err := l.sane(parsed.Response.CollectedClientData, parsed.Response.AuthenticatorData.Flags); err != nil {
		return nil, f, nil, err
	}
	if h, f, err = l.holding(ctx, parsed.RawID); err != nil {
		return h, f, nil, err
	}
	if len(began.UserID) > 0 {
		key, err = l.party.ValidateLogin(h, began, parsed)
	} else {
		key, err = l.party.ValidateDiscoverableLogin(func(_, _ []byte) (webauthn.User, error) { return h, nil }, began, parsed)
	}
	if err == nil && !f.StoppedAt.IsZero() {
		err = errCloned
	}
	return h, f, key, why(err)
}

// holding returns who holds a passkey, if the account opens. One that was
// stopped is checked like any other before its holder hears of it.
func (l *Login) holding(ctx context.Context, id []byte) (h *holder, f account.Factor, err error) {
	err = l.store.Read(ctx, store.House, func(tx *store.Tx) error {
		f, err = tx.FactorByHandle(ctx, spelled(id))
		return err
	})
	if fault.Is(err, fault.NotFound) {
		return nil, f, errUnknown
	}
	if err != nil {
		return nil, f, err
	}
	if h, err = l.holder(ctx, f.AccountID); err != nil {
		return nil, f, err
	}
	if h.Disabled {
		return h, f, errUnknown
	}
	if !f.StoppedAt.IsZero() {
		key, err := credential(f)
		if err != nil {
			return h, f, err
		}
		h.keys = append(h.keys, key)
	}
	return h, f, nil
}

// used notes the use of a passkey. Of two uses at once with the same counter
// one is refused.
func (l *Login) used(ctx context.Context, by account.Actor, h *holder, f account.Factor, key *webauthn.Credential, verb audit.Verb) (err error) {
	if f.Secret, err = sealed(key); err != nil {
		return err
	}
	by.ID = h.ID
	return l.store.Write(ctx, audit.By(by, verb, h.ID), func(tx *store.Tx) error {
		won, err := tx.UseFactor(ctx, &f, int64(key.Authenticator.SignCount))
		if err == nil && !won {
			err = errLate
		}
		return err
	})
}

// cloned stops a passkey whose counter went back: somebody has a copy of it.
// Every session of the account ends, for nobody knows which of them the copy
// began. Its owner, and whoever looks after the owner's agency, are told.
func (l *Login) cloned(ctx context.Context, by account.Actor, h *holder, f account.Factor) error {
	err := l.store.Write(ctx, audit.By(by, audit.FactorStopped, h.ID), func(tx *store.Tx) error {
		stopped, err := tx.StopFactor(ctx, f.ID)
		if err != nil || !stopped {
			return err
		}
		if _, err := tx.EndSessions(ctx, h.ID, ""); err != nil {
			return err
		}
		if err := tell(ctx, tx, trace.NoticePasskeyCopied, h.ID); err != nil {
			return err
		}
		admins, err := tx.Admins(ctx, h.AgencyID)
		if err != nil {
			return err
		}
		return tell(ctx, tx, trace.NoticeSomeonesPasskey, admins...)
	})
	if err != nil {
		return err
	}
	return errCloned
}
