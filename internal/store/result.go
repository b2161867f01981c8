package store

import (
	"context"

	"rastreo/internal/catalog"
	"rastreo/internal/db"
	"rastreo/internal/trace"
)

// AddResult keeps a result beside the versions before it, and fills in version
// and time.
func (tx *Tx) AddResult(ctx context.Context, r *trace.Result) (err error) {
	tx.moment(&r.At)
	r.Version, err = tx.numbered(ctx, `
		INSERT INTO result (request_id, version, outcome, dealer, purchaser, sold, note, reason, by, at)
		VALUES ($1, (SELECT COALESCE(MAX(version), 0) + 1 FROM result WHERE request_id = $1), $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (request_id, version) DO NOTHING RETURNING version`,
		r.RequestID, r.Outcome, db.AsJSON(r.Dealer), db.AsJSON(r.Purchaser), r.Sold, r.Note, r.Reason, r.By, db.At(r.At))
	if err != nil {
		return err
	}
	return tx.retrait(ctx, r.RequestID)
}

// Results returns every version of a request's result, newest first: personal
// data. Lang is the language its author reads now.
func (tx *Tx) Results(ctx context.Context, requestID string) ([]trace.Result, error) {
	return all(ctx, tx.sql, func(from row, r *trace.Result) error {
		err := from.Scan(&r.RequestID, &r.Version, &r.Outcome, db.FromJSON(&r.Dealer), db.FromJSON(&r.Purchaser), &r.Sold,
			&r.Note, &r.Reason, &r.By, db.Into(&r.At), &r.ByName, &r.Lang)
		r.Family = catalog.Family(r.Outcome)
		return err
	}, `
		SELECT result.request_id, result.version, result.outcome, result.dealer, result.purchaser, result.sold,
			result.note, result.reason, result.by, result.at, COALESCE(account.name, ''), COALESCE(account.lang, '')
		FROM result LEFT JOIN account ON account.id = result.by
		WHERE result.request_id = $1 ORDER BY result.version DESC`, requestID)
}
