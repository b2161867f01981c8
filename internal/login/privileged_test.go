package login_test

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/db/dbtest"
	"rastreo/internal/fault"
	"rastreo/internal/login"
	"rastreo/internal/office"
	"rastreo/internal/secret"
	"rastreo/internal/store/storetest"
)

// codeNow is what an application that has a seed shows.
func codeNow(t *testing.T, seed string, at time.Time) string {
	t.Helper()
	key, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(strings.ReplaceAll(seed, " ", ""))
	must(t, err)
	mac := hmac.New(sha1.New, key)
	must(t, binary.Write(mac, binary.BigEndian, at.Unix()/30))
	sum := mac.Sum(nil)
	return fmt.Sprintf("%06d", binary.BigEndian.Uint32(sum[sum[19]&15:])&0x7fffffff%1_000_000)
}

// session is the cookie that an answer sets.
func session(res *http.Response) (cookie *http.Cookie) {
	for _, c := range res.Cookies() {
		if c.Name == "rastreo" {
			cookie = c
		}
	}
	return cookie
}

// outside fails unless the actor is nobody, or may do nothing but add what is
// missing.
func outside(t *testing.T, what string, who account.Actor) {
	t.Helper()
	if who.ID == "" {
		return
	}
	for _, rule := range account.Policy {
		if rule.First || rule.Public() {
			continue
		}
		if err := account.May(who, rule.Act, nil); err == nil || fault.Of(err).Kind != fault.Forbidden {
			t.Errorf("%s lets a %s do %s", what, who.Role, rule.Act)
		}
	}
}

// Whoever can do harm to many gets nowhere without a passkey, whatever else
// they prove: with none of their own only to where one is added, and once they
// have one no further than the question for it.
func TestOnlyAPasskeyIsEnough(t *testing.T) {
	x := storetest.Open(t, dbtest.SQLite(t))
	l, err := login.New(x.Store, login.Config{
		Secret: secret.New(make([]byte, 32)), Now: x.Clock.Now, Random: rand.Reader, Origin: origin, Cookie: "rastreo", Path: "/",
	})
	must(t, err)
	center, fgr := x.Agency("NTC", account.Center), x.Agency("FGR", account.Federal)
	for _, role := range account.Roles {
		if !role.Privileged() {
			continue
		}
		agency := fgr
		if role.Staff() {
			agency = center
		}
		a, err := office.New(x.Store, office.Config{Hash: l.Hash}).AddAccount(t.Context(), account.Account{
			AgencyID: agency.ID, Username: "u." + string(role), Name: "Pat Doe", Role: role, Lang: "en", Zone: "America/New_York",
		}, password)
		must(t, err)
		(&person{house{x, l, a}, t}).tryEverything()
	}
}

type person struct {
	house
	t *testing.T
}

func (p *person) tryEverything() {
	p.t.Helper()
	seed, codes := p.settle()
	who, _ := p.byPassword()
	outside(p.t, "a password alone", who)
	totp := func(ctx context.Context) (account.Actor, error) {
		return p.SignInByTOTP(ctx, account.Actor{}, codeNow(p.t, seed, p.Clock.Advance(time.Minute)))
	}
	who = p.next(totp)
	if outside(p.t, "a password and a TOTP", who); !who.Half {
		p.t.Errorf("a %s without a passkey is not led to add one", who.Role)
	}

	d := p.enrol(seed)
	if who = p.next(totp); who.ID != "" {
		p.t.Error("a password and a TOTP open what has a passkey")
	}
	p.visit(func(ctx context.Context) {
		c, err := p.BeginSignIn(ctx)
		must(p.t, err)
		who, err = p.FinishSignIn(ctx, account.Actor{}, c.ID, d.assert(p.t, c))
		must(p.t, err)
		if who.Half {
			p.t.Error("a passkey is not enough")
		}
	}, nil)
	outside(p.t, "a password and a recovery code", p.next(func(ctx context.Context) (account.Actor, error) {
		return p.SignInByCode(ctx, account.Actor{}, 1, codes[0])
	}))
}

// enrol adds a passkey where that is all that can be done, which makes the
// session whole; a password then proves nothing.
func (p *person) enrol(seed string) *device {
	p.t.Helper()
	d := newDevice()
	p.visit(func(ctx context.Context) {
		who, err := p.Admit(ctx, account.Actor{}, p.who.ID, login.ByPassword, login.ByCode)
		must(p.t, err)
		c, err := p.BeginRegister(ctx, who, "x")
		must(p.t, err)
		_, err = p.FinishRegister(ctx, who, c.ID, d.attest(p.t, c), "x")
		must(p.t, err)
		if who, err = p.Actor(ctx); err != nil || who.Half {
			p.t.Errorf("a new passkey opens nothing: %v", err)
		}
		err = p.ProveByPassword(ctx, who, password, codeNow(p.t, seed, p.Clock.Advance(time.Minute)))
		if !fault.Is(err, fault.Forbidden) {
			p.t.Errorf("a password proves a %s: %v", who.Role, err)
		}
	}, nil)
	return d
}

// settle gives the account a TOTP and recovery codes.
func (p *person) settle() (seed string, codes []string) {
	p.t.Helper()
	p.visit(func(ctx context.Context) {
		who, err := p.SignIn(ctx, account.Actor{}, p.who.Username, password)
		must(p.t, err)
		outside(p.t, "a first password", who)
		s, err := p.NewTOTP(ctx, who, "Rastreo")
		must(p.t, err)
		seed = s.Text
		must(p.t, p.AddTOTP(ctx, who, "App", codeNow(p.t, seed, p.Clock.Now())))
		codes, err = p.NewCodes(ctx, who)
		must(p.t, err)
	}, nil)
	return seed, codes
}

// byPassword signs in with a new browser, up to the next step.
func (p *person) byPassword() (who account.Actor, cookie *http.Cookie) {
	p.t.Helper()
	res := p.visit(func(ctx context.Context) {
		var err error
		who, err = p.SignIn(ctx, account.Actor{}, p.who.Username, password)
		must(p.t, err)
	}, nil)
	return who, session(res)
}

// next takes the step after the password.
func (p *person) next(step func(ctx context.Context) (account.Actor, error)) (who account.Actor) {
	p.t.Helper()
	_, cookie := p.byPassword()
	p.visit(func(ctx context.Context) {
		var err error
		who, err = step(ctx)
		must(p.t, err)
	}, cookie)
	return who
}
