package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"rastreo/internal/db"
	"rastreo/internal/demo"
	"rastreo/internal/gate"
	"rastreo/migrations"
)

// demoRequests is how many firearms each world of a demonstration holds.
var demoRequests = map[string]int{gate.Live: 300, gate.Training: 40}

// DemoWorld is one world of a demonstration and who can sign in to it.
type DemoWorld struct {
	Name, Base string
	SignIns    []demo.SignIn
}

// Demo makes the SQLite files that c names, filled with invented records,
// where they are missing; others are left as they are.
func Demo(ctx context.Context, c Config) ([]DemoWorld, error) {
	plans := c.plans()
	worlds, errs := make([]DemoWorld, len(plans)), make([]error, len(plans))
	var all sync.WaitGroup
	for i, p := range plans {
		worlds[i] = DemoWorld{p.name, p.base, demo.SignIns(p.keyPrefix, p.roles)}
		all.Go(func() {
			if errs[i] = c.stage(ctx, p); errs[i] != nil {
				errs[i] = fmt.Errorf("%s: %w", p.name, errs[i])
			}
		})
	}
	all.Wait()
	return worlds, errors.Join(errs...)
}

// stage fills a file under another name and gives it its own only when it is
// whole, so that an interrupted start is simply begun again.
func (c Config) stage(ctx context.Context, p plan) error {
	if _, err := os.Stat(p.dsn); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	half := p.dsn + ".new"
	left, err := filepath.Glob(half + "*")
	if err != nil {
		return err
	}
	for _, name := range left {
		if err := os.Remove(name); err != nil {
			return err
		}
	}
	if err := c.fill(ctx, p, half); err != nil {
		return err
	}
	return os.Rename(half, p.dsn)
}

func (c Config) fill(ctx context.Context, p plan, path string) (err error) {
	own, err := p.open()
	if err != nil {
		return err
	}
	d, err := db.Open(ctx, path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	if err := d.Migrate(ctx, migrations.FS); err != nil {
		return err
	}
	return demo.Seed(ctx, d, demo.Config{
		Now: c.Now(), Requests: demoRequests[p.name], Seed: p.name,
		Secret: own, KeyPrefix: p.keyPrefix, FolioPrefix: p.folioPrefix, Lease: c.Lease, Roles: p.roles,
	})
}
