package demo_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/catalog"
	"rastreo/internal/db"
	"rastreo/internal/db/dbtest"
	"rastreo/internal/demo"
	"rastreo/internal/login"
	"rastreo/internal/secret"
	"rastreo/internal/store"
	"rastreo/internal/trace"
	"rastreo/migrations"
)

var now = time.Date(2026, 11, 20, 17, 30, 0, 0, time.UTC)

func config(requests int) demo.Config {
	return demo.Config{
		Roles: account.Roles,
		Now:   now, Requests: requests, Seed: "live", Secret: secret.New(make([]byte, 32)), KeyPrefix: "rst_live_", FolioPrefix: "", Lease: 30 * 24 * time.Hour,
	}
}

func seed(t testing.TB, dsn string, c demo.Config) *db.DB {
	t.Helper()
	d := dbtest.Open(t, dsn, migrations.FS)
	if err := demo.Seed(t.Context(), d, c); err != nil {
		t.Fatal(err)
	}
	return d
}

// column returns the values of a query of one column, in order.
func column(t testing.TB, d *db.DB, query string) (list []string) {
	t.Helper()
	err := d.Read(t.Context(), db.Unfenced, func(tx *db.Tx) error {
		rows, err := tx.Rows(t.Context(), query)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var s string
			if err := rows.Scan(&s); err != nil {
				return err
			}
			list = append(list, s)
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// The records of the live world show everything the house can show.
func TestEverything(t *testing.T) {
	d := seed(t, dbtest.SQLite(t), config(300))
	for name, c := range map[string]struct {
		query string
		want  []string
	}{
		"requests": {"SELECT CAST(count(*) AS TEXT) FROM request", []string{"300"}},
		"statuses": {"SELECT DISTINCT status FROM request ORDER BY status", []string{"claimed", "concluded", "queued", "returned", "withdrawn"}},
		"readings": {"SELECT DISTINCT serial_reading FROM request WHERE serial_reading <> 'unknown' ORDER BY 1", []string{"legible", "none", "obliterated", "partial", "restamped"}},
		"agencies": {"SELECT DISTINCT a.code FROM request r JOIN agency a ON a.id = r.agency_id ORDER BY 1", []string{"FGE-BC", "FGE-CHIH", "FGE-GTO", "FGE-MICH", "FGJ-CDMX", "FGJ-TAM", "FGR", "GN", "SEDENA"}},
		"waiting":  {"SELECT DISTINCT priority FROM request WHERE status = 'queued' ORDER BY 1", []string{"routine", "urgent"}},
		"tracers":  {"SELECT DISTINCT a.username FROM request r JOIN account a ON a.id = r.claimed_by WHERE r.status = 'claimed' ORDER BY 1", []string{"ntc.olson", "ntc.rivas", "ntc.walker"}},
		"late":     {"SELECT CAST(count(*) AS TEXT) FROM request WHERE status = 'claimed' AND lease_until < " + fmt.Sprint(now.UnixMicro()), []string{"0"}},
		"future":   {"SELECT CAST(count(*) AS TEXT) FROM event WHERE at > " + fmt.Sprint(now.UnixMicro()), []string{"0"}},
		"linked":   {"SELECT verdict || center || CAST(undone_at IS NULL AS TEXT) FROM link ORDER BY at", []string{"same01", "same00"}},
		"reasons":  {"SELECT DISTINCT same_as <> '' FROM request WHERE kept LIKE '%as_marked%'", []string{"0"}},
		"unlike":   {"SELECT CAST(count(*) > 0 AS TEXT) FROM request WHERE report LIKE '%\"duplicate\"%'", []string{"1"}},
		"checked":  {"SELECT CAST(count(*) AS TEXT) FROM request WHERE score IS NULL", []string{"0"}},
		"listed":   {"SELECT CAST(count(*) AS TEXT) FROM named JOIN seizure ON seizure.id = named.seizure_id WHERE restricted = 1 GROUP BY seizure.id ORDER BY 1", []string{"2", "2", "3"}},
		"proposed": {"SELECT CAST(count(*) > 1 AS TEXT) FROM share WHERE approved_at IS NULL", []string{"1"}},
		"approved": {"SELECT CAST(count(*) > 1 AS TEXT) FROM share WHERE approved_at IS NOT NULL AND accepted_at IS NULL", []string{"1"}},
		"holds":    {"SELECT CAST(count(*) > 1 AS TEXT) FROM share WHERE accepted_at IS NOT NULL AND ended_at IS NULL", []string{"1"}},
		"revoked":  {"SELECT CAST(count(*) AS TEXT) FROM share WHERE accepted_at IS NOT NULL AND ended_at IS NOT NULL", []string{"1"}},
		"opened":   {"SELECT DISTINCT a.username FROM opening o JOIN account a ON a.id = o.account_id ORDER BY 1", []string{"fgr.coordina", "fgr.enlace", "fgr.mendez", "ntc.supervisor", "tam.coordina", "tam.garza"}},
		"handed":   {"SELECT CAST(approved_at IS NOT NULL AS TEXT) || CAST(accepted_at IS NOT NULL AS TEXT) FROM transfer ORDER BY at", []string{"11", "10", "00"}},
		"barred":   {"SELECT a.username FROM bar JOIN account a ON a.id = bar.account_id ORDER BY 1", []string{"fgr.alumna", "fgr.prado", "tam.alumno"}},
		"breaks":   {"SELECT a.username || b.verdict FROM break_glass b JOIN account a ON a.id = b.by ORDER BY b.at", []string{"fgr.adminrefused", "fgr.enlace"}},
		"outbox":   {"SELECT CAST(count(*) AS TEXT) FROM outbox", []string{"0"}},
	} {
		if got := column(t, d, c.query); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	outcomes := column(t, d, "SELECT DISTINCT outcome FROM request WHERE status = 'concluded'")
	for _, family := range catalog.OutcomeFamily.Codes() {
		if !slices.ContainsFunc(outcomes, func(o string) bool { return catalog.Family(o) == family }) {
			t.Errorf("no trace ended in the family %s", family)
		}
	}
	if len(outcomes) < 12 {
		t.Errorf("only %d outcomes: %v", len(outcomes), outcomes)
	}
	codes := column(t, d, "SELECT DISTINCT code FROM event")
	for _, code := range trace.Codes {
		if code != trace.EventLeaseExpired && !slices.Contains(codes, string(code)) {
			t.Errorf("nothing was %s", code)
		}
	}
	notices := column(t, d, "SELECT DISTINCT code FROM notice WHERE read_at IS NULL")
	if len(notices) < 3 || len(column(t, d, "SELECT id FROM notice WHERE read_at IS NOT NULL")) < 100 {
		t.Errorf("unread notices: %v", notices)
	}
}

// Names, places and marks come as they really do.
func TestRealInput(t *testing.T) {
	d := seed(t, dbtest.SQLite(t), config(300))
	all := strings.Join(slices.Concat(column(t, d, "SELECT details FROM person"), column(t, d, "SELECT place FROM seizure"),
		column(t, d, "SELECT manufacturer || ' ' || importer || ' ' || model || ' ' || serial_text FROM request")), "\n")
	for _, want := range []string{
		"de la O", "Ñ", "km 64+500", "Ranchería", "28032", "08037", "02004", "16102", "-106.9604", "El Ñoño", `"role":"unidentified"`,
		"Cugir Century Arms WASR-10", "Beretta Beretta USA Corp. 92 FS", "PT92", "US\n", "Barrett  M82A1", "M107A1", "Romarm", "Norinco", "Super .38", "?",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("nothing has %q", want)
		}
	}
}

// The same moment gives the same records on both engines, another seed others.
func TestSame(t *testing.T) {
	read := func(t *testing.T, dsn string, c demo.Config) string {
		d := seed(t, dsn, c)
		text, err := json.Marshal([][]string{
			column(t, d, "SELECT folio || status || outcome || serial_text || filed_at FROM request ORDER BY folio"),
			column(t, d, "SELECT r.folio || e.seq || e.at || e.code || e.params FROM event e JOIN request r ON r.id = e.request_id ORDER BY r.folio, e.seq"),
			column(t, d, "SELECT n.folio || n.code || n.at FROM notice n ORDER BY n.folio, n.at, n.code"),
			column(t, d, "SELECT id || seizure_id || fields || until || at || expires_at || approved_by || accepted_by || ended_by FROM share ORDER BY id"),
			column(t, d, "SELECT id || folio || account_id || by || at || verdict FROM break_glass ORDER BY id"),
		})
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	want := read(t, dbtest.SQLite(t), config(60))
	dbtest.Each(t, func(t *testing.T, dsn string) {
		if got := read(t, dsn, config(60)); got != want {
			t.Error("the records differ")
		}
	})
	other := config(60)
	other.Seed = "training"
	if read(t, dbtest.SQLite(t), other) == want {
		t.Error("another seed gave the same records")
	}
}

// The keys that are printed at every start are those that were issued, and
// the password is that of every account.
func TestSignIns(t *testing.T) {
	d := seed(t, dbtest.SQLite(t), config(1))
	clock := func() time.Time { return now }
	let, err := login.New(store.New(d, store.Config{Now: clock}), login.Config{
		Now: clock, Secret: config(1).Secret, OneFactor: true, Random: strings.NewReader(strings.Repeat("x", 1000)), KeyPrefix: "rst_live_", Cookie: "sid", Path: "/",
	})
	if err != nil {
		t.Fatal(err)
	}
	keys := 0
	for _, s := range demo.SignIns("rst_live_", account.Roles) {
		if s.Key == "" {
			continue
		}
		keys++
		who, err := let.KeyActor(t.Context(), s.Key)
		if err != nil || who.Name != s.Name || who.Role != s.Role || who.Agency != s.Agency {
			t.Errorf("%s: the key is %+v's: %v", s.Username, who, err)
		}
	}
	if keys != 3 {
		t.Errorf("%d keys", keys)
	}
	let.Wrap(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if who, err := let.SignIn(r.Context(), account.Actor{}, "ntc.rivas", demo.Password); err != nil || who.Lang != "es" {
			t.Errorf("ntc.rivas signs in as %+v: %v", who, err)
		}
	})).ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/login", nil))
}

func BenchmarkSeed(b *testing.B) {
	for range b.N {
		seed(b, dbtest.SQLite(b), config(300))
	}
}
