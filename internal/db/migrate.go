package db

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// Schema says how far a database has been migrated.
type Schema struct {
	Now    int64    // number of the last step that was run, 0 for none
	Latest int64    // number of the last step the program knows
	Steps  []string // file names of those still to be run, in order
}

// Migrate runs the steps of fsys that were not run yet, in order of their
// numbers. The files are named 0001_name.sql, written for PostgreSQL with
// goose's annotations ("-- +goose Up" first), and rewritten for SQLite (see
// flavour). There is no way back. The error is ErrNewer, and nothing is done,
// if the database knows a step that fsys does not.
func (db *DB) Migrate(ctx context.Context, fsys fs.FS) error {
	return db.migrate(ctx, fsys, func(m *mover) error {
		if _, err := m.schema(ctx); err != nil {
			return err
		}
		_, err := m.goose.Up(ctx)
		return err
	})
}

// Pending reports which steps of fsys Migrate would run. The error is ErrNewer
// as for Migrate.
func (db *DB) Pending(ctx context.Context, fsys fs.FS) (s Schema, err error) {
	err = db.migrate(ctx, fsys, func(m *mover) error {
		s, err = m.schema(ctx)
		return err
	})
	return s, err
}

// mover runs migrations on one engine.
type mover struct{ goose *goose.Provider }

func sqliteMover(pool *sql.DB, steps fs.FS) (*mover, error) {
	return newMover(goose.DialectSQLite3, pool, flavour{steps, "sqlite"})
}

// postgresMover lets one process at a time migrate; another waits a minute.
func postgresMover(pool *sql.DB, steps fs.FS, lockID int64) (*mover, error) {
	one, err := lock.NewPostgresSessionLocker(lock.WithLockID(lockID),
		lock.WithLockTimeout(1, 60), lock.WithUnlockTimeout(1, 10))
	if err != nil {
		return nil, err
	}
	return newMover(goose.DialectPostgres, pool, flavour{steps, "postgres"}, goose.WithSessionLocker(one))
}

func newMover(dialect goose.Dialect, pool *sql.DB, steps fs.FS, opts ...goose.ProviderOption) (*mover, error) {
	opts = append(opts, goose.WithDisableGlobalRegistry(true))
	p, err := goose.NewProvider(dialect, pool, steps, opts...)
	if err != nil {
		return nil, fmt.Errorf("db: migrations: %w", err)
	}
	return &mover{p}, nil
}

func (m *mover) schema(ctx context.Context) (s Schema, err error) {
	if s.Now, s.Latest, err = m.goose.GetVersions(ctx); err != nil {
		return s, fmt.Errorf("db: migrations: %w", err)
	}
	if s.Now > s.Latest {
		return s, fmt.Errorf("%w: step %d, known %d", ErrNewer, s.Now, s.Latest)
	}
	for _, step := range m.goose.ListSources() {
		if step.Version > s.Now {
			s.Steps = append(s.Steps, step.Path)
		}
	}
	return s, nil
}
