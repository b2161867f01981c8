package store

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"rastreo/internal/audit"
	"rastreo/internal/db"
	"rastreo/internal/db/dbtest"
	"rastreo/internal/trace"
	"rastreo/migrations"
)

// listings are the queries of every list that can grow, in every shape.
func listings(t *testing.T) map[string]bulkQuery {
	t.Helper()
	all := map[string]bulkQuery{
		"notices":       {noticeQuery, []any{"a", newest.at, "", 51}},
		"thread":        {messageQuery, []any{"a", newest.at, "", 51}},
		"wordings":      {wordingsQuery, []any{"", 51}},
		"wordings kept": {keptWordingsQuery, []any{"", 51}},
		"days":          {dailyList, []any{lastDay, 32}},
		"drafts":        {draftQuery, []any{"a", newest.at, "", 51}},
		"leases":        {leaseQuery, []any{0, 10}},
		"jobs":          {dueQuery, []any{"mail", 0, 10}},
		"cores":         {sieveQuery, []any{"", "", "", "", 10}},
	}
	add := func(name, q string, args []any, err error) {
		if err != nil {
			t.Fatal(err)
		}
		all[name] = bulkQuery{q, args}
	}
	for _, who := range []string{"", "filer"} {
		for _, agency := range []string{"", "agency"} {
			for _, status := range []trace.Status{"", trace.Concluded} {
				for _, reader := range []string{"", "reader"} {
					f := RequestFilter{FiledBy: who, AgencyID: agency, Status: status, For: reader}
					name := strings.Join([]string{"requests", who, agency, string(status), reader}, " ")
					q, args, err := f.query()
					add(name, q, args, err)
					f.Term, f.Priority, f.ClaimedBy, f.Due = "AB", trace.Urgent, "tracer", trace.DueSpan{From: time.Unix(1, 0), Until: time.Unix(9, 0)}
					q, args, err = f.numberQuery(51)
					add("search "+name, q, args, err)
					q, args = f.folioQuery("request")
					add("folio "+name, q, args, nil)
					q, args = f.folioQuery("seizure")
					add("seizure "+name, q, args, nil)
				}
			}
		}
	}
	for _, agency := range []string{"", "agency"} {
		for _, priority := range []string{"", trace.Urgent} {
			for _, by := range []string{"", "tracer"} {
				for due, span := range map[string]trace.DueSpan{
					"": {}, "late": {Until: time.Unix(9, 0)}, "today": {From: time.Unix(1, 0), Until: time.Unix(9, 0)}, "none": {None: true},
				} {
					f := QueueFilter{AgencyID: agency, Priority: priority, ClaimedBy: by, Overdue: by != "", Due: span, Status: trace.Claimed}
					for _, part := range f.parts(-1) {
						q, args := part.chosen(requestColumns, turn{-1, oldest}, 51)
						add(strings.Join([]string{"queue", agency, priority, part.Priority, by, due}, " "), q, args, nil)
						q, args = part.chosen(`1`, turn{-1, oldest}, 1001)
						add(strings.Join([]string{"count", agency, priority, part.Priority, by, due}, " "), q, args, nil)
					}
				}
			}
		}
	}
	for _, f := range []LedgerFilter{{}, {By: "a"}, {On: "a"}, {Verb: "a"}, {Agency: "a"}, {On: "a", verbs: []audit.Verb{"a", "b"}}} {
		for _, f.From = range []time.Time{{}, time.Unix(0, 0)} {
			q, args, err := f.query()
			add(fmt.Sprint("ledger ", f), q, args, err)
		}
	}
	for name, f := range map[string]MemberFilter{"members": {}, "members of an agency": {AgencyID: "a"}, "members of a role": {Role: "trainee"}} {
		q, args := f.query("x", 51)
		add(name, q, args, nil)
	}
	for _, agency := range []string{"", "agency"} {
		q, args := changesQuery(agency, newest, 51)
		add("changes "+agency, q, args, nil)
	}
	for _, by := range []string{"", "a"} {
		q, args := breaksQuery(by, newest, 51)
		add("breaks "+by, q, args, nil)
	}
	for _, state := range []string{"", "TX"} {
		q, err := LicenseeFilter{State: state}.query()
		add("licensees "+state, q.text, q.args, err)
	}
	for _, by := range []string{"", "a"} {
		q, args := bulksQuery(by, newest, 51)
		add("bulks "+by, q, args, nil)
	}
	add("active bulks", activeBulkQuery, []any{""}, nil)
	review := reviewQuery(turn{-1, oldest}, 51)
	add("reviews", review.text, review.args, nil)
	add("views", ownViewsQuery, []any{"a", 20}, nil)
	add("shared views", sharedViewsQuery, []any{"a", 20}, nil)
	add("waited breaks", waitedQuery, []any{0}, nil)
	decoys, opened := decoysQuery(newest, 51), luredQuery("a", newest.at, 0, 51)
	add("decoys", decoys.text, decoys.args, nil)
	add("openings of a decoy", opened.text, opened.args, nil)
	add("expired changes", expiredQuery, []any{0, 10}, nil)
	add("idle accounts", idleQuery, []any{0, 10}, nil)
	add("ending accounts", endingQuery, []any{0, 10}, nil)
	people := seeking{PeopleFilter: PeopleFilter{FiledBy: "filer", ClaimedBy: "tracer", For: "reader"}, terms: []string{"a", "b", "c"}, after: someone{"~", 0}}
	q, _ := people.windowQuery("agency")
	add("people", q.text, q.args, nil)
	for name, f := range map[string]GrantFilter{"of a seizure": {SeizureID: "a"}, "from": {From: "a"}, "to": {To: "a"}, "all": {}} {
		q, args := f.query(time.Now())
		add("grants "+name, q, args, nil)
	}
	for name, f := range map[string]TransferFilter{"of a seizure": {SeizureID: "a"}, "from": {From: "a"}, "to": {To: "a"}} {
		q, err := f.query()
		add("transfers "+name, q.text, q.args, err)
	}
	return all
}

// lookups are the queries that enter an index at given keys and read no table.
func lookups() map[string]bulkQuery {
	all := map[string]bulkQuery{}
	for _, agency := range []string{"", "agency"} {
		f := TwinFilter{AgencyID: agency}
		cores, near := []string{"12345", "12346", "12347", "12348"}, nearQuery
		if agency != "" {
			near = f.ownQuery
		}
		for name, q := range map[string]query{
			"number": f.sameQuery("12345", "AB12345"), "core": f.sameQuery("12345", ""), "cores": near(cores),
			"count": seeking{PeopleFilter: PeopleFilter{AgencyID: agency}}.countQuery("a"),
		} {
			all[strings.TrimSpace(name+" "+agency)] = bulkQuery{q.text, q.args}
		}
	}
	return all
}

// Names of parties and accounts are held against each other at the rows of one
// name in one agency, however many there are.
func TestPartyPlans(t *testing.T) {
	accounts := namesakesQuery("agency", []any{"A", "B"})
	parties := query{partyQuery, []any{"agency", "A"}}
	t.Run("sqlite", func(t *testing.T) {
		d := dbtest.Open(t, dbtest.SQLite(t), migrations.FS)
		for begins, q := range map[string]query{
			"SEARCH account USING INDEX account_name_key (agency_id=? AND name_key=?)": accounts,
			"SEARCH party USING PRIMARY KEY (agency_id=? AND name_key=?)":              parties,
		} {
			if plan := explain(t, d, `EXPLAIN QUERY PLAN `+q.text, q.args, 3); !strings.HasPrefix(plan, begins) || strings.Contains(plan, "SCAN") {
				t.Error(plan)
			}
		}
	})
	t.Run("postgres", func(t *testing.T) {
		d := dbtest.Open(t, dbtest.Postgres(t), migrations.FS)
		for _, q := range []query{accounts, parties} {
			plan := explain(t, d, `EXPLAIN (COSTS OFF) `+q.text, q.args, 0)
			if !strings.Contains(plan, "Index Cond") || !strings.Contains(plan, "name_key =") || strings.Contains(plan, "Seq Scan") {
				t.Error(plan)
			}
		}
	})
}

// What a request has is looked for in others at the rows of one key, of which a
// bounded number is read, and then by the key of the seizure: counted for all at
// once, and listed.
func TestTraitPlans(t *testing.T) {
	sought := []trace.Seen{{Trait: trace.Trait{Kind: trace.TraitPerson, Key: "A"}}, {Trait: trace.Trait{Kind: trace.TraitDealer, Key: "B"}}}
	f := SeenFilter{SeizureID: "a", RequestID: "b", For: "reader", ClaimedBy: "tracer"}
	list, err := f.listQuery(sought[0], "")
	if err != nil {
		t.Fatal(err)
	}
	for name, q := range map[string]query{"counts": f.countQuery(sought), "list": list} {
		t.Run("sqlite "+name, func(t *testing.T) {
			plan := explain(t, dbtest.Open(t, dbtest.SQLite(t), migrations.FS), `EXPLAIN QUERY PLAN `+q.text, q.args, 3)
			if !strings.Contains(plan, "SEARCH trait USING PRIMARY KEY (kind=? AND key=?)") || tableScan.MatchString(plan) ||
				!strings.Contains(plan, "SEARCH request USING INDEX sqlite_autoindex_request_3 (seizure_id=?") {
				t.Error(plan)
			}
		})
		t.Run("postgres "+name, func(t *testing.T) {
			plan := explain(t, dbtest.Open(t, dbtest.Postgres(t), migrations.FS), `EXPLAIN (COSTS OFF) `+q.text, q.args, 0)
			if !strings.Contains(plan, "trait_pkey") || !strings.Contains(plan, "Index Cond: ((kind = ") || strings.Contains(plan, "Seq Scan") {
				t.Error(plan)
			}
		})
	}
}

var tableScan = regexp.MustCompile(`SCAN (trait|request|seizure|worked)\b`)

// A piece of a bulk act takes its requests by their keys, however many there are.
func TestHoldPlan(t *testing.T) {
	ids := make([]string, 100)
	for i := range ids {
		ids[i] = fmt.Sprint(i)
	}
	q := holdQuery(ids)
	if plan := explain(t, dbtest.Open(t, dbtest.SQLite(t), migrations.FS), `EXPLAIN QUERY PLAN `+q.text, q.args, 3); !strings.HasPrefix(plan, "SEARCH request USING INDEX sqlite_autoindex_request_1 (id=?)") || strings.Contains(plan, "SCAN") {
		t.Error(plan)
	}
	if plan := explain(t, dbtest.Open(t, dbtest.Postgres(t), migrations.FS), `EXPLAIN (COSTS OFF) `+q.text, q.args, 0); !strings.Contains(plan, "Index Cond: (id = ANY") || strings.Contains(plan, "Seq Scan") {
		t.Error(plan)
	}
}

// No look-up reads a table or more of an index than its keys.
func TestLookupPlans(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		d := dbtest.Open(t, dbtest.SQLite(t), migrations.FS)
		for name, l := range lookups() {
			plan := explain(t, d, `EXPLAIN QUERY PLAN `+l.q, l.args, 3)
			if !covered.MatchString(plan) || strings.Contains(plan, "own_core") != owns(name) {
				t.Errorf("%s:\n%s", name, plan)
			}
		}
	})
	t.Run("postgres", func(t *testing.T) {
		d := dbtest.Open(t, dbtest.Postgres(t), migrations.FS)
		for name, l := range lookups() {
			plan := explain(t, d, `EXPLAIN (COSTS OFF) `+l.q, l.args, 0)
			if !strings.Contains(plan, "Index Only Scan") || !strings.Contains(plan, "Index Cond") || strings.Contains(plan, "Seq Scan") ||
				owns(name) && (!strings.Contains(plan, "own_core") || !ownCond.MatchString(plan)) {
				t.Errorf("%s:\n%s", name, plan)
			}
		}
	})
}

// owns tells whether a look-up is for an agency's own numbers, which begins
// with the agency: what others have is not even passed over.
func owns(name string) bool {
	return strings.HasSuffix(name, " agency") && !strings.HasPrefix(name, "count")
}

var ownCond = regexp.MustCompile(`Index Cond: \(\(agency_id = [^)]*\) AND \(serial_core = `)

// covered matches a plan of which every step is inside an index.
var covered = regexp.MustCompile(`^((CO-ROUTINE|SCAN) (counted|sought|4 CONSTANT ROWS)\n|CORRELATED SCALAR SUBQUERY \d+\nCO-ROUTINE entry\n)*` +
	`SEARCH (request|person_term) USING (COVERING INDEX request_(own_)?core|PRIMARY KEY) \(.*=.*\)\n((CO-ROUTINE|SCAN) (counted|entry)\n)*$`)

// What went out is looked up in the index that has nothing else.
func TestAnswersPlan(t *testing.T) {
	for explanation, dsn := range map[string]string{`EXPLAIN QUERY PLAN `: dbtest.SQLite(t), `EXPLAIN (COSTS OFF) `: dbtest.Postgres(t)} {
		column := strings.Count(explanation, "QUERY") * 3
		plan := explain(t, dbtest.Open(t, dsn, migrations.FS), explanation+answersQuery(2), []any{"a", "b"}, column)
		if !strings.Contains(plan, "ledger_answer") || strings.Contains(plan, "Filter") {
			t.Errorf("%s", plan)
		}
	}
}

// fenceStep matches what a plan of SQLite says of the fence itself: short lists
// that are made once a statement, by indexes.
var fenceStep = regexp.MustCompile(`^(SCAN temp\.reader|(SCALAR|LIST|LEFT-MOST) SUBQUERY( \d+)?|COMPOUND QUERY|UNION ALL|CREATE BLOOM FILTER|` +
	`SEARCH (named|share_person|bar|seizure) USING COVERING INDEX (named_account|share_person_account|bar_account|seizure_restricted) \(.*=\?\)|` +
	`SEARCH share USING INDEX sqlite_autoindex_share_1 \(id=\?\))$`)

type bulkQuery struct {
	q    string
	args []any
}

// No list sorts what it found or reads a table through: each enters an index
// where the page begins and reads on.
func TestPlans(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		d := dbtest.Open(t, dbtest.SQLite(t), migrations.FS)
		for name, l := range listings(t) {
			plan := explain(t, d, `EXPLAIN QUERY PLAN `+l.q, l.args, 3)
			if strings.Contains(plan, "SCAN") || strings.Contains(plan, "TEMP B-TREE") || !begins.MatchString(plan) {
				t.Errorf("%s:\n%s", name, plan)
			}
		}
	})
	t.Run("postgres", func(t *testing.T) {
		d := dbtest.Open(t, dbtest.Postgres(t), migrations.FS)
		for name, l := range listings(t) {
			plan := explain(t, d, `EXPLAIN (COSTS OFF) `+l.q, l.args, 0)
			if !strings.Contains(plan, "Index") || strings.Contains(plan, "Sort") || strings.Contains(plan, "Seq Scan") {
				t.Errorf("%s:\n%s", name, plan)
			}
			if x := hashed.FindString(l.q); x != "" {
				t.Errorf("%s: with rows, it may be read through for a page: %s", name, x)
			}
		}
	})
}

// hashed matches what PostgreSQL does not do with empty tables: of a condition
// on each row it makes a table of all there are. See there.
var hashed = regexp.MustCompile(`EXISTS \(SELECT 1 FROM (contact|event|person|person_term|question|request|result|seizure|trait)\b`)

// begins matches a plan whose first step enters an index at the cursor: by a
// comparison, not by equality alone.
var begins = regexp.MustCompile(`^SEARCH [^\n]*[<>]`)

// explain returns the plan, from a column of its rows. PostgreSQL, whose
// tables are empty here, is kept from answering that it would sort nothing.
func explain(t *testing.T, d *db.DB, q string, args []any, column int) (plan string) {
	t.Helper()
	err := d.Read(t.Context(), db.Unfenced, func(tx *db.Tx) error {
		if column == 0 {
			for _, way := range []string{"seqscan", "sort", "bitmapscan", "incremental_sort"} {
				if _, err := tx.Exec(t.Context(), `SET LOCAL enable_`+way+` = off`); err != nil {
					return err
				}
			}
		}
		rows, err := tx.Rows(t.Context(), q, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			dest := make([]any, max(1, column+1))
			for i := range dest {
				dest[i] = new(any)
			}
			line := ""
			dest[column] = &line
			if err := rows.Scan(dest...); err != nil {
				return err
			}
			if !fenceStep.MatchString(line) {
				plan += line + "\n"
			}
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	return plan
}
