package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"rastreo/migrations"
)

// edition changes when the seeder writes something else.
const edition = "2"

// stock finds a seeded database, or makes it: it is kept as long as schema and
// seeder stay the same. rate is 0 when it was there.
func stock(ctx context.Context, folder string, rows int) (file string, rate float64, err error) {
	stamp, err := stamped()
	if err != nil {
		return "", 0, err
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", 0, err
	}
	file = filepath.Join(folder, fmt.Sprintf("%d-%s.db", rows, stamp))
	if _, err := os.Stat(file); !errors.Is(err, fs.ErrNotExist) {
		return file, 0, err
	}
	if err := forget(folder, rows); err != nil {
		return "", 0, err
	}
	making := filepath.Join(folder, fmt.Sprintf("%d-making.db", rows))
	if rate, err = seed(ctx, making, rows); err != nil {
		return "", 0, err
	}
	return file, rate, errors.Join(os.Rename(making, file), os.Remove(making+".lock"))
}

// forget removes what an older schema or a broken run has left.
func forget(folder string, rows int) error {
	old, err := filepath.Glob(filepath.Join(folder, fmt.Sprintf("%d-*", rows)))
	for _, f := range old {
		err = errors.Join(err, os.Remove(f))
	}
	return err
}

// stamped names the schema and the seeder.
func stamped() (string, error) {
	sum := sha256.New()
	sum.Write([]byte(edition))
	steps, err := fs.Glob(migrations.FS, "*.sql")
	if err != nil {
		return "", err
	}
	for _, step := range steps {
		text, err := fs.ReadFile(migrations.FS, step)
		if err != nil {
			return "", err
		}
		sum.Write(text)
	}
	return hex.EncodeToString(sum.Sum(nil)[:6]), nil
}

// copied copies a database for one use.
func copied(from, to string) (string, error) {
	in, err := os.Open(from)
	if err != nil {
		return "", err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return "", err
	}
	_, err = io.Copy(out, in)
	// On the disk before anything is measured, so that no commit waits for it.
	return to, errors.Join(err, out.Sync(), out.Close())
}
