package store

import (
	"context"
	"maps"
	"slices"
	"strings"

	"rastreo/internal/trace"
)

// slotsPostgres is how many writers may count the same thing side by side.
const slotsPostgres = 16

// count notes that n more requests stand in a status. It is written at the end
// of the act, all counts in one statement and in one order, so that no two
// acts wait for each other in a circle.
func (tx *Tx) count(s trace.Status, priority string, n int) {
	if tx.counts == nil {
		tx.counts = map[string]int{}
	}
	tx.counts[string(s)+"/"+priority] += n
}

// flush writes what was counted.
func (tx *Tx) flush(ctx context.Context) error {
	var values []any
	slot := tx.slot()
	for _, name := range slices.Sorted(maps.Keys(tx.counts)) {
		if n := tx.counts[name]; n != 0 {
			values = append(values, name, slot, n)
		}
	}
	tx.counts = nil
	_, err := tx.insert(ctx, counterRows, values)
	return err
}

var counterRows = bulk{
	into: "counter (name, slot, n)", columns: 3,
	end: "ON CONFLICT (name, slot) DO UPDATE SET n = counter.n + excluded.n",
}

// slot draws the slot of this act. Where acts run one by one there is one.
func (tx *Tx) slot() int {
	slots := tx.store.slots
	if slots == 0 && tx.sql.SkipLocked() != "" {
		slots = slotsPostgres
	}
	if slots <= 1 {
		return 0
	}
	var b [1]byte
	if _, err := tx.store.random.Read(b[:]); err != nil {
		panic(err)
	}
	return int(b[0]) % slots
}

// Counts returns how many requests stand in each status. A status that no
// request has is 0.
func (tx *Tx) Counts(ctx context.Context) (map[trace.Status]int, error) {
	list, err := tx.counters(ctx)
	counts := map[trace.Status]int{}
	for _, s := range trace.Filed {
		counts[s] = 0
	}
	for _, c := range list {
		status, _, _ := strings.Cut(c.name, "/")
		counts[trace.Status(status)] += c.n
	}
	return counts, err
}

// QueueDepth returns how many requests wait for a tracer.
func (tx *Tx) QueueDepth(ctx context.Context) (urgent, routine int, err error) {
	list, err := tx.counters(ctx)
	for _, c := range list {
		switch c.name {
		case string(trace.Queued) + "/" + trace.Urgent:
			urgent = c.n
		case string(trace.Queued) + "/" + trace.Routine:
			routine = c.n
		}
	}
	return urgent, routine, err
}

type counter struct {
	name string
	n    int
}

func (tx *Tx) counters(ctx context.Context) ([]counter, error) {
	if len(tx.counts) > 0 {
		if err := tx.flush(ctx); err != nil {
			return nil, err
		}
	}
	return all(ctx, tx.sql, func(r row, c *counter) error { return r.Scan(&c.name, &c.n) },
		`SELECT name, CAST(SUM(n) AS BIGINT) FROM counter GROUP BY name`)
}
