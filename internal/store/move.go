package store

import (
	"context"
	"math"
	"slices"
	"time"

	"rastreo/internal/db"
	"rastreo/internal/fault"
	"rastreo/internal/trace"
)

// byHolder are the moves that only whoever holds the request can make.
var byHolder = []trace.Move{trace.Release, trace.Chase, trace.Ask, trace.Recall, trace.Conclude, trace.Correct, trace.Propose}

// MoveRequest makes a move of a request and changes r accordingly. It writes
// only if status, holder and claim still are what r was read with, so that whoever
// acts on an old page changes nothing.
//
// by is the account that moves: Claim, Hand and HandBack give it the request, and the moves of a
// tracer need it to be the holder. (Somebody who may act for the holder passes
// r.ClaimedBy and stands as themselves in the event and the act.) Claim, Hand,
// Chase, Recall and Answered keep r.LeaseUntil as the caller set it; Conclude and
// Correct r.Outcome; SendBack of a claimed request keeps r.LeaseUntil. While a
// result waits for a second person there is no lease that could end, and who
// makes a result of it clears r.ReviewAt first. Release and Expire return the request to its old place in
// the queue; Expire only if the lease has ended. The holder's name stays on
// what is concluded.
//
// A Conflict names the status that stands in the way. It is Stale if the
// request has moved but the same move could still be made.
func (tx *Tx) MoveRequest(ctx context.Context, r *trace.Request, m trace.Move, by string) error {
	next := *r
	if err := next.Move(m); err != nil {
		return err
	}
	if slices.Contains(byHolder, m) && by != r.ClaimedBy {
		return held(r.Status)
	}
	was, err := tx.concluded(ctx, *r)
	if err != nil {
		return err
	}
	tx.apply(&next, m, by)
	if err := tx.wind(ctx, &next, m); err != nil {
		return err
	}
	n, err := tx.sql.Exec(ctx, `
		UPDATE request
		SET status = $1, claimed_by = $2, claimed_at = $3, lease_until = $4, ended_at = $5, outcome = $6, due_at = $7, claim = $8,
			review_at = $14
		WHERE id = $9 AND status = $10 AND claimed_by = $11 AND claim = $12 AND COALESCE(lease_until, 0) <= $13`,
		string(next.Status), next.ClaimedBy, db.At(next.ClaimedAt), db.At(next.LeaseUntil), db.At(next.EndedAt),
		next.Outcome, db.At(next.DueAt), next.Claim, r.ID, string(r.Status), r.ClaimedBy, r.Claim, tx.leaseLimit(m), db.At(next.ReviewAt))
	if err != nil {
		return err
	}
	if n == 0 {
		return tx.moved(ctx, r, m)
	}
	tx.count(r.Status, r.Priority, -1)
	tx.count(next.Status, next.Priority, 1)
	if next.Status == trace.Concluded {
		if err := tx.tally(ctx, was, next); err != nil {
			return err
		}
	}
	*r = next
	return nil
}

// apply changes what comes with the new status.
func (tx *Tx) apply(r *trace.Request, m trace.Move, by string) {
	r.LeaseUntil = micro(r.LeaseUntil)
	switch m {
	case trace.Claim, trace.Hand, trace.HandBack:
		r.ClaimedBy, r.ClaimedAt, r.Claim = by, tx.now, r.Claim+1
		if r.Waits() {
			r.LeaseUntil = time.Time{}
		}
	case trace.Ask, trace.Correct:
		r.LeaseUntil = time.Time{}
	case trace.Conclude:
		r.LeaseUntil, r.EndedAt = time.Time{}, tx.now
	case trace.Propose:
		r.LeaseUntil, r.ReviewAt = time.Time{}, tx.now
	case trace.SendBack:
		r.ReviewAt = time.Time{}
	case trace.Withdraw:
		r.EndedAt, r.ReviewAt = tx.now, time.Time{}
		letGo(r)
	case trace.Release, trace.Expire:
		letGo(r)
	}
}

func letGo(r *trace.Request) {
	r.ClaimedBy, r.Claimer, r.ClaimedAt, r.LeaseUntil = "", "", time.Time{}, time.Time{}
}

// leaseLimit is how late a lease may end for the move to be made.
func (tx *Tx) leaseLimit(m trace.Move) int64 {
	if m == trace.Expire {
		return tx.now.UnixMicro()
	}
	return math.MaxInt64
}

// moved says why nothing was written: somebody else was quicker.
func (tx *Tx) moved(ctx context.Context, seen *trace.Request, m trace.Move) error {
	r, err := tx.Request(ctx, seen.Folio)
	if err != nil {
		return err
	}
	if _, err := r.Status.Move(m); err != nil {
		return err
	}
	if r.ClaimedBy != seen.ClaimedBy && slices.Contains(byHolder, m) {
		return held(r.Status)
	}
	return errStale
}

// held is the Conflict with a request that is not in one's own hands.
func held(s trace.Status) error { return fault.New(fault.Conflict, "fault.move."+string(s), nil) }
