// Package ledger keeps the log of everything that was done and seen. What acts
// write down in their own transactions it seals into a log that nobody can
// rewrite unseen, gives out checkpoints of it, watches over both, and shows
// the log to auditors, and to whoever filed a seizure who opened it.
package ledger

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"rastreo/internal/audit"
	"rastreo/internal/secret"
	"rastreo/internal/store"
)

// Config is what a world decides about its log.
type Config struct {
	Origin string         // name of the log, which every checkpoint begins with
	Secret *secret.Secret // of the world; the log signs with a key drawn from it
	Files  []string       // where checkpoints are appended; the first should be on another disk, the second elsewhere
	Keep   int            // years that an event is kept at least; 0 is the usual ten, and less than one is refused
	Now    func() time.Time
	Log    *slog.Logger
}

// Ledger keeps one world's log.
type Ledger struct {
	Config
	store *store.Store
	key   audit.Key
	files []*file

	answers answers

	mu     sync.Mutex
	latest time.Time // the clock at its furthest
	most   int64     // the log at its longest
	raised map[Alarm]bool
	alarms map[Alarm]int
	tries  map[string]*tries
	day    string // whose checkpoint is known to have been told
}

// Years that events are kept. Nothing takes one out: what is swept is never of
// the log.
const (
	keepUsual = 10
	keepLeast = 1
)

// New returns the log of one world.
func New(s *store.Store, c Config) (*Ledger, error) {
	if c.Keep == 0 {
		c.Keep = keepUsual
	}
	if c.Keep < keepLeast {
		return nil, fmt.Errorf("ledger: events are kept for %d years at least, not %d", keepLeast, c.Keep)
	}
	key, err := KeyOf(c.Origin, c.Secret)
	if err != nil {
		return nil, err
	}
	l := &Ledger{Config: c, store: s, key: key, raised: map[Alarm]bool{}, alarms: map[Alarm]int{}, tries: map[string]*tries{}}
	l.answers.acts = map[string]audit.Act{}
	for _, path := range c.Files {
		l.files = append(l.files, &file{path: path})
	}
	return l, nil
}

// KeyOf is the key that a log signs with.
func KeyOf(origin string, own *secret.Secret) (audit.Key, error) {
	return audit.NewKey(origin, own.Key("audit"))
}

// Key is the line by which others know the log's key.
func (l *Ledger) Key() string { return l.key.LogLine() }

// A transaction seals at most batch events, so that whoever files meanwhile
// waits for some milliseconds at most; a checkpoint is given out after so many,
// or when the last is so old.
const (
	batch         = 256
	publishEvents = 1000
	publishAge    = time.Minute
)

// Seal moves some events that wait into the log, and returns how
// many there were.
func (l *Ledger) Seal(ctx context.Context) (n int, err error) {
	alarms := 0
	err = l.store.Chore(ctx, func(c *store.Chore) error {
		n, alarms, err = c.Seal(ctx, l.key, batch)
		return err
	})
	if err == nil {
		l.lured(ctx, alarms)
	}
	return n, err
}

// drain records the answers that went out, and seals until nothing waits.
func (l *Ledger) drain(ctx context.Context) error {
	err := l.note(ctx)
	for n := batch; n == batch; {
		var failed error
		if n, failed = l.Seal(ctx); failed != nil {
			return errors.Join(err, failed)
		}
	}
	return err
}

// Publish gives out the log's checkpoint if it is due: a row, and a note at
// the end of every file. A file that cannot be written is caught up with later.
func (l *Ledger) Publish(ctx context.Context) error { return l.publish(ctx, publishEvents, publishAge) }

func (l *Ledger) publish(ctx context.Context, events int64, age time.Duration) error {
	err := l.store.Chore(ctx, func(c *store.Chore) error {
		_, err := c.Publish(ctx, l.key, events, age)
		return err
	})
	for i, f := range l.files {
		failed := l.append(ctx, f)
		l.ring(ctx, fileAlarms[min(i, len(fileAlarms)-1)], failed != nil, failed)
	}
	return err
}

// append writes what was given out and is not in a file yet.
func (l *Ledger) append(ctx context.Context, f *file) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.begin(); err != nil {
		return err
	}
	for {
		var points []audit.Given
		err := l.store.Read(ctx, store.House, func(tx *store.Tx) (err error) {
			points, err = tx.Checkpoints(ctx, f.size, batch)
			return err
		})
		if err != nil || len(points) == 0 {
			return err
		}
		if err := f.add(points); err != nil {
			return err
		}
	}
}

// Close seals and gives out everything, for an orderly end.
func (l *Ledger) Close(ctx context.Context) error {
	return errors.Join(l.drain(ctx), l.publish(ctx, 1, 0))
}

// Round seals what waits, gives out what is due and looks whether all is well.
// It is what the timer does, every second or so.
func (l *Ledger) Round(ctx context.Context) error {
	sealed := l.drain(ctx)
	published := l.Publish(ctx)
	return errors.Join(sealed, published, l.watch(ctx, errors.Join(sealed, published)))
}
