package login

import (
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"runtime/debug"
	"time"

	"github.com/alexedwards/argon2id"
	"golang.org/x/text/unicode/norm"

	"rastreo/internal/fault"
)

// params are the cost of a password: 64 MiB, three passes, one lane.
var params = &argon2id.Params{Memory: 64 * 1024, Iterations: 3, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// At most two passwords are hashed at once, so that a flood of sign-ins costs
// 128 MiB and not the machine. Who has waited too long is asked to come back.
const (
	mostHashing = 2
	hashingWait = 5 * time.Second
)

// Hash returns the argon2id hash of a password in PHC form. The password is
// brought to Unicode NFC first: ñ is one password however it was typed.
func (l *Login) Hash(ctx context.Context, password string) (hash string, err error) {
	err = l.costly(ctx, func() error {
		hash, err = argon2id.CreateHash(norm.NFC.String(password), params)
		return err
	})
	return hash, err
}

// decoyHash looks like the hash of a password and is that of none: to compare
// with it takes as long as with any other. Salt and key are drawn instead of
// computed, because the first page should not wait for a hash.
func decoyHash(random io.Reader) (string, error) {
	drawn := make([]byte, params.SaltLength+params.KeyLength)
	if _, err := io.ReadFull(random, drawn); err != nil {
		return "", err
	}
	salt, key := drawn[:params.SaltLength], drawn[params.SaltLength:]
	text := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s", params.Memory, params.Iterations,
		params.Parallelism, text.EncodeToString(salt), text.EncodeToString(key)), nil
}

// match tells whether the password has this hash.
func (l *Login) match(ctx context.Context, password, hash string) (ok bool, err error) {
	err = l.costly(ctx, func() error {
		ok, err = argon2id.ComparePasswordAndHash(norm.NFC.String(password), hash)
		return err
	})
	return ok, err
}

// costly runs f when one of the few places for it is free.
func (l *Login) costly(ctx context.Context, f func() error) error {
	wait := time.NewTimer(hashingWait)
	defer wait.Stop()
	select {
	case l.hashing <- struct{}{}:
		defer l.hashed()
		return f()
	case <-wait.C:
		return fault.New(fault.Unavailable, "login.busy", nil)
	case <-ctx.Done():
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
