package store

import (
	"context"
	"strings"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/db"
	"rastreo/internal/fault"
	"rastreo/internal/trace"
)

// Brake is how much personal data one account may open.
type Brake struct{ Hour, Day int }

// Open notes what somebody opens the personal data of a folio for. Openings of
// one account wait for each other, so that those at once do not pass the limit
// together; wait is how long until it may open again, and then nothing is
// noted.
func (tx *Tx) Open(ctx context.Context, accountID, folio, purpose string, until time.Time, b Brake) (wait time.Duration, err error) {
	if _, err := one(ctx, tx.sql, text, `SELECT id FROM account WHERE id = $1`+tx.sql.Lock(), accountID); err != nil {
		return 0, err
	}
	for _, x := range []struct {
		most int
		over time.Duration
	}{{b.Hour, time.Hour}, {b.Day, 24 * time.Hour}} {
		if wait, err = tx.full(ctx, accountID, x.most, x.over); err != nil || wait > 0 {
			return wait, err
		}
	}
	_, err = tx.sql.Exec(ctx, `INSERT INTO opening (id, account_id, folio, purpose, at, until) VALUES ($1, $2, $3, $4, $5, $6)`,
		tx.id(), accountID, folio, purpose, db.At(tx.now), db.At(until))
	return 0, err
}

// full says how long it takes until fewer than most openings lie within a
// span: until the oldest of the last most is older.
func (tx *Tx) full(ctx context.Context, accountID string, most int, over time.Duration) (time.Duration, error) {
	list, err := all(ctx, tx.sql, func(r row, t *time.Time) error { return r.Scan(db.Into(t)) },
		`SELECT at FROM opening WHERE account_id = $1 AND at > $2 ORDER BY at DESC, id DESC LIMIT $3`,
		accountID, db.At(tx.now.Add(-over)), most)
	if err != nil || len(list) < most {
		return 0, err
	}
	if most <= 0 {
		return over, nil
	}
	return list[most-1].Add(over).Sub(tx.now), nil
}

// Openings counts what an account has opened since a moment, with what was
// noted in the same transaction.
func (tx *Tx) Openings(ctx context.Context, accountID string, since time.Time) (int, error) {
	return one(ctx, tx.sql, number, `SELECT COUNT(*) FROM opening WHERE account_id = $1 AND at >= $2`, accountID, db.At(since))
}

// Braked notes that it was told of an account that opens too much, and whether
// it had not been told for an hour.
func (tx *Tx) Braked(ctx context.Context, accountID string) (bool, error) {
	n, err := tx.sql.Exec(ctx, `INSERT INTO brake (account_id, at) VALUES ($1, $2)
		ON CONFLICT (account_id) DO UPDATE SET at = excluded.at WHERE brake.at <= $3`,
		accountID, db.At(tx.now), db.At(tx.now.Add(-time.Hour)))
	return n > 0, err
}

// AgencyHolders returns who of an agency has one of some roles and can come in.
func (tx *Tx) AgencyHolders(ctx context.Context, agencyID string, roles ...account.Role) ([]string, error) {
	var w where
	w.is("agency_id", agencyID)
	w.that("disabled = 0")
	in := make([]string, len(roles))
	for i, r := range roles {
		in[i] = w.arg(string(r))
	}
	w.that("role IN (" + strings.Join(in, ", ") + ")")
	return all(ctx, tx.sql, text, `SELECT id FROM account WHERE `+w.String()+` ORDER BY id`, w.args...)
}

// Knowing returns those of a seizure's agency with one of some roles who may
// know of it.
func (tx *Tx) Knowing(ctx context.Context, seizureID string, roles ...account.Role) (list []string, err error) {
	agency, err := one(ctx, tx.sql, text, `SELECT agency_id FROM seizure WHERE id = $1`, seizureID)
	if err != nil {
		return nil, err
	}
	some, err := tx.AgencyHolders(ctx, agency, roles...)
	for _, id := range some {
		var w where
		w.is("seizure.id", seizureID)
		w.known("seizure.restricted", "seizure.id", id, tx.now)
		n, err := one(ctx, tx.sql, number, `SELECT COUNT(*) FROM seizure WHERE `+w.String(), w.args...)
		if err != nil {
			return nil, err
		}
		if n > 0 {
			list = append(list, id)
		}
	}
	return list, err
}

// Colleagues returns those of an agency who ask for traces, by their user names
// and in that order, and the places of names that are nobody's.
func (tx *Tx) Colleagues(ctx context.Context, agencyID string, names []string) (list []account.Account, strange []int, err error) {
	for i, name := range names {
		a, err := tx.AccountByUsername(ctx, name)
		switch {
		case fault.Is(err, fault.NotFound), err == nil && (a.AgencyID != agencyID || a.Disabled || !a.Role.Requester()):
			strange = append(strange, i)
		case err != nil:
			return nil, nil, err
		default:
			list = append(list, a)
		}
	}
	return list, strange, nil
}

// TellAll writes down that several people are to be told the same.
func (tx *Tx) TellAll(ctx context.Context, code trace.NoticeCode, folio string, accounts []string) error {
	for _, id := range accounts {
		if err := tx.Tell(ctx, trace.Notice{AccountID: id, Folio: folio, Code: code, At: tx.now}); err != nil {
			return err
		}
	}
	return nil
}
