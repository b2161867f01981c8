package app_test

import (
	"fmt"
	"os"
	"testing"
	"time"

	"rastreo/internal/app"
	"rastreo/internal/audit"
	"rastreo/internal/db"
	"rastreo/internal/ledger"
	"rastreo/internal/secret"
	"rastreo/internal/store"
	"rastreo/migrations"
)

// fillLedger makes a SQLite file whose log has so many events, sealed as they
// are by a portal, and returns its keys.
func fillLedger(t testing.TB, path string, events int) audit.Keys {
	t.Helper()
	d, err := db.Open(t.Context(), path)
	must(t, err)
	must(t, d.Migrate(t.Context(), migrations.FS))
	now := time.Date(2026, 3, 5, 18, 30, 0, 0, time.UTC)
	s := store.New(d, store.Config{Now: func() time.Time { return now }})
	own := secret.New(make([]byte, 32))
	l, err := ledger.New(s, ledger.Config{Origin: "rastreo/live", Secret: own, Now: func() time.Time { return now }})
	must(t, err)
	for n := 0; n < events; {
		now = now.Add(time.Second)
		must(t, d.Write(t.Context(), db.Unfenced, func(tx *db.Tx) error {
			for range min(1000, events-n) {
				n++
				if _, err := tx.Exec(t.Context(), `INSERT INTO audit (id, at, by, verb, on_, via, agency, session, source, outcome, purpose, grant_id, fields, to_)
					VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', '', '', '', '')`,
					fmt.Sprintf("01KJZM%020d", n), db.At(now), "01KJZM725VXRPMKM6PHXXW4SDB", string(audit.Verbs[n%len(audit.Verbs)]),
					fmt.Sprintf("RM-2026-%06d-A", n%1_000_000), fmt.Sprintf("VIA%013d", n), "01KJZM725VXRPMKM6PHXXW4AGE", "01KJZM725VXRPMKM6PHXXW4SES", "c2a1f6f00dd3b7aa"); err != nil {
					return err
				}
			}
			return nil
		}))
		_, err := l.Seal(t.Context())
		must(t, err)
		must(t, l.Publish(t.Context()))
	}
	must(t, l.Close(t.Context()))
	must(t, d.Close())
	key, err := ledger.KeyOf("rastreo/live", own)
	must(t, err)
	keys, err := key.Keys()
	must(t, err)
	return keys
}

// How long it takes to verify a million events of a real file.
func BenchmarkVerifyAudit(b *testing.B) {
	const events = 1_000_000
	path := b.TempDir() + "/live.db"
	since := time.Now()
	keys := fillLedger(b, path, events)
	info, err := os.Stat(path)
	must(b, err)
	b.Logf("filled and sealed in %s, %d MB", time.Since(since).Round(time.Millisecond), info.Size()>>20)
	for b.Loop() {
		r, err := app.VerifyAudit(b.Context(), app.AuditCopy{DSN: path, Keys: keys})
		must(b, err)
		if len(r.Findings) > 0 || r.Head.Size != events {
			b.Fatal(r)
		}
	}
	b.ReportMetric(events*float64(b.N)/b.Elapsed().Seconds(), "events/s")
}
