package db_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"rastreo/internal/db"
	"rastreo/internal/db/dbtest"
)

// BenchmarkWrite commits one row of 200 bytes an act, with 1, 8 and 64 writers
// that each wait for their answer.
func BenchmarkWrite(b *testing.B) {
	for name, dsn := range map[string]func(testing.TB) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		for _, writers := range []int{1, 8, 64} {
			b.Run(fmt.Sprintf("%s/%d", name, writers), func(b *testing.B) {
				d := dbtest.Open(b, dsn(b), steps)
				before, used := d.Stats(), processor(b)
				b.ResetTimer()
				spread(b, writers, func(i int64) error { return d.Write(b.Context(), db.Fence{}, note(i)) })
				b.StopTimer()
				s := d.Stats()
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "rows/s")
				b.ReportMetric(float64((processor(b)-used).Nanoseconds())/float64(b.N), "cpu-ns/op")
				b.ReportMetric(float64(s.Acts-before.Acts)/float64(s.Batches-before.Batches), "acts/commit")
			})
		}
	}
}

// BenchmarkRead reads one row by its key, with 1 and 8 readers.
func BenchmarkRead(b *testing.B) {
	for name, dsn := range map[string]func(testing.TB) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		for _, readers := range []int{1, 8} {
			b.Run(fmt.Sprintf("%s/%d", name, readers), func(b *testing.B) {
				d := dbtest.Open(b, dsn(b), steps)
				spread(b, 64, func(i int64) error { return d.Write(b.Context(), db.Fence{}, note(i)) })
				b.ResetTimer()
				spread(b, readers, func(i int64) error {
					return d.Read(b.Context(), db.Fence{}, func(tx *db.Tx) error {
						var shade string
						return tx.Row(b.Context(), `SELECT shade FROM note WHERE id = $1`, fmt.Sprint(i)).Scan(&shade)
					})
				})
			})
		}
	}
}

func note(i int64) func(*db.Tx) error {
	return func(tx *db.Tx) error {
		_, err := tx.Exec(context.Background(), `INSERT INTO note (id, num, shade, ratio) VALUES ($1, $2, $3, $4)`,
			fmt.Sprint(i), i, text, float64(i))
		return err
	}
}

var text = strings.Repeat("x", 200)

// processor is the time this process has computed: on a machine shared with
// others the only figure that can be compared.
func processor(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// spread runs f b.N times on n goroutines.
func spread(b *testing.B, n int, f func(int64) error) {
	var next atomic.Int64
	var all sync.WaitGroup
	for range n {
		all.Go(func() {
			for i := next.Add(1); i <= int64(b.N); i = next.Add(1) {
				if err := f(i); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
}
