// Package dbtest gives tests a fresh database on every engine: SQLite always,
// PostgreSQL if RASTREO_TEST_POSTGRES holds the URL of a server (see
// .ci/postgres). Where CI is true the URL must be there.
package dbtest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"

	"rastreo/internal/db"
)

// Server is the environment variable that holds the URL of a server.
const Server = "RASTREO_TEST_POSTGRES"

// Each runs f once an engine, as a subtest named after it, with the DSN of an
// empty database that is thrown away afterwards.
func Each(t *testing.T, f func(t *testing.T, dsn string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { f(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { f(t, Postgres(t)) })
}

// SQLite returns the path of a file that does not exist yet.
func SQLite(t testing.TB) string {
	return filepath.Join(t.TempDir(), "data", "rastreo.db")
}

// role is whom tests are on PostgreSQL: as in service, not who owns the tables.
// It sees who waits, which tests wait for.
const role = "rastreo_test"

// Postgres returns the URL of an empty schema of its own, dropped when t ends,
// with a role that owns none of it. Without a server t is skipped, or fails in
// CI.
func Postgres(t testing.TB) string {
	t.Helper()
	server := os.Getenv(Server)
	if server == "" && os.Getenv("CI") == "true" {
		t.Fatalf("%s is not set", Server)
	}
	if server == "" {
		t.Skipf("%s is not set", Server)
	}
	schema := "test_" + strings.ToLower(rand.Text())
	admin(t, server, "CREATE SCHEMA "+schema)
	admin(t, server, `DO $$ BEGIN CREATE ROLE `+role+` IN ROLE pg_read_all_stats; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$`)
	t.Cleanup(func() { admin(t, server, "DROP SCHEMA "+schema+" CASCADE") })
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", schema)
	q.Set("role", role)
	q.Set("pool_max_conns", "8")
	u.RawQuery = q.Encode()
	return u.String()
}

func admin(t testing.TB, server, statement string) {
	t.Helper()
	pool, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	if _, err := pool.ExecContext(context.Background(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// Open opens dsn, runs the migrations of each given folder and closes the
// database when t ends.
func Open(t testing.TB, dsn string, steps ...fs.FS) *db.DB {
	t.Helper()
	d, err := db.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	for _, fsys := range steps {
		if err := d.Migrate(t.Context(), fsys); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

// Beneath runs statements as whoever owns the tables, past every fence. A
// cleanup of t may use it too.
func Beneath(t testing.TB, d *db.DB, statements ...string) {
	t.Helper()
	if d.Shared() {
		statements = append([]string{`SET LOCAL ROLE NONE`}, statements...)
	}
	err := d.Write(context.Background(), db.Unfenced, func(tx *db.Tx) error {
		for _, q := range statements {
			if _, err := tx.Exec(context.Background(), q); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
