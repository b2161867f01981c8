package login

import (
	"context"
	"crypto/fips140"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"strings"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"rastreo/internal/fault"
)

// cost is what one hash takes. A hash in PHC form begins with the costs it was
// made at, so each is compared at its own.
type cost struct {
	memory uint32 // KiB; 0 is PBKDF2-HMAC-SHA512
	passes uint32
	lanes  uint8
}

// The costs of a password: argon2id with 64 MiB, three passes and one lane, or
// where only approved functions may be used 220,000 rounds (OWASP, Password
// Storage). A recovery code is drawn with 80 bits and needs less.
var (
	passwordCost = cost{64 * 1024, 3, 1}
	approvedCost = cost{0, 220_000, 0}
	codeCost     = cost{8 * 1024, 1, 1}
)

func priceOf(c cost) cost {
	if fips140.Enabled() {
		return approvedCost
	}
	return c
}

const (
	saltBytes = 16
	hashBytes = 32
	dearest   = 1 << 20 // KiB or rounds that a hash may ask for
)

// The forms of a hash. Those with a keyid were made of the password sealed
// with the world's pepper; those of before were not.
const (
	argonForm    = "$argon2id$v=19$m=%d,t=%d,p=%d"
	approvedForm = "$pbkdf2-sha512$i=%d"
	peppered     = ",keyid=pepper"
)

var phc = base64.RawStdEncoding

// form is the beginning of a hash at this cost.
func (c cost) form() string {
	if c.memory == 0 {
		return fmt.Sprintf(approvedForm, c.passes) + peppered
	}
	return fmt.Sprintf(argonForm, c.memory, c.passes, c.lanes) + peppered
}

func (c cost) hash(secret, salt []byte) ([]byte, error) {
	if c.memory == 0 {
		return pbkdf2.Key(sha512.New, string(secret), salt, int(c.passes), hashBytes)
	}
	return argon(secret, salt, c.passes, c.memory, c.lanes, hashBytes), nil
}

// argon is Argon2id; the tests count how often it is asked.
var argon = argon2.IDKey

// At most two passwords are hashed at once, so that a flood of sign-ins costs
// 128 MiB and not the machine. Some wait; the rest are asked to come back.
const (
	mostHashing = 2
	mostWaiting = 64
)

// Hash returns the hash of a password in PHC form. The password is brought to
// Unicode NFC first: ñ is one password however it was typed.
func (l *Login) Hash(ctx context.Context, password string) (string, error) {
	return l.hash(ctx, password, priceOf(passwordCost))
}

func (l *Login) hash(ctx context.Context, password string, c cost) (text string, err error) {
	salt := make([]byte, saltBytes)
	if _, err := io.ReadFull(l.Random, salt); err != nil {
		return "", err
	}
	err = l.costly(ctx, func() error {
		hash, err := c.hash(l.pepper(password, true), salt)
		text = c.form() + "$" + phc.EncodeToString(salt) + "$" + phc.EncodeToString(hash)
		return err
	})
	return text, err
}

// pepper seals a password with what the database does not hold.
func (l *Login) pepper(password string, peppered bool) []byte {
	password = norm.NFC.String(password)
	if !peppered {
		return []byte(password)
	}
	h := hmac.New(sha256.New, l.Secret.Key("pepper"))
	h.Write([]byte(password))
	return h.Sum(nil)
}

// decoyHash looks like the hash of a password and is that of none: to compare
// with it takes as long as with any other. Salt and key are drawn instead of
// computed, because the first page should not wait for a hash.
func decoyHash(random io.Reader, c cost) (string, error) {
	drawn := make([]byte, saltBytes+hashBytes)
	if _, err := io.ReadFull(random, drawn); err != nil {
		return "", err
	}
	return c.form() + "$" + phc.EncodeToString(drawn[:saltBytes]) + "$" + phc.EncodeToString(drawn[saltBytes:]), nil
}

var errHash = errors.New("login: not a hash of a password")

// kept is a hash taken apart.
type kept struct {
	cost
	peppered   bool
	salt, hash []byte
}

func readHash(text string) (k kept, err error) {
	head, rest, _ := strings.Cut(strings.TrimPrefix(text, "$"), "$")
	if head == "argon2id" {
		_, rest, _ = strings.Cut(rest, "$") // the version
	}
	settings, rest, _ := strings.Cut(rest, "$")
	salt, hash, _ := strings.Cut(rest, "$")
	settings, k.peppered = strings.CutSuffix(settings, peppered)
	switch head {
	case "argon2id":
		_, err = fmt.Sscanf(settings, "m=%d,t=%d,p=%d", &k.memory, &k.passes, &k.lanes)
		if k.memory == 0 || k.lanes == 0 {
			return k, errHash
		}
	case "pbkdf2-sha512":
		_, err = fmt.Sscanf(settings, "i=%d", &k.passes)
	default:
		return k, errHash
	}
	if err != nil || k.passes == 0 || k.passes > dearest || k.memory > dearest {
		return k, errHash
	}
	if k.salt, err = phc.DecodeString(salt); err != nil {
		return k, errHash
	}
	if k.hash, err = phc.DecodeString(hash); err != nil || len(k.hash) != hashBytes {
		return k, errHash
	}
	return k, nil
}

// match tells whether the password has this hash, and whether it should be
// hashed anew: without the pepper, or at another cost. Where no password was
// chosen yet none matches.
func (l *Login) match(ctx context.Context, password, text string, now cost) (ok, old bool, err error) {
	if text == "" {
		text = l.decoy
	}
	k, err := readHash(text)
	if err != nil {
		return false, false, err
	}
	err = l.costly(ctx, func() error {
		hash, err := k.cost.hash(l.pepper(password, k.peppered), k.salt)
		ok = subtle.ConstantTimeCompare(hash, k.hash) == 1
		return err
	})
	return ok, !k.peppered || k.cost != now, err
}

// costly runs f when one of the few places for it is free. Where too many wait
// already it says to come back.
func (l *Login) costly(ctx context.Context, f func() error) error {
	select {
	case l.waiting <- struct{}{}:
	default:
		return fault.New(fault.Unavailable, "login.busy", nil)
	}
	select {
	case l.hashing <- struct{}{}:
		<-l.waiting
		defer l.hashed()
		return f()
	case <-ctx.Done():
		<-l.waiting
		return ctx.Err()
	}
}

// hashed frees the place. Whoever leaves last gives the memory of the hashing
// back to the machine, which the collector alone would keep for minutes.
func (l *Login) hashed() {
	if <-l.hashing; len(l.hashing) == 0 {
		debug.FreeOSMemory()
	}
}
