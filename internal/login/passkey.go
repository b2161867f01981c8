package login

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"slices"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"rastreo/internal/account"
	"rastreo/internal/fault"
	"rastreo/internal/store"
)

// A passkey ceremony (Web Authentication Level 3) begins with a challenge of
// 32 bytes and ends within five minutes or not at all.
const (
	challengeBytes = 32
	ceremonyLife   = 5 * time.Minute
)

// Kinds of ceremony.
const (
	registering = "register"
	signingIn   = "sign-in"
	proving     = "prove"
)

// Why a passkey is refused.
var (
	errNoPasskeys = fault.New(fault.Conflict, "passkey.nowhere", nil)
	errLate       = fault.New(fault.Unauthenticated, "passkey.late", nil)
	errUnread     = fault.New(fault.Unauthenticated, "passkey.unread", nil)
	errSite       = fault.New(fault.Unauthenticated, "passkey.site", nil)
	errUnverified = fault.New(fault.Unauthenticated, "passkey.unverified", nil)
	errUnknown    = fault.New(fault.Unauthenticated, "passkey.unknown", nil)
	errRefused    = fault.New(fault.Unauthenticated, "passkey.refused", nil)
	errCloned     = fault.New(fault.Unauthenticated, "passkey.cloned", nil)
)

// Ceremony is what a browser is given to begin with: the options of
// navigator.credentials, and the id that must come back with the answer.
type Ceremony struct {
	ID      string `json:"ceremony"`
	Options any    `json:"publicKey"`
}

// party is the house as authenticators know it: one exact origin, and its host
// as the relying party. Without an origin there is none.
func party(origin string) (*webauthn.WebAuthn, error) {
	if origin == "" {
		return nil, nil
	}
	u, err := url.Parse(origin)
	if err != nil || u.Scheme+"://"+u.Host != origin || u.Hostname() == "" {
		return nil, fmt.Errorf("login: %q is no origin, such as https://rastreo.example.mx", origin)
	}
	if u.Scheme != "https" && u.Hostname() != "localhost" {
		return nil, fmt.Errorf("login: browsers use passkeys over https only, and not at %s", origin)
	}
	resident := true
	return webauthn.New(&webauthn.Config{
		RPID: u.Hostname(), RPDisplayName: "Rastreo", RPOrigins: []string{origin},
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			RequireResidentKey: &resident, ResidentKey: protocol.ResidentKeyRequirementRequired,
			UserVerification: protocol.VerificationRequired,
		},
	})
}

// Passkeys tells whether browsers can use passkeys here.
func (l *Login) Passkeys() bool { return l.party != nil }

// holder is an account as an authenticator knows it.
type holder struct {
	account.Account
	handle  []byte
	mark    string
	factors []account.Factor // passkeys
	keys    []webauthn.Credential
}

func (h *holder) WebAuthnID() []byte                         { return h.handle }
func (h *holder) WebAuthnName() string                       { return h.mark + h.Username }
func (h *holder) WebAuthnDisplayName() string                { return h.mark + h.Name }
func (h *holder) WebAuthnCredentials() []webauthn.Credential { return h.keys }

// handle is what an authenticator keeps of an account. It says nothing of the
// account to who reads the authenticator, and differs by world, so that one
// authenticator can hold a passkey of each.
func (l *Login) handle(accountID string) []byte {
	mac := hmac.New(sha256.New, l.Secret.Key("passkey handle"))
	mac.Write([]byte(accountID))
	return mac.Sum(nil)
}

// holder returns an account with its passkeys that open.
func (l *Login) holder(ctx context.Context, accountID string) (h *holder, err error) {
	h = &holder{handle: l.handle(accountID), mark: l.Mark}
	var factors []account.Factor
	err = l.store.Read(ctx, store.House, func(tx *store.Tx) error {
		if h.Account, err = tx.Account(ctx, accountID); err != nil {
			return err
		}
		factors, err = tx.Factors(ctx, accountID)
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, f := range factors {
		if f.Kind != account.Passkey || !f.StoppedAt.IsZero() {
			continue
		}
		key, err := credential(f)
		if err != nil {
			return nil, err
		}
		h.factors, h.keys = append(h.factors, f), append(h.keys, key)
	}
	return h, nil
}

// credential reads what is kept of a passkey. Its counter is a column of its
// own, where it can be compared and set.
func credential(f account.Factor) (key webauthn.Credential, err error) {
	err = json.Unmarshal(f.Secret, &key)
	key.Authenticator.SignCount = uint32(f.Last)
	return key, err
}

// sealed is what is kept of a passkey: its public key, flags and transports.
func sealed(key *webauthn.Credential) ([]byte, error) {
	kept := *key
	kept.Attestation = webauthn.CredentialAttestation{} // was looked at, and is not asked for again
	return json.Marshal(kept)
}

// spelled is a passkey's credential id as it is kept.
func spelled(id []byte) string { return base64.RawURLEncoding.EncodeToString(id) }

// challenge draws a challenge.
func (l *Login) challenge() (protocol.URLEncodedBase64, error) {
	draw := make([]byte, challengeBytes)
	_, err := io.ReadFull(l.Random, draw)
	return draw, err
}

// begin writes down a ceremony that begins.
func (l *Login) begin(ctx context.Context, kind, accountID string, began *webauthn.SessionData, options any) (c Ceremony, err error) {
	data, err := json.Marshal(began)
	if err != nil {
		return c, err
	}
	kept := store.Ceremony{AccountID: accountID, Kind: kind, Data: data, ExpiresAt: l.Now().Add(ceremonyLife)}
	err = l.store.Chore(ctx, func(c *store.Chore) error { return c.AddCeremony(ctx, &kept) })
	return Ceremony{kept.ID, options}, err
}

// finish takes a ceremony that has begun. Whatever comes of it, it cannot be
// taken again.
func (l *Login) finish(ctx context.Context, kind, accountID, id string) (began webauthn.SessionData, err error) {
	if l.party == nil {
		return began, errNoPasskeys
	}
	var kept store.Ceremony
	err = l.store.Chore(ctx, func(c *store.Chore) error {
		kept, err = c.TakeCeremony(ctx, id)
		return err
	})
	if fault.Is(err, fault.NotFound) || err == nil && (kept.Kind != kind || kept.AccountID != accountID) {
		return began, errLate
	}
	if err != nil {
		return began, err
	}
	return began, json.Unmarshal(kept.Data, &began)
}

// sane looks at what can be said in words before the signature is: where the
// browser thinks it is, and whether the authenticator knew its owner.
func (l *Login) sane(client protocol.CollectedClientData, flags protocol.AuthenticatorFlags) error {
	switch {
	case !slices.Contains(l.party.Config.RPOrigins, client.Origin):
		return errSite
	case !flags.HasUserVerified():
		return errUnverified
	}
	return nil
}

// why is the fault of an answer that the library refuses.
func why(err error) error {
	if err == nil || fault.Of(err).Kind != fault.Internal {
		return err
	}
	return fmt.Errorf("%w: %w", errRefused, err)
}
