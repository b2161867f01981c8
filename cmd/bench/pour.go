package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"

	"github.com/jackc/pgx/v5"
)

// pour fills an empty PostgreSQL database with the rows of a seeded SQLite
// file, for writing a million requests anew takes a server an hour, and leaves
// one alone that has requests. dsn is what the program is served on: it acts as
// role, if there is one.
func pour(ctx context.Context, file, server, role string) (dsn string, err error) {
	m, err := remember(ctx, server, nil) // for its migrations
	if err != nil {
		return "", err
	}
	if dsn = server; role != "" {
		err = m.db.Grant(ctx, role)
		dsn += "&role=" + url.QueryEscape(role)
	}
	if err := errors.Join(err, m.db.Close()); err != nil {
		return "", err
	}
	to, err := pgx.Connect(ctx, server)
	if err != nil {
		return "", err
	}
	var filled bool
	if err = to.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM request)`).Scan(&filled); err == nil && !filled {
		err = pourAll(ctx, file, to)
	}
	return dsn, errors.Join(err, to.Close(ctx))
}

func pourAll(ctx context.Context, file string, to *pgx.Conn) error {
	from, err := sql.Open("sqlite", "file:"+file+"?mode=ro&immutable=1")
	if err != nil {
		return err
	}
	defer from.Close()
	names, err := tables(ctx, from)
	if err != nil {
		return err
	}
	return bare(ctx, to, func() error {
		for _, name := range names {
			if err := pourTable(ctx, from, to, name); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
		return nil
	})
}

// bare runs f while the database has no indexes but those of its constraints
// and looks up nothing that a row refers to, and makes the indexes afterwards.
func bare(ctx context.Context, to *pgx.Conn, f func() error) error {
	rows, err := to.Query(ctx, `SELECT indexname, indexdef FROM pg_indexes
		WHERE schemaname = current_schema() AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = indexname)`)
	if err != nil {
		return err
	}
	found, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (x [2]string, err error) { return x, row.Scan(&x[0], &x[1]) })
	if err != nil {
		return err
	}
	statements := []string{`SET session_replication_role = replica`, `SET maintenance_work_mem = '256MB'`}
	for _, x := range found {
		statements = append(statements, `DROP INDEX `+pgx.Identifier{x[0]}.Sanitize())
	}
	if err := tellServer(ctx, to, statements); err != nil {
		return err
	}
	if err := f(); err != nil {
		return err
	}
	statements = nil
	for _, x := range found {
		statements = append(statements, x[1])
	}
	return tellServer(ctx, to, append(statements, `VACUUM ANALYZE`)) // a server that is used does it by itself
}

func tellServer(ctx context.Context, to *pgx.Conn, statements []string) error {
	for _, q := range statements {
		if _, err := to.Exec(ctx, q); err != nil {
			return err
		}
	}
	return nil
}

// tables are those of the house in the order in which they were made, without
// what only a file has.
func tables(ctx context.Context, from *sql.DB) (names []string, err error) {
	rows, err := from.QueryContext(ctx, `SELECT name FROM sqlite_master
		WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'goose%' AND name <> 'fenced' ORDER BY rowid`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, rows.Err()
}

func pourTable(ctx context.Context, from *sql.DB, to *pgx.Conn, name string) error {
	rows, err := from.QueryContext(ctx, "SELECT * FROM "+name)
	if err != nil {
		return err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	_, err = to.CopyFrom(ctx, pgx.Identifier{name}, columns, &stream{rows, len(columns)})
	return errors.Join(err, rows.Err())
}

// stream reads rows as pgx copies them.
type stream struct {
	*sql.Rows
	columns int
}

// Values is the row at hand.
func (s *stream) Values() ([]any, error) {
	values, into := make([]any, s.columns), make([]any, s.columns)
	for i := range into {
		into[i] = &values[i]
	}
	return values, s.Scan(into...)
}
