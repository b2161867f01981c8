package db_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"go.uber.org/goleak"

	"rastreo/internal/db"
	"rastreo/internal/db/dbtest"
)

func TestMain(m *testing.M) {
	if job := os.Getenv("RASTREO_TEST_CHILD"); job != "" {
		child(job)
		return
	}
	goleak.VerifyTestMain(m)
}

// steps is a schema with everything the tests below step on.
var steps = fstest.MapFS{"0001_note.sql": {Data: []byte(`-- +goose Up
CREATE TABLE note (
	id TEXT COLLATE "C" PRIMARY KEY,
	num BIGINT UNIQUE,
	shade TEXT,
	at BIGINT,
	done BOOLEAN NOT NULL DEFAULT FALSE,
	raw BYTEA,
	ratio DOUBLE PRECISION,
	tags TEXT,
	UNIQUE (shade, ratio)
);
CREATE TABLE reply (
	id TEXT PRIMARY KEY,
	note_id TEXT NOT NULL REFERENCES note (id),
	late_id TEXT REFERENCES note (id) DEFERRABLE INITIALLY DEFERRED
);
`)}}

func insert(id string) func(*db.Tx) error {
	return func(tx *db.Tx) error {
		_, err := tx.Exec(context.Background(), `INSERT INTO note (id) VALUES ($1)`, id)
		return err
	}
}

func ids(t *testing.T, d *db.DB) string {
	t.Helper()
	var all []string
	err := d.Read(t.Context(), db.Fence{}, func(tx *db.Tx) error {
		rows, err := tx.Rows(t.Context(), `SELECT id FROM note ORDER BY id`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var id string
			if err := rows.Scan(&id); err != nil {
				return err
			}
			all = append(all, id)
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(all, " ")
}

func want(t *testing.T, what string, got, want any) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func TestWriteThenRead(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, dsn string) {
		d := dbtest.Open(t, dsn, steps)
		if err := d.Write(t.Context(), db.Fence{}, insert("a")); err != nil {
			t.Fatal(err)
		}
		want(t, "rows", ids(t, d), "a")
		err := d.Write(t.Context(), db.Fence{}, func(tx *db.Tx) error {
			n, err := tx.Exec(t.Context(), `UPDATE note SET num = 1 WHERE id = $1`, "none")
			want(t, "changed", n, int64(0))
			return err
		})
		want(t, "error", err, nil)
		err = d.Write(t.Context(), db.Fence{}, func(tx *db.Tx) error {
			var num int
			return tx.Row(t.Context(), `UPDATE note SET num = $2 WHERE id = $1 RETURNING num`, "a", 7).Scan(&num)
		})
		want(t, "error", err, nil)
		want(t, "shared", d.Shared(), strings.HasPrefix(dsn, "postgres"))
		want(t, "check", d.Check(t.Context()), nil)
	})
}

// together holds the writer inside an act until the given ones are queued, so
// that they land in one batch, and returns their errors. On PostgreSQL they
// simply run side by side.
func together(t *testing.T, d *db.DB, sqlite bool, acts ...func(*db.Tx) error) []error {
	t.Helper()
	held, release := make(chan struct{}), make(chan struct{})
	var all sync.WaitGroup
	all.Go(func() {
		err := d.Write(t.Context(), db.Fence{}, func(*db.Tx) error {
			close(held)
			<-release
			return nil
		})
		if err != nil {
			t.Logf("the act that held the others: %v", err)
		}
	})
	<-held
	errs := make([]error, len(acts))
	for i, act := range acts {
		all.Go(func() { errs[i] = d.Write(t.Context(), db.Fence{}, act) })
		for sqlite && d.Stats().Waiting == i {
			runtime.Gosched()
		}
	}
	close(release)
	all.Wait()
	return errs
}

func isSQLite(dsn string) bool { return !strings.HasPrefix(dsn, "postgres") }

func TestFailingActIsUndoneAlone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, dsn string) {
		d := dbtest.Open(t, dsn, steps)
		no := errors.New("no")
		fails := func(id string) func(*db.Tx) error {
			return func(tx *db.Tx) error { return errors.Join(insert(id)(tx), no) }
		}
		panics := func(tx *db.Tx) error {
			if err := insert("p")(tx); err != nil {
				return err
			}
			panic("help")
		}
		dangles := func(tx *db.Tx) error {
			_, err := tx.Exec(t.Context(), `INSERT INTO reply (id, note_id, late_id) VALUES ('r', 'a', 'nowhere')`)
			return err
		}
		errs := together(t, d, isSQLite(dsn), insert("a"), fails("b"), insert("c"), panics, insert("d"), dangles, insert("e"))
		want(t, "rows", ids(t, d), "a c d e")
		for i, bad := range []error{nil, no, nil, nil, nil, nil, nil} {
			if bad != nil && !errors.Is(errs[i], bad) {
				t.Errorf("act %d: %v", i, errs[i])
			}
		}
		for _, i := range []int{0, 2, 4, 6} {
			want(t, fmt.Sprint("act ", i), errs[i], nil)
		}
		p, ok := errors.AsType[*db.Panic](errs[3])
		if !ok || p.Value != "help" || !strings.Contains(string(p.Stack), "db_test.go") {
			t.Errorf("panic: %v", errs[3])
		}
		want(t, "deferred reference", errs[5] != nil, true)
		want(t, "error of the first act alone", errors.Is(d.Write(t.Context(), db.Fence{}, fails("z")), no), true)
		want(t, "rows", ids(t, d), "a c d e")
	})
}

func TestFailedStatementDoomsTheAct(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, dsn string) {
		d := dbtest.Open(t, dsn, steps)
		var again error
		err := d.Write(t.Context(), db.Fence{}, func(tx *db.Tx) error {
			insert("a")(tx)
			insert("a")(tx)
			again = insert("b")(tx)
			return nil
		})
		want(t, "answer", db.Duplicate(err), "note.id")
		want(t, "next statement", db.Duplicate(again), "note.id")
		want(t, "rows", ids(t, d), "")
	})
}

func TestCancelled(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, dsn string) {
		d := dbtest.Open(t, dsn, steps)
		ctx, cancel := context.WithCancel(t.Context())
		err := d.Write(ctx, db.Fence{}, func(tx *db.Tx) error {
			cancel()
			_, err := tx.Exec(ctx, `INSERT INTO note (id) VALUES ('a')`)
			return err
		})
		want(t, "cancelled while it ran", err, nil)
		want(t, "cancelled before", d.Write(ctx, db.Fence{}, insert("b")), context.Canceled)
		want(t, "read", d.Read(ctx, db.Fence{}, func(*db.Tx) error { return nil }), context.Canceled)
		want(t, "rows", ids(t, d), "a")
	})
}

func TestCancelledWhileWaiting(t *testing.T) {
	d := dbtest.Open(t, dbtest.SQLite(t), steps)
	held, release := make(chan struct{}), make(chan struct{})
	var all sync.WaitGroup
	all.Go(func() {
		_ = d.Write(t.Context(), db.Fence{}, func(*db.Tx) error { close(held); <-release; return nil })
	})
	<-held
	ctx, cancel := context.WithCancel(t.Context())
	answer := make(chan error)
	go func() { answer <- d.Write(ctx, db.Fence{}, insert("a")) }()
	cancel()
	want(t, "answer", <-answer, context.Canceled)
	close(release)
	all.Wait()
	want(t, "rows", ids(t, d), "")
}

func TestCloseFinishesWhatWasAccepted(t *testing.T) {
	path := dbtest.SQLite(t)
	d, err := db.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Migrate(t.Context(), steps); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	var mu sync.Mutex
	accepted := 0
	for i := range 64 {
		all.Go(func() {
			err := d.Write(context.Background(), db.Fence{}, insert(fmt.Sprint(i)))
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				accepted++
			} else if !errors.Is(err, db.ErrClosed) {
				t.Error(err)
			}
		})
	}
	want(t, "close", d.Close(), nil)
	all.Wait()
	want(t, "close again", d.Close(), nil)
	want(t, "write", d.Write(t.Context(), db.Fence{}, insert("x")), db.ErrClosed)
	want(t, "read", d.Read(t.Context(), db.Fence{}, func(*db.Tx) error { return nil }), db.ErrClosed)
	if st, err := os.Stat(path + "-wal"); err == nil && st.Size() > 0 {
		t.Errorf("log of %d bytes is left", st.Size())
	}
	d = dbtest.Open(t, path)
	want(t, "rows", len(strings.Fields(ids(t, d))), accepted)
}

func TestManyWritersAndReaders(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, dsn string) {
		d := dbtest.Open(t, dsn, steps)
		const writers, each = 64, 20
		var all sync.WaitGroup
		for w := range writers {
			all.Go(func() {
				for i := range each {
					id := fmt.Sprintf("%d-%d", w, i)
					bad := i%5 == 4
					err := d.Write(t.Context(), db.Fence{}, func(tx *db.Tx) error {
						if err := insert(id)(tx); err != nil || !bad {
							return err
						}
						return sql.ErrTxDone
					})
					if bad != errors.Is(err, sql.ErrTxDone) || !bad && err != nil {
						t.Errorf("%s: %v", id, err)
					}
					seen(t, d, id, !bad)
				}
			})
		}
		all.Wait()
		want(t, "rows", len(strings.Fields(ids(t, d))), writers*each*4/5)
	})
}

func seen(t *testing.T, d *db.DB, id string, there bool) {
	err := d.Read(t.Context(), db.Fence{}, func(tx *db.Tx) error {
		return tx.Row(t.Context(), `SELECT id FROM note WHERE id = $1`, id).Scan(&id)
	})
	if there && err != nil || !there && !errors.Is(err, sql.ErrNoRows) {
		t.Errorf("read of %s: %v", id, err)
	}
}

func TestMisuse(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, dsn string) {
		d := dbtest.Open(t, dsn, steps)
		var kept *db.Tx
		var rows *db.Rows
		var row *db.Row
		err := d.Write(t.Context(), db.Fence{}, func(tx *db.Tx) (err error) {
			if err := errors.Join(insert("a")(tx), insert("b")(tx)); err != nil {
				return err
			}
			kept = tx
			if rows, err = tx.Rows(t.Context(), `SELECT id FROM note`); err != nil {
				return err
			}
			_, err = tx.Rows(t.Context(), `SELECT 1`)
			want(t, "statement between rows", err, db.ErrUnread)
			if err := rows.Close(); err != nil {
				return err
			}
			row = tx.Row(t.Context(), `SELECT id FROM note`)
			return nil
		})
		want(t, "error", err, nil)
		_, err = kept.Exec(t.Context(), `DELETE FROM note`)
		want(t, "exec", err, db.ErrEnded)
		_, err = kept.Rows(t.Context(), `SELECT id FROM note`)
		want(t, "rows", err, db.ErrEnded)
		want(t, "row", kept.Row(t.Context(), `SELECT 1`).Scan(new(int)), db.ErrEnded)
		want(t, "next", rows.Next(), false)
		want(t, "row kept", row.Scan(new(string)), db.ErrEnded)
		want(t, "rows", ids(t, d), "a b")
	})
}

func TestOneProcessOwnsTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "año #1?x=%41", "rastreo.db")
	d := dbtest.Open(t, path, steps)
	if _, err := db.Open(t.Context(), path); !errors.Is(err, db.ErrOwned) {
		t.Errorf("second open: %v", err)
	}
	for p, mode := range map[string]os.FileMode{filepath.Dir(path): 0o700, path: 0o600, path + "-wal": 0o600, path + ".lock": 0o600} {
		st, err := os.Stat(p)
		if err != nil {
			t.Fatal(err)
		}
		want(t, p, st.Mode().Perm(), mode)
	}
	want(t, "close", d.Close(), nil)
	dbtest.Open(t, path)
}
