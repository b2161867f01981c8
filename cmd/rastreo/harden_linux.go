package main

import (
	"syscall"

	"golang.org/x/sys/unix"
)

// harden keeps what the process holds in memory from reaching a disk or
// another process: no core file, and nothing below /proc that its own user may
// read. A system that refuses is not worse off than before.
func harden() {
	_ = syscall.Setrlimit(syscall.RLIMIT_CORE, &syscall.Rlimit{})
	_ = unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0)
}
