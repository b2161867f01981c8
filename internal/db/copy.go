package db

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// ErrCopy is the answer to a write into a database that was opened as a copy.
var ErrCopy = errors.New("db: opened to be read only")

// OpenCopy opens dsn to be read and nothing else: a SQLite file may be on a
// disk that cannot be written, and may belong to another process. Its log must
// stand beside it, if it has one.
func OpenCopy(ctx context.Context, dsn string) (*DB, error) {
	db := &DB{broke: make(chan struct{})}
	var e engine
	var err error
	if strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://") {
		db.shared = true
		e, err = openPostgres(ctx, db, dsn)
	} else {
		e, err = openSQLiteCopy(ctx, db, dsn)
	}
	if err != nil {
		return nil, err
	}
	db.engine = copied{e}
	return db, nil
}

// copied is an engine that writes nothing.
type copied struct{ engine }

func (copied) write(context.Context, Fence, func(*Tx) error) error { return ErrCopy }

func (copied) grant(context.Context, string) error { return ErrCopy }

func (copied) migrate(context.Context, fs.FS, func(*mover) error) error { return ErrCopy }

// sqliteCopy is a SQLite file with readers alone.
type sqliteCopy struct{ *sqliteFile }

func openSQLiteCopy(ctx context.Context, db *DB, dsn string) (engine, error) {
	path, err := filepath.Abs(dsn)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(path); err != nil {
		return nil, err
	}
	s := sqliteCopy{&sqliteFile{db: db, path: path, closing: make(chan struct{})}}
	more := readerPragmas
	if log, err := os.Stat(path + "-wal"); err != nil || log.Size() == 0 {
		more += "&immutable=1" // then no file need be made beside it
	}
	if err := s.connectReaders(ctx, more); err != nil {
		return nil, err
	}
	return s, s.learn(ctx)
}

func (s sqliteCopy) stats() Stats { return Stats{} }

func (s sqliteCopy) close() error {
	s.once.Do(func() {
		close(s.closing)
		var errs []error
		for range cap(s.readers) {
			errs = append(errs, (<-s.readers).close())
		}
		s.closed = errors.Join(append(errs, s.reading.Close())...)
	})
	return s.closed
}
