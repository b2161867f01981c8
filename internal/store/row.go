package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"
	"unicode/utf8"

	"rastreo/internal/db"
	"rastreo/internal/fault"
)

var (
	errNotFound = fault.New(fault.NotFound, "fault.not_found", nil)
	errStale    = fault.New(fault.Stale, "fault.stale", nil)
)

// row is what a scan function reads from: db.Row or the current of db.Rows.
type row interface{ Scan(dest ...any) error }

// one reads the only row of a query, or says that there is none.
func one[T any](ctx context.Context, d *db.Tx, scan func(row, *T) error, q string, args ...any) (v T, err error) {
	if !askable(args) {
		return v, errNotFound
	}
	err = scan(d.Row(ctx, q, args...), &v)
	if errors.Is(err, sql.ErrNoRows) {
		err = errNotFound
	}
	return v, err
}

// all reads every row of a query.
func all[T any](ctx context.Context, d *db.Tx, scan func(row, *T) error, q string, args ...any) (list []T, err error) {
	if !askable(args) {
		return nil, nil
	}
	rows, err := d.Rows(ctx, q, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var v T
		if err := scan(rows, &v); err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, rows.Err()
}

// askable tells whether all texts are such as a row can hold. PostgreSQL
// refuses the others, and SQLite would only find nothing.
func askable(args []any) bool {
	for _, a := range args {
		if s, ok := a.(string); ok && (!utf8.ValidString(s) || strings.ContainsRune(s, 0)) {
			return false
		}
	}
	return true
}

// must turns "no row was changed" into a fault.
func must(n int64, err, otherwise error) error {
	if err == nil && n == 0 {
		return otherwise
	}
	return err
}

// number scans a single number.
func number(r row, n *int) error { return r.Scan(n) }

// bulk is an INSERT that takes several rows at once.
type bulk struct {
	into    string // "table (column, column)"
	columns int
	end     string // ON CONFLICT …
}

// pieces are the numbers of rows that statements are made for: few shapes, so
// that each stays prepared, and the usual filings need one piece.
var pieces = []int{64, 16, 6, 5, 4, 3, 2, 1}

// insert writes the rows whose values stand one after the other, and returns
// how many were written.
func (c *Chore) insert(ctx context.Context, b bulk, values []any) (done int64, err error) {
	for _, rows := range pieces {
		for size := rows * b.columns; len(values) >= size; values = values[size:] {
			n, err := c.sql.Exec(ctx, b.statement(rows), values[:size]...)
			if err != nil {
				return done, err
			}
			done += n
		}
	}
	return done, nil
}

// statements keeps the text of each: writing it anew costs as much as a row.
var statements = struct {
	mu   sync.Mutex
	text map[bulkKey]string
}{text: map[bulkKey]string{}}

type bulkKey struct {
	bulk
	rows int
}

// statement is the SQL for a number of rows.
func (b bulk) statement(rows int) string {
	key := bulkKey{b, rows}
	statements.mu.Lock()
	defer statements.mu.Unlock()
	if q, ok := statements.text[key]; ok {
		return q
	}
	var q strings.Builder
	q.WriteString("INSERT INTO " + b.into + " VALUES ")
	for i := range rows * b.columns {
		switch {
		case i == 0:
			q.WriteString("(")
		case i%b.columns == 0:
			q.WriteString("), (")
		default:
			q.WriteString(", ")
		}
		fmt.Fprintf(&q, "$%d", i+1)
	}
	q.WriteString(") " + b.end)
	statements.text[key] = q.String()
	return q.String()
}

// places lists n placeholders from a first number on: "$2, $3".
func places(first, n int) string {
	var list strings.Builder
	for i := range n {
		if i > 0 {
			list.WriteString(", ")
		}
		fmt.Fprintf(&list, "$%d", first+i)
	}
	return list.String()
}

// numbered runs an INSERT that takes the next number of a series and returns
// it with RETURNING, or nothing ON CONFLICT when another transaction was
// quicker to take the same: then the number after that is tried.
func (c *Chore) numbered(ctx context.Context, q string, args ...any) (n int, err error) {
	for range 100 {
		err = c.sql.Row(ctx, q, args...).Scan(&n)
		if !errors.Is(err, sql.ErrNoRows) {
			return n, err
		}
	}
	return 0, fmt.Errorf("store: no number to be had: %w", err)
}
