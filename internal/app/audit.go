package app

import (
	"context"
	"time"

	"rastreo/internal/db"
)

// origin is the name of a world's log.
func origin(world string) string { return "rastreo/" + world }

// sealTime bounds what an orderly end does for the log. What is not sealed
// then is sealed at the next start.
const sealTime = 10 * time.Second

// seal seals and gives out what was done, before the database is closed.
func (w *world) seal() error {
	select {
	case <-w.db.Broken():
		return db.ErrBroken
	default:
	}
	if w.ledger == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), sealTime)
	defer cancel()
	return w.ledger.Close(ctx)
}
