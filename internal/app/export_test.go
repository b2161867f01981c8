package app

import (
	"context"
	"errors"

	"rastreo/internal/db"
	"rastreo/internal/store"
)

// Beneath is the memory of the first world, for tests that put records there
// which no door makes.
func (a *App) Beneath() (*store.Store, *db.DB) { return a.worlds[0].store, a.worlds[0].db }

// Daily seals what was done and tells the checkpoint of the day, in every
// world, and nothing else that a round does.
func (a *App) Daily(ctx context.Context) (err error) {
	for _, w := range a.worlds {
		err = errors.Join(err, w.ledger.Round(ctx), w.ledger.Daily(ctx))
	}
	return err
}

// Mail hands over the mails of every world that are due.
func (a *App) Mail(ctx context.Context) (err error) {
	for _, w := range a.worlds {
		err = errors.Join(err, w.worker.Post(ctx))
	}
	return err
}
