package db

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"sync"
)

// Tx is a running transaction. It serves one goroutine, one statement at a
// time, and is dead once its act has returned.
type Tx struct {
	run   runner
	fence Fence
	watch func(error) error
	skip  string
	lock  string
	share string
	// deaf: the end of a context must not interrupt a statement, because
	// SQLite would throw away the whole batch and PostgreSQL the connection.
	deaf bool

	mu      sync.Mutex
	open    *Rows
	ended   bool
	changed bool
	failed  error
}

// runner runs single statements on one connection, for whoever it has admitted.
type runner interface {
	admit(ctx context.Context, f Fence) error
	exec(ctx context.Context, q string, args []any) (sql.Result, error)
	query(ctx context.Context, q string, args []any) (*sql.Rows, error)
}

// Exec runs a statement and returns how many rows it changed.
func (t *Tx) Exec(ctx context.Context, q string, args ...any) (int64, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := t.ready(); err != nil {
		return 0, err
	}
	tally(ctx)
	res, err := t.run.exec(t.hear(ctx), q, args)
	if err != nil {
		return 0, t.doom(err)
	}
	n, err := res.RowsAffected()
	if n > 0 || !counts(q) {
		t.changed = true
	}
	return n, err
}

// Row runs a query that gives at most one row. Its error, among them
// sql.ErrNoRows, comes from Scan, which must be called.
func (t *Tx) Row(ctx context.Context, q string, args ...any) *Row {
	rows, err := t.Rows(ctx, q, args...)
	return &Row{rows, err}
}

// Rows runs a query. The rows must be read to the end or closed before the
// next statement.
func (t *Tx) Rows(ctx context.Context, q string, args ...any) (*Rows, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := t.ready(); err != nil {
		return nil, err
	}
	tally(ctx)
	rows, err := t.run.query(t.hear(ctx), q, args) //nolint:rowserrcheck // Rows.Next and Err ask
	if err != nil {
		return nil, t.doom(err)
	}
	t.open = &Rows{tx: t, rows: rows, writes: !selects(q)}
	return t.open, nil
}

// SkipLocked ends a SELECT that claims rows so that two claimants never wait
// for each other: " FOR UPDATE SKIP LOCKED", or nothing where acts already run
// one by one.
func (t *Tx) SkipLocked() string { return t.skip }

// Lock ends a SELECT of rows that nobody else may change until this
// transaction ends: " FOR NO KEY UPDATE", or nothing where acts already run one
// by one. Acts that take their first row so never wait for each other in a
// circle over what hangs on it.
func (t *Tx) Lock() string { return t.lock }

// LockShared ends a SELECT of rows that nobody may lock by Lock until this
// transaction ends, while others may do the same: " FOR SHARE", or nothing.
func (t *Tx) LockShared() string { return t.share }

// ready says why no statement can be run now.
func (t *Tx) ready() error {
	switch {
	case t.ended:
		return ErrEnded
	case t.failed != nil:
		return t.failed
	case t.open != nil:
		return ErrUnread
	}
	return nil
}

func (t *Tx) hear(ctx context.Context) context.Context {
	if t.deaf {
		return context.WithoutCancel(ctx)
	}
	return ctx
}

// doom remembers the first statement that failed: nothing may follow it.
func (t *Tx) doom(err error) error {
	if t.failed == nil {
		t.failed = err
	}
	return t.watch(err)
}

// end closes what the act left open and makes the Tx useless. It returns the
// error the transaction must be undone for, which is err if there is one.
func (t *Tx) end(err error) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.ended = true
	if t.open != nil {
		if e := t.open.rows.Close(); e != nil {
			_ = t.doom(e)
		}
		t.open = nil
	}
	if err != nil {
		return err
	}
	return t.failed
}

// counts tells whether the number of changed rows says if q changed anything.
func counts(q string) bool {
	switch verb(q) {
	case "INSERT", "UPDATE", "DELETE", "SELECT":
		return true
	}
	return false
}

func selects(q string) bool { return verb(q) == "SELECT" }

func verb(q string) string {
	q = strings.TrimLeft(q, " \t\r\n(")
	if len(q) < 6 {
		return ""
	}
	return strings.ToUpper(q[:6])
}

// Rows is the answer to a query, read row by row.
type Rows struct {
	tx     *Tx
	rows   *sql.Rows
	writes bool
}

// Next goes to the next row. It is false at the end and after an error, see
// Err.
func (r *Rows) Next() bool {
	r.tx.mu.Lock()
	defer r.tx.mu.Unlock()
	if r.tx.open != r {
		return false
	}
	if r.rows.Next() {
		r.tx.changed = r.tx.changed || r.writes
		return true
	}
	r.tx.open = nil
	if err := errors.Join(r.rows.Err(), r.rows.Close()); err != nil {
		_ = r.tx.doom(err)
	}
	return false
}

// Scan copies the columns of the row into dest.
func (r *Rows) Scan(dest ...any) error {
	r.tx.mu.Lock()
	defer r.tx.mu.Unlock()
	if r.tx.ended {
		return ErrEnded
	}
	return r.rows.Scan(dest...)
}

// Err is the error that ended Next, if any.
func (r *Rows) Err() error {
	r.tx.mu.Lock()
	defer r.tx.mu.Unlock()
	if r.tx.ended && r.tx.failed == nil {
		return ErrEnded
	}
	return r.rows.Err()
}

// Close ends reading early. It may be called again.
func (r *Rows) Close() error {
	r.tx.mu.Lock()
	defer r.tx.mu.Unlock()
	if r.tx.open != r {
		return nil
	}
	r.tx.open = nil
	if err := r.rows.Close(); err != nil {
		return r.tx.doom(err)
	}
	return nil
}

// Row is the answer to a query for one row.
type Row struct {
	rows *Rows
	err  error
}

// Scan copies the columns of the row into dest. It is sql.ErrNoRows if there
// is none.
func (r *Row) Scan(dest ...any) error {
	if r.err != nil {
		return r.err
	}
	defer func() { _ = r.rows.Close() }()
	if !r.rows.Next() {
		if err := r.rows.Err(); err != nil {
			return err
		}
		return sql.ErrNoRows
	}
	if err := r.rows.Scan(dest...); err != nil {
		return err
	}
	return r.rows.Close()
}
