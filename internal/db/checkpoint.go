package db

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"
)

const (
	checkpointEvery = 200 * time.Millisecond
	idleAfter       = 5 * time.Second
	// logLimit, in pages (32 MiB): beyond it the log is restarted even if new
	// writes must wait a moment for the readers of old pages.
	logLimit = 8192
)

// checkpointer folds the log into the file, away from the commits.
type checkpointer struct {
	db      *DB
	session *session
	rung    chan struct{}
	quit    chan struct{}
	done    chan struct{}

	count, pages atomic.Uint64
}

func newCheckpointer(db *DB, s *session) *checkpointer {
	return &checkpointer{
		db: db, session: s,
		rung: make(chan struct{}, 1), quit: make(chan struct{}), done: make(chan struct{}),
	}
}

// wake says that something was written.
func (c *checkpointer) wake() {
	select {
	case c.rung <- struct{}{}:
	default:
	}
}

// run sleeps without a timer until something is written. The first quiet
// stretch after that empties the log.
func (c *checkpointer) run() {
	defer close(c.done)
	// It must never make the writer wait for the readers.
	c.patience(0)
	for c.pause(0) {
		for quiet := false; !quiet; {
			if !c.pause(checkpointEvery) {
				return
			}
			c.passive()
			quiet = !c.sleep(idleAfter)
		}
		if c.db.failure() == nil {
			_ = c.truncate() // a reader may be in the way, and fold has noted what is worse
		}
	}
}

// pause waits for d, or without d for a write. It is false when all ends.
func (c *checkpointer) pause(d time.Duration) bool {
	rung, timer := c.rung, (<-chan time.Time)(nil)
	if d > 0 {
		rung, timer = nil, time.After(d)
	}
	select {
	case <-rung:
	case <-timer:
	case <-c.quit:
		return false
	}
	return c.db.failure() == nil
}

// sleep is true if something is written within d, or all ends.
func (c *checkpointer) sleep(d time.Duration) bool {
	select {
	case <-c.rung:
	case <-time.After(d):
		return false
	case <-c.quit:
	}
	return true
}

func (c *checkpointer) passive() {
	pages, err := c.fold("PASSIVE")
	if err != nil || pages < logLimit {
		return
	}
	c.patience(100)
	_, _ = c.fold("RESTART") // as with truncate
	c.patience(0)
}

// patience is how many milliseconds a checkpoint may wait for readers, and
// the writer for the checkpoint.
func (c *checkpointer) patience(ms int) {
	_ = c.db.watch(c.session.do(fmt.Sprintf("PRAGMA busy_timeout=%d", ms)))
}

// truncate empties the log. If somebody is in the way, it is left for later.
func (c *checkpointer) truncate() error {
	_, err := c.fold("TRUNCATE")
	return err
}

// fold runs a checkpoint and returns how many pages the log has. A failed
// sync here is as bad as in a commit.
func (c *checkpointer) fold(mode string) (int64, error) {
	ctx := context.Background()
	rows, err := c.session.query(ctx, "PRAGMA wal_checkpoint("+mode+")", nil)
	if err != nil {
		return 0, c.db.watch(err)
	}
	defer rows.Close()
	var busy, pages, folded int64
	for rows.Next() {
		if err := rows.Scan(&busy, &pages, &folded); err != nil {
			return 0, err
		}
	}
	c.count.Add(1)
	c.pages.Store(uint64(max(0, pages)))
	return pages, c.db.watch(rows.Err())
}

func (c *checkpointer) stop() {
	close(c.quit)
	<-c.done
}
