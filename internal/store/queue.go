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
	ClaimedBy string
	Overdue   bool   // somebody of the chain has not answered in time
	After     string // the cursor that came with the page before
	Limit     int    // 0 is 50; at most 200
	now       time.Time
}

// Queue returns a page of requests in the order they are to be worked: urgent
// ones first, then by their turn (see [trace.Lane.Turn]). next is as for Requests.
func (tx *Tx) Queue(ctx context.Context, f QueueFilter) (list []trace.Request, next string, err error) {
	f.now = tx.now
	q, args, err := f.query()
	if err != nil {
		return nil, "", err
	}
	list, err = all(ctx, tx.sql, scanRequest, q, args...)
	list, next = cut(list, pageLength(f.Limit), f.cursor)
	return list, next, err
}

const byQueue = "q"

func (f QueueFilter) cursor(r trace.Request) string {
	return seal(byQueue, strconv.Itoa(rank(r.Priority)), strconv.FormatInt(r.TurnAt.UnixMicro(), 10), r.ID)
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
	key, err := unseal(byQueue, f.After, 3)
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

func (f QueueFilter) query() (string, []any, error) {
	from, err := f.turn()
	if err != nil {
		return "", nil, err
	}
	if f.Status == "" {
		f.Status = trace.Queued
		if f.ClaimedBy != "" {
			f.Status = trace.Claimed
		}
	}
	var w where
	w.is("request.agency_id", f.AgencyID)
	w.is("request.status", string(f.Status))
	if f.ClaimedBy != "" {
		w.is("request.claimed_by", f.ClaimedBy)
		w.that("request.claimed_by <> ''") // the words of the index
	}
	if f.Overdue {
		w.that("CASE WHEN EXISTS (SELECT 1 FROM contact WHERE contact.request_id = request.id AND contact.answered_at IS NULL"+
			" AND contact.due_at < ?) THEN 1 ELSE 0 END = 1", db.At(f.now))
	}
	order := f.order(&w, from)
	limit := w.arg(pageLength(f.Limit) + 1)
	return `SELECT ` + requestColumns + ` FROM request WHERE ` + w.String() +
		` ORDER BY ` + order + ` LIMIT ` + limit, w.args, nil
}

// order says where in the order to go on. With one priority the rank is fixed:
// left in the comparison it would keep the index from being entered there.
func (f QueueFilter) order(w *where, from turn) string {
	if f.Priority != "" {
		w.that("request.rank = ?", rank(f.Priority))
		w.that("(request.turn_at, request.id) > (?, ?)", from.at, from.id)
		return `request.turn_at, request.id`
	}
	w.that("(request.rank, request.turn_at, request.id) > (?, ?, ?)", from.rank, from.at, from.id)
	return `request.rank, request.turn_at, request.id`
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
