// Package db opens SQLite or PostgreSQL and hides the little that differs.
// It knows no tables.
//
// Whoever writes hands in an act, a function that gets a [Tx]. On SQLite the
// acts that wait are committed together (see [DB.Write]); on PostgreSQL they
// run side by side. SQL is written once, in PostgreSQL's manner with $1
// placeholders.
package db

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"sync"
)

var (
	// ErrClosed is the answer to every act that comes after Close.
	ErrClosed = errors.New("db: closed")
	// ErrBroken is the answer to every write after the storage has failed
	// once (input/output error, disk full, corruption). Nothing is retried:
	// a second fsync may report success for pages that were dropped. Whether
	// the act that met the failure was done is known only after a restart.
	ErrBroken = errors.New("db: storage failed, restart needed")
	// ErrOwned says that another process has the SQLite file open.
	ErrOwned = errors.New("db: file is in use by another process")
	// ErrEnded is the answer of a Tx, Row or Rows used after its transaction.
	ErrEnded = errors.New("db: transaction has ended")
	// ErrUnread is the answer to a statement made while the rows of the one
	// before are still open: PostgreSQL cannot do it, so SQLite may not.
	ErrUnread = errors.New("db: rows of the statement before are still open")
	// ErrNewer says that the database was migrated by a newer program.
	ErrNewer = errors.New("db: database is newer than this program")
)

// DB is an open database. All its methods may be called side by side.
type DB struct {
	engine
	shared bool
	broke  chan struct{}
	once   sync.Once
	cause  error
}

// engine is what SQLite and PostgreSQL do differently.
type engine interface {
	write(ctx context.Context, f Fence, act func(*Tx) error) error
	read(ctx context.Context, f Fence, act func(*Tx) error) error
	migrate(ctx context.Context, steps fs.FS, run func(*mover) error) error
	check(ctx context.Context) error
	grant(ctx context.Context, role string) error
	confined(ctx context.Context) error
	stats() Stats
	close() error
}

// errScheme does not quote the URL, which may hold a password.
var errScheme = errors.New("db: neither a path nor a URL that begins with postgres:// or postgresql://")

// Open opens dsn: a postgres:// or postgresql:// URL, or else the path of a
// SQLite file, which is made (folder 0700, file 0600) if it is missing. A URL
// may carry pool_max_conns, and role: everything but migrations is then done as
// that role. The error is ErrOwned if another process has the file.
func Open(ctx context.Context, dsn string) (*DB, error) {
	db := &DB{broke: make(chan struct{})}
	var err error
	switch {
	case strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://"):
		db.shared = true
		db.engine, err = openPostgres(ctx, db, dsn)
	case strings.Contains(dsn, "://"):
		err = errScheme
	default:
		db.engine, err = openSQLite(ctx, db, dsn)
	}
	if err != nil {
		return nil, err
	}
	return db, nil
}

// Write runs act for somebody in a transaction and returns when it is durable,
// or not done at all. The error is act's own, or says why it could not be committed.
//
// On SQLite one writer runs all acts that wait in one transaction and commits
// once; an act that fails or panics is undone alone. So an act must be quick,
// wait for nothing but its Tx, and never call Write itself: that would wait
// for ever. It is never run twice. If ctx ends while act waits, it is not run;
// once it runs, the answer is what the commit said, and its statements no
// longer heed ctx. A panic comes back as *Panic. A statement that failed
// dooms its act, as on PostgreSQL, even if the act returns nil.
func (db *DB) Write(ctx context.Context, f Fence, act func(*Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return db.write(ctx, f, act)
}

// Read runs act for somebody in a read-only transaction on one snapshot, which
// holds every write answered before. A statement that writes fails.
func (db *DB) Read(ctx context.Context, f Fence, act func(*Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return db.read(ctx, f, act)
}

// Shared tells whether other processes may be writing too. A SQLite file
// belongs to one.
func (db *DB) Shared() bool { return db.shared }

// Broken is closed when the storage has failed. The process should then exit
// and run Check after its restart.
func (db *DB) Broken() <-chan struct{} { return db.broke }

// Check reads the whole database for corruption (PRAGMA quick_check). It takes
// seconds per gigabyte. On PostgreSQL it only asks whether the server answers.
func (db *DB) Check(ctx context.Context) error { return db.check(ctx) }

// Close finishes the acts that were accepted, waits for running reads, folds
// the log into the SQLite file and gives it up. Later acts get ErrClosed. If
// the storage has failed, its files are left as they are, owned until the
// process ends, and the error is ErrBroken.
func (db *DB) Close() error { return db.close() }

// fail notes why the storage cannot be trusted any more.
func (db *DB) fail(cause error) {
	db.once.Do(func() {
		db.cause = cause
		close(db.broke)
	})
}

// failure is nil as long as the storage is sound.
func (db *DB) failure() error {
	select {
	case <-db.broke:
		return errors.Join(ErrBroken, db.cause)
	default:
		return nil
	}
}

// watch passes err on and notes it if it means that the storage has failed.
func (db *DB) watch(err error) error {
	if fatal(err) {
		db.fail(err)
	}
	return err
}
