package login

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/protocol/webauthncose"
	"github.com/go-webauthn/webauthn/webauthn"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/mx"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// algorithms of signatures: those that authenticators in use have, and no
// older ones.
var algorithms = []protocol.CredentialParameter{
	{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgES256},
	{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgEdDSA},
	{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgRS256},
}

// mostPasskeys is how many an account can have.
const mostPasskeys = 10

// BeginRegister begins to give the actor's own account a passkey. The name is
// looked at already now: what an authenticator has made it keeps.
func (l *Login) BeginRegister(ctx context.Context, who account.Actor, name string) (c Ceremony, err error) {
	if err := account.May(who, account.OwnFactors, nil); err != nil {
		return c, err
	}
	if err := checkFactorName(mx.Tidy(name)); err != nil {
		return c, err
	}
	if l.party == nil {
		return c, errNoPasskeys
	}
	h, err := l.holder(ctx, who.ID)
	if err != nil {
		return c, err
	}
	if len(h.keys) >= mostPasskeys {
		return c, fault.New(fault.Conflict, "passkey.many", fault.Args{"limit": mostPasskeys})
	}
	challenge, err := l.challenge()
	if err != nil {
		return c, err
	}
	options, began, err := l.party.BeginRegistration(h,
		webauthn.WithCredentialParameters(algorithms),
		webauthn.WithExclusions(webauthn.Credentials(h.keys).CredentialDescriptors()),
		func(o *protocol.PublicKeyCredentialCreationOptions) error {
			o.Challenge, o.Timeout = challenge, int(ceremonyLife/time.Millisecond)
			return nil
		})
	if err != nil {
		return c, err
	}
	return l.begin(ctx, registering, who.ID, began, options.Response)
}

// FinishRegister adds the passkey that a browser answers with, under a name.
// That proves who the actor is as every use of it will, so that whoever had yet
// to add one is signed in whole.
func (l *Login) FinishRegister(ctx context.Context, who account.Actor, ceremony, answer, name string) (f account.Factor, err error) {
	if err := account.May(who, account.OwnFactors, nil); err != nil {
		return f, err
	}
	name = mx.Tidy(name)
	if err := checkFactorName(name); err != nil {
		return f, err
	}
	began, err := l.finish(ctx, registering, who.ID, ceremony)
	if err != nil {
		return f, err
	}
	key, err := l.attested(ctx, who.ID, began, answer)
	if err != nil {
		return f, err
	}
	f = account.Factor{
		AccountID: who.ID, Kind: account.Passkey, Name: name,
		Handle: spelled(key.ID), Last: int64(key.Authenticator.SignCount),
	}
	if f.Secret, err = sealed(key); err != nil {
		return f, err
	}
	err = l.store.Write(ctx, audit.By(who, audit.FactorAdded, who.ID), func(tx *store.Tx) error {
		if err := tx.AddFactor(ctx, &f); err != nil {
			return err
		}
		return tell(ctx, tx, trace.NoticeFactorAdded, who.ID)
	})
	if err != nil {
		return f, err
	}
	return f, l.Prove(ctx, who, ByPasskey)
}

// attested checks the answer to a registration.
func (l *Login) attested(ctx context.Context, accountID string, began webauthn.SessionData, answer string) (*webauthn.Credential, error) {
	parsed, err := protocol.ParseCredentialCreationResponseBytes([]byte(answer))
	if err != nil {
		return nil, errUnread
	}
	if err := l.sane(parsed.Response.CollectedClientData, parsed.Response.AttestationObject.AuthData.Flags); err != nil {
		return nil, err
	}
	h, err := l.holder(ctx, accountID)
	if err != nil {
		return nil, err
	}
	key, err := l.party.CreateCredential(h, began, parsed)
	return key, why(err)
}

// longestFactorName is the most characters of a factor's name.
const longestFactorName = 64

func checkFactorName(name string) error {
	var p fault.Problems
	switch {
	case name == "":
		p.Add("/factor_name", "required", nil)
	case utf8.RuneCountInString(name) > longestFactorName:
		p.Add("/factor_name", "max", fault.Args{"limit": longestFactorName})
	case strings.ContainsRune(name, utf8.RuneError):
		p.Add("/factor_name", "utf8", nil)
	}
	return fault.Check(p)
}
