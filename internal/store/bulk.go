package store

import (
	"context"
	"time"

	"rastreo/internal/db"
	"rastreo/internal/fault"
	"rastreo/internal/trace"
)

const bulkColumns = `bulk.id, bulk.by, (SELECT account.name FROM account WHERE account.id = bulk.by), bulk.state, bulk.at, bulk.begun_at,
	bulk.ended_at, bulk.key, bulk.hash, bulk.steps, bulk.step, bulk.plan, bulk.result, bulk.undo, bulk.body`

func scanBulk(r row, b *trace.Bulk) error {
	return r.Scan(&b.ID, &b.By, &b.ByName, &b.State, db.Into(&b.At), db.Into(&b.BegunAt), db.Into(&b.EndedAt), &b.Key, &b.Hash,
		&b.Steps, &b.Step, db.FromJSON(&b.Plan), db.FromJSON(&b.Result), db.FromJSON(&b.Undo), db.FromJSON(&b.BulkBody))
}

var stepRows = bulk{into: "bulk_step (bulk_id, n, items)", columns: 3}

// AddBulk keeps an act that was tried, with its requests in the pieces it is to
// be done in, and fills in id and time. It is a Conflict if its key was used in
// the meantime.
func (tx *Tx) AddBulk(ctx context.Context, b *trace.Bulk, steps [][]trace.BulkItem) error {
	tx.fresh(&b.ID, &b.At)
	b.State, b.Steps = trace.BulkTried, len(steps)
	n, err := tx.sql.Exec(ctx, `
		INSERT INTO bulk (id, by, state, at, key, hash, steps, plan, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT DO NOTHING`,
		b.ID, b.By, string(b.State), db.At(b.At), b.Key, b.Hash, b.Steps, db.AsJSON(b.Plan), db.AsJSON(b.BulkBody))
	if err := must(n, err, fault.New(fault.Conflict, "fault.idempotency_busy", nil)); err != nil {
		return err
	}
	var values []any
	for i, items := range steps {
		values = append(values, b.ID, i, db.AsJSON(items))
	}
	_, err = tx.insert(ctx, stepRows, values)
	return err
}

// Bulk returns an act by its id.
func (tx *Tx) Bulk(ctx context.Context, id string) (trace.Bulk, error) {
	return one(ctx, tx.sql, scanBulk, `SELECT `+bulkColumns+` FROM bulk WHERE bulk.id = $1`, id)
}

// HoldBulk is Bulk, and lets nobody else change the act until the transaction
// ends. Whoever needs requests too takes them afterwards.
func (tx *Tx) HoldBulk(ctx context.Context, id string) (trace.Bulk, error) {
	return one(ctx, tx.sql, scanBulk, `SELECT `+bulkColumns+` FROM bulk WHERE bulk.id = $1`+tx.sql.Lock(), id)
}

// BulkByKey returns what an account has tried under a key. It is NotFound if
// that is nothing.
func (tx *Tx) BulkByKey(ctx context.Context, accountID, key string) (trace.Bulk, error) {
	return one(ctx, tx.sql, scanBulk, `SELECT `+bulkColumns+` FROM bulk WHERE bulk.by = $1 AND bulk.key = $2 AND bulk.key <> ''`, accountID, key)
}

const activeBulkQuery = `SELECT id FROM bulk WHERE state IN ('running', 'undoing') AND id > $1 ORDER BY id LIMIT 1`

// ActiveBulk returns the id of the first act after another, "" for none, of
// which something is left to be done. It is NotFound if there is none.
func (tx *Tx) ActiveBulk(ctx context.Context, after string) (string, error) {
	return one(ctx, tx.sql, text, activeBulkQuery, after)
}

// SaveBulk keeps how far a held act has come.
func (tx *Tx) SaveBulk(ctx context.Context, b trace.Bulk) error {
	n, err := tx.sql.Exec(ctx, `
		UPDATE bulk SET state = $1, begun_at = $2, ended_at = $3, step = $4, result = $5, undo = $6, body = $7 WHERE id = $8`,
		string(b.State), db.At(b.BegunAt), db.At(b.EndedAt), b.Step, db.AsJSON(b.Result), db.AsJSON(b.Undo), db.AsJSON(b.BulkBody), b.ID)
	return must(n, err, errNotFound)
}

// BulkStep returns the requests of one piece of an act, 0 for the first.
func (tx *Tx) BulkStep(ctx context.Context, id string, n int) (items []trace.BulkItem, err error) {
	return one(ctx, tx.sql, func(r row, items *[]trace.BulkItem) error { return r.Scan(db.FromJSON(items)) },
		`SELECT items FROM bulk_step WHERE bulk_id = $1 AND n = $2`, id, n)
}

// SaveBulkStep keeps what became of the requests of one piece.
func (tx *Tx) SaveBulkStep(ctx context.Context, id string, n int, items []trace.BulkItem) error {
	done, err := tx.sql.Exec(ctx, `UPDATE bulk_step SET items = $1 WHERE bulk_id = $2 AND n = $3`, db.AsJSON(items), id, n)
	return must(done, err, errNotFound)
}

const byBulk = "b"

// bulksQuery is the SQL of a page: of who began them, or of all.
func bulksQuery(by string, from place, limit int) (string, []any) {
	var w where
	w.is("bulk.by", by)
	w.that("(bulk.at, bulk.id) < (?, ?)", from.at, from.id)
	return `SELECT ` + bulkColumns + ` FROM bulk WHERE ` + w.String() + ` ORDER BY bulk.at DESC, bulk.id DESC LIMIT ` + w.arg(limit), w.args
}

// Bulks returns a page of the acts of an account, or everybody's if by is "",
// newest first; next is the cursor of the page after it.
func (tx *Tx) Bulks(ctx context.Context, by, after string, limit int) (list []trace.Bulk, next string, err error) {
	from, err := unsealPlace(byBulk, after, newest)
	if err != nil {
		return nil, "", err
	}
	limit = pageLength(limit)
	q, args := bulksQuery(by, from, limit+1)
	list, err = all(ctx, tx.sql, scanBulk, q, args...)
	list, next = cut(list, limit, func(b trace.Bulk) string { return sealPlace(byBulk, b.At, b.ID) })
	return list, next, err
}

// TellBulk writes down that people are to be told of an act, without naming a
// request: whoever was told the same of it is not told again.
func (tx *Tx) TellBulk(ctx context.Context, id string, code trace.NoticeCode, accounts []string) error {
	for _, who := range accounts {
		n, err := tx.sql.Exec(ctx, `INSERT INTO bulk_told (bulk_id, code, account_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, id, string(code), who)
		if err != nil {
			return err
		}
		if n == 0 {
			continue
		}
		if err := tx.TellAll(ctx, code, "", []string{who}); err != nil {
			return err
		}
	}
	return nil
}

// SweepBulks forgets up to limit acts that were tried before a time, and
// returns how many. What they changed stays as it is.
func (c *Chore) SweepBulks(ctx context.Context, before time.Time, limit int) (int, error) {
	const old = `SELECT id FROM bulk WHERE at < $1 AND state NOT IN ('running', 'undoing') ORDER BY at, id LIMIT $2`
	for _, part := range []string{"bulk_step", "bulk_told"} {
		if _, err := c.sql.Exec(ctx, `DELETE FROM `+part+` WHERE bulk_id IN (`+old+`)`, db.At(before), limit); err != nil {
			return 0, err
		}
	}
	n, err := c.sql.Exec(ctx, `DELETE FROM bulk WHERE id IN (`+old+`)`, db.At(before), limit)
	return int(n), err
}
