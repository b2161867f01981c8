package store

import (
	"context"
	"strings"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/db"
	"rastreo/internal/trace"
)

// AddGrant keeps a grant as it is proposed and fills in id and time.
func (tx *Tx) AddGrant(ctx context.Context, g *trace.Grant) error {
	tx.fresh(&g.ID, &g.At)
	_, err := tx.sql.Exec(ctx, `
		INSERT INTO share (id, seizure_id, agency_id, to_agency, people, fields, purpose, words, until, by, at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		g.ID, g.SeizureID, g.AgencyID, g.ToAgency, strings.Join(g.People, " "), strings.Join(g.Fields, " "), g.Purpose, g.Words,
		g.Until, g.By, db.At(g.At), db.At(g.ExpiresAt))
	return err
}

const grantColumns = `share.id, share.seizure_id, share.folio, share.agency_id, mine.code, share.to_agency, theirs.code, share.people,
	share.fields, share.purpose, share.words, share.until, share.by, COALESCE(proposer.name, ''), share.at, share.expires_at,
	share.approved_by, share.approved_at, share.accepted_by, share.accepted_at, share.ended_by, share.ended_at`

// CROSS JOIN makes SQLite begin with the grants.
const grantTables = ` FROM share CROSS JOIN agency AS mine CROSS JOIN agency AS theirs
	LEFT JOIN account AS proposer ON proposer.id = share.by
	WHERE mine.id = share.agency_id AND theirs.id = share.to_agency AND `

func scanGrant(r row, g *trace.Grant) error {
	var people, fields string
	err := r.Scan(&g.ID, &g.SeizureID, &g.Folio, &g.AgencyID, &g.Agency, &g.ToAgency, &g.To, &people, &fields, &g.Purpose, &g.Words,
		&g.Until, &g.By, &g.ByName, db.Into(&g.At), db.Into(&g.ExpiresAt), &g.ApprovedBy, db.Into(&g.ApprovedAt),
		&g.AcceptedBy, db.Into(&g.AcceptedAt), &g.EndedBy, db.Into(&g.EndedAt))
	g.People, g.Fields = strings.Fields(people), strings.Fields(fields)
	return err
}

// HoldGrant returns a grant with its readers and lets nobody else change it
// until the transaction ends.
func (tx *Tx) HoldGrant(ctx context.Context, id string) (g trace.Grant, err error) {
	if _, err := one(ctx, tx.sql, text, `SELECT id FROM share WHERE id = $1`+tx.sql.Lock(), id); err != nil {
		return g, err
	}
	if g, err = one(ctx, tx.sql, scanGrant, `SELECT `+grantColumns+grantTables+`share.id = $1`, id); err != nil {
		return g, err
	}
	g.Readers, err = tx.readers(ctx, id)
	return g, err
}

func (tx *Tx) readers(ctx context.Context, id string) ([]account.Account, error) {
	return all(ctx, tx.sql, scanPerson, `SELECT account.id, account.agency_id, account.username, account.name, account.role, account.disabled
		FROM share_person JOIN account ON account.id = share_person.account_id WHERE share_person.share_id = $1
		ORDER BY account.name, account.id`, id)
}

// GrantFilter says which grants to list: exactly one of its members is given.
type GrantFilter struct {
	SeizureID string // of this seizure
	From      string // whose this agency is
	To        string // that this agency is shown
	Reader    string // that name this account, and hold
}

// Grants lists grants, the last proposed first, at most 200.
func (tx *Tx) Grants(ctx context.Context, f GrantFilter) ([]trace.Grant, error) {
	q, args := f.query(tx.now)
	list, err := all(ctx, tx.sql, scanGrant, q, args...)
	for i := range list {
		if err == nil {
			list[i].Readers, err = tx.readers(ctx, list[i].ID)
		}
	}
	return list, err
}

func (f GrantFilter) query(now time.Time) (string, []any) {
	var w where
	w.that("share.at <= ?", db.At(now)) // where a list begins that nothing narrows
	w.is("share.seizure_id", f.SeizureID)
	w.is("share.agency_id", f.From)
	w.is("share.to_agency", f.To)
	if f.Reader != "" {
		w.that(holds, db.At(now))
		w.that("EXISTS (SELECT 1 FROM share_person WHERE share_person.share_id = share.id AND share_person.account_id = ?)", f.Reader)
	}
	limit := w.arg(pageMost)
	return `SELECT ` + grantColumns + grantTables + w.String() + ` ORDER BY share.at DESC, share.id DESC LIMIT ` + limit, w.args
}

// holds is a grant that was accepted and neither ended nor expired.
const holds = "share.accepted_at IS NOT NULL AND share.ended_at IS NULL AND share.expires_at > ?"

// grantsTo are those of a seizure that an account may read by now.
func (tx *Tx) grantsTo(ctx context.Context, accountID, seizureID string) ([]trace.Grant, error) {
	q, args := GrantFilter{SeizureID: seizureID, Reader: accountID}.query(tx.now)
	return all(ctx, tx.sql, scanGrant, q, args...)
}

// ApproveGrant notes who approved a grant; it is Stale if it has moved.
func (tx *Tx) ApproveGrant(ctx context.Context, g *trace.Grant, by string) error {
	n, err := tx.sql.Exec(ctx, `UPDATE share SET approved_by = $1, approved_at = $2 WHERE id = $3 AND approved_at IS NULL AND ended_at IS NULL`,
		by, db.At(tx.now), g.ID)
	g.ApprovedBy, g.ApprovedAt = by, tx.now
	return must(n, err, errStale)
}

var readerRows = bulk{into: "share_person (share_id, account_id)", columns: 2}

// AcceptGrant notes who accepted a grant and who reads from now on; it is Stale
// if it has moved.
func (tx *Tx) AcceptGrant(ctx context.Context, g *trace.Grant, by string, readers []account.Account) error {
	n, err := tx.sql.Exec(ctx, `UPDATE share SET accepted_by = $1, accepted_at = $2
		WHERE id = $3 AND approved_at IS NOT NULL AND accepted_at IS NULL AND ended_at IS NULL`, by, db.At(tx.now), g.ID)
	if err = must(n, err, errStale); err != nil {
		return err
	}
	var values []any
	for _, a := range readers {
		values = append(values, g.ID, a.ID)
	}
	g.AcceptedBy, g.AcceptedAt, g.Readers = by, tx.now, readers
	_, err = tx.insert(ctx, readerRows, values)
	return err
}

// EndGrant ends a grant at once; it is Stale if it has ended.
func (tx *Tx) EndGrant(ctx context.Context, g *trace.Grant, by string) error {
	n, err := tx.sql.Exec(ctx, `UPDATE share SET ended_by = $1, ended_at = $2 WHERE id = $3 AND ended_at IS NULL`, by, db.At(tx.now), g.ID)
	g.EndedBy, g.EndedAt = by, tx.now
	return must(n, err, errStale)
}
