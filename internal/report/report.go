// Package report is how the work stands, in figures: to a supervisor that of
// the whole center, to a coordinator how the traces of their agency ended.
package report

import (
	"context"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/catalog"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// Report tells how the work stands.
type Report struct {
	store *store.Store
	now   func() time.Time
}

// New returns the report of one world.
func New(s *store.Store, now func() time.Time) *Report { return &Report{s, now} }

// Figures are how the work stands at one moment. What is open is told to the
// center alone.
type Figures struct {
	Center  bool
	Since   time.Time // the first day of what has ended, UTC
	At      time.Time
	Ended   []trace.Tally
	Open    []trace.Open
	Oldest  []trace.Request // outlines, the longest open first
	Loads   []store.Load
	Waiting Waiting
}

// Waiting is on whom what is open waits.
type Waiting struct{ Center, Trade, Submitter int }

// span is how many days back what has ended is told.
const span = 90

// oldest is how many of the longest open are told.
const oldest = 10

// Figures tells how the work stands, to staff of the center and of an agency.
func (r *Report) Figures(ctx context.Context, who account.Actor) (f Figures, err error) {
	if err := account.May(who, account.ReadFigures, nil); err != nil {
		return f, err
	}
	now := r.now().UTC()
	f = Figures{Center: who.Role.Staff(), At: now, Since: now.AddDate(0, 0, 1-span).Truncate(24 * time.Hour)}
	of := who.AgencyID
	if f.Center {
		of = ""
	}
	err = r.store.ReadPersonal(ctx, audit.By(who, audit.FiguresRead, ""), func(tx *store.Tx) error {
		if f.Ended, err = tx.Tallies(ctx, of, f.Since.Format(time.DateOnly)); err != nil || !f.Center {
			return err
		}
		return f.open(ctx, tx, who)
	})
	return f, err
}

// open adds what is open.
func (f *Figures) open(ctx context.Context, tx *store.Tx, who account.Actor) (err error) {
	if f.Open, err = tx.OpenByAge(ctx); err != nil {
		return err
	}
	if f.Loads, err = tx.Loads(ctx, who.AgencyID); err != nil {
		return err
	}
	if f.Oldest, err = tx.Oldest(ctx, oldest); err != nil {
		return err
	}
	for i := range f.Oldest {
		f.Oldest[i] = f.Oldest[i].Outline()
	}
	if f.Waiting.Trade, err = tx.AskedTrade(ctx); err != nil {
		return err
	}
	for _, o := range f.Open {
		if o.Status == trace.Returned {
			f.Waiting.Submitter += o.N
		} else {
			f.Waiting.Center += o.N
		}
	}
	f.Waiting.Center -= f.Waiting.Trade
	return nil
}

// Total is how many are open.
func (w Waiting) Total() int { return w.Center + w.Trade + w.Submitter }

// Of returns those tallies that keep says yes to.
func Of(list []trace.Tally, keep func(trace.Tally) bool) (some []trace.Tally) {
	for _, t := range list {
		if keep(t) {
			some = append(some, t)
		}
	}
	return some
}

// Sum is how many traces ended.
func Sum(list []trace.Tally) (n int) {
	for _, t := range list {
		n += t.N
	}
	return n
}

// By counts traces by what name says of them.
func By(list []trace.Tally, name func(trace.Tally) string) map[string]int {
	counts := map[string]int{}
	for _, t := range list {
		counts[name(t)] += t.N
	}
	return counts
}

// Family is where the reason of an outcome lies.
func Family(t trace.Tally) string { return catalog.Family(t.Outcome) }

// Week is the Monday of the week a trace ended in.
func Week(t trace.Tally) string {
	day, err := time.Parse(time.DateOnly, t.Day)
	if err != nil {
		return t.Day
	}
	return day.AddDate(0, 0, -(int(day.Weekday())+6)%7).Format(time.DateOnly)
}
