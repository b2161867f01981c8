package store

import (
	"context"

	"rastreo/internal/trace"
)

// HoldRequest returns the request with this folio and lets nobody else change
// it until the transaction ends. An act on one request begins with it: two at
// once then run one after the other, and the second sees what the first did.
func (tx *Tx) HoldRequest(ctx context.Context, folio string) (trace.Request, error) {
	return one(ctx, tx.sql, scanWhole, `SELECT `+wholeColumns+` FROM request WHERE `+withFolio+tx.sql.Lock(),
		trace.FolioKey(folio), folio)
}

// HoldRequests is HoldRequest of several, by their ids. All take them in one
// order, so that none of them wait for each other in a circle. What is not
// there is left out; of the report the score alone is read.
func (tx *Tx) HoldRequests(ctx context.Context, ids []string) (map[string]trace.Request, error) {
	q := holdQuery(ids)
	list, err := all(ctx, tx.sql, scanRequest, q.text+tx.sql.Lock(), q.args...)
	held := map[string]trace.Request{}
	for _, r := range list {
		held[r.ID] = r
	}
	return held, err
}

func holdQuery(ids []string) query {
	some := padded(ids, "")
	return query{`SELECT ` + requestColumns + ` FROM request WHERE request.id IN (` + places(1, len(some)) + `) ORDER BY request.id`, some}
}

// HoldAccount lets nobody else who does the same act for an account until the
// transaction ends.
func (tx *Tx) HoldAccount(ctx context.Context, id string) error {
	_, err := one(ctx, tx.sql, text, `SELECT id FROM account WHERE id = $1`+tx.sql.Lock(), id)
	return err
}

// RequestsOf returns the requests with these folios, up to 1024 and in any
// order. What is not there is left out.
func (tx *Tx) RequestsOf(ctx context.Context, folios []string) ([]trace.Request, error) {
	keys := make([]string, len(folios))
	for i, folio := range folios {
		keys[i] = trace.FolioKey(folio)
	}
	some := padded(keys, "")
	return all(ctx, tx.sql, scanRequest,
		`SELECT `+requestColumns+` FROM request WHERE request.folio_key IN (`+places(1, len(some))+`)`, some...)
}

// InHand is how many claimed requests an account has; counting stops at most.
func (tx *Tx) InHand(ctx context.Context, accountID string, most int) (int, error) {
	return one(ctx, tx.sql, number, `SELECT COUNT(*) FROM (
		SELECT 1 FROM request WHERE claimed_by = $1 AND claimed_by <> '' AND status = 'claimed' LIMIT $2) AS held`, accountID, most)
}
