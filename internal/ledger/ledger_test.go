package ledger_test

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/ledger"
	"rastreo/internal/secret"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
)

// shelf is a log with its files, an auditor, and what the operator is told.
type shelf struct {
	*storetest.Fixture
	*ledger.Ledger
	t       *testing.T
	auditor account.Actor
	said    *bytes.Buffer
	file    string
	second  string
}

func each(t *testing.T, f func(*testing.T, *shelf)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		folder := t.TempDir()
		s := &shelf{Fixture: x, t: t, said: &bytes.Buffer{}, file: filepath.Join(folder, "checkpoints"), second: filepath.Join(folder, "away", "checkpoints")}
		a := x.Account(x.Agency("FGR", account.Federal), account.Auditor)
		s.auditor = account.Actor{ID: a.ID, AgencyID: a.AgencyID, Name: a.Name, Role: a.Role, Lang: a.Lang, Zone: a.Zone, Proven: true}
		s.open()
		f(t, s)
	})
}

// open begins anew, as a process does.
func (s *shelf) open() {
	s.t.Helper()
	var err error
	s.Ledger, err = ledger.New(s.Store, ledger.Config{
		Origin: "rastreo/test", Secret: secret.New(make([]byte, 32)), Files: []string{s.file, s.second},
		Now: s.Clock.Now, Log: slog.New(slog.NewTextHandler(s.said, nil)),
	})
	must(s.t, err)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (s *shelf) act(n int) {
	s.t.Helper()
	for range n {
		must(s.t, s.Store.Write(s.t.Context(), audit.Act{Verb: audit.Swept}, func(*store.Tx) error { return nil }))
	}
}

// beneath changes the database without being asked.
func (s *shelf) beneath(statements ...string) {
	s.t.Helper()
	s.Beneath(statements...)
}

// notes reads a file of checkpoints.
func notes(t *testing.T, path string) (sizes []int64) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	list, torn := audit.Notes(string(text))
	if torn != "" {
		t.Errorf("%s is torn: %q", path, torn)
	}
	for _, n := range list {
		c, err := audit.Keys{}.Open(n)
		must(t, err)
		sizes = append(sizes, c.Size)
	}
	return sizes
}

// alarmed wants these alarms and no others, each told to the auditor.
func (s *shelf) alarmed(want string) {
	s.t.Helper()
	if got := fmt.Sprint(s.Alarms()); got != want {
		s.t.Errorf("alarms %s, want %s\n%s", got, want, s.said)
	}
}

// A checkpoint is given out at once, after a minute, after a thousand events,
// and at the end; the files have each of them once, whatever happened.
func TestCheckpoints(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		must(t, s.Round(t.Context()))
		s.act(1)
		must(t, s.Round(t.Context()))
		if got := notes(t, s.file); len(got) != 1 {
			t.Errorf("checkpoints of %v", got)
		}
		s.alarmed("map[no_copy:1]")
		s.Clock.Advance(time.Minute)
		s.act(3)
		s.open()
		must(t, s.Round(t.Context()))
		text, err := os.ReadFile(s.file)
		must(t, err)
		must(t, os.WriteFile(s.file, text[:len(text)-30], 0o600)) // a crash inside a write
		must(t, os.Mkdir(filepath.Dir(s.second), 0o700))
		s.act(1000)
		s.open()
		must(t, s.Round(t.Context()))
		s.act(2)
		must(t, s.Close(t.Context()))
		must(t, s.Close(t.Context()))
		first, second := notes(t, s.file), notes(t, s.second)
		if len(first) != 4 || fmt.Sprint(first) != fmt.Sprint(second) {
			t.Errorf("checkpoints of %v and %v", first, second)
		}
		s.alarmed("map[]")
	})
}

// Whatever is wrong with the log is told once, to the operator and to every
// auditor, and recorded.
func TestAlarms(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		must(t, os.Mkdir(filepath.Dir(s.second), 0o700))
		s.act(3)
		must(t, s.Round(t.Context()))
		s.alarmed("map[]")

		s.Clock.Advance(-3 * time.Second)
		must(t, s.Round(t.Context()))
		must(t, s.Round(t.Context()))
		s.alarmed("map[clock:1]")

		s.beneath(`UPDATE ledger_head SET chain = edge, size = size - 1`)
		s.act(1)
		for range 2 {
			if s.Round(t.Context()) == nil {
				t.Error("a log that was tampered with is gone on with")
			}
		}
		s.alarmed("map[clock:1 gap:1 shrunk:1]")
		s.Clock.Advance(2 * time.Minute)
		_ = s.Round(t.Context())
		s.alarmed("map[clock:1 gap:1 shrunk:1 stalled:1]")
		if n := strings.Count(s.said.String(), "alarm="); n != 4 {
			t.Errorf("the operator is told %d times\n%s", n, s.said)
		}
		var jobs int
		s.Read(func(tx *store.Tx) (err error) {
			jobs, err = tx.Jobs(t.Context())
			return err
		})
		if jobs != 4 {
			t.Errorf("the auditor is told %d times", jobs)
		}
		page, err := s.Search(t.Context(), s.auditor, ledger.Search{})
		if err != nil || len(page.Entries) == 0 {
			t.Errorf("the auditor sees %d events: %v", len(page.Entries), err)
		}
	})
}

// Each alarm waits as long as it is meant to, and no longer: the timer looks
// every second, so that what is wrong is told within a minute of when it must be.
func TestAlarmsInTime(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		must(t, os.Mkdir(filepath.Dir(s.second), 0o700))
		s.act(1)
		must(t, s.Round(t.Context()))
		after := func(d time.Duration, do func(), a ledger.Alarm, want int) {
			t.Helper()
			s.Clock.Advance(d)
			do()
			_ = s.Round(t.Context())
			if n := s.Alarms()[a]; n != want {
				t.Errorf("%s: raised %d times, want %d", a, n, want)
			}
		}
		nothing := func() {}
		after(-2*time.Second, nothing, ledger.Clock, 0)
		after(-2*time.Second-time.Microsecond, nothing, ledger.Clock, 1)
		after(2*time.Minute, nothing, ledger.Clock, 1) // and what was told of it is given out

		stop := `CREATE TRIGGER stop BEFORE INSERT ON checkpoint BEGIN SELECT RAISE(ABORT, 'stopped'); END`
		goOn := []string{`DROP TRIGGER stop`}
		if s.DB.Shared() {
			s.Beneath(`CREATE FUNCTION stop() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'stopped'; END $$`)
			stop, goOn = `CREATE TRIGGER stop BEFORE INSERT ON checkpoint FOR EACH ROW EXECUTE FUNCTION stop()`, []string{`DROP TRIGGER stop ON checkpoint`}
		}
		s.Beneath(stop)
		after(10*time.Minute, func() { s.act(1) }, ledger.Unpublished, 0)
		after(5*time.Minute, nothing, ledger.Unpublished, 0)
		after(time.Second, nothing, ledger.Unpublished, 1)
		s.Beneath(goOn...)
		after(time.Second, nothing, ledger.Unpublished, 1)

		s.Beneath(strings.ReplaceAll(stop, "ON checkpoint", "ON ledger"))
		after(time.Second, func() { s.act(1) }, ledger.Stalled, 0)
		after(time.Minute, nothing, ledger.Stalled, 0)
		after(time.Second, nothing, ledger.Stalled, 1)
		s.Beneath(strings.ReplaceAll(goOn[0], "ON checkpoint", "ON ledger"))
		after(time.Second, nothing, ledger.Stalled, 1)

		s.Beneath(map[bool]string{false: "DROP TRIGGER ledger_delete", true: "DROP TRIGGER ledger_change ON ledger"}[s.DB.Shared()])
		after(time.Second, func() { s.Beneath(`DELETE FROM ledger WHERE seq = (SELECT MAX(seq) FROM ledger)`) }, ledger.Gap, 1)
	})
}

// A file that cannot be written is told of, keeps nothing else from going on,
// and has every checkpoint once it can be again.
func TestNoFile(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		must(t, os.Mkdir(filepath.Dir(s.second), 0o700))
		must(t, os.Mkdir(s.file, 0o700)) // where the file should be
		for range 3 {
			s.act(1)
			must(t, s.Round(t.Context()))
			s.Clock.Advance(time.Minute)
		}
		s.alarmed("map[no_file:1]")
		must(t, os.Remove(s.file))
		must(t, s.Round(t.Context()))
		first, second := notes(t, s.file), notes(t, s.second)
		if len(second) < 3 || fmt.Sprint(first) != fmt.Sprint(second) {
			t.Errorf("checkpoints of %v and %v", first, second)
		}
	})
}

// Refusals are recorded, but not so many that they fill the log.
func TestRefused(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		refuse := func(n int) {
			for range n {
				must(t, s.Refused(t.Context(), s.auditor, account.Claim, "", "fault.forbidden"))
			}
		}
		count := func() (n int) {
			must(t, s.Close(t.Context()))
			s.Read(func(tx *store.Tx) error {
				return tx.EachEvent(t.Context(), 0, 1<<60, func(e *audit.Event) error {
					if e.Verb == audit.Refused && e.By == s.auditor.ID && e.Outcome == "fault.forbidden" && e.Fields == string(account.Claim) {
						n++
					}
					return nil
				})
			})
			return n
		}
		refuse(500)
		if n := count(); n != 60 {
			t.Errorf("%d refusals recorded", n)
		}
		s.Clock.Advance(10 * time.Second)
		refuse(500)
		if n := count(); n != 65 {
			t.Errorf("%d refusals recorded after ten seconds", n)
		}
		must(t, s.Refused(t.Context(), account.Actor{}, account.Claim, "", "fault.forbidden"))
	})
}

// Nobody but an auditor reads the log, and to take it away they must have
// shown who they are.
func TestWhoReads(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		who := s.auditor
		for _, role := range account.Roles {
			if who.Role = role; role == account.Auditor {
				continue
			}
			_, err := s.Search(t.Context(), who, ledger.Search{})
			_, err2 := s.LastReview(t.Context(), who)
			err3 := s.Export(t.Context(), who, func() io.Writer { return io.Discard })
			for _, err := range []error{err, err2, err3, s.Review(t.Context(), who)} {
				if !fault.Is(err, fault.Forbidden) {
					t.Errorf("%s: %v", role, err)
				}
			}
		}
		who = s.auditor
		who.Proven = false
		err := s.Export(t.Context(), who, func() io.Writer { t.Error("something is written"); return io.Discard })
		if f := fault.Of(err); f == nil || f.Key != "fault.step_up" {
			t.Errorf("export: %v", err)
		}
	})
}
