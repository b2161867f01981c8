package ledger_test

import (
	"encoding/json"
	"io"
	"strings"
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/ledger"
	"rastreo/internal/store"
)

// read does what is recorded under a request, and answers it.
func (s *shelf) read(via string, size int64) {
	s.t.Helper()
	who := s.auditor
	who.Via, who.Session = via, "session"
	act := audit.By(who, audit.SeizureRead, "AS-1")
	must(s.t, s.Store.ReadPersonal(s.t.Context(), act, func(*store.Tx) error { return nil }))
	s.Recorded(act)
	s.Answered(via, audit.Answer{Status: 200, In: 1, Out: size, Took: time.Second})
}

// What went out to a request is recorded once, beside what was recorded under
// it, and of a request under which nothing was recorded nothing is.
func TestAnswers(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		s.read("one", 700)
		s.Answered("none", audit.Answer{Status: 200})
		s.Answered("one", audit.Answer{Status: 200})
		page, err := s.Search(t.Context(), s.auditor, ledger.Search{Verb: audit.SeizureRead})
		must(t, err)
		want := audit.Answer{Status: 200, In: 1, Out: 700, Took: time.Second}
		if len(page.Entries) != 1 || page.Entries[0].Answer == nil || *page.Entries[0].Answer != want {
			t.Errorf("the act's entry is %+v", page.Entries)
		}
		page, err = s.Search(t.Context(), s.auditor, ledger.Search{Verb: audit.Sent})
		must(t, err)
		if len(page.Entries) != 1 || page.Entries[0].By != s.auditor.ID || page.Entries[0].Session != "session" || page.Entries[0].Via != "one" {
			t.Errorf("the answer's entry is %+v", page.Entries)
		}
		page, err = s.Search(t.Context(), s.auditor, ledger.Search{})
		must(t, err)
		for _, e := range page.Entries {
			if e.Verb == audit.Sent {
				t.Error("an answer stands in the list beside its act")
			}
		}
		var out strings.Builder
		must(t, s.Export(t.Context(), s.auditor, func() io.Writer { return &out }))
		beside := 0
		for text := range strings.Lines(out.String()) {
			var line ledger.Line
			must(t, json.Unmarshal([]byte(text), &line))
			if line.Answer != nil {
				beside++
				if line.Verb != string(audit.SeizureRead) || line.Answer.Out != 700 || line.Answer.Status != 200 || line.Answer.Took != 1000 {
					t.Errorf("%s", text)
				}
			}
		}
		if beside != 1 {
			t.Errorf("%d lines have an answer beside them:\n%s", beside, out.String())
		}
	})
}

// Where what went out cannot be recorded nothing more goes out, an alarm is
// raised within a minute, and nothing is lost once it can be again.
func TestAnswersRefused(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		must(t, s.Round(t.Context()))
		must(t, s.Ready(t.Context()))
		const many = 300
		for i := range many {
			s.Recorded(audit.By(account.Actor{ID: "ana", Via: string(rune('a' + i))}, audit.SeizureRead, ""))
			s.Answered(string(rune('a'+i)), audit.Answer{Status: 200})
		}
		s.BreakAudit()
		if s.Round(t.Context()) == nil {
			t.Error("what cannot be recorded is no error")
		}
		if err := s.Ready(t.Context()); !fault.Is(err, fault.Unavailable) {
			t.Errorf("the next may be answered: %v", err)
		}
		s.Clock.Advance(61 * time.Second)
		_ = s.Round(t.Context())
		if s.Alarms()[ledger.Stalled] != 1 {
			t.Errorf("alarms %v", s.Alarms())
		}
		s.MendAudit()
		must(t, s.Ready(t.Context()))
		must(t, s.Round(t.Context()))
		events := 0
		s.Read(func(tx *store.Tx) error {
			return tx.EachEvent(t.Context(), 0, 1<<60, func(e *audit.Event) error {
				if e.Verb == audit.Sent {
					events++
				}
				return nil
			})
		})
		if events != many {
			t.Errorf("%d of %d are recorded", events, many)
		}
	})
}

// However many answers come while they cannot be recorded, so many wait that
// nothing else is let in.
func TestAnswersFull(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		s.BreakAudit()
		refused := 0
		for range 4100 {
			if s.Ready(t.Context()) != nil {
				refused++
				continue
			}
			s.Recorded(audit.Act{By: "ana", Verb: audit.SeizureRead, Via: "x"})
			s.Answered("x", audit.Answer{Status: 200})
		}
		if refused != 4 {
			t.Errorf("%d of 4100 are refused", refused)
		}
	})
}
