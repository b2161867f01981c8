package worker_test

import (
	"bytes"
	"context"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/db"
	"rastreo/internal/desk"
	"rastreo/internal/intake"
	"rastreo/internal/ledger"
	"rastreo/internal/login"
	"rastreo/internal/notify"
	"rastreo/internal/office"
	"rastreo/internal/secret"
	"rastreo/internal/share"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
	"rastreo/internal/trace"
	"rastreo/internal/worker"
)

// lease is how long a claim lasts in these tests.
const lease = 24 * time.Hour

// shift is a worker with the rooms it serves.
type shift struct {
	*storetest.Fixture
	*worker.Worker
	intake *intake.Intake
	desk   *desk.Desk
	notify *notify.Notify
	log    *text
}

// text is a log that may be read while it is written.
type text struct {
	mu sync.Mutex
	bytes.Buffer
}

func (l *text) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.Write(p)
}

func (l *text) said() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.String()
}

func each(t *testing.T, f func(*testing.T, *shift)) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		now := x.Clock.Now
		let, err := login.New(x.Store, login.Config{Secret: secret.New(make([]byte, 32)), OneFactor: true, Now: now, Random: strings.NewReader(strings.Repeat("x", 1000))})
		must(t, err)
		s := &shift{
			Fixture: x, log: &text{},
			intake: intake.New(x.Store, intake.Config{Now: now, Lease: lease}),
			desk:   desk.New(x.Store, desk.Config{Now: now, Lease: lease}),
			notify: notify.New(x.Store, now),
		}
		log, err := ledger.New(x.Store, ledger.Config{Origin: "rastreo/test", Secret: secret.New(make([]byte, 32)), Now: now, Log: slog.New(slog.NewTextHandler(s.log, nil))})
		if err != nil {
			t.Fatal(err)
		}
		s.Worker = worker.New(worker.Config{
			Ledger: log,
			Intake: s.intake, Desk: s.desk, Login: let, Office: office.New(x.Store, office.Config{Now: now}),
			Share: share.New(x.Store, share.Config{Now: now}), Notify: s.notify, Now: now,
			Log: slog.New(slog.NewTextHandler(s.log, nil)), Every: time.Hour,
		})
		f(t, s)
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func actor(a account.Account) account.Actor {
	return account.Actor{ID: a.ID, AgencyID: a.AgencyID, Name: a.Name, Role: a.Role, Lang: a.Lang, Zone: a.Zone}
}

// people returns a submitter and a tracer.
func (s *shift) people() (submitter, tracer account.Actor) {
	return actor(s.Account(s.Agency("FGR", account.Federal), account.Submitter)),
		actor(s.Account(s.Agency("NTC", account.Center), account.Tracer))
}

func TestTick(t *testing.T) {
	each(t, func(t *testing.T, s *shift) {
		submitter, tracer := s.people()
		receipt, _, err := s.intake.File(t.Context(), submitter, storetest.Filing(1), intake.Once{Key: "k", Hash: "h"})
		must(t, err)
		folio := receipt.Requests[0].Folio
		_, err = s.desk.Claim(t.Context(), tracer, folio)
		must(t, err)

		must(t, s.Tick(t.Context()))
		page, err := s.notify.Notices(t.Context(), submitter, "")
		must(t, err)
		if len(page.Notices) != 1 || page.Notices[0].Code != trace.NoticeReceived {
			t.Errorf("after a round the notices are %+v", page.Notices)
		}
		s.wantStatus(t, tracer, folio, trace.Claimed)

		s.Clock.Advance(lease + time.Second)
		must(t, s.Tick(t.Context()))
		s.wantStatus(t, tracer, folio, trace.Queued)
		must(t, s.Tick(t.Context()))
		page, err = s.notify.Notices(t.Context(), submitter, "")
		must(t, err)
		if len(page.Notices) != 1 {
			t.Errorf("a notice was made again: %+v", page.Notices)
		}
	})
}

func (s *shift) wantStatus(t *testing.T, who account.Actor, folio string, want trace.Status) {
	t.Helper()
	d, err := s.desk.Request(t.Context(), who, folio)
	must(t, err)
	if d.Request.Status != want {
		t.Errorf("%s is %s, want %s", folio, d.Request.Status, want)
	}
}

// A filing's key is forgotten after thirty days, an ended session at the next
// sweep; sweeps come once an hour.
func TestSweep(t *testing.T) {
	each(t, func(t *testing.T, s *shift) {
		submitter, _ := s.people()
		_, _, err := s.intake.File(t.Context(), submitter, storetest.Filing(2), intake.Once{Key: "k", Hash: "h"})
		must(t, err)
		must(t, s.Store.Chore(t.Context(), func(c *store.Chore) error {
			return c.SaveSession(t.Context(), store.Session{Token: "t", Data: []byte("x"), ExpiresAt: c.Now().Add(time.Hour)})
		}))
		must(t, s.Tick(t.Context()))
		s.want(t, "filing_key", 1)
		s.want(t, "session", 1)

		s.Clock.Advance(31 * 24 * time.Hour)
		must(t, s.Tick(t.Context()))
		s.want(t, "filing_key", 0)
		s.want(t, "session", 0)

		must(t, s.Store.Chore(t.Context(), func(c *store.Chore) error {
			return c.SaveSession(t.Context(), store.Session{Token: "u", Data: []byte("x"), ExpiresAt: c.Now()})
		}))
		s.Clock.Advance(59 * time.Minute)
		must(t, s.Tick(t.Context()))
		s.want(t, "session", 1)
		s.Clock.Advance(time.Minute)
		must(t, s.Tick(t.Context()))
		s.want(t, "session", 0)
	})
}

// Whatever is swept out, and however much time has passed, every event of the
// log is where it was.
func TestLogIsKept(t *testing.T) {
	each(t, func(t *testing.T, s *shift) {
		submitter, _ := s.people()
		_, _, err := s.intake.File(t.Context(), submitter, storetest.Filing(2), intake.Once{Key: "k", Hash: "h"})
		must(t, err)
		events := func() (list []string) {
			must(t, s.Tick(t.Context()))
			s.Read(func(tx *store.Tx) error {
				return tx.EachEvent(t.Context(), 0, 1<<60, func(e *audit.Event) error {
					list = append(list, e.ID+e.Chain.String())
					return nil
				})
			})
			return list
		}
		before := events()
		for year := range 12 {
			must(t, s.Store.Chore(t.Context(), func(c *store.Chore) error {
				return c.SaveSession(t.Context(), store.Session{Token: "t", Data: []byte("x"), ExpiresAt: c.Now().Add(time.Hour)})
			}))
			s.Clock.Advance(366 * 24 * time.Hour)
			now := events()
			s.want(t, "session", 0)
			if len(now) <= len(before) || !slices.Equal(now[:len(before)], before) {
				t.Fatalf("after %d years there are %d events where there were %d, or others", year+1, len(now), len(before))
			}
			before = now
		}
	})
}

// want counts the rows of a table.
func (s *shift) want(t *testing.T, table string, want int) {
	t.Helper()
	var n int
	must(t, s.DB.Read(t.Context(), db.Unfenced, func(tx *db.Tx) error {
		return tx.Row(t.Context(), "SELECT count(*) FROM "+table).Scan(&n)
	}))
	if n != want {
		t.Errorf("%s has %d rows, want %d", table, n, want)
	}
}

// A task that fails does not keep the others from their work, and says so
// with its name.
func TestFailure(t *testing.T) {
	each(t, func(t *testing.T, s *shift) {
		submitter, tracer := s.people()
		receipt, _, err := s.intake.File(t.Context(), submitter, storetest.Filing(3), intake.Once{})
		must(t, err)
		_, err = s.desk.Claim(t.Context(), tracer, receipt.Requests[0].Folio)
		must(t, err)
		s.Beneath("ALTER TABLE outbox RENAME TO gone")
		s.Clock.Advance(lease + time.Second)
		err = s.Tick(t.Context())
		if err == nil || !strings.Contains(err.Error(), "deliver: ") {
			t.Errorf("the round says %v", err)
		}
		s.wantStatus(t, tracer, receipt.Requests[0].Folio, trace.Queued)
	})
}

// A nudge makes notices at once, though the next round is an hour away; what
// goes wrong in a round is logged.
func TestRun(t *testing.T) {
	each(t, func(t *testing.T, s *shift) {
		submitter, _ := s.people()
		s.Every = 100 * time.Millisecond // rests a millisecond after a nudge; the first round finds nothing
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() { s.Run(ctx); close(ended) }()
		_, _, err := s.intake.File(t.Context(), submitter, storetest.Filing(4), intake.Once{})
		must(t, err)
		s.Nudge()
		s.Nudge()
		until(t, func() bool {
			n, err := s.notify.Unread(t.Context(), submitter)
			must(t, err)
			return n == 1
		})
		s.Beneath("ALTER TABLE outbox RENAME TO gone")
		s.Nudge()
		until(t, func() bool { return strings.Contains(s.log.said(), "msg=worker err=\"deliver: ") })
		stop()
		<-ended
	})
}

// until waits for something that another goroutine brings about.
func until(t *testing.T, done func() bool) {
	t.Helper()
	look := time.NewTicker(2 * time.Millisecond)
	defer look.Stop()
	deadline := time.After(20 * time.Second)
	for !done() {
		select {
		case <-look.C:
		case <-deadline:
			t.Fatal("it has not happened in time")
		}
	}
}

// What the worker does is in the log of acts, as the house's own.
func TestAudit(t *testing.T) {
	each(t, func(t *testing.T, s *shift) {
		submitter, _ := s.people()
		_, _, err := s.intake.File(t.Context(), submitter, storetest.Filing(5), intake.Once{})
		must(t, err)
		must(t, s.Tick(t.Context()))
		var n int
		must(t, s.DB.Read(t.Context(), db.Unfenced, func(tx *db.Tx) error {
			return tx.Row(t.Context(), "SELECT count(*) FROM ledger WHERE verb = $1 AND by = ''", string(audit.NoticesMade)).Scan(&n)
		}))
		if n != 1 {
			t.Errorf("the delivery was recorded %d times", n)
		}
	})
}

// What was filed before there was an index for it is found after a round.
func TestFill(t *testing.T) {
	each(t, func(t *testing.T, s *shift) {
		ctx := t.Context()
		filer := s.Account(s.Agency("FGR", account.Federal), account.Submitter)
		r := s.File(filer, 3).Requests[0]
		must(t, s.DB.Write(ctx, db.Unfenced, func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE request SET serial_core = NULL`)
			return err
		}))
		found := func() (n int) {
			s.Read(func(tx *store.Tx) error {
				list, err := tx.Twins(ctx, store.TwinFilter{Firearm: r.Twin()})
				n = len(list)
				return err
			})
			return n
		}
		if found() != 0 {
			t.Error("found before it was filled")
		}
		must(t, s.Tick(ctx))
		if found() != 1 {
			t.Error("not found after a round")
		}
	})
}
