package store

import (
	"cmp"
	"context"
	"slices"
	"time"

	"rastreo/internal/db"
	"rastreo/internal/trace"
)

var tallyRows = bulk{
	into: "tally (day, agency_id, priority, outcome, slice, n)", columns: 6,
	end: "ON CONFLICT (day, agency_id, priority, outcome, slice) DO UPDATE SET n = tally.n + excluded.n",
}

// tally counts a trace that has ended, or one that now ended otherwise than
// was counted.
func (tx *Tx) tally(ctx context.Context, before, now trace.Request) error {
	values := tallied(now, 1)
	if before.Status == trace.Concluded {
		if before.Outcome == now.Outcome {
			return nil
		}
		values = append(values, tallied(before, -1)...)
	}
	_, err := tx.insert(ctx, tallyRows, values)
	return err
}

// concluded is a request with the outcome that it has in the table: whoever is
// about to correct it has put the new one in already.
func (tx *Tx) concluded(ctx context.Context, r trace.Request) (trace.Request, error) {
	if r.Status != trace.Concluded {
		return r, nil
	}
	var err error
	r.Outcome, err = one(ctx, tx.sql, text, `SELECT outcome FROM request WHERE id = $1`, r.ID)
	return r, err
}

func tallied(r trace.Request, n int) []any {
	return []any{
		r.EndedAt.UTC().Format(time.DateOnly), r.AgencyID, r.Priority, r.Outcome, trace.Slice(r.EndedAt.Sub(r.FiledAt)), n,
	}
}

// Tallies returns how traces ended since a day, of one agency or, with "", of
// all: by day, but for the order.
func (tx *Tx) Tallies(ctx context.Context, agencyID, since string) ([]trace.Tally, error) {
	var w where
	w.that("tally.day >= ?", since)
	w.is("tally.agency_id", agencyID)
	return all(ctx, tx.sql, func(r row, t *trace.Tally) error {
		return r.Scan(&t.Day, &t.AgencyID, &t.Agency, &t.Priority, &t.Outcome, &t.Slice, &t.N)
	}, `SELECT tally.day, tally.agency_id, agency.code, tally.priority, tally.outcome, tally.slice, tally.n
		FROM tally JOIN agency ON agency.id = tally.agency_id WHERE tally.n <> 0 AND `+w.String(), w.args...)
}

// OpenByAge counts what is open, by agency, status and age.
func (tx *Tx) OpenByAge(ctx context.Context) ([]trace.Open, error) {
	var args []any
	for _, age := range trace.Ages {
		args = append(args, db.At(tx.now.Add(-age)))
	}
	return all(ctx, tx.sql, func(r row, o *trace.Open) error { return r.Scan(&o.AgencyID, &o.Agency, &o.Status, &o.Age, &o.N) },
		`SELECT counted.agency_id, agency.code, counted.status, counted.age, counted.n FROM (
			SELECT agency_id, status, CASE WHEN filed_at > $1 THEN 0 WHEN filed_at > $2 THEN 1 WHEN filed_at > $3 THEN 2
				WHEN filed_at > $4 THEN 3 WHEN filed_at > $5 THEN 4 ELSE 5 END AS age, COUNT(*) AS n
			FROM request WHERE status IN ('queued', 'claimed', 'returned') GROUP BY 1, 2, 3
		) AS counted JOIN agency ON agency.id = counted.agency_id ORDER BY agency.code, counted.status, counted.age`, args...)
}

// AskedTrade counts the claimed requests whose chain somebody has yet to answer
// about.
func (tx *Tx) AskedTrade(ctx context.Context) (int, error) {
	return one(ctx, tx.sql, number, `SELECT COUNT(*) FROM request WHERE request.status = 'claimed'
		AND EXISTS (SELECT 1 FROM contact WHERE contact.request_id = request.id AND contact.answered_at IS NULL)`)
}

// Oldest returns the requests that have been open the longest.
func (tx *Tx) Oldest(ctx context.Context, limit int) (list []trace.Request, err error) {
	for _, s := range []trace.Status{trace.Queued, trace.Claimed, trace.Returned} {
		some, err := all(ctx, tx.sql, scanRequest,
			`SELECT `+requestColumns+` FROM request WHERE request.status = $1 ORDER BY request.filed_at, request.id LIMIT $2`, string(s), limit)
		if err != nil {
			return nil, err
		}
		list = append(list, some...)
	}
	slices.SortFunc(list, func(a, b trace.Request) int { return cmp.Or(a.FiledAt.Compare(b.FiledAt), cmp.Compare(a.ID, b.ID)) })
	return list[:min(limit, len(list))], nil
}
