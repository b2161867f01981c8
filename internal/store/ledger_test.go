package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/db"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
)

func logKey(t testing.TB) audit.Key {
	t.Helper()
	key, err := audit.NewKey("rastreo/test", slices.Repeat([]byte{7}, 32))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// sealAll moves what waits into the log.
func sealAll(t testing.TB, s *store.Store, key audit.Key, limit int) (moved int) {
	t.Helper()
	for n := 1; n > 0; moved += n {
		err := s.Chore(t.Context(), func(c *store.Chore) (err error) {
			n, _, err = c.Seal(t.Context(), key, limit)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return moved
}

// verified reads the log through and returns what is found, and every event.
func verified(t testing.TB, s *store.Store, key audit.Key) (found []audit.Finding, events []audit.Event) {
	t.Helper()
	keys, err := key.Keys()
	if err != nil {
		t.Fatal(err)
	}
	err = s.Read(t.Context(), store.House, func(tx *store.Tx) error {
		c, err := tx.AuditCopy(t.Context())
		if err != nil {
			return err
		}
		v := audit.NewVerifier(keys, c)
		err = tx.EachEvent(t.Context(), 0, 1<<60, func(e *audit.Event) error {
			v.Add(e)
			events = append(events, *e)
			return nil
		})
		found = v.End()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found, events
}

// acts does so many things that are recorded.
func acts(t testing.TB, s *store.Store, by string, n int) {
	t.Helper()
	for i := range n {
		act := audit.Act{By: by, Verb: audit.RequestRead, On: fmt.Sprint("folio-", i%7), Via: fmt.Sprint(i), Agency: "agency"}
		if err := s.ReadPersonal(t.Context(), act, func(*store.Tx) error { return nil }); err != nil {
			t.Fatal(err)
		}
	}
}

// What was recorded is sealed once, in order, without a gap, and can be
// verified; a checkpoint is given out when it is due.
func TestSeal(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		key := logKey(t)
		publish := func(events int64, age time.Duration) (done bool) {
			ok(t, x.Store.Chore(t.Context(), func(c *store.Chore) (err error) {
				done, err = c.Publish(t.Context(), key, events, age)
				return err
			}))
			return done
		}
		if sealAll(t, x.Store, key, 10) != 0 || publish(1, 0) {
			t.Error("nothing was done, and something is sealed")
		}
		acts(t, x.Store, "ana", 25)
		x.Clock.Advance(time.Second)
		acts(t, x.Store, "eva", 5)
		if n := sealAll(t, x.Store, key, 10); n != 30 || count(t, x, "audit") != 0 {
			t.Errorf("sealed %d, %d wait", n, count(t, x, "audit"))
		}
		if !publish(31, time.Hour) || publish(1, 0) {
			t.Error("the first checkpoint is not given out at once, or it is given out twice")
		}
		acts(t, x.Store, "ana", 3)
		sealAll(t, x.Store, key, 1000)
		if publish(4, time.Hour) || !publish(3, time.Hour) {
			t.Error("the second checkpoint is not given out at three events")
		}
		found, events := verified(t, x.Store, key)
		if len(found) > 0 || len(events) != 33 || events[0].By != "ana" || events[29].By != "eva" || events[32].Seq != 32 {
			t.Errorf("%v in %d events", found, len(events))
		}
		x.Read(func(tx *store.Tx) error {
			points, err := tx.Checkpoints(t.Context(), 30, 10)
			if len(points) != 1 || points[0].Size != 33 {
				t.Errorf("checkpoints %v", points)
			}
			if c, err := tx.AuditCopy(t.Context()); err != nil || c.Size != 33 || len(c.Checkpoints) != 2 {
				t.Errorf("copy %+v %v", c, err)
			}
			var seqs []int64
			ok(t, tx.EachEvent(t.Context(), 5, 8, func(e *audit.Event) error { seqs = append(seqs, e.Seq); return nil }))
			if !slices.Equal(seqs, []int64{5, 6, 7}) {
				t.Errorf("events %v", seqs)
			}
			s, serr := tx.LogState(t.Context())
			if s.Size != 33 || s.Last != 33 || s.Inbox != 0 || s.Published != 33 || !s.At.Equal(x.Clock.Now()) || !s.Waiting.IsZero() || !s.Open.IsZero() {
				t.Errorf("state %+v", s)
			}
			return errors.Join(err, serr)
		})
		acts(t, x.Store, "ana", 2)
		x.Read(func(tx *store.Tx) error {
			s, err := tx.LogState(t.Context())
			if s.Inbox != 2 || !s.Waiting.Equal(x.Clock.Now()) {
				t.Errorf("state %+v", s)
			}
			return err
		})
	})
}

// Whoever changes a sealed row is refused; who takes the refusal away and
// changes the head is not built upon.
func TestOnlyAdded(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		key := logKey(t)
		acts(t, x.Store, "ana", 5)
		sealAll(t, x.Store, key, 1000)
		ok(t, x.Store.Chore(t.Context(), func(c *store.Chore) error {
			_, err := c.Publish(t.Context(), key, 1, 0)
			return err
		}))
		onlyAdded(t, x, `UPDATE ledger SET by = 'x' WHERE seq = 1`, `DELETE FROM ledger WHERE seq = 4`,
			`UPDATE checkpoint SET at = 1`, `DELETE FROM checkpoint`)
		beneath(t, x, `UPDATE ledger_head SET size = 4`)
		acts(t, x.Store, "ana", 1)
		err := x.Store.Chore(t.Context(), func(c *store.Chore) error {
			_, _, err := c.Seal(t.Context(), key, 10)
			return err
		})
		if err == nil {
			t.Error("a head that was not signed is built upon")
		}
	})
}

// However many instances seal at once, every event is in the log once.
func TestSealTogether(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		const writers, each = 4, 60
		key := logKey(t)
		done := make(chan struct{})
		var writing, sealing sync.WaitGroup
		for w := range writers {
			writing.Go(func() { acts(t, x.Store, fmt.Sprint("writer-", w), each) })
		}
		for range 3 {
			other := store.New(x.DB, store.Config{Now: x.Clock.Now})
			sealing.Go(func() {
				for {
					err := other.Chore(t.Context(), func(c *store.Chore) error {
						_, _, err := c.Seal(t.Context(), key, 7)
						if err == nil {
							_, err = c.Publish(t.Context(), key, 20, time.Hour)
						}
						return err
					})
					if err != nil {
						t.Error(err)
						return
					}
					select {
					case <-done:
						return
					default:
					}
				}
			})
		}
		writing.Wait()
		close(done)
		sealing.Wait()
		sealAll(t, x.Store, key, 1000)
		found, events := verified(t, x.Store, key)
		seen := map[string]bool{}
		for _, e := range events {
			seen[e.By+e.Via] = true
		}
		if len(found) > 0 || len(events) != writers*each || len(seen) != writers*each {
			t.Errorf("%v: %d events, %d different", found, len(events), len(seen))
		}
	})
}

// The log is searched by everything it is asked for, page by page.
func TestLedgerSearch(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		key := logKey(t)
		agency := x.Agency("FGR", account.Federal)
		ana := x.Account(agency, account.Submitter)
		sealAll(t, x.Store, key, 1000)
		x.Read(func(tx *store.Tx) error {
			folios, err := tx.Folios(t.Context(), "none")
			holders, err2 := tx.Holders(t.Context(), account.Submitter)
			if len(folios) != 0 || !slices.Equal(holders, []string{ana.ID}) {
				t.Errorf("folios %v, holders %v", folios, holders)
			}
			return errors.Join(err, err2)
		})
		x.Clock.Advance(time.Minute)
		from := x.Clock.Now()
		for i := range 7 {
			act := audit.Act{By: ana.ID, Verb: audit.SeizureRead, On: "A", Agency: agency.ID, To: agency.ID}
			if i%2 == 0 {
				act.Verb, act.On = audit.RequestRead, "B"
			}
			ok(t, x.Store.Write(t.Context(), act, func(*store.Tx) error { return nil }))
			x.Clock.Advance(time.Second)
		}
		sealAll(t, x.Store, key, 1000)
		pages := func(read func(ctx context.Context, after string, tx *store.Tx) ([]audit.Entry, string, error)) (seqs []int64) {
			after := ""
			for {
				var list []audit.Entry
				x.Read(func(tx *store.Tx) (err error) {
					list, after, err = read(t.Context(), after, tx)
					return err
				})
				for _, e := range list {
					seqs = append(seqs, e.Seq)
					if e.By == ana.ID && (e.Name != ana.Name || e.Username != ana.Username || e.AgencyCode != "FGR" || e.ToCode != "FGR") {
						t.Errorf("entry %+v", e)
					}
				}
				if after == "" {
					return seqs
				}
			}
		}
		for want, f := range map[string]store.LedgerFilter{
			"[8 7 6 5 4 3 2 1 0]": {}, "[8 7 6 5 4 3 2]": {By: ana.ID}, "[7 5 3]": {On: "A"}, "[8 6 4 2]": {Verb: audit.RequestRead},
			"[6 5]": {Agency: agency.ID, From: from.Add(3 * time.Second), To: from.Add(5 * time.Second)}, "[1 0]": {To: from},
			"[]": {By: "nobody"},
		} {
			got := pages(func(ctx context.Context, after string, tx *store.Tx) ([]audit.Entry, string, error) {
				f.After, f.Limit = after, 2
				return tx.Ledger(ctx, f)
			})
			if fmt.Sprint(got) != want {
				t.Errorf("%+v: %v, want %s", f, got, want)
			}
		}
		got := pages(func(ctx context.Context, after string, tx *store.Tx) ([]audit.Entry, string, error) {
			return tx.LedgerOn(ctx, []string{"A", "B", "C"}, []audit.Verb{audit.SeizureRead, audit.RequestRead}, store.LedgerFilter{After: after, Limit: 3})
		})
		if fmt.Sprint(got) != "[8 7 6 5 4 3 2]" {
			t.Errorf("on several: %v", got)
		}
	})
}

// What went out is recorded by many at once, all or none, and found by the
// request it went out to.
func TestNoted(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		var acts []audit.Act
		for i := range 70 {
			acts = append(acts, audit.Act{By: "ana", Verb: audit.Sent, Via: fmt.Sprint("via-", i), Fields: audit.Answer{Status: 200, Out: int64(i)}.String()})
		}
		ok(t, x.Store.Note(t.Context(), append(acts, audit.Act{By: "ana", Verb: audit.Sent, Via: "via-no", Fields: "what is none"})...))
		sealAll(t, x.Store, logKey(t), 1000)
		x.Read(func(tx *store.Tx) error {
			found, err := tx.Answers(t.Context(), "via-7", "via-69", "via-no", "other")
			if len(found) != 2 || found["via-7"].Out != 7 || found["via-69"].Out != 69 {
				t.Errorf("found %v", found)
			}
			return err
		})
		x.BreakAudit()
		if err := x.Store.Note(t.Context(), acts...); !fault.Is(err, fault.Unavailable) {
			t.Errorf("noted where nothing can be: %v", err)
		}
	})
}

// Each day has one checkpoint, that given out last, and keeps it.
func TestDaily(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		key := logKey(t)
		add := func(day string) error {
			return x.Store.Write(t.Context(), storetest.Setup, func(tx *store.Tx) error { return tx.AddDaily(t.Context(), day) })
		}
		if err := add("2026-03-05"); !fault.Is(err, fault.Stale) {
			t.Errorf("a day before any checkpoint: %v", err)
		}
		for i, day := range []string{"2026-03-05", "2026-03-06", "2026-03-07"} {
			acts(t, x.Store, "ana", 1+i)
			sealAll(t, x.Store, key, 1000)
			ok(t, x.Store.Chore(t.Context(), func(c *store.Chore) error {
				_, err := c.Publish(t.Context(), key, 1, 0)
				return err
			}))
			ok(t, add(day))
			if err := add(day); !fault.Is(err, fault.Stale) {
				t.Errorf("%s again: %v", day, err)
			}
		}
		x.Read(func(tx *store.Tx) error {
			d, err := tx.Daily(t.Context(), "2026-03-06")
			if d.Size != 4 || d.Note == "" || !d.Told.Equal(x.Clock.Now()) {
				t.Errorf("the second day is %+v", d)
			}
			if _, err := tx.Daily(t.Context(), "2026-03-08"); !fault.Is(err, fault.NotFound) {
				t.Errorf("a day that was not: %v", err)
			}
			list, next, err1 := tx.Dailies(t.Context(), "", 2)
			more, end, err2 := tx.Dailies(t.Context(), next, 2)
			if len(list) != 2 || list[0].Day != "2026-03-07" || len(more) != 1 || more[0].Day != "2026-03-05" || end != "" {
				t.Errorf("days %+v, then %+v", list, more)
			}
			_, _, err3 := tx.Dailies(t.Context(), "x", 2)
			if !fault.Is(err3, fault.Invalid) {
				t.Errorf("another list's cursor: %v", err3)
			}
			return errors.Join(err, err1, err2)
		})
		onlyAdded(t, x, `UPDATE daily SET size = 1`, `DELETE FROM daily`)
	})
}

// changes are what takes rows of the log away or makes others of them.
var changes = regexp.MustCompile(`(?i)(DELETE FROM|UPDATE|TRUNCATE( TABLE)?|DROP TABLE|REPLACE INTO)\s+(audit|ledger|checkpoint|daily)\b[^\x60]{0,14}`)

// No statement of the house takes anything out of the log: it is only added
// to, and what waits to be sealed is taken away where it is sealed.
func TestNothingLeavesTheLog(t *testing.T) {
	files, err := filepath.Glob("../*/*.go")
	ok(t, err)
	var found []string
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") || strings.Contains(file, "storetest") {
			continue
		}
		text, err := os.ReadFile(file)
		ok(t, err)
		for _, m := range changes.FindAllString(string(text), -1) {
			found = append(found, filepath.Base(file)+": "+m)
		}
	}
	if want := []string{"ledger.go: DELETE FROM audit WHERE id IN ("}; !slices.Equal(found, want) {
		t.Errorf("what changes the log: %q, want %q", found, want)
	}
}

// onlyAdded fails unless the database refuses each statement, from whoever owns
// the table too.
func onlyAdded(t *testing.T, x *storetest.Fixture, statements ...string) {
	t.Helper()
	for _, q := range statements {
		err := x.DB.Write(t.Context(), db.Unfenced, func(tx *db.Tx) error {
			if x.DB.Shared() {
				_, err := tx.Exec(t.Context(), `SET LOCAL ROLE NONE`)
				ok(t, err)
			}
			_, err := tx.Exec(t.Context(), q)
			return err
		})
		if err == nil || !strings.Contains(err.Error(), "rows are only added") {
			t.Errorf("%s: %v", q, err)
		}
	}
}
