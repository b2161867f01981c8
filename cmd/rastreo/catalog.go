package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
)

// catalogs groups what is done with lists that come from elsewhere.
type catalogs struct {
	ImportSepomex importSepomex `cmd:"" help:"Load the list of settlements by postal code that the Mexican postal service publishes (CPdescarga.txt), in the place of the one there is."`
}

// importSepomex loads the postal service's list.
type importSepomex struct {
	DB         string `name:"db" required:"" placeholder:"PATH|URL" help:"Database of the world: path of a SQLite file, or a postgres:// URL. A SQLite file must not be served at the same time."`
	World      string `enum:"live,training" default:"live" help:"Which world the database is. ${enum}."`
	SecretFile string `type:"path" placeholder:"PATH" help:"File of the world's secret, as for serve."`
	File       string `arg:"" type:"existingfile" help:"The list, as it was downloaded."`
}

// shown is how many bad lines are named before the rest is only counted.
const shown = 20

// Run loads the list and says what came of it.
func (c importSepomex) Run(ctx context.Context, log *slog.Logger) (err error) {
	file, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer file.Close()
	a, err := oneWorld(ctx, log, c.World, c.DB, c.SecretFile)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	p, err := a.LoadPostal(ctx, file)
	for _, bad := range p.Bad[:min(len(p.Bad), shown)] {
		fmt.Printf("line %d: %s\n", bad.Line, bad.Code)
	}
	if err != nil {
		return err
	}
	fmt.Printf("loaded %d settlements in the place of %d; %d bad lines\n", p.Now, p.Before, len(p.Bad))
	return nil
}
