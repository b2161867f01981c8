package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"os"
	"time"

	"github.com/alecthomas/kong"
	"golang.org/x/crypto/acme"

	"rastreo/internal/app"
)

// command is everything that can be typed after the program's name. Every
// flag is also an environment variable: RASTREO_ and its name in capitals.
type command struct {
	Serve   serve       `cmd:"" help:"Serve the portal: pages, API and timers."`
	Demo    demonstrate `cmd:"" help:"Show both worlds with invented data on SQLite. Everything it keeps is below --data."`
	Migrate migrate     `cmd:"" help:"Show which migrations a database lacks, and run them."`
	Account accounts    `cmd:"" help:"Add people, and look after their accounts."`
	Catalog catalogs    `cmd:"" help:"Load lists that come from elsewhere."`
	Audit   audits      `cmd:"" help:"Verify, witness and export the audit log."`
	Mail    mails       `cmd:"" help:"Try the mail server."`
	Version showVersion `cmd:"" help:"Print the version."`

	LogLevel slog.Level `default:"info" help:"Least level that is logged: debug, info, warn or error."`
}

// run reads the command line and does what it says. The error has been told
// to the operator already.
func run(ctx context.Context, args []string) error {
	var c command
	parser, err := c.parser(kong.BindTo(ctx, (*context.Context)(nil)))
	if err != nil {
		return err
	}
	line, err := parser.Parse(args)
	if err != nil {
		parser.FatalIfErrorf(err)
	}
	log := slog.New(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: c.LogLevel}))
	if err := line.Run(log); err != nil {
		fmt.Fprintln(os.Stderr, "rastreo: "+err.Error())
		return err
	}
	return nil
}

// parser reads command lines into c.
func (c *command) parser(more ...kong.Option) (*kong.Kong, error) {
	return kong.New(c, append(more, kong.Name("rastreo"), kong.DefaultEnvars("RASTREO"), kong.UsageOnError(), kong.Vars{"letsencrypt": acme.LetsEncryptURL},
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
		kong.Description("Trace requests for firearms seized in Mexico: filed in Spanish, worked in English.\n\n"+
			"Every flag can also be given as the environment variable that stands behind it."))...)
}

// house is what every way of running a house has in common.
func house(log *slog.Logger) app.Config {
	return app.Config{
		Migrate: true, Secure: true, Lease: 72 * time.Hour, Every: 10 * time.Second,
		Now: time.Now, Random: rand.Reader, Log: log, Version: version,
	}
}

// showVersion prints the version.
type showVersion struct{}

// Run prints it.
func (showVersion) Run() error {
	_, err := fmt.Println("rastreo " + version)
	return err
}

// oneWorld opens the world, live or training, that is kept in one database.
func oneWorld(ctx context.Context, log *slog.Logger, world, database, secret string) (*app.App, error) {
	config := house(log)
	config.Secrets = [2]string{secret, secret}
	if world == "live" {
		config.Live = database
	} else {
		config.Training = database
	}
	return app.Open(ctx, config)
}
