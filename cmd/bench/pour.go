package main

import (
	"context"
	"database/sql"
	"errors"

	"github.com/jackc/pgx/v5"
)

// pour fills an empty PostgreSQL database with the rows of a seeded SQLite
// file: writing a million requests anew takes a server an hour.
func pour(ctx context.Context, file, url string) error {
	m, err := remember(ctx, url, nil) // for its migrations
	if err != nil {
		return err
	}
	if err := m.db.Close(); err != nil {
		return err
	}
	from, err := sql.Open("sqlite", "file:"+file+"?mode=ro&immutable=1")
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := pgx.Connect(ctx, url)
	if err != nil {
		return err
	}
	names, err := tables(ctx, from)
	for _, name := range names {
		err = errors.Join(err, pourTable(ctx, from, to, name))
	}
	if err == nil {
		_, err = to.Exec(ctx, "ANALYZE") // a server that is used does it by itself
	}
	return errors.Join(err, to.Close(ctx))
}

// tables are those of the house in the order in which they were made, so that
// what others refer to comes first.
func tables(ctx context.Context, from *sql.DB) (names []string, err error) {
	rows, err := from.QueryContext(ctx, `SELECT name FROM sqlite_master
		WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'goose%' ORDER BY rowid`)
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
