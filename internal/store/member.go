package store

import (
	"context"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/db"
)

// MemberFilter says whose people a list shows: of an agency, of a role, or
// everybody's.
type MemberFilter struct {
	AgencyID string
	Role     account.Role
	After    string // the cursor of the page before
	Limit    int    // 0 is fifty
}

const memberColumns = `account.id, account.agency_id,
	(SELECT agency.code FROM agency WHERE agency.id = account.agency_id),
	(SELECT agency.kind FROM agency WHERE agency.id = account.agency_id), account.username, account.name, account.role,
	account.disabled, CASE WHEN account.password = '' THEN 0 ELSE 1 END, account.created_at, account.seen_at,
	(SELECT COUNT(*) FROM sign_in WHERE sign_in.username = account.username AND sign_in.locked_at IS NOT NULL),
	(SELECT invitation.expires_at FROM invitation WHERE invitation.account_id = account.id),
	(SELECT COUNT(*) FROM factor WHERE factor.account_id = account.id AND factor.kind = 'passkey' AND factor.stopped_at IS NULL),
	(SELECT COUNT(*) FROM factor WHERE factor.account_id = account.id AND factor.kind = 'totp' AND factor.stopped_at IS NULL),
	COALESCE((SELECT CASE WHEN change.verdict = 'approved' THEN 0 ELSE 1 END FROM change
		WHERE change.account_id = account.id AND change.kind = 'invite' ORDER BY change.at DESC, change.id DESC LIMIT 1), 0)`

func scanMember(r row, m *account.Member) error {
	return r.Scan(&m.ID, &m.AgencyID, &m.Agency, &m.Kind, &m.Username, &m.Name, &m.Role, &m.Disabled, &m.Active,
		db.Into(&m.CreatedAt), db.Into(&m.SeenAt), &m.Locked, db.Into(&m.Invited), &m.Passkeys, &m.TOTPs, &m.Awaits)
}

const byMember = "m"

// query is the SQL of a page, from a user name on.
func (f MemberFilter) query(after string, limit int) (string, []any) {
	var w where
	w.is("account.agency_id", f.AgencyID)
	w.is("account.role", string(f.Role))
	w.that("account.username > ?", after)
	return `SELECT ` + memberColumns + ` FROM account WHERE ` + w.String() + ` ORDER BY account.username LIMIT ` + w.arg(limit), w.args
}

// Members returns a page of people by their user names; next is the cursor of
// the page after it.
func (tx *Tx) Members(ctx context.Context, f MemberFilter) (list []account.Member, next string, err error) {
	key := []string{""}
	if f.After != "" {
		if key, err = unseal(byMember, f.After, 1); err != nil {
			return nil, "", err
		}
	}
	limit := pageLength(f.Limit)
	q, args := f.query(key[0], limit+1)
	list, err = all(ctx, tx.sql, scanMember, q, args...)
	list, next = cut(list, limit, func(m account.Member) string { return seal(byMember, m.Username) })
	return list, next, err
}

// Member returns one of them.
func (tx *Tx) Member(ctx context.Context, id string) (account.Member, error) {
	return one(ctx, tx.sql, scanMember, `SELECT `+memberColumns+` FROM account WHERE account.id = $1`, id)
}

// Deciders lists the people of an agency with one of two roles whose
// accounts work: those who can say yes to a change.
func (tx *Tx) Deciders(ctx context.Context, agencyID string, roles [2]account.Role) ([]string, error) {
	return all(ctx, tx.sql, func(r row, id *string) error { return r.Scan(id) }, `
		SELECT id FROM account WHERE agency_id = $1 AND role IN ($2, $3) AND disabled = 0 AND password <> ''
		ORDER BY username LIMIT 100`, agencyID, string(roles[0]), string(roles[1]))
}

// HasRole tells whether anybody has one of these roles.
func (tx *Tx) HasRole(ctx context.Context, roles ...account.Role) (bool, error) {
	for _, role := range roles {
		n, err := one(ctx, tx.sql, number, `SELECT COUNT(*) FROM (SELECT 1 FROM account WHERE role = $1 LIMIT 1) AS found`, string(role))
		if err != nil || n > 0 {
			return n > 0, err
		}
	}
	return false, nil
}

// SetRole gives an account another role. It leaves its sessions and keys.
func (tx *Tx) SetRole(ctx context.Context, accountID string, role account.Role) error {
	n, err := tx.sql.Exec(ctx, `UPDATE account SET role = $1 WHERE id = $2`, string(role), accountID)
	return must(n, err, errNotFound)
}

// SetDisabled shuts an account, or opens it again. It leaves its sessions.
func (tx *Tx) SetDisabled(ctx context.Context, accountID string, disabled bool) error {
	flag := 0
	if disabled {
		flag = 1
	}
	n, err := tx.sql.Exec(ctx, `UPDATE account SET disabled = $1, unused_at = NULL WHERE id = $2`, flag, accountID)
	return must(n, err, errNotFound)
}

// Muted lists the notices that somebody does not want.
func (tx *Tx) Muted(ctx context.Context, accountID string) ([]string, error) {
	text, err := one(ctx, tx.sql, func(r row, s *string) error { return r.Scan(s) }, `SELECT muted FROM account WHERE id = $1`, accountID)
	return words(text), err
}

// Mute keeps the notices that somebody does not want.
func (tx *Tx) Mute(ctx context.Context, accountID string, codes []string) error {
	n, err := tx.sql.Exec(ctx, `UPDATE account SET muted = $1 WHERE id = $2`, spaced(codes), accountID)
	return must(n, err, errNotFound)
}

// SetKeys keeps what keys of the keyboard do for somebody.
func (tx *Tx) SetKeys(ctx context.Context, accountID, keys string) error {
	n, err := tx.sql.Exec(ctx, `UPDATE account SET keys = $1 WHERE id = $2`, keys, accountID)
	return must(n, err, errNotFound)
}

// SeenAccount notes that somebody was here now, at most once an hour. An
// account that was about to end for not being used goes on.
func (c *Chore) SeenAccount(ctx context.Context, accountID string) error {
	_, err := c.sql.Exec(ctx, `
		UPDATE account SET seen_at = $1, unused_at = NULL
		WHERE id = $2 AND (seen_at IS NULL OR seen_at <= $3 OR unused_at IS NOT NULL)`,
		db.At(c.now), accountID, db.At(c.now.Add(-time.Hour)))
	return err
}

// Idle is an account that nobody has used for long.
type Idle struct {
	AccountID, AgencyID string
	Since               time.Time // when it was used last, or made
}

func scanIdle(r row, i *Idle) error { return r.Scan(&i.AccountID, &i.AgencyID, db.Into(&i.Since)) }

const idleQuery = `SELECT id, agency_id, COALESCE(seen_at, created_at) FROM account
	WHERE disabled = 0 AND unused_at IS NULL AND COALESCE(seen_at, created_at) <= $1
	ORDER BY COALESCE(seen_at, created_at), id LIMIT $2`

// IdleAccounts lists up to limit accounts that nobody has used since a time
// and of which nobody has been told.
func (tx *Tx) IdleAccounts(ctx context.Context, since time.Time, limit int) ([]Idle, error) {
	return all(ctx, tx.sql, scanIdle, idleQuery, db.At(since), limit)
}

// EndUnused sets when an unused account ends. It is not found if that is set
// already.
func (tx *Tx) EndUnused(ctx context.Context, accountID string, at time.Time) error {
	n, err := tx.sql.Exec(ctx, `UPDATE account SET unused_at = $1 WHERE id = $2 AND unused_at IS NULL AND disabled = 0`, db.At(at), accountID)
	return must(n, err, errNotFound)
}

const endingQuery = `SELECT id, agency_id, COALESCE(seen_at, created_at) FROM account
	WHERE disabled = 0 AND unused_at <= $1 ORDER BY unused_at, id LIMIT $2`

// EndingAccounts lists up to limit accounts whose time has come.
func (tx *Tx) EndingAccounts(ctx context.Context, limit int) ([]Idle, error) {
	return all(ctx, tx.sql, scanIdle, endingQuery, db.At(tx.now), limit)
}

// ShutUnused disables an account whose time has come. It is not found if its
// owner has come back, or somebody was quicker.
func (tx *Tx) ShutUnused(ctx context.Context, accountID string) error {
	n, err := tx.sql.Exec(ctx, `UPDATE account SET disabled = 1, unused_at = NULL WHERE id = $1 AND disabled = 0 AND unused_at <= $2`,
		accountID, db.At(tx.now))
	return must(n, err, errNotFound)
}
