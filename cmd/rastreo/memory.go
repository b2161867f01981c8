package main

import (
	"os"
	"runtime/debug"
)

// heapGoal is what the program's own heap is held to as long as it can be:
// the collector works harder before it grows beyond. The catalogue and what
// finds rows in it take 9 MB of it, the numbers in use some 8 at a million
// requests; with half of the goal the collector took two thirds of the
// processor. Beside it stand the program's file, some 28 MiB, and the pages
// that SQLite keeps, some 20. A password being checked takes 64 MiB more for a
// moment.
const heapGoal = 64 << 20

// holdMemory sets the goal, unless the operator has set one in GOMEMLIMIT.
func holdMemory() {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(heapGoal)
	}
}

// forget removes from the environment what nobody needs after the start, so
// that no child and no dump has it.
func forget() {
	for _, name := range []string{"RASTREO_DB", "RASTREO_TRAINING_DB", "RASTREO_MAIL_PASSWORD", "PGPASSWORD"} {
		_ = os.Unsetenv(name)
	}
}
