package login_test

import (
	"strings"
	"testing"

	"github.com/alexedwards/argon2id"

	"rastreo/internal/fault"
	"rastreo/internal/login"
	"rastreo/internal/store"
)

// Hashes of every kind open, and are made anew as they should be: those
// without the pepper, at another cost, or by approved functions.
func TestHashes(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		if login.RealForm != "$argon2id$v=19$m=65536,t=3,p=1,keyid=pepper" || login.ApprovedForm != "$pbkdf2-sha512$i=220000,keyid=pepper" {
			t.Errorf("a password costs %s and %s", login.RealForm, login.ApprovedForm)
		}
		now, err := h.Hash(ctx, password)
		want(t, err, "")
		form, _, _ := strings.Cut(now, ",keyid")
		old, err := argon2id.CreateHash(password, &argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 2, SaltLength: 16, KeyLength: 32})
		want(t, err, "")
		approved, err := h.HashApproved(ctx, password)
		want(t, err, "")
		dear, err := h.HashDearly(ctx, password)
		want(t, err, "")
		for _, hash := range []string{old, approved, dear} {
			h.Write(func(tx *store.Tx) error { return tx.SetPassword(ctx, h.who.ID, hash) })
			want(t, err1(h.enter("fuentes", password+"x")), fault.Unauthenticated)
			want(t, err1(h.enter("fuentes", password)), "")
			h.Read(func(tx *store.Tx) error {
				a, err := tx.Account(ctx, h.who.ID)
				if !strings.HasPrefix(a.Password, form+",keyid=pepper$") {
					t.Errorf("%.40s… became %.40s…", hash, a.Password)
				}
				return err
			})
			want(t, err1(h.enter("fuentes", password)), "")
		}
		for _, broken := range []string{"x", "$argon2id$v=19$m=9,t=0,p=1$a$b", "$pbkdf2-sha512$i=99999999$YQ$YQ"} {
			h.Write(func(tx *store.Tx) error { return tx.SetPassword(ctx, h.who.ID, broken) })
			want(t, err1(h.enter("fuentes", password)), fault.Internal)
			h.Write(func(tx *store.Tx) error { return err1(tx.Unlock(ctx, h.who.ID)) })
		}
	})
}
