package ledger

import (
	"context"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/store"
)

// Somebody's refusals are recorded so many at once, and one more each time
// such a while has passed: what shows that they try, and does not let them
// fill the log.
const (
	refusedAtOnce = 60
	refusedEach   = 2 * time.Second
)

// tries is how much of that somebody has used.
type tries struct{ full time.Time } // when nothing of it will be used any more

// Refused records that somebody who is signed in tried what they may not:
// which act, on which record, and the code of the fault they met.
func (l *Ledger) Refused(ctx context.Context, who account.Actor, act account.Act, on, outcome string) error {
	if who.ID == "" || !l.spare(who.ID) {
		return nil
	}
	a := audit.By(who, audit.Refused, on)
	a.Outcome, a.Fields = outcome, string(act)
	return l.store.Write(ctx, a, func(*store.Tx) error { return nil })
}

func (l *Ledger) spare(id string) bool {
	now := l.Now()
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.tries) > 10_000 {
		for id, t := range l.tries {
			if t.full.Before(now) {
				delete(l.tries, id)
			}
		}
	}
	t := l.tries[id]
	if t == nil {
		t = &tries{}
		l.tries[id] = t
	}
	if t.full.Before(now) {
		t.full = now
	}
	if t.full.Sub(now) >= refusedAtOnce*refusedEach {
		return false
	}
	t.full = t.full.Add(refusedEach)
	return true
}
