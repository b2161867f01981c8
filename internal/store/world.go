package store

import (
	"context"
	"database/sql"
	"errors"

	"rastreo/internal/trace"
)

// Strange tells whether the database holds a seizure whose folio was drawn in
// another world than this store's. It looks at one, for a world never has
// folios of both kinds.
func (tx *Tx) Strange(ctx context.Context) (bool, error) {
	var folio string
	err := tx.sql.Row(ctx, `SELECT folio FROM seizure LIMIT 1`).Scan(&folio)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil && trace.FolioPrefix(folio) != tx.store.prefix, err
}
