package login

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/store"
)

// deviceLife is how long a browser is known that nobody signs in from.
const deviceLife = 365 * 24 * time.Hour

// deviceBytes is the randomness of what a browser keeps.
const deviceBytes = 32

// deviceCookie is what a browser is known by. It is no key to anything: it
// only keeps its failures apart from those of strangers.
func (l *Login) deviceCookie() string { return l.Cookie + "-device" }

// device is the browser of a request as it is kept, "" for a new one.
func device(ctx context.Context) string {
	if kept := passageIn(ctx).device; kept != "" {
		return keyHash(kept)
	}
	return ""
}

// knowDevice notes the browser with the account and says whether it is new
// while others were known.
func (l *Login) knowDevice(ctx context.Context, tx *store.Tx, accountID string) (unlike bool, err error) {
	p := passageIn(ctx)
	if p.answer == nil {
		return false, nil
	}
	if len(p.device) != 2*deviceBytes {
		if p.device, err = l.draw(deviceBytes); err != nil {
			return false, err
		}
	}
	others, known, err := tx.Device(ctx, accountID, device(ctx))
	if err != nil {
		return false, err
	}
	http.SetCookie(p.answer, &http.Cookie{
		Name: l.deviceCookie(), Value: p.device, Path: l.Path, MaxAge: int(deviceLife.Seconds()),
		HttpOnly: true, Secure: l.Secure, SameSite: http.SameSiteStrictMode,
	})
	return others && !known, tx.SaveDevice(ctx, accountID, device(ctx))
}

// lane is the name under which failures are counted: the user name, or the
// browser where the account has signed in from it, so that strangers cannot
// keep anybody out of their own. A name that is nobody's may be a password in
// the wrong field, and is kept as a keyed hash.
func (l *Login) lane(ctx context.Context, tx *store.Tx, a account.Account, username string) (string, error) {
	strange := l.strange(username)
	_, known, err := tx.Device(ctx, a.ID, device(ctx))
	switch {
	case err != nil:
		return "", err
	case a.ID == "":
		return strange, nil
	case known:
		return store.Lane(device(ctx), a.ID), nil
	}
	return username, nil
}

// strange is what is kept of a name that is nobody's. No user name holds a
// space.
func (l *Login) strange(username string) string {
	h := hmac.New(sha256.New, l.Secret.Key("strange"))
	h.Write([]byte(username))
	return "nobody " + hex.EncodeToString(h.Sum(nil)[:16])
}

// Source is where somebody acts from: a hash of the address with a key that
// changes each day, so that the log tells two apart and says neither.
func (l *Login) Source(address string) string {
	day := hmac.New(sha256.New, l.Secret.Key("source"))
	day.Write([]byte(l.Now().UTC().Format(time.DateOnly)))
	h := hmac.New(sha256.New, day.Sum(nil))
	h.Write([]byte(address))
	return hex.EncodeToString(h.Sum(nil)[:12])
}
