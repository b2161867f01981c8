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
