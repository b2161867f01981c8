package main

import (
	"net/url"
	"os"
	"strings"
	"testing"

	"rastreo/internal/db/dbtest"
)

// On PostgreSQL the portal is served by a role that owns nothing, and by nobody
// whom the database would let through everywhere.
func TestServedByARole(t *testing.T) {
	dsn := dbtest.Postgres(t)
	u, err := url.Parse(dsn)
	ok(t, err)
	q := u.Query()
	role := q.Get("role")
	q.Del("role")
	u.RawQuery = q.Encode()
	owner := u.String()
	if out, complaint, code := said(t, program(t, "migrate", "--db="+owner, "--grant="+role)); code != 0 || !strings.HasSuffix(out, "granted to "+role+"\n") {
		t.Errorf("grant: %d %s%s", code, out, complaint)
	}
	if _, complaint, code := said(t, program(t, "serve", "--db="+owner)); code == 0 || !strings.Contains(complaint, "owns the tables: name another") {
		t.Errorf("as the owner: %d %s", code, complaint)
	}
	for _, args := range [][]string{{"serve", "--db=" + owner, "--no-fence"}, {"serve", "--db=" + dsn}, {"serve", "--db=" + dsn, "--no-migrate"}} {
		if code := start(t, args...).end(os.Interrupt); code != 0 {
			t.Errorf("%v ends with %d", args, code)
		}
	}
	if _, complaint, code := said(t, program(t, "migrate", "--db="+dbtest.SQLite(t), "--grant="+role)); code == 0 || !strings.Contains(complaint, "a file has no roles") {
		t.Errorf("a file: %d %s", code, complaint)
	}
}
