package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"rastreo/internal/audit"
	"rastreo/internal/db"
	"rastreo/internal/fault"
)

const eventColumns = `id, at, by, verb, on_, via, agency, session, source, outcome, purpose, grant_id, fields, to_`

func eventFields(e *audit.Event) []any {
	return []any{
		&e.ID, db.Into(&e.At), &e.By, &e.Verb, &e.On, &e.Via, &e.Agency, &e.Session, &e.Source, &e.Outcome,
		&e.Purpose, &e.Grant, &e.Fields, &e.To,
	}
}

func eventValues(e *audit.Event) []any {
	return []any{
		e.ID, db.At(e.At), e.By, string(e.Verb), e.On, e.Via, e.Agency, e.Session, e.Source, e.Outcome,
		e.Purpose, e.Grant, e.Fields, e.To,
	}
}

var ledgerRows = bulk{into: "ledger (" + eventColumns + ", seq, chain)", columns: 16}

// Seal moves up to limit events from the inbox to the end of the log, signs
// the log's new head and returns how many there were, and how often it told
// that somebody opened a decoy. Events stand in order of
// their time, those of one transaction after another in order of their id. Only
// one transaction at a time can be here, whatever the number of instances. A
// head that the key has not signed is not built upon: the error is
// [audit.ErrForged].
func (c *Chore) Seal(ctx context.Context, key audit.Key, limit int) (n, alarms int, err error) {
	head, err := c.lockHead(ctx, key)
	if err != nil {
		return 0, 0, err
	}
	events, err := c.inbox(ctx, limit)
	if err != nil || len(events) == 0 {
		return 0, 0, err
	}
	var values []any
	for i := range events {
		e := &events[i]
		head.Add(e)
		values = append(append(values, eventValues(e)...), e.Seq, e.Chain[:])
	}
	if _, err := c.insert(ctx, ledgerRows, values); err != nil {
		return 0, 0, err
	}
	if err := c.empty(ctx, events); err != nil {
		return 0, 0, err
	}
	if alarms, err = c.lure(ctx, events); err != nil {
		return 0, 0, err
	}
	return len(events), alarms, c.saveHead(ctx, key, head)
}

// lockHead returns the head of the log, which nobody else may move until the
// transaction ends.
func (c *Chore) lockHead(ctx context.Context, key audit.Key) (audit.Head, error) {
	k, err := c.head(ctx, c.sql.Lock())
	if fault.Is(err, fault.NotFound) {
		_, err = c.sql.Exec(ctx, `INSERT INTO ledger_head (one, size, chain, edge, note) VALUES (1, 0, $1, $1, '')
			ON CONFLICT (one) DO NOTHING`, []byte{})
		if err == nil {
			k, err = c.head(ctx, c.sql.Lock())
		}
	}
	if err != nil || k.Size == 0 && k.Note == "" {
		return audit.Begin(key.Name()), err
	}
	return signed(k, key)
}

// signed is a head that was kept, if it is what was signed.
func signed(k audit.Copy, key audit.Key) (head audit.Head, err error) {
	keys, err := key.Keys()
	if err != nil {
		return head, err
	}
	point, err := keys.Open(k.Note)
	if err != nil {
		return head, err
	}
	head, err = audit.Unpack(k.Size, k.Chain, k.Edge)
	if err != nil || point.Size != head.Size || point.Root != head.Root() {
		return head, audit.ErrForged
	}
	return head, nil
}

func (c *Chore) head(ctx context.Context, lock string) (audit.Copy, error) {
	return one(ctx, c.sql, func(r row, k *audit.Copy) error { return r.Scan(&k.Size, &k.Chain, &k.Edge, &k.Note) },
		`SELECT size, chain, edge, note FROM ledger_head WHERE one = 1`+lock)
}

// inboxQuery takes the oldest: an id begins with the millisecond of its event.
const inboxQuery = `SELECT ` + eventColumns + ` FROM audit ORDER BY id LIMIT $1`

func (c *Chore) inbox(ctx context.Context, limit int) ([]audit.Event, error) {
	list, err := all(ctx, c.sql, func(r row, e *audit.Event) error { return r.Scan(eventFields(e)...) }, inboxQuery, limit)
	slices.SortFunc(list, func(a, b audit.Event) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
	return list, err
}

// empty takes events out of the inbox. Should one not be there any more,
// somebody else has sealed it, and nothing may be kept of this transaction.
func (c *Chore) empty(ctx context.Context, events []audit.Event) error {
	ids := make([]any, len(events))
	for i, e := range events {
		ids[i] = e.ID
	}
	for _, size := range pieces {
		for ; len(ids) >= size; ids = ids[size:] {
			n, err := c.sql.Exec(ctx, `DELETE FROM audit WHERE id IN (`+places(1, size)+`)`, ids[:size]...)
			if err != nil {
				return err
			}
			if int(n) != size {
				return errStale
			}
		}
	}
	return nil
}

func (c *Chore) saveHead(ctx context.Context, key audit.Key, head audit.Head) error {
	last, err := c.lastCheckpoint(ctx)
	if err != nil {
		return err
	}
	point := audit.Checkpoint{Origin: key.Name(), Size: head.Size, Root: head.Root(), At: c.now, After: last.Size}
	text, err := point.Sign(key)
	if err != nil {
		return err
	}
	n, err := c.sql.Exec(ctx, `UPDATE ledger_head SET size = $1, chain = $2, edge = $3, note = $4 WHERE one = 1`,
		head.Size, head.Chain[:], head.Pack(), text)
	return must(n, err, errStale)
}

const checkpointColumns = `size, at, note`

func scanCheckpoint(r row, g *audit.Given) error { return r.Scan(&g.Size, db.Into(&g.At), &g.Note) }

// lastCheckpoint is the one given out last, or the zero one.
func (c *Chore) lastCheckpoint(ctx context.Context) (audit.Given, error) {
	g, err := one(ctx, c.sql, scanCheckpoint, `SELECT `+checkpointColumns+` FROM checkpoint ORDER BY size DESC LIMIT 1`)
	if fault.Is(err, fault.NotFound) {
		err = nil
	}
	return g, err
}

// Publish gives out the checkpoint of everything sealed so far, if that is so
// many events more than at the last, or the last is so old. It tells whether
// there was anything to give out.
func (c *Chore) Publish(ctx context.Context, key audit.Key, events int64, age time.Duration) (bool, error) {
	head, err := c.lockHead(ctx, key)
	if err != nil {
		return false, err
	}
	last, err := c.lastCheckpoint(ctx)
	if err != nil || head.Size-last.Size <= 0 || head.Size-last.Size < events && c.now.Sub(last.At) < age {
		return false, err
	}
	k, err := c.head(ctx, "")
	if err != nil {
		return false, err
	}
	keys, err := key.Keys()
	if err != nil {
		return false, err
	}
	point, err := keys.Open(k.Note)
	if err != nil {
		return false, err
	}
	_, err = c.sql.Exec(ctx, `INSERT INTO checkpoint (`+checkpointColumns+`) VALUES ($1, $2, $3)`, point.Size, db.At(point.At), k.Note)
	return err == nil, err
}

// Checkpoints returns up to limit checkpoints of more events than after, in
// order.
func (tx *Tx) Checkpoints(ctx context.Context, after int64, limit int) ([]audit.Given, error) {
	return all(ctx, tx.sql, scanCheckpoint,
		`SELECT `+checkpointColumns+` FROM checkpoint WHERE size > $1 ORDER BY size LIMIT $2`, after, limit)
}

// AuditCopy returns what the database says of the log beside its events, with
// every checkpoint.
func (tx *Tx) AuditCopy(ctx context.Context) (audit.Copy, error) {
	k, err := tx.head(ctx, "")
	if fault.Is(err, fault.NotFound) {
		err = nil
	}
	if err != nil {
		return k, err
	}
	k.Checkpoints, err = all(ctx, tx.sql, scanCheckpoint, `SELECT `+checkpointColumns+` FROM checkpoint ORDER BY size`)
	return k, err
}

// EachEvent calls f with every event from a place on to before another, in
// order. f must not keep the event.
func (tx *Tx) EachEvent(ctx context.Context, from, to int64, f func(*audit.Event) error) error {
	rows, err := tx.sql.Rows(ctx, `SELECT `+eventColumns+`, seq, chain FROM ledger WHERE seq >= $1 AND seq < $2 ORDER BY seq`, from, to)
	if err != nil {
		return err
	}
	defer rows.Close()
	var e audit.Event
	var chain []byte
	fields := append(eventFields(&e), &e.Seq, &chain)
	for rows.Next() {
		if err := rows.Scan(fields...); err != nil {
			return err
		}
		e.Chain = [len(e.Chain)]byte{}
		copy(e.Chain[:], chain)
		if len(chain) != len(e.Chain) {
			e.Chain = [len(e.Chain)]byte{} // what is no hash fits nothing
		}
		if err := f(&e); err != nil {
			return err
		}
	}
	return rows.Err()
}

// LogState is how the log stands.
type LogState struct {
	Size      int64     // events sealed
	Last      int64     // number of the last event's row and one, the same as Size in a log without a gap
	Inbox     int       // events that wait to be sealed, at most ten thousand
	Waiting   time.Time // when the oldest of them was written; zero for none
	Published int64     // events in the last checkpoint
	At        time.Time // when that was signed; zero for none
	Open      time.Time // when the first event after it happened; zero for none
}

// LogState tells how the log stands.
func (tx *Tx) LogState(ctx context.Context) (s LogState, err error) {
	k, err := tx.head(ctx, "")
	if err != nil && !fault.Is(err, fault.NotFound) {
		return s, err
	}
	last, err := tx.lastCheckpoint(ctx)
	if err != nil {
		return s, err
	}
	s.Size, s.Published, s.At = k.Size, last.Size, last.At
	moment := func(q string, args ...any) time.Time {
		at, e := one(ctx, tx.sql, func(r row, at *time.Time) error { return r.Scan(db.Into(at)) }, q, args...)
		if e != nil && !fault.Is(e, fault.NotFound) {
			err = errors.Join(err, e)
		}
		return at
	}
	s.Waiting = moment(`SELECT at FROM audit ORDER BY id LIMIT 1`)
	s.Open = moment(`SELECT at FROM ledger WHERE seq = $1`, last.Size)
	if err != nil {
		return s, err
	}
	err = tx.sql.Row(ctx, `SELECT (SELECT COALESCE(MAX(seq) + 1, 0) FROM ledger),
		(SELECT COUNT(*) FROM (SELECT 1 FROM audit LIMIT 10000) AS waiting)`).Scan(&s.Last, &s.Inbox)
	if err != nil {
		err = fmt.Errorf("store: state of the log: %w", err)
	}
	return s, err
}
