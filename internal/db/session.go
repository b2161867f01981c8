package db

import (
	"context"
	"database/sql"
	"errors"

	"modernc.org/sqlite"
)

// stmtLimit bounds the prepared statements of a session. The house has a few
// hundred; composed filters could make more.
const stmtLimit = 400

// session is one SQLite connection with its prepared statements. It serves one
// goroutine at a time.
type session struct {
	conn  *sql.Conn
	stmts map[string]*sql.Stmt

	fencing *fencing // what its connection fences
	writes  bool
	fence   *Fence // whom it has admitted; nil if that is not known
}

func newSession(ctx context.Context, pool *sql.DB) (*session, error) {
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, err
	}
	return &session{conn: conn, stmts: map[string]*sql.Stmt{}}, nil
}

func (s *session) exec(ctx context.Context, q string, args []any) (sql.Result, error) {
	st, err := s.prepare(ctx, q) //nolint:sqlclosecheck // kept for the next time, closed by forget
	if err != nil {
		return nil, err
	}
	return st.ExecContext(ctx, args...)
}

func (s *session) query(ctx context.Context, q string, args []any) (*sql.Rows, error) {
	st, err := s.prepare(ctx, q) //nolint:sqlclosecheck // kept for the next time, closed by forget
	if err != nil {
		return nil, err
	}
	return st.QueryContext(ctx, args...)
}

// do runs a statement of the house itself: BEGIN, SAVEPOINT, COMMIT.
func (s *session) do(q string) error {
	_, err := s.exec(context.Background(), q, nil)
	return err
}

// begin begins to read for somebody.
func (s *session) begin(ctx context.Context, as *fencing, f Fence) error {
	if err := s.fit(as); err != nil {
		return err
	}
	if err := s.admit(context.WithoutCancel(ctx), f); err != nil {
		return err
	}
	return s.do("BEGIN")
}

func (s *session) prepare(ctx context.Context, q string) (*sql.Stmt, error) {
	if st, ok := s.stmts[q]; ok {
		return st, nil
	}
	if len(s.stmts) >= stmtLimit {
		if err := s.forget(); err != nil {
			return nil, err
		}
	}
	st, err := s.conn.PrepareContext(ctx, q)
	if err != nil {
		return nil, err
	}
	s.stmts[q] = st
	return st, nil
}

// forget drops all statements: simpler than a queue of use, and never needed
// by a house that binds its values.
func (s *session) forget() error {
	var errs []error
	for _, st := range s.stmts {
		errs = append(errs, st.Close())
	}
	clear(s.stmts)
	return errors.Join(errs...)
}

// dangles tells whether a deferred foreign key is not met yet.
func (s *session) dangles() (bool, error) {
	var n int
	err := s.conn.Raw(func(c any) (err error) {
		status, ok := c.(sqlite.DBStatus)
		if !ok {
			return errors.ErrUnsupported
		}
		n, _, err = status.Status(sqlite.DBStatusDeferredFKs, false)
		return err
	})
	return n != 0, err
}

func (s *session) close() error {
	return errors.Join(s.forget(), s.conn.Close())
}
