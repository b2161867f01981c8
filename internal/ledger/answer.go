package ledger

import (
	"context"
	"sync"
	"time"

	"rastreo/internal/audit"
)

// answersMost is how many answers can wait to be recorded. Where they cannot be
// recorded nothing more is done or shown that would be, so that no more wait
// than were under way.
const answersMost = 4096

// answers are what went out and is not recorded yet. A process that is killed
// loses those of the last second; the acts they belong to it does not.
type answers struct {
	mu      sync.Mutex
	acts    map[string]audit.Act // by the request that is being answered under them
	waiting []audit.Act
	since   time.Time // when the first of them came
	failed  bool      // they could not be recorded

	writing sync.Mutex
}

// Recorded is told of every act that is on record. What is answered by the
// same request belongs to it.
func (l *Ledger) Recorded(a audit.Act) {
	if a.Via == "" {
		return
	}
	l.answers.mu.Lock()
	defer l.answers.mu.Unlock()
	l.answers.acts[a.Via] = audit.Act{By: a.By, Verb: audit.Sent, Via: a.Via, Agency: a.Agency, Session: a.Session, Source: a.Source}
}

// Answered is told how a request was answered, and has it recorded soon if
// something was recorded under it.
func (l *Ledger) Answered(via string, a audit.Answer) {
	l.answers.mu.Lock()
	defer l.answers.mu.Unlock()
	act, ok := l.answers.acts[via]
	if !ok {
		return
	}
	delete(l.answers.acts, via)
	if act.Fields = a.String(); len(l.answers.waiting) == 0 {
		l.answers.since = l.Now()
	}
	l.answers.waiting = append(l.answers.waiting, act)
}

// Ready is an error where what was answered before cannot be recorded: then
// nothing more may be answered that would be.
func (l *Ledger) Ready(ctx context.Context) error {
	l.answers.mu.Lock()
	well := !l.answers.failed && len(l.answers.waiting) < answersMost
	l.answers.mu.Unlock()
	if well {
		return nil
	}
	return l.note(ctx)
}

// note records the answers that wait.
func (l *Ledger) note(ctx context.Context) error {
	l.answers.writing.Lock()
	defer l.answers.writing.Unlock()
	for some := l.answers.first(); len(some) > 0; some = l.answers.first() {
		err := l.store.Note(ctx, some...)
		l.answers.noted(len(some), err, l.Now())
		if err != nil {
			return err
		}
	}
	return nil
}

func (a *answers) first() []audit.Act {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.waiting[:min(batch, len(a.waiting))]
}

// noted takes away what is on record now.
func (a *answers) noted(n int, err error, now time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.failed = err != nil; a.failed {
		return
	}
	a.waiting = append([]audit.Act(nil), a.waiting[n:]...)
	a.since = now
}

// oldest is when the first answer came that is not recorded; zero for none.
func (a *answers) oldest() time.Time {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.waiting) == 0 {
		return time.Time{}
	}
	return a.since
}
