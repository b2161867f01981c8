package store_test

import (
	"io/fs"
	"strconv"
	"strings"
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
	"rastreo/internal/trace"
	"rastreo/migrations"
)

// What ends is counted once, and again where it is corrected to another end;
// what is open is counted by age, and the oldest come first.
func TestTally(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx, day := t.Context(), 24*time.Hour
		d := newDesk(t, x)
		x.Clock.Advance(4 * day)
		late := x.File(x.Account(x.Agency("FGJ-TAM", account.State), account.Submitter), 1).Requests
		figures := func(agency, since string) (ended []trace.Tally, open []trace.Open, oldest []trace.Request, asked int) {
			x.Read(func(tx *store.Tx) (err error) {
				ended, err = tx.Tallies(ctx, agency, since)
				ok(t, err)
				open, err = tx.OpenByAge(ctx)
				ok(t, err)
				oldest, err = tx.Oldest(ctx, 2)
				ok(t, err)
				asked, err = tx.AskedTrade(ctx)
				return err
			})
			return ended, open, oldest, asked
		}
		_, open, oldest, _ := figures("", "2026-01-01")
		same(t, "open", open, []trace.Open{
			{AgencyID: late[0].AgencyID, Agency: "FGJ-TAM", Status: trace.Queued, Age: 0, N: 2},
			{AgencyID: d.r.AgencyID, Agency: "FGR", Status: trace.Queued, Age: 2, N: 1},
		})
		same(t, "oldest", folios(oldest), folios([]trace.Request{d.r, late[0]}))
		moves := func(m trace.Move) {
			x.Write(func(tx *store.Tx) error { return tx.MoveRequest(ctx, &d.r, m, d.tracer.ID) })
		}
		d.r.LeaseUntil = x.Clock.Now().Add(time.Hour)
		moves(trace.Claim)
		x.Write(func(tx *store.Tx) error {
			return tx.AddContact(ctx, &trace.Contact{RequestID: d.r.ID, Kind: "dealer", AskedBy: d.tracer.ID})
		})
		_, _, _, asked := figures("", "2026-01-01")
		same(t, "asked", asked, 1)
		d.r.Outcome = "exported"
		moves(trace.Conclude)
		one := trace.Tally{AgencyID: d.r.AgencyID, Agency: "FGR", Day: "2026-03-09", Priority: d.r.Priority, Outcome: "exported", Slice: trace.Slice(4 * day), N: 1}
		moves(trace.Correct)
		ended, _, _, _ := figures("", "2026-03-09")
		same(t, "ended", ended, []trace.Tally{one})
		x.Clock.Advance(5 * day)
		d.r.Outcome = "never_imported"
		moves(trace.Correct)
		one.Outcome = "never_imported"
		ended, _, _, _ = figures(d.r.AgencyID, "2026-03-09")
		same(t, "corrected", ended, []trace.Tally{one})
		for agency, since := range map[string]string{late[0].AgencyID: "2026-01-01", d.r.AgencyID: "2026-03-10"} {
			ended, _, _, _ = figures(agency, since)
			same(t, "of another, or later", len(ended), 0)
		}
	})
}

// What ended before there were tallies is counted as it would have been.
func TestTallyOfBefore(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		d := newDesk(t, x)
		for i, after := range []time.Duration{time.Hour, 30 * time.Hour, 4 * 24 * time.Hour, 100 * 24 * time.Hour} {
			d.r = x.File(d.filer, 3*i).Requests[0]
			d.r.Agency = "FGR"
			x.Clock.Advance(after)
			x.Beneath("UPDATE request SET status = 'concluded', claimed_by = '" + d.tracer.ID + "', outcome = 'exported', ended_at = filed_at + " +
				strconv.FormatInt(after.Microseconds(), 10) + " WHERE id = '" + d.r.ID + "'")
		}
		x.Beneath(insertOf(t, x.DB.Shared()))
		x.Read(func(tx *store.Tx) error {
			list, err := tx.Tallies(ctx, "", "2026-01-01")
			ok(t, err)
			got := map[int]int{}
			for _, l := range list {
				got[l.Slice] += l.N
			}
			same(t, "slices", got, map[int]int{0: 1, 3: 1, 5: 1, 13: 1})
			return nil
		})
	})
}

// insertOf is the statement of the migration that counts what ended before.
func insertOf(t *testing.T, shared bool) string {
	t.Helper()
	text, err := fs.ReadFile(migrations.FS, "0021_tally.sql")
	ok(t, err)
	_, rest, _ := strings.Cut(string(text), "INSERT INTO tally")
	statement, _, _ := strings.Cut("INSERT INTO tally"+rest, ";")
	var lines []string
	skip := false
	for line := range strings.Lines(statement) {
		switch {
		case strings.HasPrefix(line, "-- +only"):
			skip = strings.Contains(line, "postgres") != shared
		case strings.HasPrefix(line, "-- +end"):
			skip = false
		case !skip:
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "")
}
