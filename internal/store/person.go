package store

import (
	"context"

	"rastreo/internal/db"
	"rastreo/internal/trace"
)

// personRows leave name_key empty: people are found by person_term, and
// held against accounts by party.
var personRows = bulk{into: "person (seizure_id, ordinal, role, name_key, details, indexed, keyed)", columns: 7}

func (tx *Tx) insertPeople(ctx context.Context, s *trace.Seizure) error {
	var values []any
	for i, p := range s.People {
		values = append(values, s.ID, i+1, p.Role, "", db.AsJSON(p), 1, 1)
	}
	if _, err := tx.insert(ctx, personRows, values); err != nil {
		return err
	}
	if err := tx.insertParties(ctx, s.AgencyID, s.ID, trace.PartyKeys(s.People)); err != nil {
		return err
	}
	return tx.insertPersonTerms(ctx, s)
}

func (tx *Tx) people(ctx context.Context, seizureID string) ([]trace.Person, error) {
	return all(ctx, tx.sql, func(r row, p *trace.Person) error { return r.Scan(db.FromJSON(p)) },
		`SELECT details FROM person WHERE seizure_id = $1 ORDER BY ordinal`, seizureID)
}
