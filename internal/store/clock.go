package store

import (
	"context"
	"time"

	"rastreo/internal/db"
	"rastreo/internal/trace"
)

// wind sets when a request is due where a move stops its clock or lets it run
// again. The event of the move is not there yet.
func (tx *Tx) wind(ctx context.Context, r *trace.Request, m trace.Move) error {
	if m != trace.Ask && m != trace.Recall && m != trace.Answered {
		return nil
	}
	clocks, err := tx.clocks(ctx, map[string]time.Time{r.ID: r.FiledAt})
	if err != nil {
		return err
	}
	c := clocks[r.ID]
	if m == trace.Ask {
		c.Pause(tx.now)
	} else {
		c.Resume(tx.now)
	}
	r.DueAt = c.Due(r.Priority)
	return nil
}

// clocks returns the clocks of requests that were filed when filed says.
func (c *Chore) clocks(ctx context.Context, filed map[string]time.Time) (map[string]trace.Clock, error) {
	var ids []string
	for id := range filed {
		ids = append(ids, id)
	}
	events, err := inPieces(ids, func(some []any) ([]trace.Event, error) {
		return all(ctx, c.sql, func(r row, e *trace.Event) error { return r.Scan(&e.RequestID, db.Into(&e.At), &e.Code) },
			`SELECT request_id, at, code FROM event WHERE request_id IN (`+places(1, len(some))+`) AND code IN ('asked', 'recalled', 'answered')
			ORDER BY request_id, seq`, some...)
	})
	of := map[string][]trace.Event{}
	for _, e := range events {
		of[e.RequestID] = append(of[e.RequestID], e)
	}
	clocks := map[string]trace.Clock{}
	for id, at := range filed {
		clocks[id] = trace.ClockOf(at, of[id])
	}
	return clocks, err
}

// undated is a request that was filed before there were clocks.
type undated struct {
	id, priority string
	filed        time.Time
}

const undatedQuery = `SELECT id, priority, filed_at FROM request WHERE due_at IS NULL AND status IN ('queued', 'claimed') LIMIT $1`

// FillDues sets when up to limit requests are due that were filed before there
// were clocks, and returns how many.
func (c *Chore) FillDues(ctx context.Context, limit int) (int, error) {
	list, err := all(ctx, c.sql, func(r row, x *undated) error { return r.Scan(&x.id, &x.priority, db.Into(&x.filed)) },
		undatedQuery+c.sql.SkipLocked(), limit)
	if err != nil {
		return 0, err
	}
	filed := map[string]time.Time{}
	for _, x := range list {
		filed[x.id] = x.filed
	}
	clocks, err := c.clocks(ctx, filed)
	if err != nil {
		return 0, err
	}
	for _, x := range list {
		if _, err := c.sql.Exec(ctx, `UPDATE request SET due_at = $1 WHERE id = $2`, db.At(clocks[x.id].Due(x.priority)), x.id); err != nil {
			return 0, err
		}
	}
	return len(list), nil
}
