package store

import (
	"context"
	"errors"
	"strconv"
	"time"

	"rastreo/internal/db"
	"rastreo/internal/fault"
	"rastreo/internal/trace"
)

// QueueFilter says which part of the queue to list. What is empty does not
// matter.
type QueueFilter struct {
	Status    trace.Status // "" is queued or, with ClaimedBy, claimed
	AgencyID  string
	Priority  string
	Due       trace.DueSpan // only of what is open
	ClaimedBy string
	Unclaimed bool   // nobody has claimed it
	Overdue   bool   // somebody of the chain has not answered in time
	After     string // the cursor that came with the page before
	Limit     int    // 0 is 50; at most 200
	Bare      bool   // only what an act that is done to many looks at
	now       time.Time
}

// Queue returns a page of requests in the order they are to be worked: urgent
// ones first, then by their turn (see [trace.Lane.Turn]) or, narrowed by when
// they are due, whichever is due first. Somebody's own claims are always in order
// of their turn. next is as for Requests.
func (tx *Tx) Queue(ctx context.Context, f QueueFilter) (list []trace.Request, next string, err error) {
	f = f.asked(tx.now)
	limit := pageLength(f.Limit)
	from, err := f.turn()
	if err != nil {
		return nil, "", err
	}
	columns, scan := requestColumns, scanRequest
	if f.Bare {
		columns, scan = bareColumns, scanBare
	}
	for _, part := range f.parts(from.rank) {
		q, args := part.chosen(columns, from, limit+1-len(list))
		some, err := all(ctx, tx.sql, scan, q, args...)
		if err != nil {
			return nil, "", err
		}
		if list = append(list, some...); len(list) > limit {
			break
		}
	}
	list, next = cut(list, limit, f.cursor)
	return list, next, nil
}

// bareColumns are what the policy, the order of the queue and the fence of a
// claim rest on.
const bareColumns = `request.id, request.folio, request.agency_id, request.filed_by, request.priority, request.status, request.turn_at,
	request.due_at, request.claim, request.claimed_by, request.review_at, request.restricted`

func scanBare(from row, r *trace.Request) error {
	return from.Scan(&r.ID, &r.Folio, &r.AgencyID, &r.FiledBy, &r.Priority, &r.Status, db.Into(&r.TurnAt),
		db.Into(&r.DueAt), &r.Claim, &r.ClaimedBy, db.Into(&r.ReviewAt), &r.Restricted)
}

// asked fills in what was not said.
func (f QueueFilter) asked(now time.Time) QueueFilter {
	f.now = now
	if f.Status == "" {
		f.Status = trace.Queued
		if f.ClaimedBy != "" {
			f.Status = trace.Claimed
		}
	}
	return f
}

// byDue tells whether the index of what is due gives the order.
func (f QueueFilter) byDue() bool { return !f.Due.All() && f.ClaimedBy == "" }

// parts are what to read one after the other: nothing where nothing can be,
// and by when it is due one priority at a time from a rank on, each a range of
// the index.
func (f QueueFilter) parts(from int) []QueueFilter {
	switch {
	case f.Unclaimed && (f.ClaimedBy != "" || f.Status != trace.Queued && f.Status != trace.Withdrawn),
		!f.Due.All() && !f.Status.Open():
		return nil
	case !f.byDue() || f.Priority != "":
		return []QueueFilter{f}
	}
	urgent, routine := f, f
	urgent.Priority, routine.Priority = trace.Urgent, trace.Routine
	if from > rank(trace.Urgent) {
		return []QueueFilter{routine}
	}
	return []QueueFilter{urgent, routine}
}

// The cursors of the two orders.
const (
	byQueue = "q"
	byDue   = "d"
)

func (f QueueFilter) cursor(r trace.Request) string {
	kind, at := byQueue, r.TurnAt
	if f.byDue() {
		kind, at = byDue, r.DueAt
	}
	return seal(kind, strconv.Itoa(rank(r.Priority)), strconv.FormatInt(at.UnixMicro(), 10), r.ID)
}

// turn is a place in the queue.
type turn struct {
	rank int
	place
}

func (f QueueFilter) turn() (turn, error) {
	if f.After == "" {
		return turn{-1, oldest}, nil
	}
	kind := byQueue
	if f.byDue() {
		kind = byDue
	}
	return unsealTurn(kind, f.After)
}

// unsealTurn reads the place in a list of such an order that a cursor names.
func unsealTurn(list, cursor string) (turn, error) {
	key, err := unseal(list, cursor, 3)
	if err != nil {
		return turn{}, err
	}
	n, err1 := strconv.Atoi(key[0])
	at, err2 := strconv.ParseInt(key[1], 10, 64)
	if err1 != nil || err2 != nil {
		return turn{}, errCursor
	}
	return turn{n, place{at, key[2]}}, nil
}

// chosen is some columns of one part, of up to n requests.
func (f QueueFilter) chosen(columns string, from turn, n int) (string, []any) {
	w := f.where()
	order := f.order(&w, from)
	limit := w.arg(n)
	return `SELECT ` + columns + ` FROM request WHERE ` + w.String() +
		` ORDER BY ` + order + ` LIMIT ` + limit, w.args
}

func (f QueueFilter) where() (w where) {
	w.is("request.agency_id", f.AgencyID)
	w.is("request.status", string(f.Status))
	if f.ClaimedBy != "" {
		w.is("request.claimed_by", f.ClaimedBy)
		w.that("request.claimed_by <> ''") // the words of the index
		w.due("request.due_at", f.Due)
	}
	if f.Overdue {
		w.that(there("contact WHERE contact.request_id = request.id AND contact.answered_at IS NULL"+
			" AND contact.struck_at IS NULL AND contact.due_at < ?"), db.At(f.now))
	}
	return w
}

// due keeps to a part of what is due.
func (w *where) due(column string, d trace.DueSpan) {
	if d.None {
		w.that(column + " IS NULL")
	}
	if !d.From.IsZero() {
		w.that(column+" >= ?", db.At(d.From))
	}
	if !d.Until.IsZero() {
		w.that(column+" < ?", db.At(d.Until))
	}
}

// order says where in the order to go on. With one priority the rank is fixed:
// left in the comparison it would keep the index from being entered there.
func (f QueueFilter) order(w *where, from turn) string {
	switch {
	case f.byDue():
		w.that("request.rank = ?", rank(f.Priority))
		return f.orderDue(w, from)
	case f.Priority != "":
		w.that("request.rank = ?", rank(f.Priority))
		w.that("(request.turn_at, request.id) > (?, ?)", from.at, from.id)
		return `request.turn_at, request.id`
	}
	w.that("(request.rank, request.turn_at, request.id) > (?, ?, ?)", from.rank, from.at, from.id)
	return `request.rank, request.turn_at, request.id`
}

// orderDue goes on within one priority: from the start of the span where the
// cursor is of the priority before.
func (f QueueFilter) orderDue(w *where, from turn) string {
	w.that("request.status IN ('queued', 'claimed', 'returned')") // the words of the index
	if rank(f.Priority) != from.rank {
		from.place = oldest
		if !f.Due.From.IsZero() {
			from.at = f.Due.From.UnixMicro()
		}
	}
	if f.Due.None {
		w.that("request.due_at IS NULL")
		w.that("request.id > ?", from.id)
		return `request.due_at, request.id`
	}
	w.that("(request.due_at, request.id) > (?, ?)", from.at, from.id)
	if !f.Due.Until.IsZero() {
		w.that("request.due_at < ?", db.At(f.Due.Until))
	}
	return `request.due_at, request.id`
}

var errEmpty = fault.New(fault.NotFound, "queue.empty", nil)

// ClaimNext gives the first request of the queue to a tracer until the lease
// ends, and makes it what the act is about. Claimants at the same time get
// different requests. An empty queue is NotFound, queue.empty.
func (tx *Tx) ClaimNext(ctx context.Context, by string, leaseUntil time.Time) (trace.Request, error) {
	r, err := one(ctx, tx.sql, scanWhole, `
		UPDATE request SET status = 'claimed', claim = claim + 1, claimed_by = $1, claimed_at = $2, lease_until = $3
		WHERE id = (SELECT id FROM request WHERE status = 'queued' ORDER BY rank, turn_at, id LIMIT 1`+
		tx.sql.SkipLocked()+`)
		RETURNING `+wholeColumns, by, db.At(tx.now), db.At(leaseUntil))
	if errors.Is(err, errNotFound) {
		return r, errEmpty
	}
	return tx.claimed(r, err)
}

// ClaimRequest gives this request to a tracer until the lease ends. It is a
// Conflict that names what stands in the way if it is not waiting.
func (tx *Tx) ClaimRequest(ctx context.Context, folio, by string, leaseUntil time.Time) (trace.Request, error) {
	r, err := one(ctx, tx.sql, scanWhole, `
		UPDATE request SET status = 'claimed', claim = claim + 1, claimed_by = $3, claimed_at = $4, lease_until = $5
		WHERE `+withFolio+` AND status = 'queued' AND claimed_by = ''
		RETURNING `+wholeColumns, trace.FolioKey(folio), folio, by, db.At(tx.now), db.At(leaseUntil))
	if !errors.Is(err, errNotFound) {
		return tx.claimed(r, err)
	}
	if r, err = tx.Request(ctx, folio); err != nil {
		return r, err
	}
	if _, err := r.Status.Move(trace.Claim); err != nil {
		return r, err
	}
	return r, errStale
}

// claimed counts a claim, if it was made.
func (tx *Tx) claimed(r trace.Request, err error) (trace.Request, error) {
	if err != nil {
		return r, err
	}
	tx.On(r.Folio)
	tx.count(trace.Queued, r.Priority, -1)
	tx.count(trace.Claimed, r.Priority, 1)
	return r, nil
}
