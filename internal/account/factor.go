package account

import "time"

// FactorKind says what a factor is.
type FactorKind string

// Kinds of factor.
const (
	TOTP    FactorKind = "totp"
	Passkey FactorKind = "passkey"
)

// Factor is what somebody proves who they are with, beside a password.
type Factor struct {
	ID        string
	AccountID string
	Kind      FactorKind
	Name      string // what its owner calls it
	Handle    string // a passkey's credential id in base64url, "" of a TOTP
	Secret    []byte // a sealed seed, or the credential of a passkey
	Last      int64  // step of a TOTP that was last used, or counter of a passkey
	CreatedAt time.Time
	UsedAt    time.Time // zero for never
	StoppedAt time.Time // zero while it opens; else when it was met in two places
}

// RecoveryCode is one of the numbered codes for whoever has lost a factor. It
// opens once.
type RecoveryCode struct {
	AccountID string
	Number    int    // from 1, printed beside the code
	Hash      string // in PHC form, never the code
	UsedAt    time.Time
}
