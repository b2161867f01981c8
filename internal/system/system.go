// Package system is what an operator may know of a world that runs: how it
// stands in figures, and nothing of any record or person.
package system

import (
	"context"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/db"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// Config is what a world knows of itself.
type Config struct {
	Version string // of the program
	Now     func() time.Time
	Stats   func() db.Stats
	Shared  bool // several instances may serve this database
}

// System tells how a world stands.
type System struct {
	Config
	store *store.Store
	since time.Time
}

// New returns the system of one world, which begins now.
func New(s *store.Store, c Config) *System { return &System{c, s, c.Now()} }

// State is how a world stands at one moment.
type State struct {
	Version  string
	Shared   bool
	Since    time.Time // when this instance began
	Requests map[trace.Status]int
	Jobs     int // notices to be made, at most ten thousand
	Log      store.LogState
	Memory   db.Stats

	Mails, MailsFailed int // that wait, and that were given up; each at most ten thousand
}

// State tells how the world stands. That somebody asked is recorded.
func (s *System) State(ctx context.Context, who account.Actor) (now State, err error) {
	if err := account.May(who, account.ReadSystem, nil); err != nil {
		return now, err
	}
	now = State{Version: s.Version, Shared: s.Shared, Since: s.since, Memory: s.Stats()}
	err = s.store.ReadPersonal(ctx, audit.By(who, audit.SystemRead, ""), func(tx *store.Tx) error {
		if now.Requests, err = tx.Counts(ctx); err != nil {
			return err
		}
		err = tx.Across(ctx, func() error { // how many, and nothing of them
			if now.Jobs, err = tx.Jobs(ctx); err != nil {
				return err
			}
			now.Mails, now.MailsFailed, err = tx.Mails(ctx)
			return err
		})
		if err != nil {
			return err
		}
		now.Log, err = tx.LogState(ctx)
		return err
	})
	return now, err
}

// ReviveMail has every mail that was given up sent again.
func (s *System) ReviveMail(ctx context.Context, who account.Actor) error {
	if err := account.May(who, account.ReviveMail, nil); err != nil {
		return err
	}
	return s.store.Write(ctx, audit.By(who, audit.MailRevived, ""), func(tx *store.Tx) error {
		return tx.Across(ctx, func() error { // all of them, and nothing of any
			_, err := tx.ReviveJobs(ctx, store.MailJob)
			return err
		})
	})
}
