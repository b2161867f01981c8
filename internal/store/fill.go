package store

import (
	"context"

	"rastreo/internal/db"
	"rastreo/internal/firearm"
	"rastreo/internal/trace"
)

// Unfilled tells whether rows of before still lack what they are found by or
// held against, or when they are due.
func (tx *Tx) Unfilled(ctx context.Context) (bool, error) {
	n, err := one(ctx, tx.sql, number, `
		SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM request WHERE serial_core IS NULL LIMIT 1) AS coreless)
			+ (SELECT COUNT(*) FROM (SELECT 1 FROM person WHERE indexed = 0 LIMIT 1) AS unindexed)
			+ (SELECT COUNT(*) FROM (SELECT 1 FROM person WHERE keyed = 0 LIMIT 1) AS unkeyed)
			+ (SELECT COUNT(*) FROM (SELECT 1 FROM account WHERE name_key IS NULL LIMIT 1) AS nameless)
			+ (SELECT COUNT(*) FROM (SELECT 1 FROM seizure WHERE keyed = 0 LIMIT 1) AS untraited)
			+ (SELECT COUNT(*) FROM (SELECT 1 FROM request WHERE due_at IS NULL AND status IN ('queued', 'claimed') LIMIT 1) AS undated)`)
	return n > 0, err
}

// coreless is a request without a core.
type coreless struct{ id, agency, serial string }

const corelessQuery = `SELECT id, agency_id, serial_text FROM request WHERE serial_core IS NULL LIMIT $1`

// FillCores makes the cores of up to limit requests that were filed before
// there were any, and returns how many.
func (c *Chore) FillCores(ctx context.Context, limit int) (int, error) {
	list, err := all(ctx, c.sql, func(r row, x *coreless) error { return r.Scan(&x.id, &x.agency, &x.serial) },
		corelessQuery+c.sql.SkipLocked(), limit)
	for _, x := range list {
		c.store.known(x.agency, x.serial)
		if _, err := c.sql.Exec(ctx, `UPDATE request SET serial_core = $1 WHERE id = $2`, firearm.Core(x.serial), x.id); err != nil {
			return 0, err
		}
	}
	return len(list), err
}

// unindexed is a person who cannot be found yet.
type unindexed struct {
	seizure trace.Seizure // ID, AgencyID and FiledBy
	ordinal int
	person  trace.Person
}

const unindexedQuery = `
	SELECT person.seizure_id, seizure.agency_id, seizure.filed_by, person.ordinal, person.details
	FROM person CROSS JOIN seizure WHERE seizure.id = person.seizure_id AND person.indexed = 0 LIMIT $1`

// FillPeople makes the terms of up to limit people who were filed before there
// were any, and returns how many.
func (c *Chore) FillPeople(ctx context.Context, limit int) (int, error) {
	list, err := all(ctx, c.sql, func(r row, x *unindexed) error {
		return r.Scan(&x.seizure.ID, &x.seizure.AgencyID, &x.seizure.FiledBy, &x.ordinal, db.FromJSON(&x.person))
	}, unindexedQuery+c.sql.SkipLocked(), limit)
	if err != nil {
		return 0, err
	}
	var values []any
	for _, x := range list {
		values = append(values, personTermValues(&x.seizure, x.ordinal, x.person)...)
		if _, err := c.sql.Exec(ctx, `UPDATE person SET indexed = 1 WHERE seizure_id = $1 AND ordinal = $2`, x.seizure.ID, x.ordinal); err != nil {
			return 0, err
		}
	}
	_, err = c.insert(ctx, personTermRows, values)
	return len(list), err
}
