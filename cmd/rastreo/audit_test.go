package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"rastreo/internal/audit"
	"rastreo/internal/db"
	"rastreo/internal/db/dbtest"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
)

// onDatabase runs statements beneath a portal that does not run, as whoever
// owns the tables.
func onDatabase(t *testing.T, dsn string, statements ...string) {
	t.Helper()
	inDatabase(t, dsn, func(tx *db.Tx) error {
		for _, q := range statements {
			if _, err := tx.Exec(t.Context(), q); err != nil {
				return err
			}
		}
		return nil
	})
}

func inDatabase(t *testing.T, dsn string, f func(*db.Tx) error) {
	t.Helper()
	d, err := db.Open(context.Background(), dsn)
	ok(t, err)
	ok(t, d.Write(t.Context(), db.Unfenced, func(tx *db.Tx) error {
		if d.Shared() {
			if _, err := tx.Exec(t.Context(), `SET LOCAL ROLE NONE`); err != nil {
				return err
			}
		}
		return f(tx)
	}))
	ok(t, d.Close())
}

// live lets a portal file something and end in good order, which gives a
// checkpoint out.
func live(t *testing.T, dsn, key, file string, n int) {
	t.Helper()
	p := start(t, "serve", "--db", dsn, "--audit-file", file)
	status, body, err := newClient(key).send(http.MethodPost, p.url+"/api/v1/seizures", storetest.Filing(n))
	if err != nil || status != http.StatusCreated {
		t.Fatal(status, body, err)
	}
	if code := p.end(syscall.SIGTERM); code != 0 {
		t.Fatalf("it ends with %d\n%s", code, strings.Join(p.lines(), "\n"))
	}
}

// Whatever is done to a copy is found by who has the public key and the file
// of checkpoints, and only then.
func TestAuditVerify(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, dsn string) {
		folder := t.TempDir()
		file, keys := filepath.Join(folder, "checkpoints"), filepath.Join(folder, "keys")
		key := newKey(t, dsn)
		for n := range 3 {
			live(t, dsn, key, file, n)
		}
		if out, _, _ := said(t, program(t, "audit", "export", "--db", dsn)); strings.Count(out, string(audit.Sent)) != 3 {
			t.Errorf("what went out to three filings is not in the log of a portal that ended:\n%s", out)
		}
		public, complaint, code := said(t, program(t, "audit", "key"))
		if code != 0 || !strings.HasPrefix(public, "log rastreo/live+") {
			t.Fatal(public, complaint)
		}
		ok(t, os.WriteFile(keys, []byte(public), 0o600))
		verify := func(more ...string) (string, int) {
			c := program(t, append([]string{"audit", "verify", "--db", dsn}, more...)...)
			c.Env = slices.DeleteFunc(c.Env, func(s string) bool { return strings.HasPrefix(s, "RASTREO_SECRET_FILE") })
			out, complaint, code := said(t, c)
			return out + complaint, code
		}
		if out, code := verify("--keys", keys, "--checkpoint", file); code != 0 || !strings.Contains(out, "events a second") {
			t.Fatalf("whole, and not: %d\n%s", code, out)
		}
		notes, err := os.ReadFile(file)
		ok(t, err)
		list, _ := audit.Notes(string(notes))
		first, err := audit.Keys{}.Open(list[0])
		ok(t, err)
		for printed, want := range map[string]int{
			fmt.Sprint(first.Size, ":", first.Root): 0, fmt.Sprint(first.Size+1, ":", first.Root): 1, fmt.Sprint(first.Size+10_000, ":", first.Root): 1,
			"x": 1, "0:" + first.Root.String(): 1, fmt.Sprint(first.Size, ":x"): 1,
		} {
			if out, code := verify("--keys", keys, "--printed", printed); code != want {
				t.Errorf("--printed %s: %d\n%s", printed, code, out)
			}
		}
		if out, code := verify(); code != 0 || !strings.Contains(out, "not checked") {
			t.Errorf("without keys: %d\n%s", code, out)
		}
		tables := []string{"ledger", "ledger_head", "checkpoint"}
		for _, table := range tables {
			onDatabase(t, dsn, `CREATE TABLE `+table+`_kept AS SELECT * FROM `+table)
		}
		loose := []string{"DROP TRIGGER ledger_update", "DROP TRIGGER ledger_delete", "DROP TRIGGER checkpoint_update", "DROP TRIGGER checkpoint_delete"}
		if strings.Contains(dsn, "://") {
			loose = []string{"DROP TRIGGER ledger_change ON ledger", "DROP TRIGGER checkpoint_change ON checkpoint"}
		}
		onDatabase(t, dsn, loose...)
		for _, x := range []struct {
			want string
			do   []string
		}{
			{"edited 4", []string{`UPDATE ledger SET on_ = 'x' WHERE seq = 4`}},
			{"deleted 4", []string{`DELETE FROM ledger WHERE seq = 4`}},
			{"truncated", []string{`DELETE FROM ledger WHERE seq > 3`}},
			{"3", []string{`UPDATE ledger SET seq = -1 WHERE seq = 3`, `UPDATE ledger SET seq = 3 WHERE seq = 5`, `UPDATE ledger SET seq = 5 WHERE seq = -1`}},
			{"inserted", []string{
				`UPDATE ledger SET seq = seq + 1000 WHERE seq > 4`, `UPDATE ledger SET seq = seq - 999 WHERE seq > 4`,
				`INSERT INTO ledger (seq, id, at, by, verb, on_, via, agency, session, source, outcome, purpose, grant_id, fields, to_, chain)
				 SELECT 5, id, at, by, verb, 'x', via, agency, session, source, outcome, purpose, grant_id, fields, to_, chain FROM ledger_kept WHERE seq = 2`,
			}},
			{"head", []string{`UPDATE ledger_head SET size = size + 1`}},
			{"forged", []string{`UPDATE ledger_head SET note = replace(note, 'after ', 'after 1')`}},
			{"checkpoint_lost", []string{`DELETE FROM checkpoint WHERE size = (SELECT min(size) FROM checkpoint)`}},
			{"checkpoint_moved", []string{`UPDATE checkpoint SET at = at + 1`}},
			{"rolled_back 0", []string{`DELETE FROM ledger`, `DELETE FROM ledger_head`, `DELETE FROM checkpoint`}},
		} {
			onDatabase(t, dsn, x.do...)
			if out, code := verify("--keys", keys, "--checkpoint", file); code != 1 || !strings.Contains(out, "found ") || !strings.Contains(out, x.want) {
				t.Errorf("%v: %d\n%s", x.do, code, out)
			}
			for _, table := range tables {
				onDatabase(t, dsn, `DELETE FROM `+table, `INSERT INTO `+table+` SELECT * FROM `+table+`_kept`)
			}
		}
		rolledBack(t, dsn)
		if out, code := verify("--keys", keys); code != 0 {
			t.Errorf("a whole log of before is held to be none: %d\n%s", code, out)
		}
		if out, code := verify("--keys", keys, "--checkpoint", file); code != 1 || !strings.Contains(out, "found rolled_back") {
			t.Errorf("rolled back: %d\n%s", code, out)
		}
		other, _, _ := said(t, program(t, "audit", "key", "--world", "training"))
		ok(t, os.WriteFile(keys, []byte(other), 0o600))
		if out, code := verify("--keys", keys); code != 1 || !strings.Contains(out, "found realm") {
			t.Errorf("another world's log: %d\n%s", code, out)
		}
	})
}

// rolledBack makes the log what it was at its first checkpoint, in every
// place of the database.
func rolledBack(t *testing.T, dsn string) {
	t.Helper()
	var first audit.Given
	head := audit.Begin("rastreo/live")
	d, err := db.Open(context.Background(), dsn)
	ok(t, err)
	ok(t, store.New(d, store.Config{Now: time.Now}).Read(t.Context(), store.House, func(tx *store.Tx) error {
		kept, err := tx.AuditCopy(t.Context())
		if err != nil {
			return err
		}
		first = kept.Checkpoints[0]
		return tx.EachEvent(t.Context(), 0, first.Size, func(e *audit.Event) error { head.Add(e); return nil })
	}))
	ok(t, d.Close())
	inDatabase(t, dsn, func(tx *db.Tx) error {
		for _, q := range []string{`DELETE FROM ledger WHERE seq >= $1`, `DELETE FROM checkpoint WHERE size > $1`} {
			if _, err := tx.Exec(t.Context(), q, first.Size); err != nil {
				return err
			}
		}
		_, err := tx.Exec(t.Context(), `UPDATE ledger_head SET size = $1, chain = $2, edge = $3, note = $4`, head.Size, head.Chain[:], head.Pack(), first.Note)
		return err
	})
}

// Two witnesses sign what they have verified, and neither signs what does not
// go on from what it has signed before.
func TestAuditWitness(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, dsn string) {
		folder := t.TempDir()
		file, keys := filepath.Join(folder, "checkpoints"), filepath.Join(folder, "keys")
		key := newKey(t, dsn)
		live(t, dsn, key, file, 0)
		lines, _, _ := said(t, program(t, "audit", "key"))
		for _, name := range []string{"fgr.mx", "ntc.us"} {
			line, complaint, code := said(t, program(t, "audit", "witness", "--out", filepath.Join(folder, name), "--name", name))
			if code != 0 {
				t.Fatal(complaint)
			}
			lines += line
		}
		ok(t, os.WriteFile(keys, []byte(lines), 0o600))
		cosign := func(name string) (string, int) {
			out, complaint, code := said(t, program(t, "audit", "cosign", "--db", dsn, "--checkpoint", file, "--keys", keys, "--key", filepath.Join(folder, name)))
			return out + complaint, code
		}
		verify := func() (string, int) {
			out, complaint, code := said(t, program(t, "audit", "verify", "--db", dsn, "--checkpoint", file, "--keys", keys, "--witnesses", "2"))
			return out + complaint, code
		}
		for _, name := range []string{"fgr.mx", "ntc.us"} {
			if out, code := verify(); code != 1 || !strings.Contains(out, "of 2 witnesses") {
				t.Errorf("before %s: %d\n%s", name, code, out)
			}
			if out, code := cosign(name); code != 0 {
				t.Fatal(out)
			}
		}
		if out, code := verify(); code != 0 || !strings.Contains(out, "fgr.mx ntc.us") {
			t.Errorf("with both: %d\n%s", code, out)
		}
		live(t, dsn, key, file, 1)
		if out, code := cosign("fgr.mx"); code != 0 {
			t.Fatal(out)
		}
		onDatabase(t, dsn, map[bool]string{false: "DROP TRIGGER ledger_delete", true: "DROP TRIGGER ledger_change ON ledger"}[strings.Contains(dsn, "://")])
		onDatabase(t, dsn, map[bool]string{false: "DROP TRIGGER checkpoint_delete", true: "DROP TRIGGER checkpoint_change ON checkpoint"}[strings.Contains(dsn, "://")])
		rolledBack(t, dsn)
		notes, err := os.ReadFile(file)
		ok(t, err)
		whole, _ := audit.Notes(string(notes))
		ok(t, os.WriteFile(file, []byte(audit.Line(whole[0])), 0o600)) // and the file with it
		if out, code := cosign("fgr.mx"); code != 1 || !strings.Contains(out, "found rolled_back") {
			t.Errorf("a witness signs what was rolled back: %d\n%s", code, out)
		}
	})
}

// recorded wants the filing of every receipt in the log, once, and the log
// whole.
func recorded(t *testing.T, dsn string, folios []string) {
	t.Helper()
	out, complaint, code := said(t, program(t, "audit", "verify", "--db", dsn))
	if code != 0 {
		t.Errorf("the log is not whole:\n%s%s", out, complaint)
	}
	out, _, _ = said(t, program(t, "audit", "export", "--db", dsn))
	filed := map[string]int{}
	for line := range strings.Lines(out) {
		var e struct{ Verb, On string }
		ok(t, json.Unmarshal([]byte(line), &e))
		if e.Verb == string(audit.SeizureFiled) {
			filed[e.On]++
		}
	}
	for _, folio := range folios {
		if filed[folio] != 1 {
			t.Errorf("the filing of %s is %d times in the log", folio, filed[folio])
		}
	}
}
