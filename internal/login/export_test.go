package login

import (
	"context"
	"sync/atomic"

	"rastreo/internal/account"
)

// What passwords cost in earnest; in the tests they cost little, for it is not
// their cost that most of them are about.
var (
	RealForm     = passwordCost.form()
	ApprovedForm = approvedCost.form()
)

var realCost, realCode = passwordCost, codeCost

func init() { Cheaply() }

// Cheaply makes passwords cost little.
func Cheaply() { passwordCost, codeCost = cost{64, 1, 1}, cost{32, 1, 1} }

// InEarnest makes passwords cost what they do, until what it returns is called.
func InEarnest() func() {
	passwordCost, codeCost = realCost, realCode
	return Cheaply
}

// HashApproved hashes with approved functions only.
func (l *Login) HashApproved(ctx context.Context, password string) (string, error) {
	return l.hash(ctx, password, approvedCost)
}

// HashDearly hashes at the cost of earnest.
func (l *Login) HashDearly(ctx context.Context, password string) (string, error) {
	return l.hash(ctx, password, realCost)
}

// Hashed counts the hashes that f has made.
func Hashed(f func()) int32 {
	earnest := argon
	defer func() { argon = earnest }()
	var n atomic.Int32
	argon = func(secret, salt []byte, passes, memory uint32, lanes uint8, bytes uint32) []byte {
		n.Add(1)
		return earnest(secret, salt, passes, memory, lanes, bytes)
	}
	f()
	return n.Load()
}

// UseTOTP uses up a code of a TOTP, however often was tried before.
func (l *Login) UseTOTP(ctx context.Context, accountID, code string) (won bool, err error) {
	return l.useTOTP(ctx, account.Actor{ID: accountID}, accountID, code)
}

// UseCode uses up a recovery code, however often was tried before.
func (l *Login) UseCode(ctx context.Context, a account.Account, number int, code string) (won bool, err error) {
	return l.useCode(ctx, account.Actor{ID: a.ID}, a, number, code)
}
