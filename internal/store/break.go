package store

import (
	"context"
	"time"

	"rastreo/internal/db"
	"rastreo/internal/trace"
)

// AddBreak keeps what somebody asks for in an emergency, and fills in id and
// time.
func (tx *Tx) AddBreak(ctx context.Context, b *trace.Break) error {
	tx.fresh(&b.ID, &b.At)
	_, err := tx.sql.Exec(ctx, `
		INSERT INTO break_glass (id, agency_id, folio, account_id, reason, words, by, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		b.ID, b.AgencyID, b.Folio, b.AccountID, b.Reason, b.Words, b.By, db.At(b.At))
	return err
}

// CROSS JOIN makes SQLite begin with what was asked.
const breakQuery = `SELECT break_glass.id, break_glass.agency_id, agency.code, break_glass.folio, break_glass.account_id, whom.username,
		whom.name, break_glass.reason, break_glass.words, break_glass.by, asker.name, break_glass.at,
		break_glass.decided_by, break_glass.decided_at, break_glass.verdict
	FROM break_glass CROSS JOIN agency CROSS JOIN account AS whom CROSS JOIN account AS asker
	WHERE agency.id = break_glass.agency_id AND whom.id = break_glass.account_id AND asker.id = break_glass.by AND `

func scanBreak(r row, b *trace.Break) error {
	return r.Scan(&b.ID, &b.AgencyID, &b.Agency, &b.Folio, &b.AccountID, &b.Username, &b.Name, &b.Reason, &b.Words, &b.By, &b.ByName,
		db.Into(&b.At), &b.DecidedBy, db.Into(&b.DecidedAt), &b.Verdict)
}

// HoldBreak returns what was asked and lets nobody else decide it until the
// transaction ends.
func (tx *Tx) HoldBreak(ctx context.Context, id string) (b trace.Break, err error) {
	if _, err := one(ctx, tx.sql, text, `SELECT id FROM break_glass WHERE id = $1`+tx.sql.Lock(), id); err != nil {
		return b, err
	}
	return one(ctx, tx.sql, scanBreak, breakQuery+`break_glass.id = $1`, id)
}

// HoldBreaks returns what somebody has asked since a moment, and lets them ask
// nothing else until the transaction ends.
func (tx *Tx) HoldBreaks(ctx context.Context, by string, since time.Time) ([]trace.Break, error) {
	if _, err := one(ctx, tx.sql, text, `SELECT id FROM account WHERE id = $1`+tx.sql.Lock(), by); err != nil {
		return nil, err
	}
	return all(ctx, tx.sql, scanBreak, breakQuery+`break_glass.by = $1 AND break_glass.at > $2`, by, db.At(since))
}

// DecideBreak ends what waits. It is Stale if somebody else was quicker, or it
// has waited too long.
func (tx *Tx) DecideBreak(ctx context.Context, id, by, verdict string) error {
	n, err := tx.sql.Exec(ctx, `UPDATE break_glass SET decided_by = $1, decided_at = $2, verdict = $3
		WHERE id = $4 AND verdict = '' AND at > $5`, by, db.At(tx.now), verdict, id, db.At(tx.now.Add(-trace.BreakWaits)))
	return must(n, err, errStale)
}

const waitedQuery = `SELECT id FROM break_glass WHERE verdict = '' AND expired_at IS NULL AND at <= $1 ORDER BY at, id LIMIT 1`

// WaitedBreak returns the id of what has waited too long and is not noted so,
// the oldest first. It is NotFound if there is none.
func (tx *Tx) WaitedBreak(ctx context.Context) (string, error) {
	return one(ctx, tx.sql, text, waitedQuery, db.At(tx.now.Add(-trace.BreakWaits)))
}

// ExpireBreak notes that nobody decided it in time. It is Stale if that was
// noted.
func (tx *Tx) ExpireBreak(ctx context.Context, id string) error {
	n, err := tx.sql.Exec(ctx, `UPDATE break_glass SET expired_at = $1 WHERE id = $2 AND verdict = '' AND expired_at IS NULL AND at <= $3`,
		db.At(tx.now), id, db.At(tx.now.Add(-trace.BreakWaits)))
	return must(n, err, errStale)
}

const byBreak = "b"

// breaksQuery is the SQL of a page: of who asked, or of all.
func breaksQuery(by string, from place, limit int) (string, []any) {
	var w where
	w.is("break_glass.by", by)
	w.that("(break_glass.at, break_glass.id) < (?, ?)", from.at, from.id)
	return breakQuery + w.String() + ` ORDER BY break_glass.at DESC, break_glass.id DESC LIMIT ` + w.arg(limit), w.args
}

// Breaks returns a page of what somebody has asked, or everybody if by is "",
// newest first; next is the cursor of the page after it.
func (tx *Tx) Breaks(ctx context.Context, by, after string, limit int) (list []trace.Break, next string, err error) {
	from, err := unsealPlace(byBreak, after, newest)
	if err != nil {
		return nil, "", err
	}
	limit = pageLength(limit)
	q, args := breaksQuery(by, from, limit+1)
	list, err = all(ctx, tx.sql, scanBreak, q, args...)
	list, next = cut(list, limit, func(b trace.Break) string { return sealPlace(byBreak, b.At, b.ID) })
	return list, next, err
}
