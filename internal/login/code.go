package login

import (
	"context"
	"encoding/base32"
	"io"
	"strings"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// Ten recovery codes of 80 bits.
const (
	howManyCodes = 10
	codeBytes    = 10
)

// codeLetters leaves out what is easily mistaken: I, L, O and U (Crockford).
var codeLetters = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// NewCodes makes the actor new recovery codes, numbered from 1 in this order,
// and forgets those of before. They are returned this once.
func (l *Login) NewCodes(ctx context.Context, who account.Actor) (codes []string, err error) {
	if err := account.May(who, account.OwnFactors, nil); err != nil {
		return nil, err
	}
	var hashes []string
	for range howManyCodes {
		drawn := make([]byte, codeBytes)
		if _, err := io.ReadFull(l.Random, drawn); err != nil {
			return nil, err
		}
		code := codeLetters.EncodeToString(drawn)
		hash, err := l.hash(ctx, code, priceOf(codeCost))
		if err != nil {
			return nil, err
		}
		codes, hashes = append(codes, grouped(code)), append(hashes, hash)
	}
	err = l.store.Write(ctx, audit.By(who, audit.CodesMade, who.ID), func(tx *store.Tx) error {
		if err := tx.AddCodes(ctx, who.ID, hashes); err != nil {
			return err
		}
		return tell(ctx, tx, trace.NoticeFactorAdded, who.ID)
	})
	return codes, err
}

// plainCode is a typed code as it was made: people mistake letters for
// figures, and write it in small ones.
func plainCode(typed string) string {
	return strings.NewReplacer("O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(digits(typed)))
}

// useCode uses a recovery code up. Of many uses of one, one wins. A new
// password must be chosen then, and the owner and the administrators hear of
// it.
func (l *Login) useCode(ctx context.Context, by account.Actor, a account.Account, number int, typed string) (won bool, err error) {
	var code account.RecoveryCode
	err = l.store.Read(ctx, store.House, func(tx *store.Tx) error {
		code, err = tx.Code(ctx, a.ID, number)
		return err
	})
	if err != nil && !fault.Is(err, fault.NotFound) {
		return false, err
	}
	hash := code.Hash
	if hash == "" || !code.UsedAt.IsZero() {
		hash = l.noCode
	}
	ok, _, err := l.match(ctx, plainCode(typed), hash, priceOf(codeCost))
	if err != nil || !ok {
		return false, err
	}
	by.ID, by.AgencyID = a.ID, a.AgencyID
	err = l.store.Write(ctx, audit.By(by, audit.CodeUsed, a.ID), func(tx *store.Tx) error {
		if won, err = tx.UseCode(ctx, code); err != nil || !won {
			return err
		}
		return l.tellCodeUsed(ctx, tx, a)
	})
	return won && err == nil, err
}

func (l *Login) tellCodeUsed(ctx context.Context, tx *store.Tx, a account.Account) error {
	if err := tx.MustRenew(ctx, a.ID); err != nil {
		return err
	}
	if _, err := tx.EndSessions(ctx, a.ID, ""); err != nil {
		return err
	}
	admins, err := tx.Admins(ctx, a.AgencyID)
	if err != nil {
		return err
	}
	if err := tell(ctx, tx, trace.NoticeSomeonesCode, admins...); err != nil {
		return err
	}
	return tell(ctx, tx, trace.NoticeCodeUsed, a.ID)
}
