package store

import (
	"context"
	"fmt"

	"rastreo/internal/db"
	"rastreo/internal/fault"
)

// record writes the audit row of the act. Where it cannot be written the act
// is not done, and whoever wanted it is told to come back.
func (tx *Tx) record(ctx context.Context) error {
	a := tx.act
	_, err := tx.sql.Exec(ctx, `
		INSERT INTO audit (id, at, by, verb, on_, via, agency, session, source, outcome, purpose, grant_id, fields, to_)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		tx.id(), db.At(tx.now), a.By, string(a.Verb), a.On, a.Via, a.Agency, a.Session, a.Source, a.Outcome,
		a.Purpose, a.Grant, a.Fields, a.To)
	if err != nil {
		return fmt.Errorf("%w: %w", fault.New(fault.Unavailable, "fault.audit", nil), err)
	}
	return nil
}
