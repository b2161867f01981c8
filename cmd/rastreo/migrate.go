package main

import (
	"context"
	"errors"
	"fmt"

	"rastreo/internal/app"
)

// migrate brings a database up to date.
type migrate struct {
	DB    string `name:"db" required:"" placeholder:"PATH|URL" help:"Database: path of a SQLite file, or a postgres:// URL."`
	Check bool   `help:"Run nothing; fail if migrations are pending."`
	Grant string `placeholder:"ROLE" help:"Let this role of PostgreSQL serve the database, and no more: it reads and writes rows, only adds to the audit log, and owns nothing. Needed again after migrations that add tables, unless the URL says role=ROLE."`
}

// Run shows what is pending and runs it.
func (m migrate) Run(ctx context.Context) error {
	pending, err := app.Migrate(ctx, m.DB, !m.Check)
	for _, step := range pending {
		fmt.Println(step)
	}
	switch {
	case err != nil:
		return err
	case len(pending) == 0:
		fmt.Println("nothing is pending")
	case m.Check:
		return errors.New("migrations are pending")
	default:
		fmt.Printf("done: %d\n", len(pending))
	}
	if m.Grant == "" || m.Check {
		return nil
	}
	if err := app.Grant(ctx, m.DB, m.Grant); err != nil {
		return err
	}
	fmt.Printf("granted to %s\n", m.Grant)
	return nil
}
