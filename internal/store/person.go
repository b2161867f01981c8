package store

import (
	"context"
	"slices"
	"strings"

	"rastreo/internal/db"
	"rastreo/internal/mx"
	"rastreo/internal/trace"
)

var personRows = bulk{into: "person (seizure_id, ordinal, role, name_key, details)", columns: 5}

func (tx *Tx) insertPeople(ctx context.Context, s *trace.Seizure) error {
	var values []any
	for i, p := range s.People {
		values = append(values, s.ID, i+1, p.Role, nameKey(p), db.AsJSON(p))
	}
	_, err := tx.insert(ctx, personRows, values)
	return err
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
		keys = append(keys, mx.Parts{
			Full: n.Full, Given: n.Given, Surname1: n.Surname1, Surname2: n.Surname2,
			One: n.Surname2State == "none", Married: n.MarriedSurname,
		}.SearchKeys()...)
	}
	for _, n := range p.Nicknames {
		keys = append(keys, mx.Fold(n))
	}
	slices.Sort(keys)
	return strings.Join(slices.Compact(keys), "\n")
}
