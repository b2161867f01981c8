package db

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

func open(t *testing.T) (*DB, *sqliteFile) {
	t.Helper()
	d, err := Open(t.Context(), filepath.Join(t.TempDir(), "a.db"))
	if err != nil {
		t.Fatal(err)
	}
	s := d.engine.(*sqliteFile)
	t.Cleanup(func() {
		err := d.Close()
		if errors.Is(err, ErrBroken) {
			err = s.disconnect() // what the end of the process would do
		}
		if err != nil {
			t.Error(err)
		}
	})
	steps := fstest.MapFS{"0001_a.sql": {Data: []byte("-- +goose Up\nCREATE TABLE a (id BIGINT PRIMARY KEY, text TEXT);")}}
	if err := d.Migrate(t.Context(), steps); err != nil {
		t.Fatal(err)
	}
	return d, s
}

func add(id int) func(*Tx) error {
	return func(tx *Tx) error {
		_, err := tx.Exec(context.Background(), `INSERT INTO a (id, text) VALUES ($1, $2)`, id, fmt.Sprint(id))
		return err
	}
}

func count(t *testing.T, d *DB) (n int) {
	t.Helper()
	err := d.Read(t.Context(), Fence{}, func(tx *Tx) error {
		return tx.Row(t.Context(), `SELECT count(*) FROM a`).Scan(&n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// burst queues the acts one after the other while the writer is held, and
// returns their errors.
func burst(d *DB, acts ...func(*Tx) error) []error {
	errs := make([]error, len(acts))
	held, release := make(chan struct{}), make(chan struct{})
	var all sync.WaitGroup
	all.Go(func() {
		_ = d.Write(context.Background(), Fence{}, func(*Tx) error { close(held); <-release; return nil })
	})
	<-held
	for i, act := range acts {
		all.Go(func() { errs[i] = d.Write(context.Background(), Fence{}, act) })
		for d.Stats().Waiting == i {
			runtime.Gosched()
		}
	}
	close(release)
	all.Wait()
	return errs
}

// adds are acts that add the rows 1 to n.
func adds(n int) (acts []func(*Tx) error) {
	for i := range n {
		acts = append(acts, add(i+1))
	}
	return acts
}

// A commit that fails for a reason of its own is told to everybody, and the
// writer goes on.
func TestFailedCommitIsToldToAll(t *testing.T) {
	d, s := open(t)
	refuse := func(f sqlite.CommitHookFn) {
		err := s.writer.session.conn.Raw(func(c any) error {
			c.(sqlite.HookRegisterer).RegisterCommitHook(f)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	patient(t, d, s)
	refuse(func() int32 { return 1 })
	for i, err := range burst(d, adds(5)...) {
		e, ok := errors.AsType[*sqlite.Error](err)
		if !ok || e.Code() != sqlite3.SQLITE_CONSTRAINT_COMMITHOOK {
			t.Errorf("act %d: %v", i, err)
		}
	}
	if n := count(t, d); n != 0 {
		t.Errorf("%d rows", n)
	}
	refuse(nil)
	for i, err := range burst(d, adds(5)...) {
		if err != nil {
			t.Errorf("act %d: %v", i, err)
		}
	}
	if n := count(t, d); n != 5 {
		t.Errorf("%d rows", n)
	}
}

// patient makes batches end only when nobody waits, however slow the machine.
func patient(t *testing.T, d *DB, s *sqliteFile) {
	t.Helper()
	err := d.Write(t.Context(), Fence{}, func(*Tx) error { s.writer.patience = time.Hour; return nil })
	if err != nil {
		t.Fatal(err)
	}
}

// An act that ends the writer's goroutine takes its batch with it, not the
// writer.
func TestActThatEndsItsGoroutine(t *testing.T) {
	d, s := open(t)
	patient(t, d, s)
	errs := burst(d, add(1), func(*Tx) error { runtime.Goexit(); return nil }, add(3))
	if errs[0] == nil || errs[1] == nil || errs[2] != nil {
		t.Errorf("answers: %v", errs)
	}
	if err := d.Write(t.Context(), Fence{}, add(4)); err != nil {
		t.Error(err)
	}
	if n := count(t, d); n != 2 {
		t.Errorf("%d rows", n)
	}
}

func TestBatchIsOneCommit(t *testing.T) {
	d, s := open(t)
	patient(t, d, s)
	before := d.Stats()
	for i, err := range burst(d, adds(batchActs+10)...) {
		if err != nil {
			t.Errorf("act %d: %v", i, err)
		}
	}
	after := d.Stats()
	// One batch more for what is beyond the limit.
	if after.Batches-before.Batches != 2 || after.Acts-before.Acts != batchActs+11 {
		t.Errorf("%+v, %+v", before, after)
	}
	if after.CommitTime <= before.CommitTime {
		t.Error("no time to commit")
	}
}

// A full file breaks the database: the batch is undone and nothing more is
// written, but reading goes on.
func TestFullFileBreaks(t *testing.T) {
	d, s := open(t)
	if err := d.Write(t.Context(), Fence{}, add(1)); err != nil {
		t.Fatal(err)
	}
	if err := s.writer.session.do("PRAGMA max_page_count=1"); err != nil {
		t.Fatal(err)
	}
	err := d.Write(t.Context(), Fence{}, func(tx *Tx) error {
		for i := 2; ; i++ {
			if err := add(i)(tx); err != nil {
				return nil //nolint:nilerr // even if the act hides it
			}
		}
	})
	if !errors.Is(err, ErrBroken) || !fatal(err) {
		t.Errorf("act: %v", err)
	}
	<-d.Broken()
	if err := d.Write(t.Context(), Fence{}, add(2)); !errors.Is(err, ErrBroken) {
		t.Errorf("later: %v", err)
	}
	if n := count(t, d); n != 1 {
		t.Errorf("%d rows", n)
	}
}

// The trigger's RAISE(ROLLBACK) ends the whole transaction under the batch.
func TestTransactionGoneUnderTheBatch(t *testing.T) {
	d, s := open(t)
	err := d.Write(t.Context(), Fence{}, func(tx *Tx) error {
		_, err := tx.Exec(t.Context(), `CREATE TRIGGER no BEFORE INSERT ON a WHEN new.id = 3 BEGIN SELECT RAISE(ROLLBACK, 'no'); END`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	patient(t, d, s)
	passed := 0
	for _, err := range burst(d, adds(5)...) {
		if err == nil {
			passed++
		}
	}
	if n := count(t, d); n != passed {
		t.Errorf("%d rows, %d acts were told that they passed", n, passed)
	}
	if err := d.Write(t.Context(), Fence{}, add(9)); err != nil {
		t.Error(err)
	}
}

func TestPragmas(t *testing.T) {
	_, s := open(t)
	for _, c := range []struct {
		of   *session
		name string
		want string
	}{
		{s.writer.session, "journal_mode", "wal"},
		{s.writer.session, "synchronous", "2"},
		{s.writer.session, "secure_delete", "1"},
		{s.writer.session, "foreign_keys", "1"},
		{s.writer.session, "temp_store", "2"},
		{s.writer.session, "trusted_schema", "0"},
		{s.writer.session, "cell_size_check", "1"},
		{<-s.readers, "temp_store", "2"},
	} {
		rows, err := c.of.query(t.Context(), "PRAGMA "+c.name, nil) //nolint:sqlclosecheck // read to its end
		if err != nil {
			t.Fatal(err)
		}
		var got string
		for rows.Next() {
			if err := rows.Scan(&got); err != nil {
				t.Fatal(err)
			}
		}
		if err := rows.Err(); err != nil || got != c.want {
			t.Errorf("%s is %s (%v)", c.name, got, err)
		}
		if c.of != s.writer.session {
			if err := c.of.do("CREATE TABLE written (id)"); err == nil {
				t.Error("a reader writes")
			}
			s.readers <- c.of
		}
	}
}

func TestCheckpoint(t *testing.T) {
	d, s := open(t)
	s.checkpointer.stop() // the test does its work
	for i := range 20 {
		if err := d.Write(t.Context(), Fence{}, add(i)); err != nil {
			t.Fatal(err)
		}
	}
	if pages, err := s.checkpointer.fold("PASSIVE"); err != nil || pages == 0 {
		t.Errorf("%d pages, %v", pages, err)
	}
	if pages, err := s.checkpointer.fold("TRUNCATE"); err != nil || pages != 0 {
		t.Errorf("%d pages are left, %v", pages, err)
	}
	s.checkpointer = newCheckpointer(d, s.checkpointer.session)
	go s.checkpointer.run()
}

func TestForgottenStatements(t *testing.T) {
	d, s := open(t)
	for i := range 2 * stmtLimit {
		err := d.Read(t.Context(), Fence{}, func(tx *Tx) error {
			return tx.Row(t.Context(), fmt.Sprintf(`SELECT %d`, i)).Scan(new(int))
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for range cap(s.readers) {
		r := <-s.readers
		if n := len(r.stmts); n > stmtLimit {
			t.Errorf("%d statements", n)
		}
		s.readers <- r
	}
}

func TestSQLiteText(t *testing.T) {
	for in, want := range map[string]string{
		"CREATE TABLE a (b BIGINT, c Boolean);":                                        "CREATE TABLE a (b INTEGER, c INTEGER) STRICT;",
		"CREATE TABLE a (b BYTEA, c DOUBLE  PRECISION, d REAL)\n;":                     "CREATE TABLE a (b BLOB, c REAL, d REAL)\n STRICT;",
		`CREATE TABLE IF NOT EXISTS a (b TEXT COLLATE "C" NOT NULL);`:                  `CREATE TABLE IF NOT EXISTS a (b TEXT NOT NULL) STRICT;`,
		"CREATE TABLE a AS SELECT max(b) FROM c;":                                      "CREATE TABLE a AS SELECT max(b) FROM c;",
		"CREATE INDEX a ON b (c);":                                                     "CREATE INDEX a ON b (c);",
		"ALTER TABLE a ADD COLUMN b SMALLINT DEFAULT (1);":                             "ALTER TABLE a ADD COLUMN b INTEGER DEFAULT (1);",
		"SELECT 'BIGINT; it''s', \"BOOLEAN\" -- BYTEA; (\n;":                           "SELECT 'BIGINT; it''s', \"BOOLEAN\" -- BYTEA; (\n;",
		"CREATE TABLE a (b TEXT CHECK (b IN ('x;', ')')), c INT); /* INT */ SELECT 1;": "CREATE TABLE a (b TEXT CHECK (b IN ('x;', ')')), c INTEGER) STRICT; /* INT */ SELECT 1;",
		"CREATE TABLE bigint_a (int_b TEXT);":                                          "CREATE TABLE bigint_a (int_b TEXT) STRICT;",
		"CREATE TABLE a (b TEXT); CREATE TABLE c (d TEXT);":                            "CREATE TABLE a (b TEXT) STRICT; CREATE TABLE c (d TEXT) STRICT;",
	} {
		if got := sqliteText(in); got != want {
			t.Errorf("%s\n got %s\nwant %s", in, got, want)
		}
	}
	in := "a\n-- +only sqlite\nb\n-- +end\n-- +only postgres\nc\n-- +end\nd"
	if got := only(in, "sqlite") + "|" + only(in, "postgres"); got != "a\nb\nd|a\nc\nd" {
		t.Errorf("only: %q", got)
	}
}

func TestPostgresColumn(t *testing.T) {
	for want, e := range map[string]pgconn.PgError{
		"code":    {TableName: "agency", ConstraintName: "agency_code_key"},
		"id":      {TableName: "agency", ConstraintName: "agency_pkey"},
		"folio":   {TableName: "a", ConstraintName: "x", Detail: "Ya existe la llave (folio, año)=(a, (b)=(c))."},
		"año":     {TableName: "a", ConstraintName: "x", Detail: `Key ("año")=(1) already exists.`},
		"by_hand": {TableName: "a", ConstraintName: "a_by_hand"},
	} {
		e.Code = uniqueViolation
		if got := Duplicate(&e); got != e.TableName+"."+want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestPoolSize(t *testing.T) {
	dsn, n, err := poolSize("postgres://a:b@c/d?pool_max_conns=3&sslmode=disable")
	if dsn != "postgres://a:b@c/d?sslmode=disable" || n != 3 || err != nil {
		t.Error(dsn, n, err)
	}
	if _, _, err := poolSize("postgres://a/b?pool_max_conns=0"); err == nil {
		t.Error("no connections at all")
	}
}
