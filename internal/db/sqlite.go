package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

// sqliteFile is the engine of a SQLite file: one writer, some readers, one
// checkpointer, each with a connection of its own.
type sqliteFile struct {
	db   *DB
	path string
	lock *os.File

	writing, reading *sql.DB
	writer           *writer
	checkpointer     *checkpointer

	readers  chan *session
	busy     atomic.Int64
	waits    atomic.Int64
	waitTime atomic.Int64

	fencing atomic.Pointer[fencing]

	closing chan struct{}
	once    sync.Once
	closed  error
}

// Every connection has these: nothing deleted stays readable in the file,
// nothing temporary touches the disk, and a schema that was tampered with
// cannot call functions that do harm.
const sqlitePragmas = "?_pragma=busy_timeout(5000)&_pragma=foreign_keys(1)&_pragma=temp_store(MEMORY)" +
	"&_pragma=trusted_schema(0)&_pragma=cell_size_check(1)&_pragma=mmap_size(0)" +
	"&_time_format=sqlite&_timezone=UTC&_dqs=0"

// The checkpointer folds the log in; a committing writer only would, at the
// cost of its tail, if the log got ten times its usual size.
const writerPragmas = "&_txlock=immediate&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)" +
	"&_pragma=secure_delete(1)&_pragma=cache_size(-8192)&_pragma=wal_autocheckpoint(40000)&_pragma=journal_size_limit(67108864)"

// A reader writes nothing but who reads, which is in a temporary table.
const readerPragmas = "&mode=ro"

func openSQLite(ctx context.Context, db *DB, dsn string) (_ engine, err error) {
	if dsn == "" {
		return nil, errors.New("db: no path")
	}
	path, err := filepath.Abs(dsn)
	if err != nil {
		return nil, err
	}
	s := &sqliteFile{db: db, path: path, closing: make(chan struct{})}
	if s.lock, err = own(path); err != nil {
		return nil, err
	}
	if err = s.connect(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("db: open %s: %w", path, err), s.disconnect())
	}
	go s.writer.run()
	go s.checkpointer.run()
	return s, nil
}

// connect makes the connections, the writer's first: it makes the log.
func (s *sqliteFile) connect(ctx context.Context) (err error) {
	if s.writing, err = sql.Open("sqlite", s.dsn(writerPragmas)); err != nil {
		return err
	}
	s.writing.SetMaxOpenConns(2) // the writer and the checkpointer
	first, err := newSession(ctx, s.writing)
	if err != nil {
		return err
	}
	first.writes = true
	second, err := newSession(ctx, s.writing)
	if err != nil {
		return err
	}
	s.checkpointer = newCheckpointer(s.db, second)
	s.writer = newWriter(s.db, first, s.checkpointer.wake, s.fencing.Load)
	if err := s.connectReaders(ctx, readerPragmas); err != nil {
		return err
	}
	return s.learn(ctx)
}

func (s *sqliteFile) connectReaders(ctx context.Context, more string) (err error) {
	if s.reading, err = sql.Open("sqlite", s.dsn(more)); err != nil {
		return err
	}
	n := max(4, 2*runtime.GOMAXPROCS(0))
	s.reading.SetMaxIdleConns(n)
	s.readers = make(chan *session, n)
	for range n {
		r, err := newSession(ctx, s.reading)
		if err != nil {
			return err
		}
		s.readers <- r
	}
	return nil
}

// dsn names the file as a URI; whatever is special in one is escaped.
func (s *sqliteFile) dsn(more string) string {
	parts := strings.Split(filepath.ToSlash(s.path), "/")
	for i, p := range parts {
		parts[i] = url.PathEscape(p)
	}
	return "file:" + strings.Join(parts, "/") + sqlitePragmas + more
}

func (s *sqliteFile) write(ctx context.Context, f Fence, act func(*Tx) error) error {
	return s.writer.do(ctx, f, act)
}

func (s *sqliteFile) read(ctx context.Context, f Fence, act func(*Tx) error) error {
	r, err := s.reader(ctx)
	if err != nil {
		return err
	}
	s.busy.Add(1)
	defer func() {
		s.busy.Add(-1)
		s.readers <- r
	}()
	if err := r.begin(ctx, s.fencing.Load(), f); err != nil {
		return s.db.watch(err)
	}
	t := &Tx{run: r, fence: f, watch: s.db.watch}
	defer func() {
		_ = t.end(nil) // after a panic; else it has ended
		_ = s.db.watch(r.do("ROLLBACK"))
		r.fence = &f // whom it admitted meanwhile is rolled back too
	}()
	if err := act(t); err != nil {
		return err
	}
	return t.end(nil)
}

// reader waits for a reader that is free.
func (s *sqliteFile) reader(ctx context.Context) (*session, error) {
	select {
	case <-s.closing:
		return nil, ErrClosed
	default:
	}
	select {
	case r := <-s.readers:
		return r, nil
	default:
	}
	since := time.Now()
	s.waits.Add(1)
	defer func() { s.waitTime.Add(int64(time.Since(since))) }()
	select {
	case r := <-s.readers:
		return r, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-s.closing:
		return nil, ErrClosed
	}
}

func (s *sqliteFile) check(ctx context.Context) error {
	return s.read(ctx, Unfenced, func(tx *Tx) error {
		var said string
		if err := tx.Row(ctx, "PRAGMA quick_check(1)").Scan(&said); err != nil {
			return err
		}
		if said != "ok" {
			return fmt.Errorf("db: %s: %s", s.path, said)
		}
		return nil
	})
}

// migrate lends a connection of its own: the writer's is never free.
func (s *sqliteFile) migrate(ctx context.Context, steps fs.FS, run func(*mover) error) error {
	pool, err := sql.Open("sqlite", s.dsn(writerPragmas))
	if err != nil {
		return err
	}
	defer pool.Close()
	pool.SetMaxOpenConns(1)
	m, err := sqliteMover(pool, steps)
	if err != nil {
		return err
	}
	if err := run(m); err != nil {
		return s.db.watch(err)
	}
	return s.db.watch(s.learn(ctx))
}

func (s *sqliteFile) stats() Stats {
	st := s.writer.stats()
	st.Checkpoints, st.LogPages = s.checkpointer.count.Load(), s.checkpointer.pages.Load()
	n, busy := cap(s.readers), int(s.busy.Load())
	st.Pool = sql.DBStats{
		MaxOpenConnections: n, OpenConnections: n, InUse: busy, Idle: n - busy,
		WaitCount: s.waits.Load(), WaitDuration: time.Duration(s.waitTime.Load()),
	}
	return st
}

func (s *sqliteFile) close() error {
	s.once.Do(func() {
		s.writer.stop()
		s.checkpointer.stop()
		close(s.closing)
		// To close the last connection is to fold the log once more, so the
		// end of the process must do it.
		if s.closed = s.db.failure(); s.closed != nil {
			return
		}
		var errs []error
		for range cap(s.readers) {
			errs = append(errs, (<-s.readers).close())
		}
		errs = append(errs, s.checkpointer.truncate())
		s.closed = errors.Join(append(errs, s.disconnect())...)
	})
	return s.closed
}

// disconnect gives back whatever connect has got so far, the lock last.
func (s *sqliteFile) disconnect() error {
	var errs []error
	if s.writer != nil {
		errs = append(errs, s.writer.session.close(), s.checkpointer.session.close())
	}
	for _, pool := range []*sql.DB{s.reading, s.writing} {
		if pool != nil {
			errs = append(errs, pool.Close())
		}
	}
	return errors.Join(append(errs, s.lock.Close())...)
}
