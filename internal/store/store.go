// Package store is the house's memory: every SQL statement, one file a table.
//
// Whoever changes something, or reads what says something about a person,
// names the act, and the act is in the audit log: [Store.Write] records it in
// the transaction that does it, [Store.ReadPersonal] before anything is read.
// Two engines run the same statements; what differs between them is in db.
package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync/atomic"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/db"
	"rastreo/internal/fault"
)

// Config is what a world gives its store.
type Config struct {
	Now         func() time.Time // must be given
	Random      io.Reader        // nil is crypto/rand; read by one goroutine at a time
	FolioPrefix string           // "" or "PRUEBA-"
	Slots       int              // slots of a counter; 0 is 16 on PostgreSQL and 1 on SQLite
	Recorded    func(audit.Act)  // told of every act that is on record, as it is there; nil is told nothing
}

// Store remembers one world. Its methods may be called side by side.
type Store struct {
	db     *db.DB
	now    func() time.Time
	random *source
	prefix string
	slots  int
	record func(audit.Act)

	version atomic.Uint64
	sieve   atomic.Pointer[sieve]
}

// errUnnamed says that a change was asked for without naming the act.
var errUnnamed = errors.New("store: act without a verb")

// New returns the store in a migrated database.
func New(d *db.DB, c Config) *Store {
	if c.Random == nil {
		c.Random = rand.Reader
	}
	if c.Recorded == nil {
		c.Recorded = func(audit.Act) {}
	}
	return &Store{db: d, now: c.Now, random: newSource(c.Random), prefix: c.FolioPrefix, slots: c.Slots, record: c.Recorded}
}

// Version is a number that differs after every act this process has
// committed. That something was read is no change, and neither is a Chore:
// what was drawn before is still right. Where other processes may write too it
// also differs every second, so that what was drawn is at most that old.
func (s *Store) Version() uint64 {
	v := s.version.Load()
	if s.db.Shared() {
		v += uint64(s.now().Unix()) // neither ever goes down, so no sum comes twice
	}
	return v
}

// Shared tells whether other processes may be writing too.
func (s *Store) Shared() bool { return s.db.Shared() }

// Write runs f and records act in the same transaction: either both are kept
// or neither. An act without a verb is refused. For what f may do see
// [db.DB.Write]: on SQLite it runs in the one writer, so it must be quick and
// must wait for nothing.
func (s *Store) Write(ctx context.Context, act audit.Act, f func(*Tx) error) error {
	err := s.write(ctx, act, f)
	if err == nil {
		s.version.Add(1)
	}
	return err
}

func (s *Store) write(ctx context.Context, act audit.Act, f func(*Tx) error) error {
	if act.Verb == "" {
		return errUnnamed
	}
	var done []audit.Act
	err := told(s.db.Write(ctx, fence(act.Who()), func(d *db.Tx) error {
		tx := &Tx{Chore: s.chore(d), act: act}
		if err := f(tx); err != nil {
			return err
		}
		done = tx.acts()
		return tx.settle(ctx)
	}))
	if err == nil {
		for _, a := range done {
			s.record(a)
		}
	}
	return err
}

// House is who reads where it is nobody's act: a timer, the console, whoever
// finds out who somebody is.
var House = account.House

// Read runs f for somebody on one snapshot: of what the database fences, what
// is not theirs is not there. It is for rows that say nothing personal about
// those a request is about.
func (s *Store) Read(ctx context.Context, who account.Actor, f func(*Tx) error) error {
	return told(s.db.Read(ctx, fence(who), func(d *db.Tx) error { return f(&Tx{Chore: s.chore(d)}) }))
}

// ReadPersonal records act, and only when that is durable runs f. A log that
// cannot be written shows nothing. What is recorded is the attempt: the entry
// stays if f then finds nothing or fails, because somebody who tries folios
// that are not theirs is what a log is read for.
func (s *Store) ReadPersonal(ctx context.Context, act audit.Act, f func(*Tx) error) error {
	if err := s.write(ctx, act, func(*Tx) error { return nil }); err != nil {
		return err
	}
	return s.Read(ctx, act.Who(), f)
}

// Chore runs f for what is nobody's act and is not recorded: sessions, counts
// of failed sign-ins, leases of jobs, sweeping out what has expired, making what
// rows of before are found by. A Chore has no method that shows a request or a
// person, or changes what was said of one.
func (s *Store) Chore(ctx context.Context, f func(*Chore) error) error {
	return told(s.db.Write(ctx, db.Unfenced, func(d *db.Tx) error {
		c := s.chore(d)
		return f(&c)
	}))
}

// told makes the absence of the storage a fault that says so: it is nothing
// the act did wrong, and passes.
func told(err error) error {
	if db.Away(err) {
		return fmt.Errorf("%w: %w", fault.New(fault.Unavailable, "fault.unavailable", nil), err)
	}
	return err
}

func (s *Store) chore(d *db.Tx) Chore { return Chore{sql: d, store: s, now: micro(s.now())} }

// Chore is a transaction that may only do the housekeeping.
type Chore struct {
	sql   *db.Tx
	store *Store
	now   time.Time
}

// Now is the moment of the transaction, the same for all of it: UTC, whole
// microseconds.
func (c *Chore) Now() time.Time { return c.now }

// Tx is a transaction that may do everything. In Read its writing methods
// fail.
type Tx struct {
	Chore
	act    audit.Act
	also   []audit.Act
	counts map[string]int
}

// On says what the act turned out to be about, where that is only known
// inside: the request that ClaimNext drew, the seizure that was filed.
func (tx *Tx) On(folio string) { tx.act.On = folio }

// Doing says what the act turned out to be, where that is only known inside.
func (tx *Tx) Doing(verb audit.Verb) { tx.act.Verb = verb }

// Also records acts that were done beside the one the transaction is for: what
// is done to many is recorded of each.
func (tx *Tx) Also(acts ...audit.Act) { tx.also = append(tx.also, acts...) }

// acts are all that the transaction is recorded as.
func (tx *Tx) acts() []audit.Act { return append(slices.Clone(tx.also), tx.act) }

// Resting says on which grants the act rests, and what is shown to whom.
func (tx *Tx) Resting(grant, fields, to string) {
	tx.act.Grant, tx.act.Fields, tx.act.To = grant, fields, to
}

// settle writes what every act leaves behind: counts and its audit row.
func (tx *Tx) settle(ctx context.Context) error {
	if err := tx.flush(ctx); err != nil {
		return err
	}
	return tx.record(ctx)
}

// micro cuts a time to what the database keeps.
func micro(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return t.UTC().Truncate(time.Microsecond)
}
