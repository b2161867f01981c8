package login

import (
	"context"
	"time"

	"rastreo/internal/fault"
)

// grid is the time between two moments at which a failure may be answered,
// counted from when its try began. What is done for a name that exists, and not
// for one that does not, takes far less, and so does not show.
const grid = 50 * time.Millisecond

// evenly holds the answer to a try that failed back until the next moment of
// the grid. It runs when the try has left everything others wait for.
func (l *Login) evenly(ctx context.Context, began time.Time, err *error) {
	if !fault.Is(*err, fault.Unauthenticated) && !fault.Is(*err, fault.TooMany) {
		return
	}
	if off := l.Now().Sub(began) % grid; off > 0 {
		l.Wait(ctx, grid-off)
	}
}

// wait waits on the machine's own clock, or until nobody asks any more.
func wait(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}
