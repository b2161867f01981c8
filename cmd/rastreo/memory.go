package main

import (
	"os"
	"runtime/debug"
)

// heapGoal is what the program's own heap is held to as long as it can be:
// the collector works harder before it grows beyond. Beside it stand the
// program's file, some 28 MiB, and the pages that SQLite keeps, some 20. A
// password being checked takes 64 MiB more for a moment.
const heapGoal = 32 << 20

// holdMemory sets the goal, unless the operator has set one in GOMEMLIMIT.
func holdMemory() {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(heapGoal)
	}
}
