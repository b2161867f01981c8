package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"rastreo/internal/app"
	"rastreo/internal/demo"
)

// demonstrate shows both worlds with invented data.
type demonstrate struct {
	Data string `default:"./data/demo" type:"path" help:"Folder of the two databases. Remove it to begin anew."`
	listen
}

// demoLease keeps the claims of the invented tracers from running out while
// somebody looks at them.
const demoLease = 30 * 24 * time.Hour

// Run fills what is missing, prints who can sign in, and serves.
func (d demonstrate) Run(ctx context.Context, log *slog.Logger) error {
	c := house(log)
	c.Live, c.Training = filepath.Join(d.Data, "live.db"), filepath.Join(d.Data, "training.db")
	c.Audit = [2][]string{checkpoints(c.Live, "", ""), checkpoints(c.Training, "", "")}
	c.Lease, c.Secure, c.OneFactor, c.Origin = demoLease, false, true, d.local()
	worlds, err := app.Demo(ctx, c)
	if err != nil {
		return err
	}
	a, err := app.Open(ctx, c)
	if err != nil {
		return err
	}
	d.tell(worlds)
	return errors.Join(d.serve(ctx, a, log), a.Close())
}

// tell prints the addresses and the accounts, in both languages.
func (d demonstrate) tell(worlds []app.DemoWorld) {
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "\nRastreo · demostración con datos inventados · demonstration with invented data")
	for _, world := range worlds {
		fmt.Fprintf(w, "http://%s%s/\t%s\n", d.Addr, world.Base, world.Name)
	}
	fmt.Fprintf(w, "\nContraseña de todas las cuentas · password of every account:  %s\n\n", demo.Password)
	fmt.Fprintln(w, "USUARIO · USER\tFUNCIÓN · ROLE\tINSTITUCIÓN · AGENCY\tIDIOMA · LANG\tNOMBRE · NAME\tMUNDO · WORLD")
	for _, s := range worlds[len(worlds)-1].SignIns {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", s.Username, s.Role, s.Agency, s.Lang, s.Name, where(worlds, s.Username))
	}
	fmt.Fprintln(w, "\nMUNDO · WORLD\tUSUARIO · USER\tCLAVE DE API · API KEY")
	for _, world := range worlds {
		for _, s := range world.SignIns {
			if s.Key != "" {
				fmt.Fprintf(w, "%s\t%s\t%s\n", world.Name, s.Username, s.Key)
			}
		}
	}
	fmt.Fprintln(w)
	w.Flush()
}

// where names the worlds in which there is an account.
func where(worlds []app.DemoWorld, username string) string {
	var names []string
	for _, world := range worlds {
		if slices.ContainsFunc(world.SignIns, func(s demo.SignIn) bool { return s.Username == username }) {
			names = append(names, world.Name)
		}
	}
	return strings.Join(names, " + ")
}
