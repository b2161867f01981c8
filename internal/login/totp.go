package login

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha1"
	"crypto/subtle"
	"encoding/base32"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// A TOTP after RFC 6238: six digits of HMAC-SHA-1 over steps of thirty
// seconds, from a seed of 160 bits. The step before and the one after are
// taken too, because clocks differ.
const (
	seedBytes = 20
	stepTime  = 30 // seconds
	stepsOff  = 1
	codeSize  = 6
)

var seedText = base32.StdEncoding.WithPadding(base32.NoPadding)

// codeAt is the code of a seed at a step (RFC 4226, section 5.3).
func codeAt(seed []byte, step int64) string {
	var moving [8]byte
	binary.BigEndian.PutUint64(moving[:], uint64(step))
	h := hmac.New(sha1.New, seed)
	h.Write(moving[:])
	sum := h.Sum(nil)
	at := sum[len(sum)-1] & 0xf
	n := binary.BigEndian.Uint32(sum[at:at+4]) & 0x7fffffff
	return fmt.Sprintf("%0*d", codeSize, n%1_000_000)
}

// stepOf finds the step whose code was typed, near now and later than the last
// that was used. 0 is none.
func stepOf(seed []byte, typed string, now time.Time, last int64) (step int64) {
	for s := now.Unix()/stepTime - stepsOff; s <= now.Unix()/stepTime+stepsOff; s++ {
		if subtle.ConstantTimeCompare([]byte(codeAt(seed, s)), []byte(typed)) == 1 && s > last {
			step = s
		}
	}
	return step
}

// digits is a typed code without the spaces that people put into it.
func digits(typed string) string {
	return strings.Join(strings.FieldsFunc(typed, func(r rune) bool { return r == ' ' || r == '-' || r == '\u00a0' }), "")
}

func (l *Login) sealer() cipher.AEAD {
	block, err := aes.NewCipher(l.Secret.Key("totp"))
	if err != nil {
		panic(err) // only a key of another length can do that
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		panic(err)
	}
	return aead
}

// seal encrypts a seed for one row: in another it cannot be opened.
func (l *Login) seal(seed []byte, of string) ([]byte, error) {
	aead := l.sealer()
	nonce := make([]byte, aead.NonceSize())
	if _, err := io.ReadFull(l.Random, nonce); err != nil {
		return nil, err
	}
	return aead.Seal(nonce, nonce, seed, []byte(of)), nil
}

func (l *Login) unseal(sealed []byte, of string) ([]byte, error) {
	aead := l.sealer()
	if len(sealed) < aead.NonceSize() {
		return nil, fmt.Errorf("login: a seed of %d bytes", len(sealed))
	}
	return aead.Open(nil, sealed[:aead.NonceSize()], sealed[aead.NonceSize():], []byte(of))
}

// Seed is a new TOTP as its owner takes it over.
type Seed struct {
	Text string   // base32 in groups of four
	URI  string   // of the QR code (Key URI Format)
	QR   [][]bool // rows of the code, true is dark
}

// seedRow binds the seed that a session is adding to its account.
func seedRow(who account.Actor) string { return "new " + who.ID }

// NewTOTP returns the seed that the session is adding, and draws one if there
// is none yet. It is kept with the session, sealed, until AddTOTP.
func (l *Login) NewTOTP(ctx context.Context, who account.Actor, issuer string) (s Seed, err error) {
	if err := account.May(who, account.OwnFactors, nil); err != nil {
		return s, err
	}
	v := l.visit(ctx)
	seed, err := l.adding(v, who)
	if err != nil {
		seed = make([]byte, seedBytes)
		if _, err := io.ReadFull(l.Random, seed); err != nil {
			return s, err
		}
		sealed, err := l.seal(seed, seedRow(who))
		if err != nil {
			return s, err
		}
		v.Seed, v.Fresh = base64.StdEncoding.EncodeToString(sealed), false
		l.sessions.Put(ctx, visitKey, v)
	}
	return l.offered(ctx, who, seed, issuer)
}

func (l *Login) adding(v visit, who account.Actor) ([]byte, error) {
	sealed, err := base64.StdEncoding.DecodeString(v.Seed)
	if err != nil {
		return nil, err
	}
	return l.unseal(sealed, seedRow(who))
}

func (l *Login) offered(ctx context.Context, who account.Actor, seed []byte, issuer string) (s Seed, err error) {
	var a account.Account
	err = l.store.Read(ctx, who, func(tx *store.Tx) error {
		a, err = tx.Account(ctx, who.ID)
		return err
	})
	if err != nil {
		return s, err
	}
	text := seedText.EncodeToString(seed)
	s.Text = grouped(text)
	s.URI = "otpauth://totp/" + url.PathEscape(issuer+":"+a.Username) + "?" +
		url.Values{"secret": {text}, "issuer": {issuer}}.Encode()
	s.QR, err = drawQR(s.URI)
	return s, err
}

// grouped puts spaces into a text that is typed off.
func grouped(text string) string {
	var groups []string
	for len(text) > 4 {
		groups, text = append(groups, text[:4]), text[4:]
	}
	return strings.Join(append(groups, text), " ")
}

// AddTOTP adds the seed of NewTOTP when its owner types a code of it: then it
// has arrived.
func (l *Login) AddTOTP(ctx context.Context, who account.Actor, name, code string) error {
	if err := account.May(who, account.OwnFactors, nil); err != nil {
		return err
	}
	v := l.visit(ctx)
	seed, err := l.adding(v, who)
	if err != nil {
		return fault.Check(fault.Problems{{Pointer: "/code", Code: "code_wrong"}})
	}
	step := stepOf(seed, digits(code), l.Now(), 0)
	if step == 0 {
		return fault.Check(fault.Problems{{Pointer: "/code", Code: "code_wrong"}})
	}
	f := account.Factor{AccountID: who.ID, Kind: account.TOTP, Name: name, Last: step}
	if f.ID, err = l.draw(sessionIDBytes); err != nil {
		return err
	}
	if f.Secret, err = l.seal(seed, f.ID); err != nil {
		return err
	}
	err = l.store.Write(ctx, audit.By(who, audit.FactorAdded, f.ID), func(tx *store.Tx) error {
		if err := tx.AddFactor(ctx, &f); err != nil {
			return err
		}
		return tell(ctx, tx, trace.NoticeFactorAdded, who.ID)
	})
	if err != nil {
		return err
	}
	v.Seed = ""
	l.sessions.Put(ctx, visitKey, v)
	return l.Prove(ctx, who, ByTOTP)
}

// useTOTP uses up the code that an account's TOTP shows now. Of many uses of
// one code one wins.
func (l *Login) useTOTP(ctx context.Context, by account.Actor, accountID, code string) (won bool, err error) {
	var factors []account.Factor
	err = l.store.Read(ctx, store.House, func(tx *store.Tx) error {
		factors, err = tx.Factors(ctx, accountID)
		return err
	})
	if err != nil {
		return false, err
	}
	for _, f := range factors {
		if f.Kind != account.TOTP || !f.StoppedAt.IsZero() {
			continue
		}
		seed, err := l.unseal(f.Secret, f.ID)
		if err != nil {
			return false, fmt.Errorf("login: seed of %s: %w", f.ID, err)
		}
		step := stepOf(seed, digits(code), l.Now(), f.Last)
		if step == 0 {
			continue
		}
		act := audit.By(by, audit.Proved, accountID)
		act.Fields = string(ByTOTP)
		err = l.store.Write(ctx, act, func(tx *store.Tx) error {
			won, err = tx.UseFactor(ctx, &f, step)
			return err
		})
		return won && err == nil, err
	}
	return false, nil
}
