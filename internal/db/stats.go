package db

import (
	"context"
	"database/sql"
	"sync/atomic"
	"time"
)

// Stats are counts since Open, for a page of figures or a collector.
type Stats struct {
	// Batches is how many commits there were, Acts how many acts were run in
	// them, Failed how many of those failed or could not be committed.
	Batches, Acts, Failed uint64
	// Waiting is how many acts wait for the writer now. On PostgreSQL they
	// wait for a connection and are counted in Pool.
	Waiting int
	// CommitTime is what all commits took together.
	CommitTime time.Duration
	// Checkpoints is how often the SQLite log was folded into the file,
	// LogPages how many pages it held the last time.
	Checkpoints, LogPages uint64
	// Pool is the readers of SQLite, or all connections to PostgreSQL.
	Pool sql.DBStats
}

// Stats returns the counts.
func (db *DB) Stats() Stats { return db.stats() }

// Tally is the key under which a context holds an *atomic.Int64 that counts the
// statements run under it: what somebody may not learn must cost the same.
type Tally struct{}

func tally(ctx context.Context) {
	if n, ok := ctx.Value(Tally{}).(*atomic.Int64); ok {
		n.Add(1)
	}
}
