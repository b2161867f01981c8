package store

import (
	"context"

	"rastreo/internal/account"
	"rastreo/internal/db"
	"rastreo/internal/fault"
	"rastreo/internal/mx"
)

const accountColumns = `id, agency_id, username, password, name, role, lang, zone, disabled, created_at, seen_at`

func scanAccount(r row, a *account.Account) error {
	return r.Scan(&a.ID, &a.AgencyID, &a.Username, &a.Password, &a.Name, &a.Role, &a.Lang, &a.Zone, &a.Disabled,
		db.Into(&a.CreatedAt), db.Into(&a.SeenAt))
}

// AddAccount adds an account and fills in its id and time. It is kept out of
// the seizures to which somebody of its name is a party. A username that is
// taken is a Conflict.
func (tx *Tx) AddAccount(ctx context.Context, a *account.Account) error {
	if err := tx.lockAgency(ctx, a.AgencyID); err != nil {
		return err
	}
	tx.fresh(&a.ID, &a.CreatedAt)
	disabled := 0
	if a.Disabled {
		disabled = 1
	}
	key := mx.NameKey(mx.Parts{Full: a.Name})
	_, err := tx.sql.Exec(ctx, `
		INSERT INTO account (`+accountColumns+`, name_key) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		a.ID, a.AgencyID, a.Username, a.Password, a.Name, string(a.Role), a.Lang, a.Zone, disabled, db.At(a.CreatedAt),
		db.At(a.SeenAt), key)
	if db.Duplicate(err) == "account.username" {
		return fault.New(fault.Conflict, "account.username_taken", nil)
	}
	if err != nil {
		return err
	}
	return tx.keepNameOut(ctx, a.ID, a.AgencyID, key)
}

// Account returns the account with this id, disabled or not.
func (tx *Tx) Account(ctx context.Context, id string) (account.Account, error) {
	return one(ctx, tx.sql, scanAccount, `SELECT `+accountColumns+` FROM account WHERE id = $1`, id)
}

// AccountByUsername returns the account with this name, disabled or not: who
// checks a password must take as long for both.
func (tx *Tx) AccountByUsername(ctx context.Context, username string) (account.Account, error) {
	return one(ctx, tx.sql, scanAccount, `SELECT `+accountColumns+` FROM account WHERE username = $1`, username)
}

const actorColumns = `account.id, account.agency_id, agency.code, account.username, account.name, account.role, account.lang, account.zone,
	account.renew, account.compact, account.keys`

func actorFields(a *account.Actor) []any {
	return []any{&a.ID, &a.AgencyID, &a.Agency, &a.Username, &a.Name, &a.Role, &a.Lang, &a.Zone, &a.Renew, &a.Compact, &a.Keys}
}

// Actor returns whoever acts under an account. A disabled one is not found.
func (tx *Tx) Actor(ctx context.Context, accountID string) (account.Actor, error) {
	return one(ctx, tx.sql, func(r row, a *account.Actor) error { return r.Scan(actorFields(a)...) }, `
		SELECT `+actorColumns+` FROM account JOIN agency ON agency.id = account.agency_id
		WHERE account.id = $1 AND account.disabled = 0`, accountID)
}

// SaveSettings changes what a person decides about the account with a's id:
// name, language and time zone. The rest of a is not looked at. What another
// name keeps it out of is found out afterwards, by FillNames.
func (tx *Tx) SaveSettings(ctx context.Context, a account.Account) error {
	n, err := tx.sql.Exec(ctx, `UPDATE account SET name_key = CASE WHEN name = $1 THEN name_key END, name = $1, lang = $2, zone = $3 WHERE id = $4`,
		a.Name, a.Lang, a.Zone, a.ID)
	return must(n, err, errNotFound)
}

// SetPassword changes the password, given as a hash in PHC form: nobody need
// choose a new one any more. It leaves the sessions: see EndSessions.
func (tx *Tx) SetPassword(ctx context.Context, accountID, phc string) error {
	n, err := tx.sql.Exec(ctx, `UPDATE account SET password = $1, renew = 0 WHERE id = $2`, phc, accountID)
	return must(n, err, errNotFound)
}

// Rehash keeps the same password under another hash, if it is still the one
// that was compared.
func (tx *Tx) Rehash(ctx context.Context, accountID, from, to string) error {
	_, err := tx.sql.Exec(ctx, `UPDATE account SET password = $1 WHERE id = $2 AND password = $3`, to, accountID, from)
	return err
}

// MustRenew says that a new password must be chosen first.
func (tx *Tx) MustRenew(ctx context.Context, accountID string) error {
	n, err := tx.sql.Exec(ctx, `UPDATE account SET renew = 1 WHERE id = $1`, accountID)
	return must(n, err, errNotFound)
}

// SawAccount notes that somebody has signed in now. An account that was about
// to end for not being used goes on.
func (tx *Tx) SawAccount(ctx context.Context, accountID string) error {
	n, err := tx.sql.Exec(ctx, `UPDATE account SET seen_at = $1, unused_at = NULL WHERE id = $2`, db.At(tx.now), accountID)
	return must(n, err, errNotFound)
}

// Admins lists the ids of those who look after the people of an agency.
func (tx *Tx) Admins(ctx context.Context, agencyID string) ([]string, error) {
	return all(ctx, tx.sql, func(r row, id *string) error { return r.Scan(id) }, `
		SELECT id FROM account WHERE agency_id = $1 AND role = $2 AND disabled = 0 ORDER BY username LIMIT 100`,
		agencyID, string(account.Admin))
}
