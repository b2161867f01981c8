package db

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// A batch ends when nobody waits, or at one of these. Both bound how long the
// first act of a batch waits for the others. Whoever waits would wait for the
// commits of several short batches as well, and each costs more than an act.
const (
	batchActs = 256
	batchTime = 20 * time.Millisecond
)

// errGone says that an act ended its goroutine (as a test's FailNow does).
var errGone = errors.New("db: act ended the writer's goroutine")

// act is what one caller wants done.
type act struct {
	run    func(*Tx) error
	fence  Fence
	taken  atomic.Bool // by the writer, or back by the caller who gave up
	err    error
	answer chan error
}

// writer is the only one that writes to a SQLite file.
type writer struct {
	db      *DB
	session *session
	wrote   func() // tells the checkpointer
	fencing func() *fencing

	mu     sync.Mutex
	queue  []*act
	closed bool
	wake   chan struct{}
	done   chan struct{}

	// Only the writing goroutine touches these.
	hand     []*act // taken from the queue, not yet begun
	batch    batch
	patience time.Duration

	batches, acts, failed atomic.Uint64
	commitTime            atomic.Int64
}

// batch is the acts of one transaction.
type batch struct {
	begun   bool
	changed bool
	acts    []*act // all that were run
	passed  int    // how many of them are to be committed
}

func newWriter(db *DB, s *session, wrote func(), fencing func() *fencing) *writer {
	return &writer{db: db, session: s, wrote: wrote, fencing: fencing, wake: make(chan struct{}, 1), done: make(chan struct{}), patience: batchTime}
}

// do queues run and waits for the answer.
func (w *writer) do(ctx context.Context, f Fence, run func(*Tx) error) error {
	a := &act{run: run, fence: f, answer: make(chan error, 1)}
	if err := w.put(a); err != nil {
		return err
	}
	select {
	case err := <-a.answer:
		return err
	case <-ctx.Done():
		if a.taken.CompareAndSwap(false, true) {
			return ctx.Err()
		}
		return <-a.answer
	}
}

func (w *writer) put(a *act) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return ErrClosed
	}
	if err := w.db.failure(); err != nil {
		return err
	}
	w.queue = append(w.queue, a)
	if len(w.queue) == 1 {
		w.ring()
	}
	return nil
}

func (w *writer) ring() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// next takes the act that has waited longest, or nil. Whoever gave up is
// passed over.
func (w *writer) next() *act {
	for {
		if len(w.hand) == 0 && !w.grab() {
			return nil
		}
		a := w.hand[0]
		w.hand = w.hand[1:]
		if a.taken.CompareAndSwap(false, true) {
			return a
		}
	}
}

func (w *writer) grab() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.hand, w.queue = w.queue, nil
	return len(w.hand) > 0
}

// await is next, but it waits. It is nil when the writer is to stop.
func (w *writer) await() *act {
	for {
		if a := w.next(); a != nil {
			return a
		}
		w.mu.Lock()
		over := w.closed && len(w.queue) == 0
		w.mu.Unlock()
		if over {
			return nil
		}
		<-w.wake
	}
}

// run writes until stop. If an act kills the goroutine, another takes over.
func (w *writer) run() {
	orderly := false
	defer func() {
		if orderly {
			close(w.done)
			return
		}
		w.lose(errGone)
		w.settle()
		go w.run()
	}()
	for a := w.await(); a != nil; a = w.await() {
		w.together(a)
	}
	orderly = true
}

// together runs first and whoever waits by then in one transaction.
func (w *writer) together(first *act) {
	since := time.Now()
	for a := first; a != nil; a = w.next() {
		w.one(a)
		if len(w.batch.acts) >= batchActs || time.Since(since) > w.patience {
			break
		}
	}
	w.commit()
	w.settle()
}

// one runs a. The first act that may pass needs no savepoint: if it fails,
// there is nothing else to keep.
func (w *writer) one(a *act) {
	b := &w.batch
	b.acts = append(b.acts, a)
	if a.err = w.begin(); a.err != nil {
		return
	}
	if a.err = w.session.admit(context.Background(), a.fence); a.err != nil {
		w.lose(a.err)
		return
	}
	saved := b.passed > 0
	if saved {
		if a.err = w.session.do("SAVEPOINT act"); a.err != nil {
			w.lose(a.err)
			return
		}
	}
	t := &Tx{run: w.session, fence: a.fence, watch: w.db.watch, deaf: true}
	a.err = errGone
	a.err = guard(t, a.run)
	w.session.fence = &a.fence // if another was admitted meanwhile, it is undone
	if a.err == nil {
		a.err = w.meets()
	}
	switch {
	case w.db.failure() != nil:
		a.err = w.db.failure()
		w.lose(a.err)
	case a.err != nil:
		w.undo(saved)
	default:
		w.keep(saved, t.changed)
	}
}

func (w *writer) begin() error {
	if err := w.db.failure(); err != nil {
		return err
	}
	if w.batch.begun {
		return nil
	}
	if err := w.session.fit(w.fencing()); err != nil {
		return w.db.watch(err)
	}
	err := w.db.watch(w.session.do("BEGIN IMMEDIATE"))
	w.batch.begun = err == nil
	return err
}

// meets asks after each act what SQLite would ask only at the commit, where
// one dangling reference would take the whole batch with it.
func (w *writer) meets() error {
	dangles, err := w.session.dangles()
	if err == nil && dangles {
		err = errDangling
	}
	return err
}

func (w *writer) keep(saved, changed bool) {
	if saved {
		if err := w.session.do("RELEASE act"); err != nil {
			w.lose(err)
			return
		}
	}
	w.batch.passed++
	w.batch.changed = w.batch.changed || changed
}

func (w *writer) undo(saved bool) {
	if !saved {
		w.rollback()
		return
	}
	err := w.session.do("ROLLBACK TO act")
	if err == nil {
		err = w.session.do("RELEASE act")
	}
	if err != nil {
		w.lose(err)
	}
}

// lose gives the whole batch up: whoever thought to have passed gets err.
func (w *writer) lose(err error) {
	w.rollback()
	for _, a := range w.batch.acts {
		if a.err == nil {
			a.err = fmt.Errorf("db: batch undone: %w", err)
		}
	}
	w.batch.passed = 0
}

// rollback may find nothing to undo, where SQLite has done it by itself.
func (w *writer) rollback() {
	if w.batch.begun {
		_ = w.db.watch(w.session.do("ROLLBACK"))
		w.session.fence = nil // whom it admitted is undone too
	}
	w.batch.begun, w.batch.changed = false, false
}

func (w *writer) commit() {
	if !w.batch.begun {
		return
	}
	since := time.Now()
	err := w.db.watch(w.session.do("COMMIT"))
	w.commitTime.Add(int64(time.Since(since)))
	if err != nil {
		if broken := w.db.failure(); broken != nil {
			err = broken
		}
		w.lose(err)
		return
	}
	w.batch.begun = false
	if w.batch.changed {
		w.wrote()
	}
}

// settle answers everybody and forgets the batch.
func (w *writer) settle() {
	n := len(w.batch.acts)
	if n == 0 {
		return
	}
	w.batches.Add(1)
	w.acts.Add(uint64(n))
	w.failed.Add(uint64(n - w.batch.passed))
	for _, a := range w.batch.acts {
		a.answer <- a.err
	}
	clear(w.batch.acts)
	w.batch = batch{acts: w.batch.acts[:0]}
	// Those who were answered may ask again at once: let them, so that they
	// share the next commit.
	if n > 1 {
		runtime.Gosched()
	}
}

// stop takes no more acts and returns when those that were taken are answered.
func (w *writer) stop() {
	w.mu.Lock()
	w.closed = true
	w.mu.Unlock()
	w.ring()
	<-w.done
}

func (w *writer) stats() Stats {
	w.mu.Lock()
	waiting := len(w.queue)
	w.mu.Unlock()
	return Stats{
		Batches: w.batches.Load(), Acts: w.acts.Load(), Failed: w.failed.Load(),
		Waiting: waiting, CommitTime: time.Duration(w.commitTime.Load()),
	}
}
