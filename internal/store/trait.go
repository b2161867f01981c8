package store

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"rastreo/internal/trace"
)

// Bounds of looking for the same in other requests.
const (
	traitWindow = 1000 // of the newest with it are looked at
	soughtMost  = 40   // looked for of one request
)

var traitRows = bulk{into: "trait (kind, key, seizure_id, request_id, born)", columns: 5}

// insertTraits writes what a seizure, or with an id a request of it, is seen
// by.
func (c *Chore) insertTraits(ctx context.Context, seizureID, requestID string, list []trace.Trait) error {
	var values []any
	for _, x := range list {
		values = append(values, string(x.Kind), x.Key, seizureID, requestID, x.Born)
	}
	_, err := c.insert(ctx, traitRows, values)
	return err
}

// retrait writes anew what a request is seen by, after its contacts or results
// changed.
func (tx *Tx) retrait(ctx context.Context, requestID string) error {
	seizure, err := one(ctx, tx.sql, text, `SELECT seizure_id FROM request WHERE id = $1`, requestID)
	if err != nil {
		return err
	}
	contacts, err := all(ctx, tx.sql, scanContact, `SELECT `+contactColumns+` FROM contact WHERE request_id = $1 ORDER BY ordinal`, requestID)
	if err != nil {
		return err
	}
	results, err := tx.Results(ctx, requestID)
	if err != nil {
		return err
	}
	if _, err := tx.sql.Exec(ctx, `DELETE FROM trait WHERE request_id = $1 AND request_id <> ''`, requestID); err != nil {
		return err
	}
	return tx.insertTraits(ctx, seizure, requestID, trace.TradeTraits(contacts, results))
}

// SeenFilter says in which other requests to look. What is empty does not
// narrow.
type SeenFilter struct {
	SeizureID string // of the request that is looked at, and of which no other is
	RequestID string // that request
	For       string // account: only what it may know of
	ClaimedBy string // in a seizure of which this account has worked a request; for dealers it does not matter
	now       time.Time
}

// Seen counts in how many other requests there is what is sought, in one query:
// up to trace.SeenMost + 1 among the newest.
func (tx *Tx) Seen(ctx context.Context, sought []trace.Seen, f SeenFilter) ([]trace.Seen, error) {
	sought = slices.Clone(sought[:min(len(sought), soughtMost)])
	if len(sought) == 0 {
		return nil, nil
	}
	f.now = tx.now
	q := f.countQuery(sought)
	counts, err := all(ctx, tx.sql, number, q.text, q.args...)
	for i := range counts {
		sought[i].N = counts[i]
	}
	return sought, err
}

func (f SeenFilter) countQuery(sought []trace.Seen) query {
	var w where
	var values []string
	for i, x := range sought {
		row := w.sought(x)
		values = append(values, "("+strings.Join([]string{"CAST(" + w.arg(i) + " AS BIGINT)", row.kind, row.key, row.born, row.otherwise}, ", ")+")")
	}
	from := f.others(&w, soughtRow{"sought.kind", "sought.key", "sought.born", "sought.otherwise"})
	return query{`WITH sought (n, kind, key, born, otherwise) AS (VALUES ` + strings.Join(values, ", ") + `)
		SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM ` + from + ` LIMIT ` + strconv.Itoa(trace.SeenMost+1) + `) AS counted)
		FROM sought ORDER BY sought.n`, w.args}
}

// soughtRow is how a statement calls what is sought.
type soughtRow struct{ kind, key, born, otherwise string }

// sought keeps the values of what is sought.
func (w *where) sought(x trace.Seen) soughtRow {
	as := func(kind string, value any) string { return "CAST(" + w.arg(value) + " AS " + kind + ")" }
	return soughtRow{as("TEXT", string(x.Kind)), as("TEXT", x.Key), as("TEXT", x.Born), as("BIGINT", flag(x.Otherwise))}
}

// others is from where the other requests come, newest seizure first, and what
// holds of them.
func (f SeenFilter) others(w *where, sought soughtRow) string {
	w.that("request.seizure_id = entry.seizure_id")
	w.that("(entry.request_id = '' OR entry.request_id = request.id)")
	w.that("CASE WHEN " + sought.born + " = '' OR entry.born = '' OR entry.born = " + sought.born + " THEN 0 ELSE 1 END = " + sought.otherwise)
	w.that("(entry.request_id = '' AND entry.seizure_id <> ? OR entry.request_id <> '' AND entry.request_id <> ?)", f.SeizureID, f.RequestID)
	if f.ClaimedBy != "" {
		w.that(`CASE WHEN `+sought.kind+` = 'dealer' OR `+there(`request AS worked WHERE worked.seizure_id = entry.seizure_id
			AND COALESCE(worked.claimed_by, '') = ?`)+` THEN 1 ELSE 0 END = 1`, f.ClaimedBy)
	}
	w.known("request.restricted", "request.seizure_id", f.For, f.now)
	return `(SELECT trait.seizure_id, trait.request_id, trait.born FROM trait
		WHERE trait.kind = ` + sought.kind + ` AND trait.key = ` + sought.key + `
		ORDER BY trait.seizure_id DESC LIMIT ` + strconv.Itoa(traitWindow) + `) AS entry CROSS JOIN request WHERE ` + w.String()
}

const bySeen = "s"

// SeenIn returns a page of the other requests in which there is what is sought,
// those of the newest seizure first; after and next are as in RequestFilter and
// Requests.
func (tx *Tx) SeenIn(ctx context.Context, sought trace.Seen, f SeenFilter, after string) (list []trace.Request, next string, err error) {
	f.now = tx.now
	q, err := f.listQuery(sought, after)
	if err != nil {
		return nil, "", err
	}
	list, err = all(ctx, tx.sql, scanRequest, q.text, q.args...)
	list, next = cut(list, pageUsual, func(r trace.Request) string { return seal(bySeen, r.SeizureID, strconv.Itoa(r.Ordinal)) })
	return list, next, err
}

func (f SeenFilter) listQuery(x trace.Seen, after string) (query, error) {
	seizure, ordinal := "~", 0
	if after != "" {
		key, err := unseal(bySeen, after, 2)
		if err != nil {
			return query{}, err
		}
		if ordinal, err = strconv.Atoi(key[1]); err != nil {
			return query{}, errCursor
		}
		seizure = key[0]
	}
	var w where
	row := w.sought(x)
	w.that("(entry.seizure_id < ? OR entry.seizure_id = ? AND request.ordinal > ?)", seizure, seizure, ordinal)
	from := f.others(&w, row)
	limit := w.arg(pageUsual + 1)
	return query{`SELECT ` + requestColumns + ` FROM ` + from + ` ORDER BY entry.seizure_id DESC, request.ordinal LIMIT ` + limit, w.args}, nil
}

const untraitedQuery = `SELECT seizure.id, seizure.folio FROM seizure WHERE seizure.keyed = 0 LIMIT $1`

// FillTraits makes what up to limit seizures that were filed before there was
// such a thing, and their requests, are seen by, and returns how many.
func (c *Chore) FillTraits(ctx context.Context, limit int) (int, error) {
	list, err := all(ctx, c.sql, func(r row, x *[2]string) error { return r.Scan(&x[0], &x[1]) }, untraitedQuery+c.sql.SkipLocked(), limit)
	tx := &Tx{Chore: *c}
	for _, x := range list {
		if err := tx.fillTraits(ctx, x[0], x[1]); err != nil {
			return 0, err
		}
	}
	return len(list), err
}

func (tx *Tx) fillTraits(ctx context.Context, id, folio string) error {
	// Whoever works on one of them has finished, or sees what is written here.
	if _, err := all(ctx, tx.sql, text, `SELECT id FROM request WHERE seizure_id = $1 ORDER BY id`+tx.sql.Lock(), id); err != nil {
		return err
	}
	s, err := tx.Seizure(ctx, folio)
	if err != nil {
		return err
	}
	if err := tx.insertTraits(ctx, id, "", s.Traits()); err != nil {
		return err
	}
	asked, err := all(ctx, tx.sql, text, `SELECT request.id FROM request WHERE request.seizure_id = $1
		AND (EXISTS (SELECT 1 FROM contact WHERE contact.request_id = request.id) OR EXISTS (SELECT 1 FROM result WHERE result.request_id = request.id))`, id)
	if err != nil {
		return err
	}
	for _, request := range asked {
		if err := tx.retrait(ctx, request); err != nil {
			return err
		}
	}
	_, err = tx.sql.Exec(ctx, `UPDATE seizure SET keyed = 1 WHERE id = $1`, id)
	return err
}
