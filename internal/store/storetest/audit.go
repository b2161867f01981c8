package storetest

import (
	"rastreo/internal/db"
	"rastreo/internal/db/dbtest"
)

// Beneath changes the database without being asked, as whoever owns it.
func (x *Fixture) Beneath(statements ...string) {
	x.t.Helper()
	dbtest.Beneath(x.t, x.DB, statements...)
}

// BreakAudit makes every audit row impossible to write, as a full disk would.
func (x *Fixture) BreakAudit() {
	x.t.Helper()
	if !x.DB.Shared() {
		x.Beneath(`CREATE TRIGGER no_audit BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'disk gone'); END`)
		return
	}
	x.Beneath(`CREATE FUNCTION no_audit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'disk gone'; END $$`,
		`CREATE TRIGGER no_audit BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION no_audit()`)
}

// MendAudit undoes BreakAudit.
func (x *Fixture) MendAudit() {
	x.t.Helper()
	if !x.DB.Shared() {
		x.Beneath(`DROP TRIGGER no_audit`)
		return
	}
	x.Beneath(`DROP TRIGGER no_audit ON audit`, `DROP FUNCTION no_audit`)
}

// kept are the tables that hold what somebody did: none of them may change
// where an act could not be recorded.
var kept = []string{
	"agency", "account", "api_key", "seizure", "request", "event", "person", "draft", "question", "contact", "result",
	"link", "notice", "outbox", "factor", "opening", "share", "bar", "named", "bulk", "bulk_told",
}

// State is what of the database an act would have changed: how many rows each
// table has, and what is kept of accounts, drafts and requests.
func (x *Fixture) State() map[string]string {
	x.t.Helper()
	state := map[string]string{}
	read := func(name, q string) {
		err := x.DB.Read(x.t.Context(), db.Unfenced, func(tx *db.Tx) error {
			var text string
			err := tx.Row(x.t.Context(), q).Scan(&text)
			state[name] = text
			return err
		})
		if err != nil {
			x.t.Fatal(err)
		}
	}
	for _, table := range kept {
		read(table, `SELECT CAST(count(*) AS TEXT) FROM `+table)
	}
	read("events of the log", `SELECT CAST((SELECT count(*) FROM audit) + (SELECT count(*) FROM ledger) AS TEXT)`)
	read("accounts", `SELECT COALESCE(string_agg(x, ','), '') FROM (SELECT lang || zone || password || role || disabled AS x FROM account ORDER BY id) AS one`)
	read("requests", `SELECT COALESCE(string_agg(x, ','), '') FROM (SELECT status || claimed_by AS x FROM request ORDER BY id) AS one`)
	return state
}
