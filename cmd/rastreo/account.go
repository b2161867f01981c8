package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"rastreo/internal/account"
	"rastreo/internal/app"
	"rastreo/internal/login"
)

// accounts groups what is done with accounts.
type accounts struct {
	Add     addAccount     `cmd:"" help:"Add an account. Prints the user name and the code with which its owner chooses a password, this once; it works for 72 hours."`
	Invite  inviteAccount  `cmd:"" help:"Print a new code for an account. Whoever had begun begins anew: password, second factors and sessions end."`
	Unlock  unlockAccount  `cmd:"" help:"Let an account sign in again that has failed too often."`
	Disable disableAccount `cmd:"" help:"Disable an account at once: its sessions end and its keys work no more."`
	Enable  enableAccount  `cmd:"" help:"Let a disabled account work again."`
}

// place says in which world an account is.
type place struct {
	DB         string `name:"db" required:"" placeholder:"PATH|URL" help:"Database of the world: path of a SQLite file, or a postgres:// URL. A SQLite file must not be served at the same time."`
	World      string `enum:"live,training" default:"live" help:"Which world the database is; it shows in the API key. ${enum}."`
	SecretFile string `type:"path" placeholder:"PATH" help:"File of the world's secret, as for serve."`
}

// in opens the world, does something in it and closes it. What was wrong is
// told in words.
func (p place) in(ctx context.Context, log *slog.Logger, do func(*app.App) error) (err error) {
	a, err := oneWorld(ctx, log, p.World, p.DB, p.SecretFile)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	if err := do(a); err != nil {
		return a.Explain(err)
	}
	return nil
}

// addAccount adds one.
type addAccount struct {
	place
	Username   string   `required:"" help:"User name: 3 to 64 of a-z 0-9 . _ -"`
	Name       string   `required:"" help:"The person's name, as they write it."`
	Admin      bool     `required:"" xor:"role" help:"The first administrator of the agency, who invites the others in the portal."`
	Role       string   `required:"" xor:"role" enum:"submitter,coordinator,admin,tracer,supervisor,auditor,trainer,trainee,operator" help:"Another role: ${enum}. Tracers, supervisors and trainers belong to the tracing center; trainers and trainees are in the training world only."`
	Agency     string   `required:"" placeholder:"CODE" help:"Acronym of the agency, such as FGJ-TAM. The federal agencies and the prosecutors of the 32 entidades are known."`
	AgencyName string   `help:"Official name of the agency, if it is new here and the catalogue does not have it or has it otherwise."`
	AgencyKind string   `help:"Kind of such an agency: federal, state or center."`
	Entidad    string   `placeholder:"NN" help:"INEGI key of a state agency's entidad, 01 to 32."`
	Lang       string   `enum:"es,en" default:"es" help:"Language: ${enum}."`
	Zone       string   `default:"America/Mexico_City" help:"Time zone, by its IANA name."`
	Key        string   `placeholder:"NAME" help:"Also issue an API key of this name and print it, this once. Programs can use it before the owner has chosen a password."`
	Scopes     []string `placeholder:"SCOPE" help:"What the key may be used for: read, file, work, people, with commas between. Without it, all that the role allows."`
	Days       int      `default:"90" help:"How many days the key works, at most 365."`
}

// Run adds the account.
func (c addAccount) Run(ctx context.Context, log *slog.Logger) error {
	role := account.Role(c.Role)
	if c.Admin {
		role = account.Admin
	}
	key := login.NewKey{Name: c.Key, Days: c.Days}
	for _, s := range c.Scopes {
		key.Scopes = append(key.Scopes, account.Scope(s))
	}
	return c.in(ctx, log, func(a *app.App) error {
		added, err := a.AddAccount(ctx, app.NewAccount{
			Account: account.Account{Username: c.Username, Name: c.Name, Role: role, Lang: c.Lang, Zone: c.Zone},
			Agency:  account.Agency{Code: c.Agency, Name: c.AgencyName, Kind: c.AgencyKind, Entidad: c.Entidad},
			Key:     key,
		})
		tell(added)
		return err
	})
}

// tell prints what can never be read again.
func tell(added app.Added) {
	for _, line := range [][2]string{{"username", added.Username}, {"code", added.Code}, {"key", added.Key}} {
		if line[1] != "" {
			fmt.Println(line[0] + " " + line[1])
		}
	}
}

// someAccount is an account that is there already.
type someAccount struct {
	place
	Username string `required:"" help:"Its user name."`
}

// inviteAccount gives its owner another code.
type inviteAccount struct{ someAccount }

// Run draws the code.
func (c inviteAccount) Run(ctx context.Context, log *slog.Logger) error {
	return c.in(ctx, log, func(a *app.App) error {
		added, err := a.Reopen(ctx, c.Username)
		tell(added)
		return err
	})
}

// unlockAccount forgets its failures.
type unlockAccount struct{ someAccount }

// Run forgets them.
func (c unlockAccount) Run(ctx context.Context, log *slog.Logger) error {
	return c.in(ctx, log, func(a *app.App) error { return a.Unlock(ctx, c.Username) })
}

// disableAccount shuts it.
type disableAccount struct{ someAccount }

// Run shuts it.
func (c disableAccount) Run(ctx context.Context, log *slog.Logger) error {
	return c.in(ctx, log, func(a *app.App) error { return a.Disable(ctx, c.Username) })
}

// enableAccount opens it again.
type enableAccount struct{ someAccount }

// Run opens it.
func (c enableAccount) Run(ctx context.Context, log *slog.Logger) error {
	return c.in(ctx, log, func(a *app.App) error { return a.Enable(ctx, c.Username) })
}
