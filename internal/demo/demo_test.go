package demo_test

import (
	"testing"
	"time"

	"rastreo/internal/db/dbtest"
	"rastreo/internal/demo"
	"rastreo/migrations"
)

func BenchmarkSeed(b *testing.B) {
	for range b.N {
		d := dbtest.Open(b, dbtest.SQLite(b), migrations.FS)
		if err := demo.Seed(b.Context(), d, demo.Config{Now: time.Date(2026, 11, 20, 17, 30, 0, 0, time.UTC), Requests: 300, Seed: "x", KeyPrefix: "rst_live_", Lease: 30 * 24 * time.Hour}); err != nil {
			b.Fatal(err)
		}
		b.Logf("%+v", d.Stats())
	}
}
