package store_test

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/db"
	"rastreo/internal/db/dbtest"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
	"rastreo/internal/trace"
	"rastreo/migrations"
)

// unfenced are the tables without a fence, and why.
var unfenced = map[string]string{
	"agency": "no record", "colonia": "no record", "counter": "numbers alone", "rate": "no record",
	"account": "who signs in", "api_key": "who signs in", "session": "who signs in", "sign_in": "who signs in", "factor": "who signs in",
	"recovery_code": "who signs in", "ceremony": "who signs in", "device": "who signs in", "invitation": "who signs in",
	"lane": "when the last turn is", "tally": "numbers alone", "change": "roles of people", "brake": "when it was told",
	"audit": "the log", "ledger": "the log", "ledger_head": "the log", "checkpoint": "the log", "daily": "the log",
	"goose_db_version": "the schema", "fenced": "the schema",
}

// others says by which column a row of a fenced table is told to be of one of
// three seizures, requests or people; "" where nobody is shown any.
var others = map[string]string{
	"seizure": "id", "person": "seizure_id", "person_term": "seizure_id", "named": "seizure_id", "named_change": "seizure_id", "bar": "seizure_id",
	"share": "seizure_id", "transfer": "seizure_id", "request": "seizure_id", "party": "seizure_id", "namesake": "seizure_id",
	"request_term": "request_id", "event": "request_id", "contact": "request_id", "question": "request_id", "message": "request_id", "result": "request_id", "link": "request_id",
	"draft": "account_id", "kept": "account_id", "filing_key": "account_id", "opening": "account_id", "notice": "account_id", "mailbox": "account_id",
	"break_glass": "by", "decoy": "by", "decoy_folio": "decoy_id", "decoy_opening": "decoy_id", "share_person": "share_id", "outbox": "", "trait": "", "presence": "", "licensee": "", "licensee_term": "", "wording": "", "view": "",
	"bulk": "", "bulk_step": "", "bulk_told": "",
	"contact_draft": "", "reminder": "",
	"proposal": "", "together": "",
	"document": "", "document_content": "",
}

// tables are all there are, and those the schema fences.
func tables(t *testing.T, x *storetest.Fixture) (all, fenced []string) {
	t.Helper()
	read := func(q string) (list []string) {
		ok(t, x.DB.Read(t.Context(), db.Unfenced, dbRead(t, q, func(scan func(...any) error) error {
			var name string
			err := scan(&name)
			list = append(list, name)
			return err
		})))
		return list
	}
	if !x.DB.Shared() {
		return read(`SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`), read(`SELECT name FROM fenced ORDER BY name`)
	}
	const from = `SELECT CAST(relname AS TEXT) FROM pg_class WHERE relnamespace = CAST(CAST(current_schema() AS TEXT) AS regnamespace) AND relkind = 'r'`
	return read(from + ` ORDER BY relname`), read(from + ` AND relrowsecurity AND relforcerowsecurity ORDER BY relname`)
}

// Every table is fenced, or stands in the list above with the reason.
func TestEveryTableIsFenced(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		all, fenced := tables(t, x)
		for _, name := range all {
			if slices.Contains(fenced, name) == (unfenced[name] != "") {
				t.Errorf("%s is fenced and left out, or neither", name)
			}
		}
		same(t, "fenced", fenced, slices.Sorted(maps.Keys(others)))
	})
}

// neighbours are three people who have the same of everything: two of one
// agency, of whom the second's seizure is restricted, and one of another.
type neighbours struct {
	*storetest.Fixture
	who      [3]account.Account
	reader   account.Account // of a third agency, who reads what each shares
	tracer   account.Account
	seizures [3]trace.Seizure
	grants   [3]trace.Grant
	decoys   [3]string
}

func newNeighbours(t *testing.T, x *storetest.Fixture) *neighbours {
	t.Helper()
	fgr, tam, far := x.Agency("FGR", account.Federal), x.Agency("FGJ-TAM", account.State), x.Agency("FGJ-SON", account.Federal)
	n := &neighbours{Fixture: x, reader: x.Account(far, account.Submitter), tracer: x.Account(x.Agency("NTC", account.Center), account.Tracer)}
	chief := x.Account(fgr, account.Coordinator)
	for i, agency := range []account.Agency{fgr, fgr, tam} {
		n.who[i] = x.Account(agency, account.Submitter)
		n.seizures[i] = x.File(n.who[i], 2+3*i)
		n.fill(t, i, far, x.Account(agency, account.Submitter))
	}
	x.Write(func(tx *store.Tx) error {
		ok(t, tx.Name(t.Context(), n.seizures[1].ID, n.who[1].ID, n.who[1].ID, chief.ID))
		return tx.Restrict(t.Context(), n.seizures[1].ID, true)
	})
	return n
}

// fill hangs something of every kind on the seizure and account of one.
func (n *neighbours) fill(t *testing.T, i int, far account.Agency, colleague account.Account) {
	ctx, who, s := t.Context(), n.who[i], n.seizures[i]
	r := s.Requests[0]
	n.Write(func(tx *store.Tx) error {
		contact, question := trace.Contact{RequestID: r.ID, Kind: "dealer", AskedBy: n.tracer.ID}, trace.Question{RequestID: r.ID, AskedBy: n.tracer.ID, Text: "?"}
		ok(t, tx.AddContact(ctx, &contact))
		ok(t, tx.CorrectContact(ctx, contact, n.tracer.ID))
		ok(t, tx.AddDocument(ctx, &trace.Document{RequestID: r.ID, ContactID: contact.ID, Kind: "txt", By: n.tracer.ID}, []byte("a")))
		ok(t, tx.AddReminder(ctx, r.ID, &trace.Reminder{ContactID: contact.ID, By: n.tracer.ID}))
		ok(t, tx.AddQuestion(ctx, &question))
		ok(t, tx.AddMessage(ctx, &trace.Message{RequestID: r.ID, By: who.ID, Text: "?", Lang: "es"}))
		ok(t, tx.AddResult(ctx, &trace.Result{RequestID: r.ID, Outcome: "purchaser", By: n.tracer.ID}))
		ok(t, tx.AddLink(ctx, &trace.Link{Verdict: trace.SameFirearm, By: who.ID}, r, s.Requests[1]))
		ok(t, tx.AddNamedChange(ctx, &trace.NamedChange{SeizureID: s.ID, Kind: trace.NameMore, AccountID: colleague.ID, By: who.ID}))
		ok(t, tx.Bar(ctx, s.ID, colleague.ID, who.ID))
		ok(t, tx.Name(ctx, s.ID, who.ID, colleague.ID))
		ok(t, tx.AddDraft(ctx, &trace.Saved{AccountID: who.ID, Filing: storetest.Filing(1)}))
		ok(t, tx.KeepForm(ctx, who.ID, "/seizures", "a=b"))
		ok(t, tx.AddFilingKey(ctx, store.FilingKey{AccountID: who.ID, Key: "k", Hash: "h", Receipt: s.Receipt()}))
		ok(t, tx.AddNotice(ctx, &trace.Notice{AccountID: who.ID, Folio: s.Folio, Code: trace.NoticeReceived}))
		ok(t, tx.WantAddress(ctx, who.ID, "somebody@example.mx"))
		ok(t, tx.AddBreak(ctx, &trace.Break{AgencyID: who.AgencyID, Folio: s.Folio, AccountID: who.ID, Reason: "danger", By: who.ID}))
		n.grants[i] = trace.Grant{SeizureID: s.ID, AgencyID: who.AgencyID, ToAgency: far.ID, Until: "2026-04-01", By: who.ID, ExpiresAt: tx.Now().Add(time.Hour)}
		ok(t, tx.AddGrant(ctx, &n.grants[i]))
		ok(t, tx.AddTransfer(ctx, &trace.Transfer{SeizureID: s.ID, Folio: s.Folio, AgencyID: who.AgencyID, ToAgency: far.ID, By: who.ID}))
		ok(t, tx.ApproveGrant(ctx, &n.grants[i], colleague.ID))
		ok(t, tx.AcceptGrant(ctx, &n.grants[i], n.reader.ID, []account.Account{n.reader}))
		_, err := tx.Open(ctx, who.ID, s.Folio, "investigation", tx.Now().Add(time.Hour), store.Brake{Hour: 9, Day: 9})
		ok(t, err)
		return tx.TellAll(ctx, trace.NoticeNamed, s.Folio, []string{who.ID})
	})
	n.Write(func(tx *store.Tx) error {
		ok(t, tx.AddProposal(ctx, &trace.Proposal{RequestID: r.ID, Result: trace.Result{Outcome: "purchaser", By: n.tracer.ID}}))
		ok(t, tx.Join(ctx, s.Requests[1].ID, r.ID))
		ok(t, tx.AddView(ctx, &trace.View{AccountID: n.tracer.ID, Name: "Hoy", Filter: "due=today"}))
		ok(t, tx.AddWording(ctx, &trace.Wording{Fields: []string{}}, n.tracer.ID))
		return tx.AddLicensee(ctx, &trace.Licensee{Name: "Example Outfitters", Kinds: []string{"dealer"}}, n.tracer.ID)
	})
	n.Write(func(tx *store.Tx) error {
		b := trace.Bulk{By: n.tracer.ID, BulkBody: trace.BulkBody{BulkWanted: trace.BulkWanted{Act: trace.BulkClaim}}}
		ok(t, tx.AddBulk(ctx, &b, [][]trace.BulkItem{{{ID: r.ID, Folio: r.Folio}}}))
		return tx.TellBulk(ctx, b.ID, trace.NoticeBulkPriority, []string{who.ID})
	})
	ok(t, n.Store.Chore(ctx, func(c *store.Chore) error { return c.Present(ctx, r.ID, n.tracer.ID, true) }))
	n.decoys[i] = fmt.Sprint("decoy", i)
	n.Beneath(
		fmt.Sprintf(`INSERT INTO decoy (id, seizure_id, folio, agency_id, by, at) VALUES ('%s', '%s', '%s', '%s', '%s', 1)`,
			n.decoys[i], s.ID, s.Folio, who.AgencyID, who.ID),
		fmt.Sprintf(`INSERT INTO decoy_folio (folio, decoy_id) VALUES ('%s', '%s')`, s.Folio, n.decoys[i]),
		fmt.Sprintf(`INSERT INTO decoy_opening (decoy_id, at, seq, account_id, alarmed) VALUES ('%s', 1, 1, 'x', 1)`, n.decoys[i]),
		fmt.Sprintf(`INSERT INTO party (agency_id, name_key, seizure_id) VALUES ('%s', 'x', '%s')`, who.AgencyID, s.ID),
		fmt.Sprintf(`INSERT INTO namesake (seizure_id, account_id, reason, by, at) VALUES ('%s', '%s', 'x', 'x', 1)`, s.ID, colleague.ID),
	)
}

func (n *neighbours) actor(a account.Account) db.Fence {
	return store.FenceOf(actor(a))
}

// theirs is the condition that a row is of the second or third.
func (n *neighbours) theirs(table string) string {
	var ids []string
	for i := 1; i < 3; i++ {
		switch others[table] {
		case "id", "seizure_id":
			ids = append(ids, n.seizures[i].ID)
		case "request_id":
			for _, r := range n.seizures[i].Requests {
				ids = append(ids, r.ID)
			}
		case "share_id":
			ids = append(ids, n.grants[i].ID)
		case "decoy_id":
			ids = append(ids, n.decoys[i])
		default:
			ids = append(ids, n.who[i].ID)
		}
	}
	if others[table] == "" {
		return "1 = 1"
	}
	return others[table] + ` IN ('` + strings.Join(ids, `', '`) + `')`
}

// seen counts what a fence lets through of a table.
func (n *neighbours) seen(t *testing.T, f db.Fence, from string) (rows int) {
	t.Helper()
	ok(t, n.DB.Read(t.Context(), f, dbRead(t, `SELECT COUNT(*) FROM (SELECT * FROM `+from+`) AS rows`, func(scan func(...any) error) error { return scan(&rows) })))
	return rows
}

// A statement that asks for everything gets what is somebody's and nothing else;
// for nobody it gets nothing, and for whoever looks after the log or the machine
// only what is their own.
func TestFence(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		n := newNeighbours(t, x)
		for table, column := range others {
			all, theirs := n.seen(t, db.Unfenced, table), n.seen(t, db.Unfenced, table+` WHERE `+n.theirs(table))
			mine := all - theirs
			if column == "" {
				mine = 0
			}
			if theirs == 0 || column != "" && mine == 0 {
				t.Fatalf("%s: %d of %d are theirs", table, theirs, all)
			}
			want := map[string]int{"": 0, "mine": mine, "theirs": 0, "center": all, "closed": 0}
			if slices.Contains([]string{"account_id", "by", "decoy_id"}, column) {
				want["closed"] = mine // of somebody whose role has changed
			}
			closed := n.who[0]
			closed.Role = account.Auditor
			same(t, table, map[string]int{
				"": n.seen(t, db.Fence{}, table), "mine": n.seen(t, n.actor(n.who[0]), table),
				"theirs": n.seen(t, n.actor(n.who[0]), table+` WHERE `+n.theirs(table)),
				"center": n.seen(t, n.actor(n.tracer), table), "closed": n.seen(t, n.actor(closed), table),
			}, want)
		}
	})
}

// changed is how many rows a statement changes for a fence, and why none; it is
// undone.
func (n *neighbours) changed(t *testing.T, f db.Fence, q string) (rows int64, err error) {
	t.Helper()
	undo := fmt.Errorf("undone")
	failed := n.DB.Write(t.Context(), f, func(tx *db.Tx) error {
		if rows, err = tx.Exec(t.Context(), q); err != nil {
			return err
		}
		return undo
	})
	if failed == nil {
		t.Fatal("kept")
	}
	return rows, err
}

// What is not somebody's they neither change nor take away, whatever they know
// of it: PostgreSQL does not find it, SQLite refuses.
func TestFenceOfWrites(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		n := newNeighbours(t, x)
		for table, column := range others {
			set := cmp.Or(column, map[string]string{"outbox": "kind", "trait": "born", "presence": "typed_at", "licensee": "state", "licensee_term": "term", "wording": "changed_by", "view": "name", "bulk": "key", "bulk_step": "items", "bulk_told": "code", "contact_draft": "kind", "reminder": "body", "document": "kind", "document_content": "content", "proposal": "notes", "together": "at"}[table])
			for _, q := range []string{`UPDATE ` + table + ` SET ` + set + ` = ` + set, `DELETE FROM ` + table} {
				q += ` WHERE ` + n.theirs(table)
				for name, f := range map[string]db.Fence{"": {}, "mine": n.actor(n.who[0])} {
					rows, err := n.changed(t, f, q)
					if rows != 0 || !x.DB.Shared() && (err == nil || !strings.Contains(err.Error(), "fence: "+table)) {
						t.Errorf("%q: %s changes %d (%v)", name, q, rows, err)
					}
				}
				if rows, err := n.changed(t, db.Unfenced, q); strings.HasPrefix(q, "UPDATE") && (err != nil || rows == 0) {
					t.Errorf("%s changes %d (%v)", q, rows, err)
				}
			}
		}
		r := n.seizures[2].Requests[0]
		for _, q := range []string{
			`INSERT INTO event (request_id, seq, at, by, code, params) VALUES ('` + r.ID + `', 99, 0, 'a', 'filed', '{}')`,
			`INSERT INTO draft (id, account_id, filing, version, created_at, updated_at) VALUES ('x', '` + n.who[2].ID + `', '{}', 1, 0, 0)`,
			`INSERT INTO bar (seizure_id, account_id, by, at) VALUES ('` + n.seizures[2].ID + `', '` + n.who[2].ID + `', 'a', 0)`,
		} {
			if _, err := n.changed(t, n.actor(n.who[0]), q); err == nil {
				t.Errorf("%s is done", q)
			}
			if rows, err := n.changed(t, n.actor(n.who[2]), q); err != nil || rows != 1 {
				t.Errorf("%s: %d (%v)", q, rows, err)
			}
		}
	})
}

// Each fence is what keeps its table: without it there is more to be seen.
func TestFenceIsNeeded(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		n := newNeighbours(t, x)
		for table := range others {
			before := n.seen(t, n.actor(n.who[0]), table)
			back := unfence(t, x, table)
			if after := n.seen(t, n.actor(n.who[0]), table); after <= before {
				t.Errorf("%s shows %d rows without its fence, %d with it", table, after, before)
			}
			back()
			same(t, table, n.seen(t, n.actor(n.who[0]), table), before)
		}
	})
}

// unfence takes the fence of a table away until back is called.
func unfence(t *testing.T, x *storetest.Fixture, table string) (back func()) {
	t.Helper()
	if x.DB.Shared() {
		x.Beneath(`ALTER TABLE ` + table + ` DISABLE ROW LEVEL SECURITY`)
		return func() { x.Beneath(`ALTER TABLE ` + table + ` ENABLE ROW LEVEL SECURITY`) }
	}
	set := func(shown string) {
		x.Beneath(`UPDATE fenced SET shown = ` + shown + ` WHERE name = '` + table + `'`)
		ok(t, x.DB.Migrate(t.Context(), migrations.FS)) // learns it anew
	}
	set(`'1 OR ' || shown`)
	return func() { set(`substr(shown, 6)`) }
}

// Who is named on a list is let in, who reads what is shared is let to that, and
// who is kept out is not.
func TestFenceLetsIn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx, n := t.Context(), newNeighbours(t, x)
		sees := func(who account.Account, i int) bool {
			t.Helper()
			s := n.seizures[i]
			whole := n.seen(t, n.actor(who), `seizure WHERE id = '`+s.ID+`'`)
			for _, q := range []string{`person WHERE seizure_id = '` + s.ID + `' AND ordinal = 1`, `result WHERE request_id = '` + s.Requests[0].ID + `'`} {
				same(t, q, n.seen(t, n.actor(who), q), whole)
			}
			terms, all := `person_term WHERE seizure_id = '`+s.ID+`'`, 0
			if whole > 0 {
				all = n.seen(t, db.Unfenced, terms)
			}
			same(t, terms, n.seen(t, n.actor(who), terms), all)
			return whole > 0
		}
		same(t, "not named", sees(n.who[0], 1), false)
		x.Write(func(tx *store.Tx) error { return tx.NameUntil(ctx, n.seizures[1].ID, "x", n.who[0].ID, tx.Now()) })
		same(t, "named", sees(n.who[0], 1), true)
		x.Write(func(tx *store.Tx) error { return tx.Bar(ctx, n.seizures[1].ID, n.who[0].ID, "x") })
		same(t, "named and kept out", sees(n.who[0], 1), false)
		x.Write(func(tx *store.Tx) error { return tx.Bar(ctx, n.seizures[0].ID, n.who[1].ID, "x") })
		same(t, "kept out", sees(n.who[1], 0), false)

		same(t, "a reader", sees(n.reader, 2), true)
		same(t, "the reader's agency", sees(x.Account(account.Agency{ID: n.reader.AgencyID, Code: "x"}, account.Submitter), 2), false)
		x.Write(func(tx *store.Tx) error { return tx.EndGrant(ctx, &n.grants[2], "x") })
		same(t, "a reader whose grant has ended", sees(n.reader, 2), false)
	})
}

// A lifted fence shows everything, and holds again afterwards, also where what
// was done fails.
func TestAcross(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		n := newNeighbours(t, x)
		who := actor(n.who[0])
		folio := n.seizures[2].Folio
		for range 2 {
			ok(t, x.Store.Read(t.Context(), who, func(tx *store.Tx) error {
				_, err := tx.SeizureHead(t.Context(), folio)
				refused(t, "before", err, "not_found", "fault.not_found")
				err = tx.Across(t.Context(), func() error {
					_, err := tx.SeizureHead(t.Context(), folio)
					ok(t, err)
					return tx.Across(t.Context(), func() error { return fs.ErrInvalid })
				})
				if !errors.Is(err, fs.ErrInvalid) {
					t.Errorf("got %v", err)
				}
				_, err = tx.SeizureHead(t.Context(), folio)
				refused(t, "after", err, "not_found", "fault.not_found")
				return nil
			}))
		}
		// An act that fails while it is lifted leaves nothing to the next.
		for range 3 {
			err := n.DB.Write(t.Context(), n.actor(n.who[0]), func(tx *db.Tx) error {
				return tx.Across(t.Context(), func() error {
					_, err := tx.Exec(t.Context(), `INSERT INTO nothing VALUES (1)`)
					return err
				})
			})
			if err == nil {
				t.Fatal("done")
			}
			q := `UPDATE request SET status = status WHERE ` + n.theirs("request")
			if rows, _ := n.changed(t, n.actor(n.who[0]), q); rows != 0 {
				t.Errorf("%d are changed", rows)
			}
		}
	})
}

// The places where the fence is lifted: each is here with why.
var lifted = map[string]string{
	"store/fence.go":    "what it is",
	"store/named.go":    "who is taken off a list may decide it; the notices of others are taken away",
	"store/handover.go": "whoever accepts a seizure has seen nothing of it so far",
	"store/transfer.go": "whoever accepts a seizure that is offered to them holds it, and sees nothing of it so far",
	"share/decoy.go":    "an auditor sees every decoy",
	"share/break.go":    "an auditor sees what every agency asks for in an emergency, and lets somebody on a list",
	"system/system.go":  "how many jobs wait",
}

func TestFenceIsLiftedWhereItSays(t *testing.T) {
	found := map[string]bool{}
	ok(t, fs.WalkDir(os.DirFS(".."), ".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") || strings.HasPrefix(path, "db/") {
			return err
		}
		text, err := fs.ReadFile(os.DirFS(".."), path)
		if strings.Contains(string(text), ".Across(") || strings.Contains(string(text), "db.Unfenced") {
			found[path] = true
		}
		return err
	}))
	for path := range found {
		if lifted[path] == "" && path != "store/store.go" && !strings.HasPrefix(path, "store/storetest/") {
			t.Errorf("%s lifts the fence without a reason in the list", path)
		}
	}
	for path := range lifted {
		if !found[path] {
			t.Errorf("%s lifts nothing", path)
		}
	}
}

// The role that serves may only add to the log, and owns nothing: it can neither
// rewrite what is sealed nor take the fence away.
func TestRole(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ok(t, x.DB.Confined(t.Context()))
		if !x.DB.Shared() {
			return
		}
		for _, q := range []string{
			`UPDATE ledger SET verb = verb`, `DELETE FROM ledger`, `TRUNCATE ledger`, `UPDATE checkpoint SET note = note`, `DELETE FROM checkpoint`,
			`TRUNCATE request`, `ALTER TABLE seizure DISABLE ROW LEVEL SECURITY`, `ALTER TABLE seizure NO FORCE ROW LEVEL SECURITY`,
			`DROP POLICY fence ON seizure`, `DROP TABLE seizure`, `CREATE TABLE made (id TEXT)`, `DELETE FROM goose_db_version`,
			`ALTER TABLE ledger DISABLE TRIGGER ledger_change`,
		} {
			err := x.DB.Write(t.Context(), db.Unfenced, func(tx *db.Tx) error {
				_, err := tx.Exec(t.Context(), q)
				return err
			})
			if err == nil || !strings.Contains(err.Error(), "42501") { // insufficient privilege
				t.Errorf("%s: %v", q, err)
			}
		}
		err := x.DB.Read(t.Context(), db.Unfenced, func(tx *db.Tx) error {
			if _, err := tx.Exec(t.Context(), `SET LOCAL row_security = off`); err != nil {
				return err
			}
			return tx.Row(t.Context(), `SELECT COUNT(*) FROM seizure`).Scan(new(int))
		})
		if err == nil {
			t.Error("it turns the fence off")
		}
	})
}

// before shows the steps up to a name.
func before(t *testing.T, name string) fs.FS {
	t.Helper()
	steps := fstest.MapFS{}
	list, err := fs.Glob(migrations.FS, "*.sql")
	ok(t, err)
	for _, step := range list {
		if step < name {
			text, err := fs.ReadFile(migrations.FS, step)
			ok(t, err)
			steps[step] = &fstest.MapFile{Data: text}
		}
	}
	return steps
}

// A database that is in use gets the fence with what it holds, and later steps
// touch every row, though whoever owns the tables is fenced too.
func TestFenceIsPutUp(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, dsn string) {
		ctx, d := t.Context(), dbtest.Open(t, dsn, before(t, "0019"))
		dbtest.Beneath(t, d,
			`INSERT INTO agency (id, code, name, kind, entidad) VALUES ('A', 'FGR', 'FGR', 'federal', ''), ('B', 'TAM', 'TAM', 'state', '28')`,
			`INSERT INTO account (id, agency_id, username, password, name, lang, zone, created_at) VALUES ('a', 'A', 'a', '', 'A', 'es', 'UTC', 0)`,
			`INSERT INTO seizure (id, folio, folio_key, agency_id, filed_by, filed_at, unit, offence, recovered, time, entidad, municipio, reference, place, custody, narrative)
				VALUES ('S', 'AS-1', '1', 'A', 'a', 0, '', '', '', '', '', '', '[]', '{}', '{}', '')`,
			`INSERT INTO share (id, seizure_id, agency_id, to_agency, people, fields, purpose, words, until, by, at, expires_at)
				VALUES ('G', 'S', 'A', 'B', '', '', '', '', '', 'a', 0, 0)`,
		)
		later := before(t, "9")
		steps, is := later.(fstest.MapFS)
		if !is {
			t.Fatal("no map")
		}
		steps["9001_later.sql"] = &fstest.MapFile{Data: []byte("-- +goose Up\nUPDATE seizure SET unit = 'later';\n")}
		ok(t, d.Migrate(ctx, steps))
		for f, want := range map[db.Fence]string{db.Unfenced: "AS-1 later", {Account: "a", Agency: "A"}: "AS-1 later", {Account: "b", Agency: "B"}: "", {}: ""} {
			got := ""
			ok(t, d.Read(ctx, f, dbRead(t, `SELECT share.folio || ' ' || seizure.unit FROM share JOIN seizure ON seizure.id = share.seizure_id`,
				func(scan func(...any) error) error { return scan(&got) })))
			same(t, fmt.Sprint(f), got, want)
		}
	})
}
