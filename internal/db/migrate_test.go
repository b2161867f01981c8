package db_test

import (
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"rastreo/internal/db"
	"rastreo/internal/db/dbtest"
)

// later is steps and one more, which only works after the first.
var later = fstest.MapFS{
	"0001_note.sql": steps["0001_note.sql"],
	"0002_more.sql": {Data: []byte(`-- +goose Up
ALTER TABLE note ADD COLUMN size BIGINT NOT NULL DEFAULT 0;
CREATE INDEX note_size ON note (size, id) WHERE NOT done;
-- +only sqlite
CREATE VIRTUAL TABLE note_word USING fts5 (id UNINDEXED, words);
-- +end
-- +only postgres
CREATE TABLE note_word (id TEXT, words TEXT);
-- +end
-- +goose StatementBegin
CREATE TRIGGER note_added AFTER INSERT ON note
-- +only sqlite
BEGIN INSERT INTO note_word (id, words) VALUES (new.id, new.shade); END;
-- +end
-- +only postgres
FOR EACH ROW EXECUTE FUNCTION note_words();
-- +end
-- +goose StatementEnd
`)},
}

func TestMigrate(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, dsn string) {
		d := dbtest.Open(t, dsn)
		if !isSQLite(dsn) {
			withoutTrigger(t, d)
		}
		report := func(fsys fstest.MapFS) string {
			s, err := d.Pending(t.Context(), fsys)
			return fmt.Sprint(s.Now, s.Latest, s.Steps, errors.Is(err, db.ErrNewer))
		}
		want(t, "empty", report(later), "0 2 [0001_note.sql 0002_more.sql] false")
		want(t, "first step", d.Migrate(t.Context(), steps), nil)
		want(t, "one step", report(later), "1 2 [0002_more.sql] false")
		want(t, "row", d.Write(t.Context(), db.Fence{}, insert("a")), nil)
		want(t, "second step", d.Migrate(t.Context(), later), nil)
		want(t, "again", d.Migrate(t.Context(), later), nil)
		want(t, "done", report(later), "2 2 [] false")
		want(t, "older program", report(steps), "2 1 [] true")
		want(t, "older program", errors.Is(d.Migrate(t.Context(), steps), db.ErrNewer), true)
		want(t, "row", d.Write(t.Context(), db.Fence{}, insert("b")), nil)
		want(t, "rows", ids(t, d), "a b")
	})
}

// withoutTrigger makes the function that the trigger of a step needs.
func withoutTrigger(t *testing.T, d *db.DB) {
	t.Helper()
	dbtest.Beneath(t, d, `CREATE FUNCTION note_words() RETURNS trigger LANGUAGE plpgsql AS
		$$BEGIN INSERT INTO note_word VALUES (new.id, new.shade); RETURN NULL; END$$`)
}

func TestFailedStepLeavesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, dsn string) {
		d := dbtest.Open(t, dsn, steps)
		bad := fstest.MapFS{
			"0001_note.sql": steps["0001_note.sql"],
			"0002_bad.sql":  {Data: []byte("-- +goose Up\nCREATE TABLE half (id TEXT);\nCREATE TABLE half (id TEXT);\n")},
		}
		if d.Migrate(t.Context(), bad) == nil {
			t.Error("a bad step passed")
		}
		s, err := d.Pending(t.Context(), bad)
		want(t, "report", fmt.Sprint(s.Now, s.Steps, err), "1 [0002_bad.sql] <nil>")
		dbtest.Beneath(t, d, `CREATE TABLE half (id TEXT)`)
	})
}

// Two programs that start at once on one server must not run a step twice.
func TestMigrateSideBySide(t *testing.T) {
	dsn := dbtest.Postgres(t)
	var all sync.WaitGroup
	for range 2 {
		d := dbtest.Open(t, dsn)
		all.Go(func() { want(t, "migrate", d.Migrate(t.Context(), steps), nil) })
	}
	all.Wait()
}

func TestSQLiteTablesAreStrict(t *testing.T) {
	d := dbtest.Open(t, dbtest.SQLite(t), later)
	err := d.Read(t.Context(), db.Fence{}, func(tx *db.Tx) error {
		var text string
		if err := tx.Row(t.Context(), `SELECT sql FROM sqlite_schema WHERE name = 'note'`).Scan(&text); err != nil {
			return err
		}
		if !strings.HasSuffix(text, "STRICT") {
			t.Errorf("table is %s", text)
		}
		err := tx.Row(t.Context(), `SELECT id FROM note WHERE id = 'none'`).Scan(new(string))
		want(t, "row", err, sql.ErrNoRows)
		return nil
	})
	want(t, "error", err, nil)
}
