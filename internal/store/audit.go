package store

import (
	"context"
	"fmt"

	"rastreo/internal/audit"
	"rastreo/internal/fault"
)

// record writes the audit rows of the act and of those done beside it. Where
// they cannot be written the act is not done, and whoever wanted it is told to
// come back.
func (tx *Tx) record(ctx context.Context) error {
	return tx.note(ctx, tx.acts()...)
}

var auditRows = bulk{into: "audit (" + eventColumns + ")", columns: 14}

func (c *Chore) note(ctx context.Context, acts ...audit.Act) error {
	var values []any
	for _, a := range acts {
		values = append(values, eventValues(&audit.Event{ID: c.id(), At: c.now, Act: a})...)
	}
	if _, err := c.insert(ctx, auditRows, values); err != nil {
		return fmt.Errorf("%w: %w", fault.New(fault.Unavailable, "fault.audit", nil), err)
	}
	return nil
}

// Note records acts that change nothing and show nothing, all or none.
func (s *Store) Note(ctx context.Context, acts ...audit.Act) error {
	return s.Chore(ctx, func(c *Chore) error { return c.note(ctx, acts...) })
}
