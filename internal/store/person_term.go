package store

import (
	"context"

	"rastreo/internal/trace"
)

var personTermRows = bulk{
	into: "person_term (term, agency_id, seizure_id, ordinal, filed_by)", columns: 5,
	end: "ON CONFLICT (term, agency_id, seizure_id, ordinal) DO NOTHING",
}

// insertPersonTerms writes what the people of a seizure are found by.
func (c *Chore) insertPersonTerms(ctx context.Context, s *trace.Seizure) error {
	var values []any
	for i, p := range s.People {
		values = append(values, personTermValues(s, i+1, p)...)
	}
	_, err := c.insert(ctx, personTermRows, values)
	return err
}

func personTermValues(s *trace.Seizure, ordinal int, p trace.Person) (values []any) {
	for _, term := range p.Terms() {
		values = append(values, term, s.AgencyID, s.ID, ordinal, s.FiledBy)
	}
	return values
}
