package ledger_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/db/dbtest"
	"rastreo/internal/fault"
	"rastreo/internal/ledger"
	"rastreo/internal/secret"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
	"rastreo/internal/trace"
)

// told lists who has been told what, as far as it waits to be delivered.
func (s *shelf) told() (list []string) {
	s.t.Helper()
	var jobs []store.Job
	must(s.t, s.Store.Chore(s.t.Context(), func(c *store.Chore) (err error) {
		jobs, err = c.TakeJobs(s.t.Context(), store.NoticeJob, c.Now(), 1000)
		return err
	}))
	for _, j := range jobs {
		list = append(list, string(j.Body))
	}
	return list
}

// count counts the notices of a code.
func count(list []string, code trace.NoticeCode) (n int) {
	for _, text := range list {
		if strings.Contains(text, `"`+string(code)+`"`) {
			n++
		}
	}
	return n
}

// Every day from six on, on the clock of the house, one checkpoint is told to
// whoever looks after an agency and to the auditor, once however many instances
// there are.
func TestDaily(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		home := s.Agency("FGJ-TAM", account.State)
		for _, role := range []account.Role{account.Admin, account.Coordinator, account.Submitter} {
			s.Account(home, role)
		}
		must(t, s.Daily(t.Context()))
		if n := count(s.told(), trace.NoticeAuditDay); n != 0 {
			t.Errorf("%d are told of a checkpoint that there is not", n)
		}
		must(t, s.Round(t.Context()))
		var all sync.WaitGroup
		for range 4 {
			s.open() // as another instance
			other := s.Ledger
			all.Go(func() {
				for range 2 {
					if err := other.Daily(t.Context()); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		if n := count(s.told(), trace.NoticeAuditDay); n != 3 {
			t.Errorf("%d are told, and there are three", n)
		}
		page, err := s.Days(t.Context(), s.auditor, "")
		must(t, err)
		if len(page.List) != 1 || page.List[0].Day != "2026-03-05" || !page.List[0].Whole || !slices.Equal(page.List[0].Signers, []string{"rastreo/test"}) || page.Key != s.Key() {
			t.Errorf("the day is %+v", page)
		}
		s.Clock.Advance(17*time.Hour + 29*time.Minute) // 05:59 in Mexico City
		must(t, s.Daily(t.Context()))
		if page, err = s.Days(t.Context(), s.auditor, ""); err != nil || len(page.List) != 1 {
			t.Errorf("before six there are %d days: %v", len(page.List), err)
		}
		s.Clock.Advance(time.Minute)
		must(t, s.Round(t.Context()))
		must(t, s.Daily(t.Context()))
		if page, err = s.Days(t.Context(), s.auditor, ""); err != nil || len(page.List) != 2 || page.List[0].Day != "2026-03-06" || page.List[0].Size <= page.List[1].Size {
			t.Errorf("the days are %+v: %v", page.List, err)
		}
		if _, err := s.Days(t.Context(), account.Actor{}, ""); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("nobody is shown them: %v", err)
		}
	})
}

// Auditors are told each day that a review is due, until it is made.
func TestReviewDue(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		next := func(due int) {
			t.Helper()
			must(t, s.Round(t.Context()))
			must(t, s.Daily(t.Context()))
			if n := count(s.told(), trace.NoticeAuditReview); n != due {
				t.Errorf("%s: %d auditors are told, want %d", s.Clock.Now().Format(time.DateOnly), n, due)
			}
			s.Clock.Advance(24 * time.Hour)
			s.Beneath(`DELETE FROM outbox`)
		}
		next(1)
		must(t, s.Review(t.Context(), s.auditor))
		for range 7 {
			next(0)
		}
		next(1)
	})
}

// A log that was rewritten and signed anew, by who has its key, is found by the
// checkpoint of a day: by the file that was downloaded, and by what was printed
// of it.
func TestRewritten(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		s.act(3)
		must(t, s.Round(t.Context()))
		must(t, s.Daily(t.Context()))
		page, err := s.Days(t.Context(), s.auditor, "")
		must(t, err)
		day := page.List[0]
		file, err := s.Note(t.Context(), s.auditor, day.Day)
		must(t, err)
		verify := func(tell func(*audit.Verifier)) (found []audit.Finding) {
			s.Read(func(tx *store.Tx) error {
				kept, err := tx.AuditCopy(t.Context())
				must(t, err)
				keys, err := audit.ParseKeys(page.Key)
				must(t, err)
				v := audit.NewVerifier(keys, kept)
				tell(v)
				must(t, tx.EachEvent(t.Context(), 0, 1<<60, func(e *audit.Event) error { v.Add(e); return nil }))
				found = v.End()
				return nil
			})
			return found
		}
		notes, torn := audit.Notes(file)
		if len(notes) != 1 || torn != "" {
			t.Fatalf("the file has %d notes, and %q", len(notes), torn)
		}
		c, err := audit.Keys{}.Open(notes[0])
		must(t, err)
		downloaded := func(v *audit.Verifier) { v.Outside(notes[0]) }
		printed := func(v *audit.Verifier) { v.Printed(day.Size, c.Root) }
		none := func(*audit.Verifier) {}
		s.act(2)
		must(t, s.Close(t.Context()))
		for name, tell := range map[string]func(*audit.Verifier){"downloaded": downloaded, "printed": printed, "none": none} {
			if found := verify(tell); len(found) > 0 {
				t.Errorf("%s: nothing was done, and %v is found", name, found)
			}
		}
		loose := []string{"ledger_update", "ledger_delete", "checkpoint_update", "checkpoint_delete", "daily_update", "daily_delete"}
		if s.DB.Shared() {
			loose = []string{"ledger_change ON ledger", "checkpoint_change ON checkpoint", "daily_change ON daily"}
		}
		for _, name := range loose {
			s.Beneath(`DROP TRIGGER ` + name)
		}
		for _, more := range []int{2, 9} { // shorter than the day's, and longer
			s.Beneath(`DELETE FROM daily`, `DELETE FROM checkpoint`, `DELETE FROM ledger_head`, `DELETE FROM ledger`)
			s.open()
			s.act(more)
			must(t, s.Close(t.Context()))
			if found := verify(none); len(found) > 0 {
				t.Errorf("what was signed anew does not fit together: %v", found)
			}
			for name, tell := range map[string]func(*audit.Verifier){"downloaded": downloaded, "printed": printed} {
				if found := verify(tell); len(found) == 0 {
					t.Errorf("%d events: what was rewritten is not found by what was %s", more, name)
				}
			}
		}
	})
}

// A witness who has signed a checkpoint, or a later one, stands under a day.
func TestDailyWitness(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		signers := func() string {
			page, err := s.Days(t.Context(), s.auditor, "")
			must(t, err)
			return fmt.Sprint(page.List[0].Signers)
		}
		must(t, os.Mkdir(filepath.Dir(s.second), 0o700))
		s.act(1)
		must(t, s.Round(t.Context()))
		must(t, s.Daily(t.Context()))
		if got := signers(); got != "[rastreo/test]" {
			t.Errorf("signed by %s", got)
		}
		s.Clock.Advance(time.Hour)
		s.act(1)
		must(t, s.Round(t.Context()))
		text, err := os.ReadFile(s.file)
		must(t, err)
		list, _ := audit.Notes(string(text))
		c, err := audit.Keys{}.Open(list[len(list)-1])
		must(t, err)
		witness, err := audit.NewKey("fgr.mx", make([]byte, 32))
		must(t, err)
		cosigned, err := c.Cosign(witness)
		must(t, err)
		must(t, os.WriteFile(s.file, append(text, audit.Line(cosigned)...), 0o600))
		if got := signers(); got != "[fgr.mx rastreo/test]" {
			t.Errorf("signed by %s", got)
		}
	})
}

// What is kept for less than a year is no log.
func TestKeep(t *testing.T) {
	x := storetest.Open(t, dbtest.SQLite(t))
	for keep, want := range map[int]int{0: 10, 1: 1, 12: 12, -1: 0} {
		l, err := ledger.New(x.Store, ledger.Config{Origin: "rastreo/test", Secret: secret.New(make([]byte, 32)), Keep: keep, Now: x.Clock.Now})
		if want == 0 && err == nil || want > 0 && (err != nil || l.Keep != want) {
			t.Errorf("%d years: %v", keep, err)
		}
	}
}
