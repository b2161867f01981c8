package store

import (
	"context"
	"slices"
	"strings"

	"rastreo/internal/db"
	"rastreo/internal/mx"
	"rastreo/internal/trace"
)

var personRows = bulk{into: "person (seizure_id, ordinal, role, name_key, details, indexed)", columns: 6}

func (tx *Tx) insertPeople(ctx context.Context, s *trace.Seizure) error {
	var values []any
	for i, p := range s.People {
		values = append(values, s.ID, i+1, p.Role, nameKey(p), db.AsJSON(p), 1)
	}
	if _, err := tx.insert(ctx, personRows, values); err != nil {
		return err
	}
	return tx.insertPersonTerms(ctx, s)
}

func (tx *Tx) people(ctx context.Context, seizureID string) ([]trace.Person, error) {
	return all(ctx, tx.sql, func(r row, p *trace.Person) error { return r.Scan(db.FromJSON(p)) },
		`SELECT details FROM person WHERE seizure_id = $1 ORDER BY ordinal`, seizureID)
}

// nameKey holds, one a line, every folded form under which a person can be
// found: the names as recorded and turned round, aliases, nicknames.
func nameKey(p trace.Person) string {
	var keys []string
	for _, n := range append([]trace.Name{p.Name}, p.Aliases...) {
		keys = append(keys, n.Parts().SearchKeys()...)
	}
	for _, n := range p.Nicknames {
		keys = append(keys, mx.Fold(n))
	}
	slices.Sort(keys)
	return strings.Join(slices.Compact(keys), "\n")
}
