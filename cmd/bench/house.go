package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"
)

// build makes the program as the Makefile does.
func build(ctx context.Context, folder string) (string, error) {
	binary := filepath.Join(folder, "rastreo")
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w", "-o", binary, "./cmd/rastreo")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	cmd.Stderr = os.Stderr
	return binary, cmd.Run()
}

// house is the program running as a process of its own.
type house struct {
	cmd   *exec.Cmd
	addr  string
	ops   string
	began time.Duration // from its start to the first answered page
	peak  atomic.Int64  // the most resident memory seen, in bytes
	quit  chan struct{}
}

// unlimited lets a few clients ask as much as they can.
var unlimited = []string{"--limit-session=0", "--limit-key=0", "--limit-search=0", "--limit-submit=0", "--limit-sign-in=0", "--limit-crowd=0"}

// open starts the house on a database and returns when it has answered.
func open(ctx context.Context, binary, dsn, log string, more ...string) (*house, error) {
	portal, ops, err := freeAddrs()
	if err != nil {
		return nil, err
	}
	out, err := os.OpenFile(log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	defer out.Close()
	args := append([]string{"serve", "--db", dsn, "--secret-file", secretFile(dsn), "--addr", portal, "--ops-addr", ops, "--plain-http"}, unlimited...)
	args = append(args, more...)
	h := &house{cmd: exec.CommandContext(ctx, binary, args...), addr: portal, ops: ops, quit: make(chan struct{})}
	h.cmd.Stdout, h.cmd.Stderr = out, out
	since := time.Now()
	if err := h.cmd.Start(); err != nil {
		return nil, err
	}
	if err := h.answer(ctx, since.Add(time.Minute)); err != nil {
		_ = h.cmd.Process.Kill()
		_ = h.cmd.Wait()
		return nil, fmt.Errorf("%w: see %s", err, log)
	}
	h.began = time.Since(since)
	go h.watch()
	return h, nil
}

// answer waits until the sign-in page is there.
func (h *house) answer(ctx context.Context, until time.Time) error {
	for time.Now().Before(until) && ctx.Err() == nil {
		c, err := dial(h.addr)
		if err != nil {
			time.Sleep(time.Millisecond)
			continue
		}
		defer c.conn.Close()
		return c.do(page("/login", "Accept: text/html"), http.StatusOK)
	}
	return fmt.Errorf("the program does not answer: %w", ctx.Err())
}

// freeAddrs finds two loopback ports that nobody uses.
func freeAddrs() (a, b string, err error) {
	var addrs [2]string
	for i := range addrs {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return "", "", err
		}
		defer l.Close()
		addrs[i] = l.Addr().String()
	}
	return addrs[0], addrs[1], nil
}

// watch notes the most memory the process has had resident.
func (h *house) watch() {
	for {
		select {
		case <-h.quit:
			return
		case <-time.After(50 * time.Millisecond):
			if now, err := h.resident(); err == nil && now > h.peak.Load() {
				h.peak.Store(now)
			}
		}
	}
}

// resident is the resident memory of the process in bytes, as Linux counts it
// (VmRSS: its own pages and those of the program's file).
func (h *house) resident() (int64, error) {
	return status(fmt.Sprintf("/proc/%d/status", h.cmd.Process.Pid), "VmRSS:")
}

// tick is the unit in which Linux counts the time of a process.
const tick = 10 * time.Millisecond

// worked is how much time of the processors a process has used. Where other
// programs run beside it, it says more than the clock does.
func worked(pid int) time.Duration {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	_, rest, ok := strings.Cut(string(text), ") ")
	words := strings.Fields(rest)
	if err != nil || !ok || len(words) < 13 {
		return 0
	}
	user, _ := strconv.Atoi(words[11]) // the 14th and 15th field are numbers
	system, _ := strconv.Atoi(words[12])
	return time.Duration(user+system) * tick
}

// status reads a line such as "VmRSS:  1234 kB" of a file.
func status(file, line string) (int64, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(text), line)
	words := strings.Fields(rest)
	if len(words) == 0 {
		return 0, fmt.Errorf("%s has no %s", file, line)
	}
	kb, err := strconv.ParseInt(words[0], 10, 64)
	return kb << 10, err
}

// close asks the house to end and waits until it has.
func (h *house) close() error {
	close(h.quit)
	if err := h.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	return h.cmd.Wait()
}
