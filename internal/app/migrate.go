package app

import (
	"context"
	"errors"

	"rastreo/internal/db"
	"rastreo/migrations"
)

// Migrate returns the names of the migrations that a database lacks, and runs
// them if apply is true.
func Migrate(ctx context.Context, dsn string, apply bool) (pending []string, err error) {
	d, err := db.Open(ctx, dsn)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	s, err := d.Pending(ctx, migrations.FS)
	if err != nil || !apply {
		return s.Steps, err
	}
	return s.Steps, d.Migrate(ctx, migrations.FS)
}

// Grant lets a role of PostgreSQL serve a database, and no more.
func Grant(ctx context.Context, dsn, role string) (err error) {
	d, err := db.Open(ctx, dsn)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	return d.Grant(ctx, role)
}
