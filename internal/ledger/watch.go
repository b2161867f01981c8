package ledger

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// Alarm is something about the log that somebody must look into.
type Alarm string

// The alarms.
const (
	Stalled     Alarm = "stalled"     // an event or answer has waited for a minute
	Gap         Alarm = "gap"         // events and head do not fit, or the head is not what was signed
	Shrunk      Alarm = "shrunk"      // the log is shorter than it was
	Clock       Alarm = "clock"       // the clock was set back
	Unpublished Alarm = "unpublished" // no checkpoint was given out for five minutes
	NoFile      Alarm = "no_file"     // the file of checkpoints cannot be written
	NoCopy      Alarm = "no_copy"     // nor its second place
	Decoy       Alarm = "decoy"       // somebody opened a decoy
)

// AllAlarms lists every alarm.
var AllAlarms = []Alarm{Stalled, Gap, Shrunk, Clock, Unpublished, NoFile, NoCopy, Decoy}

var fileAlarms = []Alarm{NoFile, NoCopy}

// notices tell auditors of each.
var notices = map[Alarm]trace.NoticeCode{
	Stalled: trace.NoticeAuditStalled, Gap: trace.NoticeAuditGap, Shrunk: trace.NoticeAuditShrunk, Clock: trace.NoticeAuditClock,
	Unpublished: trace.NoticeAuditUnpublished, NoFile: trace.NoticeAuditNoFile, NoCopy: trace.NoticeAuditNoCopy,
}

// What each alarm waits for.
const (
	stallAfter   = time.Minute
	publishAfter = 5 * time.Minute
	clockStep    = 2 * time.Second
)

// watch looks whether the log is as it should be. failed is what went wrong
// when it was sealed.
func (l *Ledger) watch(ctx context.Context, failed error) error {
	s, err := l.State(ctx)
	if err != nil {
		return err
	}
	now := l.Now()
	old := func(at time.Time, most time.Duration) bool { return !at.IsZero() && now.Sub(at) > most }
	latest, most := l.furthest(now, s.Size)
	l.ring(ctx, Stalled, old(s.Waiting, stallAfter) || old(l.answers.oldest(), stallAfter), failed)
	l.ring(ctx, Gap, s.Last != s.Size || errors.Is(failed, audit.ErrForged), failed)
	l.ring(ctx, Shrunk, s.Size < most, nil)
	l.ring(ctx, Clock, now.Before(latest.Add(-clockStep)), nil)
	l.ring(ctx, Unpublished, old(s.Open, publishAfter) && old(s.At, publishAfter) || s.At.IsZero() && old(s.Open, publishAfter), failed)
	return nil
}

// furthest returns how far the clock and the log had got, and notes how far
// they are. After a step of the clock it goes on from there.
func (l *Ledger) furthest(now time.Time, size int64) (latest time.Time, most int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	latest, most = l.latest, l.most
	l.latest, l.most = now, max(most, size)
	return latest, most
}

// State tells how the log stands.
func (l *Ledger) State(ctx context.Context) (s store.LogState, err error) {
	err = l.store.Read(ctx, store.House, func(tx *store.Tx) error {
		s, err = tx.LogState(ctx)
		return err
	})
	return s, err
}

// ring raises an alarm when something begins to be wrong: for the operator, in
// the log, and to every auditor.
func (l *Ledger) ring(ctx context.Context, a Alarm, wrong bool, cause error) {
	l.mu.Lock()
	begins := wrong && !l.raised[a]
	l.raised[a] = wrong
	if begins {
		l.alarms[a]++
	}
	l.mu.Unlock()
	if !begins {
		return
	}
	why := ""
	if cause != nil {
		why = cause.Error()
	}
	l.Log.ErrorContext(ctx, "audit", slog.String("alarm", string(a)), slog.String("err", why))
	err := l.store.Write(ctx, audit.Act{Verb: audit.AuditAlarmed, On: string(a)}, func(tx *store.Tx) error { return tell(ctx, tx, notices[a], account.Auditor) })
	if err != nil {
		l.Log.ErrorContext(ctx, "audit", slog.String("alarm", string(a)), slog.String("err", err.Error()))
	}
}

// lured raises the alarm about decoys that were opened. Whom it is told is in
// the transaction that sealed it.
func (l *Ledger) lured(ctx context.Context, times int) {
	if times == 0 {
		return
	}
	l.mu.Lock()
	l.alarms[Decoy] += times
	l.mu.Unlock()
	l.Log.ErrorContext(ctx, "audit", slog.String("alarm", string(Decoy)), slog.Int("times", times))
}

// tell gives everybody of some roles a notice.
func tell(ctx context.Context, tx *store.Tx, code trace.NoticeCode, roles ...account.Role) error {
	for _, role := range roles {
		holders, err := tx.Holders(ctx, role)
		for _, id := range holders {
			err = errors.Join(err, tx.Tell(ctx, trace.Notice{AccountID: id, Code: code}))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Alarms counts how often each alarm was raised since the program began.
func (l *Ledger) Alarms() map[Alarm]int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return maps.Clone(l.alarms)
}
