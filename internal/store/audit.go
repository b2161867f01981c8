package store

import (
	"context"

	"rastreo/internal/db"
)

// record writes the audit row of the act.
func (tx *Tx) record(ctx context.Context) error {
	_, err := tx.sql.Exec(ctx, `INSERT INTO audit (id, at, by, verb, on_, via) VALUES ($1, $2, $3, $4, $5, $6)`,
		tx.id(), db.At(tx.now), tx.act.By, string(tx.act.Verb), tx.act.On, tx.act.Via)
	return err
}
