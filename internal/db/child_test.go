package db_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"sync"
	"syscall"
	"testing"

	"rastreo/internal/db"
	"rastreo/internal/db/dbtest"
)

// child is what this test program does when a test starts it once more to be
// killed or to run out of disk. It writes a line for every act that was
// answered.
func child(job string) {
	ctx := context.Background()
	d, err := db.Open(ctx, os.Getenv("RASTREO_TEST_DSN"))
	if err != nil {
		fmt.Println("open:", err)
		os.Exit(1)
	}
	if job == "full" {
		// What lies beyond this size fails with EFBIG, as a bad disk would.
		signal.Ignore(syscall.SIGXFSZ)
		limit := syscall.Rlimit{Cur: 4 << 20, Max: 4 << 20}
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
			fmt.Println("limit:", err)
			os.Exit(1)
		}
	}
	write(ctx, d)
}

// write writes from many goroutines until one act fails.
func write(ctx context.Context, d *db.DB) {
	var all sync.WaitGroup
	for w := range 16 {
		all.Go(func() {
			for i := 0; ; i++ {
				id := fmt.Sprintf("%d-%d-%s", w, i, strings.Repeat("x", 500))
				if err := d.Write(ctx, db.Fence{}, insert(id)); err != nil {
					fmt.Printf("failed %t\n", errors.Is(err, db.ErrBroken))
					return
				}
				fmt.Println("ok", id)
			}
		})
	}
	all.Wait()
	<-d.Broken()
	fmt.Println("after", errors.Is(d.Write(ctx, db.Fence{}, insert("later")), db.ErrBroken))
	fmt.Println("close", errors.Is(d.Close(), db.ErrBroken))
}

// spawn starts this program as a child at work on path.
func spawn(t *testing.T, job, path string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), "RASTREO_TEST_CHILD="+job, "RASTREO_TEST_DSN="+path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, bufio.NewScanner(out)
}

// prepared returns the DSN of a migrated database nobody has open.
func prepared(t *testing.T, dsn string) string {
	t.Helper()
	d := dbtest.Open(t, dsn, steps)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	return dsn
}

// whole checks that every acknowledged row is there after a restart.
func whole(t *testing.T, dsn string, acknowledged map[string]bool) {
	t.Helper()
	d := dbtest.Open(t, dsn, steps)
	want(t, "check", d.Check(t.Context()), nil)
	for id := range strings.FieldsSeq(ids(t, d)) {
		delete(acknowledged, id)
	}
	if n := len(acknowledged); n > 0 {
		t.Errorf("%d acknowledged rows are lost", n)
	}
}

func TestKilledProcessKeepsItsWord(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, dsn string) {
		cmd, out := spawn(t, "load", prepared(t, dsn))
		acknowledged := map[string]bool{}
		for out.Scan() {
			id, ok := strings.CutPrefix(out.Text(), "ok ")
			if !ok {
				t.Fatal(out.Text())
			}
			acknowledged[id] = true
			if len(acknowledged) == 2000 {
				if err := cmd.Process.Kill(); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := cmd.Wait(); err == nil {
			t.Error("the child was not killed")
		}
		if len(acknowledged) < 2000 {
			t.Errorf("only %d acts were answered", len(acknowledged))
		}
		whole(t, dsn, acknowledged)
	})
}

func TestFailedWriteIsTheEnd(t *testing.T) {
	path := prepared(t, dbtest.SQLite(t))
	cmd, out := spawn(t, "full", path)
	acknowledged := map[string]bool{}
	var said []string
	for out.Scan() {
		if id, ok := strings.CutPrefix(out.Text(), "ok "); ok {
			acknowledged[id] = true
			continue
		}
		said = append(said, out.Text())
	}
	if err := cmd.Wait(); err != nil {
		t.Fatal(err, said)
	}
	want(t, "said", strings.Join(said, "\n"), strings.Repeat("failed true\n", 16)+"after true\nclose true")
	if len(acknowledged) < 100 {
		t.Errorf("only %d acts were answered", len(acknowledged))
	}
	whole(t, path, acknowledged)
}
