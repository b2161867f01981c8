package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"

	"golang.org/x/term"

	"rastreo/internal/account"
	"rastreo/internal/app"
)

// accounts groups what is done with accounts.
type accounts struct {
	Add addAccount `cmd:"" help:"Add an account. The password is asked for, read from standard input if that is no terminal, or made with --generate."`
}

// addAccount adds one.
type addAccount struct {
	DB         string `name:"db" required:"" placeholder:"PATH|URL" help:"Database of the world: path of a SQLite file, or a postgres:// URL. A SQLite file must not be served at the same time."`
	World      string `enum:"live,training" default:"live" help:"Which world the database is; it shows in the API key. ${enum}."`
	SecretFile string `type:"path" placeholder:"PATH" help:"File of the world's secret, as for serve."`
	Username   string `required:"" help:"User name: 3 to 64 of a-z 0-9 . _ -"`
	Name       string `required:"" help:"The person's name, as they write it."`
	Role       string `required:"" enum:"submitter,coordinator,tracer,supervisor" help:"${enum}. Tracers and supervisors belong to the tracing center."`
	Agency     string `required:"" placeholder:"CODE" help:"Acronym of the agency, such as FGJ-TAM. The federal agencies and the prosecutors of the 32 entidades are known."`
	AgencyName string `help:"Official name of the agency, if it is new here and the catalogue does not have it or has it otherwise."`
	AgencyKind string `help:"Kind of such an agency: federal, state or center."`
	Entidad    string `placeholder:"NN" help:"INEGI key of a state agency's entidad, 01 to 32."`
	Lang       string `enum:"es,en" default:"es" help:"Language: ${enum}."`
	Zone       string `default:"America/Mexico_City" help:"Time zone, by its IANA name."`
	Generate   bool   `help:"Make a password and print it, this once."`
	Key        string `placeholder:"NAME" help:"Also issue an API key of this name and print it, this once."`
}

// Run adds the account.
func (c addAccount) Run(ctx context.Context, log *slog.Logger) (err error) {
	password, err := c.password(os.Stdin)
	if err != nil {
		return err
	}
	a, err := oneWorld(ctx, log, c.World, c.DB, c.SecretFile)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	secret, err := a.AddAccount(ctx, app.NewAccount{
		Account:  account.Account{Username: c.Username, Name: c.Name, Role: account.Role(c.Role), Lang: c.Lang, Zone: c.Zone},
		Agency:   account.Agency{Code: c.Agency, Name: c.AgencyName, Kind: c.AgencyKind, Entidad: c.Entidad},
		Password: password, KeyName: c.Key,
	})
	if err != nil {
		return a.Explain(err)
	}
	fmt.Println("added " + c.Username)
	if c.Generate {
		fmt.Println("password " + password)
	}
	if secret != "" {
		fmt.Println("key " + secret)
	}
	return nil
}

// password makes one, asks for one without showing it, or reads the first
// line of what is piped in.
func (c addAccount) password(from *os.File) (string, error) {
	switch {
	case c.Generate:
		return rand.Text(), nil
	case term.IsTerminal(int(from.Fd())):
		return ask(int(from.Fd()))
	}
	line, err := bufio.NewReader(from).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	return strings.TrimRight(line, "\r\n"), nil
}

func ask(terminal int) (string, error) {
	var typed [2]string
	for i, prompt := range []string{"Password: ", "Again: "} {
		fmt.Fprint(os.Stderr, prompt)
		text, err := term.ReadPassword(terminal)
		fmt.Fprintln(os.Stderr)
		if err != nil {
			return "", err
		}
		typed[i] = string(text)
	}
	if typed[0] != typed[1] {
		return "", errors.New("the two passwords differ")
	}
	return typed[0], nil
}
