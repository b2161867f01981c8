package login

import "context"

// What passwords cost in earnest; in the tests they cost little, for it is not
// their cost that most of them are about.
var (
	RealForm     = passwordCost.form()
	ApprovedForm = approvedCost.form()
)

func init() { passwordCost, codeCost = cost{64, 1, 1}, cost{32, 1, 1} }

// HashApproved hashes with approved functions only.
func (l *Login) HashApproved(ctx context.Context, password string) (string, error) {
	return l.hash(ctx, password, approvedCost)
}

// HashDearly hashes at the cost of earnest.
func (l *Login) HashDearly(ctx context.Context, password string) (string, error) {
	return l.hash(ctx, password, cost{64 * 1024, 3, 1})
}
