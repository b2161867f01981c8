package db

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// own takes the file at path for this process until the returned file is
// closed: SQLite itself would let two processes write, but each would think
// that it alone knows the version and the queue.
func own(path string) (*os.File, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path+".lock", os.O_CREATE|os.O_RDWR|syscall.O_CLOEXEC, 0o600)
	if err != nil {
		return nil, err
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		err = fmt.Errorf("%w: %s", ErrOwned, path)
	}
	if err == nil {
		err = touch(path)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// touch makes the file so that it, and what SQLite puts beside it with the
// same mode, is for the owner's eyes only.
func touch(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}
