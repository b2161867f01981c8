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

// Postgres returns the URL of an empty schema of its own, dropped when t ends.
// Without a server t is skipped, or fails in CI.
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
	t.Cleanup(func() { admin(t, server, "DROP SCHEMA "+schema+" CASCADE") })
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", schema)
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
