package app

import (
	"rastreo/internal/db"
	"rastreo/internal/store"
)

// Beneath is the memory of the first world, for tests that put records there
// which no door makes.
func (a *App) Beneath() (*store.Store, *db.DB) { return a.worlds[0].store, a.worlds[0].db }
