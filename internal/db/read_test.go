package db_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"rastreo/internal/db"
	"rastreo/internal/db/dbtest"
)

func TestReadersCannotWrite(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, dsn string) {
		d := dbtest.Open(t, dsn, steps)
		if err := d.Read(t.Context(), db.Fence{}, insert("a")); err == nil {
			t.Error("a reader wrote")
		}
		want(t, "rows", ids(t, d), "")
	})
}

func TestReadIsOneSnapshot(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, dsn string) {
		d := dbtest.Open(t, dsn, steps)
		count := func(tx *db.Tx) (n int, err error) {
			return n, tx.Row(t.Context(), `SELECT count(*) FROM note`).Scan(&n)
		}
		err := d.Read(t.Context(), db.Fence{}, func(tx *db.Tx) error {
			before, err := count(tx)
			if err != nil {
				return err
			}
			if err := d.Write(t.Context(), db.Fence{}, insert("a")); err != nil {
				return err
			}
			after, err := count(tx)
			want(t, "rows later", after, before)
			return err
		})
		want(t, "error", err, nil)
		want(t, "rows", ids(t, d), "a")
	})
}

// A long search ends with the context of who asked, and its reader serves the
// next.
func TestReadIsCutOff(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, dsn string) {
		d := dbtest.Open(t, dsn, steps)
		for range 10 {
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
			err := d.Read(ctx, db.Fence{}, func(tx *db.Tx) error {
				return tx.Row(ctx, `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000)
					SELECT count(*) FROM n`).Scan(new(int))
			})
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("search: %v", err)
			}
			cancel()
		}
		want(t, "rows", ids(t, d), "")
		want(t, "write", d.Write(t.Context(), db.Fence{}, insert("a")), nil)
		want(t, "rows", ids(t, d), "a")
		want(t, "readers in use", d.Stats().Pool.InUse, 0)
	})
}

// An act that panics while it reads leaves its reader as it was.
func TestReadThatPanics(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, dsn string) {
		d := dbtest.Open(t, dsn, steps)
		for range 20 {
			func() {
				defer func() { want(t, "panic", recover(), any("help")) }()
				_ = d.Read(t.Context(), db.Fence{}, func(tx *db.Tx) error {
					if _, err := tx.Rows(t.Context(), `SELECT id FROM note`); err != nil {
						return err
					}
					panic("help")
				})
			}()
		}
		want(t, "rows", ids(t, d), "")
	})
}
